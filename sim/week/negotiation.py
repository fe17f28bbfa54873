"""A project's weeks of negotiation: rounds, their cost, leaving, and agreement."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.base.equations import alignment, distance
from sim.base.kernel import kernel, part
from sim.base.rows import put, put_table
from sim.base.sums import total
from sim.base.vocabulary import FUNDS, LABOUR, End, GuidanceMoves, Misguidance, Stage
from sim.rules.legitimacy import weight_of_guidance
from sim.rules.mandates import instructed
from sim.rules.partners import benefit
from sim.rules.talks import (
    farthest,
    links,
    mean_position,
    negotiation_round,
    price_of_rounds,
    remaining_benefit,
    round_cost,
    rounds_left,
)
from sim.state.projects import members_of
from sim.week.delivery import start_delivery
from sim.week.lifecycle import end, enter, release
from sim.week.partners import appeal_of, ask_partners, covered, is_joint, known_in, set_aside
from sim.week.scopes import instruction


class Round(NamedTuple):
    """What a round of m members comes to: new positions (m, K), weight of guidance for each, and
    whom it left unmoved (m,), their mean (K,), how far the farthest is from it, and what the round
    costs each, in funds (m,)."""

    positions: NDArray[np.float64]
    pulls: NDArray[np.float64]
    unmoved: NDArray[np.bool_]
    mean: NDArray[np.float64]
    spread: float
    costs: NDArray[np.float64]


# -- where members stand --------------------------------------------------------------------------


@part
def start_negotiation(world, p):
    """Papers and consent are there: members talk; one sector alone goes ahead."""
    if world.projects.life[p].formed_week < 0:
        start_delivery(world, p)
        return
    enter(world, p, Stage.NEGOTIATING)
    for c in members_of(world.projects, world.members, p):
        take_position(world, p, c)


@kernel
def stance(world, p, c):
    """What a member stands for, (K,): its goals, or, as far as it is instructed, the scope drawn
    up."""
    goals, scope = world.organisations.goals[c], world.plans.scope[p]
    return instructed(goals, scope, instruction(world, c))


@kernel
def take_position(world, p, c):
    """A member starts from what it stands for."""
    put(stance(world, p, c), world.members.positions[p, c])


@part
def pull(world, p, c):
    """Weight of a coordinator's voice for a member: none where it doesn't guide, or reach."""
    hub, sector = world.hub, world.organisations.sector[c]
    if not world.projects.help[p].guided:
        return 0.0
    rule = world.rules.structure.negative_legitimacy
    return weight_of_guidance(rule, hub.legitimacy[sector]) * hub.reached[c]


@part
def reactance(world):
    """Share of its weight with which guidance beyond confidence drives away."""
    drives = world.rules.structure.guidance_moves == GuidanceMoves.REACTANCE
    return world.rules.coordinator.reactance if drives else 0.0


# -- a round --------------------------------------------------------------------------------------


@kernel
def mediator_load(world, p):
    """Is a project mediated this week, and at what load?"""
    load = world.projects.help[p].congestion
    return not math.isnan(load), load


@kernel
def round_of(world, p):
    """The round that members would hold now."""
    who, rules = members_of(world.projects, world.members, p), world.rules
    m, width = len(who), world.plans.scope.shape[1]
    positions, stances, trust = np.empty((m, width)), np.empty((m, width)), np.empty((m, m))
    pulls, costs = np.empty(m), np.empty(m)
    for a in range(m):
        put(world.members.positions[p, who[a]], positions[a])
        put(stance(world, p, who[a]), stances[a])
        pulls[a] = pull(world, p, who[a])
        for b in range(m):
            trust[a, b] = world.ties.trust[who[a], who[b]]
    new, unmoved = negotiation_round(
        positions, stances, trust, rules.network.stranger_weight, world.plans.target[p], pulls,
        reactance(world), rules.negotiation,
    )  # fmt: skip
    mean = mean_position(new)
    mediated, load = mediator_load(world, p)
    kept = links(m, mediated, load)
    for a in range(m):
        far = distance(world.organisations.goals[who[a]], mean)
        rate = rules.forming.transaction_rate
        costs[a] = round_cost(rate, kept, rules.negotiation.disagreement, far)
    return Round(new, pulls, unmoved, mean, farthest(new, mean), costs)


@part
def pay_in_labour_first(world, c, due):
    """A member pays a cost in labour, then in funds; unpaid time counts as cost too."""
    standing = world.standing
    standing.gained[c] -= due
    for resource in (LABOUR, FUNDS):
        paid = min(due, standing.free[c, resource])
        standing.free[c, resource] -= paid
        world.accounts.spent[resource] += paid
        due -= paid


@kernel
def charge(world, p, cost):
    """A cost of talks counts as the project's, and the week's, transaction cost."""
    world.projects.course[p].transaction_cost += cost
    world.diary.tally.transaction_cost += cost


@part
def note_guidance(world, p, c, pull, unmoved):
    """Who heard guidance, and whom it left unmoved: each time, or the first time in a sector."""
    course, sector = world.projects.course[p], world.organisations.sector[c]
    if not unmoved:
        world.members.swayed[p, c] = max(pull, 0.0)
        return
    rule, known = world.rules.structure.misguidance, course.misguided >> sector & 1
    if rule == Misguidance.EACH_ROUND or (rule == Misguidance.ONCE and not known):
        world.hub.unmoved[sector] += 1
    course.misguided |= 1 << sector


@kernel
def hold_round(world, p):
    """Members talk and pay; a mediator's effort comes on top. Returns the round."""
    who, course = members_of(world.projects, world.members, p), world.projects.course[p]
    held = round_of(world, p)
    put(held.mean, world.plans.mean[p])
    course.spread = held.spread
    course.rounds += 1
    course.met_week = world.now.week
    for m in range(len(who)):
        put(held.positions[m], world.members.positions[p, who[m]])
        note_guidance(world, p, who[m], held.pulls[m], held.unmoved[m])
    for m in range(len(who)):
        charge(world, p, held.costs[m])
        pay_in_labour_first(world, who[m], held.costs[m])
    if mediator_load(world, p)[0]:
        course.mediated += 1
        charge(world, p, world.rules.network.attention_price)
    return held


# -- after it -------------------------------------------------------------------------------------


@kernel
def gives_up(world, p, c, trust, held, cost):
    """Does a member expect to pay more than it still expects to gain, until all agree? cost: of
    this round to it; trust: its own in the project."""
    rules, life, mean = world.rules, world.projects.life[p], held.mean
    negotiation = rules.negotiation
    ahead = remaining_benefit(
        benefit(rules.forming.benefit, appeal_of(world, c, mean), life.size),
        alignment(world.organisations.goals[c], mean), trust, rules.forming.private_cost,
        total(world.members.pledged[p, c]),
    )  # fmt: skip
    rounds = rounds_left(held.spread, negotiation.tolerance, negotiation.step)
    members = world.members
    return price_of_rounds(members.talked[p, c], members.talks[p, c], cost) * rounds > ahead


@part
def see_who_gives_up(world, p, held):
    """Marks who gives up after a round, and counts them."""
    who, trust, leavers = members_of(world.projects, world.members, p), known_in(world, p), 0
    for m in range(len(who)):
        gone = gives_up(world, p, who[m], trust[who[m]], held, held.costs[m])
        world.members.leaving[p, m] = gone
        leavers += gone
        world.members.talked[p, who[m]] += held.costs[m]
        world.members.talks[p, who[m]] += 1.0
    return leavers


@kernel
def refuses(world, p, scope):
    """Red line: a coordinator that guides refuses a scope (K,) to agree on that is too far from its
    target."""
    far = distance(scope, world.plans.target[p])
    return world.projects.help[p].guided and far > world.rules.coordinator.red_line


@part
def has_agreed(world, p):
    """Are all near enough to the mean?"""
    return world.projects.course[p].spread <= world.rules.negotiation.tolerance


@kernel
def let_leavers_go(world, p):
    """Who gave up leaves; one round is left to replace them."""
    life, members = world.projects.life[p], world.members
    who = members_of(world.projects, members, p).copy()
    initiator_left = False
    for m in range(len(who)):
        if members.leaving[p, m]:
            release(world, p, who[m])
            initiator_left = initiator_left or who[m] == life.initiator
    if initiator_left or life.count == 0:
        end(world, p, End.TRANSACTION_COST)
    elif not is_joint(world, p) or not covered(world, p):
        life.replacing = True


@kernel
def was_replaced(world, p):
    """The one replacement round: ask again; without success the project ends."""
    life, members = world.projects.life[p], world.members
    before = life.count
    ask_partners(world, np.array([p]))
    for c in members_of(world.projects, members, p):
        set_aside(world, p, c)
    for c in members_of(world.projects, members, p)[before:]:
        take_position(world, p, c)
    put_table(members.pledged[p], members.owed[p])
    life.replacing = False
    if covered(world, p) and is_joint(world, p):
        return True
    end(world, p, End.TRANSACTION_COST)
    return False


@kernel
def negotiation_week(world, p):
    """Before a round, replace who left; after it, agree, give up, or go on with those who stay."""
    if world.projects.life[p].replacing and not was_replaced(world, p):
        return
    leavers = see_who_gives_up(world, p, hold_round(world, p))
    if has_agreed(world, p) and not refuses(world, p, world.plans.mean[p]):
        put(world.plans.mean[p], world.plans.scope[p])
        start_delivery(world, p)
    elif world.projects.course[p].rounds >= world.rules.negotiation.rounds:
        end(world, p, End.GOAL_CONFLICT)
    elif leavers > 0:
        let_leavers_go(world, p)
