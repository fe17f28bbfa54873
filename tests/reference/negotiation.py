"""Negotiating (step 6c): bounded confidence, its costs, leaving, and agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.base.vocabulary import CATEGORIES, FUNDS, LABOUR, End

from . import delivery, forming, legitimacy, mandates
from .formulas import (
    Shares,
    alignment,
    distance,
    is_cheaper,
    links,
    normalise,
    round_cost,
    rounds_left,
)
from .projects import Project, Stage
from .sums import total

if TYPE_CHECKING:
    from .world import World

K = len(CATEGORIES)
NOTHING_HEARD = 1e-12


def begin(world: World, project: Project) -> None:
    """Members start from their goals, or from what they are instructed to ask for."""
    project.enter(world, Stage.NEGOTIATING)
    for c in project.members:
        project.positions[c] = mandates.stance(world, project, c)


def live(world: World, project: Project) -> None:
    """Replace who left; a round; then agree, give up, or go on with those who stay."""
    if project.is_replacing and not _replace(world, project):
        return
    rules = world.rules.negotiation
    target = world.coordinator.target(world, project) if project.help.guided else None
    project.target = target
    _talk(world, project, target)
    mean = _mean_position(project)
    spread = 0.0
    for c in project.members:
        spread = max(spread, distance(project.positions[c], mean))
    _pay_for_round(world, project, mean)
    trusts = forming.trust_in(world, project)
    leavers = [
        c
        for c in project.members
        if price_of_round(project, c) * rounds_left(spread, rules.tolerance, rules.step)
        > remaining_benefit(world, project, c, mean, trusts[c])
    ]
    is_refused = target is not None and distance(mean, target) > world.rules.coordinator.red_line
    if spread <= rules.tolerance and not is_refused:
        project.scope = mean
        delivery.begin(world, project)
    elif project.rounds >= rules.rounds:
        project.finish(world, End.GOAL_CONFLICT)
    elif leavers:
        _leave(world, project, leavers)


# -- a round --------------------------------------------------------------------------------------


def _talk(world: World, project: Project, target: Shares | None) -> None:
    """All move at once."""
    project.heard = {}
    moved = {}
    for j in project.members:
        pull = 0.0 if target is None else _pull_at_table(world, project, j, target)
        moved[j] = negotiation_round(world, project, j, target, pull)
    project.positions.update(moved)
    project.rounds += 1
    project.met_week = world.week


def _pull_at_table(world: World, project: Project, j: int, target: Shares) -> float:
    """How far guidance moves a member toward its target, or away from it."""
    pull = world.coordinator.pull(world, j)
    if pull == 0.0:
        return 0.0
    if distance(project.positions[j], target) <= world.rules.negotiation.confidence:
        if pull > 0.0:
            project.heard[j] = pull
        return pull
    legitimacy.note_unmoved(world, project, j)
    if pull > 0.0 and world.rules.structure.guidance_moves == "reactance":
        return -world.rules.coordinator.reactance * pull
    return 0.0


def negotiation_round(
    world: World, project: Project, j: int, target: Shares | None, pull: float
) -> Shares:
    """(34) Where member j moves. ``target``: a voice more with weight ``pull``, or against it."""
    rules, at = world.rules.negotiation, project.positions[j]
    heard, weights = [0.0] * K, 0.0
    voices = [(i, project.positions[i]) for i in project.members if i != j]
    for i, position in voices:
        if distance(at, position) <= rules.confidence:
            weight = max(world.trust[j][i], world.rules.network.stranger_weight)
            weights += weight
            heard = [h + weight * y for h, y in zip(heard, position, strict=True)]
    if target is not None and pull > 0.0:
        weights += pull
        heard = [h + pull * y for h, y in zip(heard, target, strict=True)]
    stance = mandates.stance(world, project, j)
    moved = [at[k] + rules.pull_back * (stance[k] - at[k]) for k in range(K)]
    if weights > NOTHING_HEARD:
        moved = [moved[k] + rules.step * (heard[k] / weights - at[k]) for k in range(K)]
    if target is not None and pull < 0.0:
        moved = [moved[k] + rules.step * pull * (target[k] - at[k]) for k in range(K)]
    return normalise([max(share, 0.0) for share in moved])


def _mean_position(project: Project) -> Shares:
    positions = [project.positions[c] for c in project.members]
    return [total(position[k] for position in positions) / len(positions) for k in range(K)]


def _pay_for_round(world: World, project: Project, mean: Shares) -> None:
    """(17) and (18): each member's cost, paid in labour, then in funds, as far as they go."""
    rules, load = world.rules, project.help.congestion
    kept = links(len(project.members), load)
    for c in project.members:
        member = world.organisations[c]
        cost = due = round_cost(
            rules.forming.transaction_rate, kept, rules.negotiation.disagreement,
            distance(member.goals, mean),
        )  # fmt: skip
        project.round_costs.setdefault(c, []).append(cost)
        project.transaction_cost += cost
        world.diary.transaction_cost += cost
        member.gained -= cost
        for resource in (LABOUR, FUNDS):
            paid = min(due, member.free[resource])
            member.free[resource] -= paid
            world.accounts.spent[resource] += paid
            due -= paid
    if load is not None:
        project.mediated += 1
        project.transaction_cost += rules.network.attention_price
        world.diary.transaction_cost += rules.network.attention_price


# -- before it ------------------------------------------------------------------------------------


def is_worth_mediating(world: World, project: Project, load: float) -> bool:
    """(63) with what the round would cost by positions as they stand."""
    rules, mean = world.rules, _mean_position(project)
    each_alone = rules.forming.transaction_rate * total(
        1.0 + rules.negotiation.disagreement * distance(world.organisations[c].goals, mean)
        for c in project.members
    )
    return is_cheaper(load, each_alone, len(project.members), rules.network.attention_price)


# -- after it -------------------------------------------------------------------------------------


def price_of_round(project: Project, c: int) -> float:
    """(62) What a member expects of a round ahead: the mean of those it was in."""
    costs = project.round_costs[c]
    return total(costs) / len(costs)


def remaining_benefit(world: World, project: Project, c: int, mean: Shares, trust: float) -> float:
    """(35) What a member still expects to gain."""
    member = world.organisations[c]
    worth = member.worth(world, mean, project.size)
    cost = world.rules.forming.private_cost * total(project.pledged[c])
    return worth * alignment(member.goals, mean) * trust - cost


def _leave(world: World, project: Project, leavers: list[int]) -> None:
    """One round is left to replace who goes, where they are needed."""
    for c in leavers:
        project.release(world, c)
    if project.initiator in leavers or not project.members:
        project.finish(world, End.TRANSACTION_COST)
    elif not project.is_joint(world) or not project.is_covered():
        project.is_replacing = True


def _replace(world: World, project: Project) -> bool:
    """The one round of asking. Did it help?"""
    before = list(project.members)
    forming.ask_partners(world, project)
    for c in project.members:
        forming.set_aside(world, project, c)
    for c in project.members:
        if c not in before:
            project.positions[c] = mandates.stance(world, project, c)
    project.owed = [list(row) for row in project.pledged]
    project.is_replacing = False
    if project.is_covered() and project.is_joint(world):
        return True
    project.finish(world, End.TRANSACTION_COST)
    return False
