"""The coordinator's acts: in which order it takes what is asked of it, and what each does."""

import numpy as np

from sim.base.equations import alignment, blend, fall, race
from sim.base.kernel import kernel, part
from sim.base.luck import Process, uniform
from sim.base.order import order_of, ordered_by
from sim.base.rows import put
from sim.base.sums import mean_of_singles
from sim.base.vocabulary import NOBODY, RESOURCES, Act
from sim.rules.acts import (
    NO_LOT,
    ONE_ACT,
    congestion,
    introduction_trust,
    transfer_of,
    within_reach,
)
from sim.rules.partners import seat_factor
from sim.state.projects import NOT_ASKED, members_of
from sim.week.hub import target
from sim.week.panels import hold_panel
from sim.week.partners import could_give, known_in

NEVER_MAJOR = 1000.0
"""Size for major matters at which none is."""
ALONE = 1.0
"""Weight in a race in which all are alike."""
_R = len(RESOURCES)


# -- in which order -------------------------------------------------------------------------------


@part
def is_daily(rules, size):
    """A daily matter for the committee? If not, it is major, and the joint meeting's."""
    return rules.joint_meeting_size >= NEVER_MAJOR or size < rules.joint_meeting_size


@part
def satisfaction_at(world, p):
    """Mean satisfaction of the households where a project comes."""
    entrance, rows = world.members.entrance[p], world.places.entrance
    satisfaction = world.residents.satisfaction
    seen, found = np.empty(len(satisfaction), satisfaction.dtype), 0
    for e in range(len(entrance)):
        if entrance[e]:
            for i in range(rows[e], rows[e + 1]):
                seen[found] = satisfaction[i]
                found += 1
    return mean_of_singles(seen[:found])


@kernel
def hub_order(world, requests):
    """The coordinator's own priorities, (n,): by lot alone where it is uninformed.

    Major matters go first, and equal ones by the yardstick of residents' satisfaction, where these
    practices are kept; then who has waited longest.
    """
    hub, rules = world.hub, world.rules.coordinator
    if not rules.informed:
        return order_of(requests.luck)
    keys = np.zeros((5, len(requests.row)))
    for i in range(len(requests.row)):
        p = requests.row[i]
        keys[0, i] = is_daily(rules, world.projects.life[p].size)
        keys[1, i] = hub.rank[requests.act[i]]
        keys[2, i] = satisfaction_at(world, p) if rules.yardstick else 0.0
        keys[3, i] = -requests.waited[i]
        keys[4, i] = requests.luck[i]
    return ordered_by(keys)


# -- what it can do -------------------------------------------------------------------------------


@kernel
def is_possible(world, p, act):
    """Does its reach allow an act for a project?"""
    who, initiator = members_of(world.projects, world.members, p), world.projects.life[p].initiator
    return within_reach(act, who, initiator, world.hub.reached)


@part
def content_luck(world, p, act):
    """The uniform that decides whether its act for a project has content this week."""
    code = world.projects.life[p].code
    return uniform(world.luck, Process.CONTENT, code, act, world.now.week, 0)


@part
def has_content(world, act, luck):
    """Has an act content, or is it an empty one?"""
    return luck < world.hub.strength[act]


@kernel
def ask_hub(world, requests, undone):
    """In its order, as long as it has attention; marks what is no more ``undone`` (n,)."""
    hub = world.hub
    if hub.now.left < ONE_ACT:
        return
    possible = np.empty(len(undone), np.bool_)
    for i in range(len(undone)):
        possible[i] = is_possible(world, requests.row[i], requests.act[i])
    for i in hub_order(world, requests):
        if hub.now.left < ONE_ACT:
            break
        if possible[i]:
            act = requests.act[i]
            undone[i] = not try_act(
                world, requests.row[i], act, has_content(world, act, requests.content[i])
            )
    tell_load(world)


@part
def try_act(world, p, act, filled):
    """It acts, with content or without; trying costs attention too. Was there anything done?"""
    world.hub.now.left -= ONE_ACT
    world.diary.hub[act] += 1.0
    if not filled or not do_act(world, p, act):
        return False
    world.projects.course[p].hub_acts += 1
    world.projects.waits[p, act] = NOT_ASKED
    return True


@part
def tell_load(world):
    """Each of the projects that it mediates feels how many there are."""
    projects, cases = world.projects, 0
    live = projects.live[: projects.count.live]
    for p in live:
        cases += projects.help[p].mediated_by_hub
    load = congestion(cases, world.hub.now.supply)
    for p in live:
        if projects.help[p].mediated_by_hub:
            projects.help[p].congestion = fall(load, world.rules.coordinator.online)


# -- what it does ---------------------------------------------------------------------------------


@kernel
def do_act(world, p, act):
    """An act with content. False: there was nothing it could do, so the request goes on."""
    help = world.projects.help[p]
    if act == Act.PANEL:
        hold_hub_panel(world, p)
    elif act == Act.INTRODUCTION:
        return introduce(world, p)
    elif act == Act.TRANSFER:
        return move_stock(world, p)
    elif act == Act.WHISTLE:
        help.whistled = True
    elif act == Act.MEDIATION:
        help.mediated_by_hub = True
    elif act == Act.MONITORING:
        watch(world, p)
    elif act == Act.BACKSTOP:
        help.backstopped = True
    else:
        help.guided = True
    return True


@part
def hold_hub_panel(world, p):
    """A panel, whose findings a blind coordinator takes for others."""
    permutation = world.hub.permutation
    if world.rules.coordinator.informed:
        hold_panel(world, p, np.arange(len(permutation)))
    else:
        hold_panel(world, p, permutation)


@part
def watch(world, p):
    """Watching, and enforcing, concern those it reaches; a plan may change in progress."""
    rules, hub, plans = world.rules.coordinator, world.hub, world.plans
    for c in range(len(hub.reached)):
        world.members.watched[p, c] = hub.reached[c]
        world.members.enforced[p, c] = rules.enforcement * hub.reached[c]
    if rules.revision > 0.0:
        put(blend(plans.scope[p], target(world, p), rules.revision), plans.scope[p])


@kernel
def trust_it_brings(world, c):
    """Trust in a project that an organisation gains by the coordinator's introduction."""
    legitimacy = world.hub.legitimacy[world.organisations.sector[c]]
    return introduction_trust(world.rules.forming.introduced_tie, legitimacy)


@kernel
def worth_of_introducing(world, p):
    """What each would bring to a project if introduced, (M,): coverage times complement; -1 where
    it is out of reach, was asked already, has nothing to give, or is trusted as much without."""
    life, rules, could, known = (
        world.projects.life[p], world.rules.forming, could_give(world, p), known_in(world, p)
    )  # fmt: skip
    worth = np.full(len(could), -1.0)
    for c in range(len(could)):
        free = world.hub.reached[c] and world.standing.present[c]
        new = free and not world.members.invited[p, c]
        if new and could[c] > 0.0 and trust_it_brings(world, c) > known[c]:
            sector = world.organisations.sector[c]
            worth[c] = could[c] * seat_factor(life.sectors, sector, rules.complement)
    return worth


@kernel
def whom_to_introduce(world, p):
    """Who could cover most, of those in reach; by lot where it is uninformed. Or NOBODY."""
    worth, week = worth_of_introducing(world, p), world.now.week
    by_lot, code = not world.rules.coordinator.informed, world.projects.life[p].code
    best, most = NOBODY, -np.inf
    for c in range(len(worth)):
        if worth[c] >= 0.0:
            bid = worth[c]
            if by_lot:
                entity = world.organisations.code[c]
                bid = -race(uniform(world.luck, Process.BLIND_LOT, code, entity, week, 0), ALONE)
            if bid > most:
                best, most = c, bid
    return best


@kernel
def introduce(world, p):
    """Somebody in reach is introduced to a project. Is there anybody?"""
    best = whom_to_introduce(world, p)
    if best != NOBODY:
        world.members.introduced[p, best] = trust_it_brings(world, best)
    return best != NOBODY


@kernel
def may_receive(world, p):
    """Is a project near enough to what the money is earmarked for? Without earmark, any is."""
    least = world.rules.coordinator.earmark
    return least == 0.0 or alignment(world.plans.scope[p], target(world, p)) >= least


@part
def resource_by_lot(world, p):
    """Uninformed, it moves one resource by lot, whether missing or not; else NO_LOT."""
    if world.rules.coordinator.informed:
        return NO_LOT
    code, week = world.projects.life[p].code, world.now.week
    return int(uniform(world.luck, Process.BLIND_TYPE, code, 0, week, 0) * _R)


@kernel
def transfer_to(world, p):
    """What would move from the pool to a project; see ``transfer_of``."""
    plans, rules = world.plans, world.rules.coordinator
    return transfer_of(
        plans.need[p], world.members.pledged[p], plans.pooled[p], world.hub.pool,
        rules.transfer_share, resource_by_lot(world, p),
    )  # fmt: skip


@part
def move_stock(world, p):
    """Pooled stock moves to what is missing; what is of no use there is the initiator's. Was there
    anything to move?"""
    if not may_receive(world, p):
        return False
    plans, pool, initiator = world.plans, world.hub.pool, world.projects.life[p].initiator
    given, useful, was_any = transfer_to(world, p)
    for r in range(len(pool)):
        pool[r] -= given[r]
        plans.pooled[p, r] += useful[r]
        world.standing.free[initiator, r] += given[r] - useful[r]
    return was_any
