"""The coordinator's acts: in which order it takes what is asked of it, and what each does."""

import numpy as np

from sim.base.equations import alignment, blend, fall, race
from sim.base.kernel import kernel, part
from sim.base.luck import Process, uniform
from sim.base.order import order_of, ordered_by
from sim.base.rows import put
from sim.base.sums import mean_of_singles, total
from sim.base.vocabulary import NOBODY, RESOURCES, Act, Watching
from sim.rules.acts import (
    NO_LOT,
    ONE_ACT,
    congestion,
    introduction_trust,
    transfer_of,
    within_reach,
)
from sim.rules.legitimacy import is_guided
from sim.rules.partners import seat_factor
from sim.state.projects import NOT_ASKED, members_of
from sim.week.coordinator import labour_behind
from sim.week.hub import target
from sim.week.mediation import cost_of_a_link_each, is_cheaper
from sim.week.panels import hold_panel
from sim.week.partners import could_give, covered, known_in

NEVER_MAJOR = 1000.0
"""Size for major matters at which none is."""
ALONE = 1.0
"""Weight in a race in which all are alike."""
NO_RED_LINE = 1.0
"""Distance at which agreement is never refused: there is none larger."""
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
def ask_hub(world, requests, asked, undone):
    """What is ``asked`` of it (n,), in its order, as long as it has attention; marks what is no
    more ``undone`` (n,)."""
    hub = world.hub
    if hub.now.left < ONE_ACT or not np.any(asked):
        return
    for i in hub_order(world, requests):
        if hub.now.left < ONE_ACT:
            break
        p, act = requests.row[i], requests.act[i]
        wanted = asked[i] and is_possible(world, p, act)
        wanted = wanted and has_content(world, act, requests.content[i])
        if wanted and would_change(world, p, act):
            undone[i] = not try_act(world, p, act)
    tell_load(world)


@part
def would_change(world, p, act):
    """Could an act change anything for a project? What couldn't isn't asked for."""
    if act == Act.INTRODUCTION:
        return whom_to_introduce(world, p) != NOBODY
    if act == Act.TRANSFER:
        return may_receive(world, p) and total(transfer_to(world, p)[0]) > 0.0
    if act == Act.BACKSTOP:
        return total(labour_behind(world, world.projects.life[p].area)) > 0.0
    if act == Act.MEDIATION:
        return is_cheaper(world, p, cost_of_a_link_each(world, p), load_with(world, ONE_ACT))
    return act != Act.GUIDANCE or would_guide(world, p)


@part
def would_guide(world, p):
    """Does it think that guidance moves anybody at the table, or does it draw a red line?"""
    hub, rule = world.hub, world.rules.structure.negative_legitimacy
    for c in members_of(world.projects, world.members, p):
        if hub.reached[c] and is_guided(rule, hub.legitimacy[world.organisations.sector[c]]):
            return True
    return world.rules.coordinator.red_line < NO_RED_LINE


@part
def try_act(world, p, act):
    """It acts, and it costs attention, with content or without. Is the request met in full?"""
    world.hub.now.left -= ONE_ACT
    world.diary.hub[act] += 1.0
    if not world.rules.coordinator.content:
        return False
    do_act(world, p, act)
    course = world.projects.course[p]
    if course.hub_acts == 0:
        course.acted = world.projects.life[p].stage
    course.hub_acts += 1
    met = is_met(world, p, act)
    if met:
        world.projects.waits[p, act] = NOT_ASKED
    return met


@part
def is_met(world, p, act):
    """Is nothing left of a request? The rest of one that was met in part stays open."""
    if act == Act.TRANSFER:
        return covered(world, p)
    if act != Act.MONITORING or world.rules.structure.watching == Watching.LEFT_TO_HUB:
        return True
    for c in members_of(world.projects, world.members, p):
        if not world.members.watched[p, c]:
            return False
    return True


# -- how busy it is -------------------------------------------------------------------------------


@kernel
def load_with(world, further):
    """Load of the projects that it meets as a mediator this week, and so many more; online channels
    take a share away."""
    cases = world.diary.hub[Act.MEDIATION] + further
    return fall(congestion(cases, world.hub.now.supply), world.rules.coordinator.online)


@part
def tell_load(world):
    """Each of the projects that it mediates feels how many there are."""
    projects, load = world.projects, load_with(world, 0.0)
    for p in projects.live[: projects.count.live]:
        if projects.help[p].mediated_by_hub:
            projects.help[p].congestion = load


# -- what it does ---------------------------------------------------------------------------------


@kernel
def do_act(world, p, act):
    """An act with content, that can change something."""
    help = world.projects.help[p]
    if act == Act.PANEL:
        hold_hub_panel(world, p)
    elif act == Act.INTRODUCTION:
        introduce(world, p)
    elif act == Act.TRANSFER:
        move_stock(world, p)
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
    """Watching, and enforcing, concern those it reaches, and the others too where it has members
    watch; a plan may change in progress."""
    rules, hub, plans = world.rules.coordinator, world.hub, world.plans
    all_watch = world.rules.structure.watching == Watching.CROWDS_IN
    for c in range(len(hub.reached)):
        watched = hub.reached[c] or all_watch or world.members.watched[p, c]
        world.members.watched[p, c] = watched
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
    """Somebody in reach is introduced to a project."""
    best = whom_to_introduce(world, p)
    world.members.introduced[p, best] = trust_it_brings(world, best)


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
    """Pooled stock moves to what is missing; what is of no use there is the initiator's."""
    plans, pool, initiator = world.plans, world.hub.pool, world.projects.life[p].initiator
    given, useful = transfer_to(world, p)
    for r in range(len(pool)):
        pool[r] -= given[r]
        plans.pooled[p, r] += useful[r]
        world.standing.free[initiator, r] += given[r] - useful[r]
