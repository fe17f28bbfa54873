"""Step 8: ties, honouring and legitimacy learn from the week; who gains too little leaves."""

import math

import numpy as np

from sim.base.equations import alignment, blend, rise
from sim.base.kernel import kernel, part
from sim.base.rows import put
from sim.base.sums import pairwise, total
from sim.base.vocabulary import SECTORS, End, GuidanceMoves
from sim.rules.honouring import reciprocate
from sim.rules.legitimacy import (
    after_a_week,
    after_backlash,
    fall_factor,
    learn_legitimacy,
    next_trailing,
)
from sim.rules.partners import benefit
from sim.rules.supply import is_service
from sim.rules.ties import (
    celebrate_ties,
    own_share,
    repair_ties,
    see_instalments,
    share_of_loss,
    update_exposure,
)
from sim.state.coordinator import STAGES
from sim.state.projects import dependence, members_of
from sim.state.seats import HONOURING_RANGE
from sim.week.hub import is_at_work
from sim.week.lifecycle import leave
from sim.week.partners import appeal_of

_LEAST, _MOST = HONOURING_RANGE
_S = len(SECTORS)


@kernel
def learn(world):
    """8: ties decay, then learn what was seen; members learn from ends."""
    let_ties_decay(world.ties, world.rules.network.retention)
    learn_instalments(world)
    learn_mediation(world)
    learn_goals(world)
    learn_ends(world, 0, world.projects.count.ended)
    settle_legitimacy(world)


@kernel
def exits(world):
    """8: returns are averaged, who gains too little leaves, and what ends by it is learned from;
    who meets at the practice station comes closer."""
    before = world.projects.count.ended
    let_leave(world)
    learn_ends(world, before, world.projects.count.ended)
    meet_at_station(world)


# -- ties -----------------------------------------------------------------------------------------


@part
def let_ties_decay(ties, retention):
    """A week passes: every tie keeps a share of its trust; then introductions make theirs."""
    for i in range(len(ties.trust)):
        for j in range(len(ties.trust)):
            kept = ties.trust[i, j] * retention
            ties.trust[i, j] = max(kept, ties.introduced[i, j])
            ties.introduced[i, j] = 0.0


@part
def learn_instalments(world):
    """What partners saw of this week's instalments, project by project in the week's order."""
    projects, members, rules = world.projects, world.members, world.rules
    for p in projects.order[: projects.count.lived]:
        course = projects.course[p]
        if course.paid_week == world.now.week:
            who, rule = members_of(projects, members, p), rules.structure.dependence
            own = own_share(rule, dependence(course))
            lost, week = share_of_loss(rule, own), world.now.week
            see_instalments(world.ties, who, members.paid[p], own, lost, rules.network, week)
            update_exposure(
                world.standing.exposure, who, members.paid[p], members.watched[p],
                rules.delivery.exposure_memory,
            )  # fmt: skip


@part
def learn_mediation(world):
    """What mediation mended, project by project in the week's order."""
    projects = world.projects
    for p in projects.order[: projects.count.lived]:
        mediated = not math.isnan(projects.help[p].congestion)
        if projects.course[p].met_week == world.now.week and mediated:
            who = members_of(projects, world.members, p)
            repair_ties(world.ties.trust, who, world.rules.network.repair)


@part
def learn_goals(world):
    """Where guidance moves goals (目标趋同), members that heard it have come a little nearer to it,
    project by project in the week's order."""
    projects, rules = world.projects, world.rules
    if rules.structure.guidance_moves != GuidanceMoves.POSITIONS_AND_GOALS:
        return
    for p in projects.order[: projects.count.lived]:
        if projects.course[p].met_week == world.now.week:
            for c in members_of(projects, world.members, p):
                weight = rules.coordinator.goal_convergence * world.members.swayed[p, c]
                if weight > 0.0:
                    goals = world.organisations.goals[c]
                    put(blend(goals, world.plans.target[p], weight), goals)


@part
def meet_at_station(world):
    """Reached organisations that have ties meet at the practice station, and their ties grow."""
    rules, hub = world.rules.coordinator, world.hub
    gain = rules.integration * rules.station
    if gain > 0.0 and is_at_work(world):
        repair_ties(world.ties.trust, np.flatnonzero(hub.reached & world.standing.present), gain)


# -- ends -----------------------------------------------------------------------------------------


@kernel
def learn_ends(world, first, stop):
    """What members learn from this week's ends, ``first`` to ``stop``."""
    projects = world.projects
    for p in projects.ended[first:stop]:
        if total(world.members.asked[p]) > 0.0:
            learn_honouring(world, p)
            charge_private_cost(world, p)
        if is_service(projects.life[p].end):
            share_benefit(world, p)
        if projects.life[p].end == End.COMPLETED:
            celebrate(world, p)
        learn_outcome(world, p)


@part
def honoured_by_others(world, p, c):
    """Mean share of instalments that the others who owed any honoured, and how many they are."""
    members = world.members
    who = members_of(world.projects, members, p)
    shares, found = np.empty(len(who)), 0
    for o in who:
        if o != c and members.asked[p, o] > 0.0:
            shares[found] = members.kept[p, o] / members.asked[p, o]
            found += 1
    return pairwise(shares[:found]) / max(1, found), found


@kernel
def learn_honouring(world, p):
    """Each member that owed instalments moves toward a little less than its partners did."""
    rules, honouring = world.rules.delivery, world.standing.honouring
    for c in members_of(world.projects, world.members, p):
        if world.members.asked[p, c] > 0.0:
            seen, others = honoured_by_others(world, p, c)
            if others > 0:
                moved = reciprocate(honouring[c], seen, rules.reciprocity, rules.imperfection)
                honouring[c] = min(max(moved, _LEAST), _MOST)


@part
def charge_private_cost(world, p):
    """What members paid in cost each of them privately, whatever became of it."""
    rate, given = world.rules.forming.private_cost, world.members.given[p]
    for c in range(len(given)):
        world.standing.gained[c] -= rate * given[c]


@part
def benefit_of(world, p, c):
    """What a member gains when a project serves, in funds."""
    scope, size = world.plans.scope[p], world.projects.life[p].size
    worth = benefit(world.rules.forming.benefit, appeal_of(world, c, scope), size)
    return worth * alignment(world.organisations.goals[c], scope)


@part
def share_benefit(world, p):
    """A service is worth something to all members."""
    for c in members_of(world.projects, world.members, p):
        world.standing.gained[c] += benefit_of(world, p, c)


@kernel
def celebrate(world, p):
    """Success: ties grow by what was the members' own, strangers become tied, honour rises."""
    rules, honouring = world.rules, world.standing.honouring
    who = members_of(world.projects, world.members, p)
    own = own_share(rules.structure.dependence, dependence(world.projects.course[p]))
    gain, closure = rules.network.success * own, rules.network.closure * own
    celebrate_ties(world.ties.trust, who, world.members.tied[p], gain, closure)
    for c in who:
        honouring[c] = min(_MOST, rise(honouring[c], rules.delivery.success_lift))


# -- legitimacy -----------------------------------------------------------------------------------


@part
def learn_outcome(world, p):
    """After a project that began, legitimacy follows the outcome where the coordinator acted, held
    against projects that came as far as that; and the rates follow it everywhere."""
    life, course, hub = world.projects.life[p], world.projects.course[p], world.hub
    if life.end == End.BLOCKED or life.end == End.VACANT:
        return
    done = 1.0 if is_service(life.end) else 0.0
    gain = world.rules.coordinator.legitimacy_gain
    falls = fall_factor(world.rules.structure.legitimacy_over_time)
    for s in range(_S):
        if sits(world, p, s):
            if course.hub_acts > 0:
                usual = hub.trailing[s, course.acted]
                hub.legitimacy[s] = learn_legitimacy(hub.legitimacy[s], done, usual, gain, falls)
            for stage in range(STAGES):
                if course.reached >> stage & 1:
                    hub.trailing[s, stage] = next_trailing(hub.trailing[s, stage], done)


@part
def sits(world, p, s):
    """Is a sector among the members?"""
    for c in members_of(world.projects, world.members, p):
        if world.organisations.sector[c] == s:
            return True
    return False


@part
def settle_legitimacy(world):
    """Guidance that nobody could follow lowers trust in it, sector by sector; and a week at work
    takes it back to rest, where it returns."""
    hub, rules = world.hub, world.rules
    rule, recovery = rules.structure.legitimacy_over_time, rules.coordinator.legitimacy_recovery
    backlash, works = rules.coordinator.backlash * fall_factor(rule), is_at_work(world)
    for s in range(_S):
        legitimacy = after_backlash(hub.legitimacy[s], backlash, hub.unmoved[s])
        if works:
            legitimacy = after_a_week(rule, legitimacy, hub.rest[s], recovery)
        hub.legitimacy[s] = legitimacy
        hub.unmoved[s] = 0


# -- who leaves -----------------------------------------------------------------------------------


@part
def has_had_enough(under, patience):
    """(39) One rule for every sector: past its patience under its return floor, it goes."""
    return under > patience


@kernel
def returns_of(world, j):
    """An organisation's average return with this week's gain in it, and for how many weeks in a row
    it has been under the floor."""
    standing, floor = world.standing, world.organisations.return_floor
    average, memory = standing.returns[j], world.rules.organisations.return_memory
    average += (standing.gained[j] - average) / memory
    under = standing.present[j] and average < floor[j]
    return average, standing.under[j] + 1 if under else 0


@kernel
def leaves(world, j):
    """Does an organisation leave, when this week's gain is counted?"""
    return has_had_enough(returns_of(world, j)[1], world.rules.organisations.patience)


@part
def let_leave(world):
    """Who has gained too little for too long leaves; all decide before anybody goes."""
    standing = world.standing
    going = np.zeros(len(standing.under), np.bool_)
    for j in range(len(going)):
        going[j] = leaves(world, j)
        standing.returns[j], standing.under[j] = returns_of(world, j)
        standing.gained[j] = 0.0
    for j in range(len(going)):
        if going[j]:
            leave(world, j)
