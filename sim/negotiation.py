"""Negotiating: bounded confidence among members, its costs, leaving, and agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.equations import alignment, distance, links, normalise, round_cost, rounds_left
from sim.forming import ask_partners, is_joint, reserve, trust_in
from sim.kernel import kernel
from sim.mandates import stances
from sim.projects import Project, Stage, total
from sim.vocabulary import End

if TYPE_CHECKING:
    from sim.model import CoProductionModel

NOTHING_HEARD = 1e-12


@kernel
def negotiation_round(
    positions, goals, trust, stranger, target, pull, confidence, step, pull_back
):  # fmt: skip
    """(34) One round of m members on K categories, all at once.

    Each moves by mu toward the trust-weighted mean of the voices nearer than epsilon, and is pulled
    back to its goals. positions, goals: (m, K). trust: (m, m), a stranger's voice weighs at least
    ``stranger``. target (K,) is one voice more for member j with weight pull[j]; a negative weight
    repels; beyond epsilon it moves nothing. Returns new positions and which members the target
    left unmoved, (m,).
    """
    members, width = positions.shape
    new = np.empty_like(positions)
    unmoved = np.zeros(members, np.bool_)
    for j in range(members):
        total = 0.0
        mean = np.zeros(width)
        for i in range(members):
            if i != j and distance(positions[j], positions[i]) <= confidence:
                weight = max(trust[j, i], stranger)
                total += weight
                mean += weight * positions[i]
        near = distance(positions[j], target) <= confidence
        unmoved[j] = pull[j] != 0.0 and not near
        if near and pull[j] > 0.0:
            total += pull[j]
            mean += pull[j] * target
        moved = positions[j] + pull_back * (goals[j] - positions[j])
        if total > NOTHING_HEARD:
            moved = moved + step * (mean / total - positions[j])
        if near and pull[j] < 0.0:
            moved = moved + step * pull[j] * (target - positions[j])
        new[j] = normalise(np.maximum(moved, 0.0))
    return new, unmoved


@kernel
def mean_position(positions):
    """The mean of the members' positions, (K,)."""
    mean = np.zeros(positions.shape[1])
    for j in range(len(positions)):
        mean += positions[j]
    return mean / len(positions)


@kernel
def farthest(positions, mean):
    """Largest distance of a member from the mean."""
    most = 0.0
    for j in range(len(positions)):
        most = max(most, distance(positions[j], mean))
    return most


@kernel
def among(trust, who):
    """Trust of the members ``who`` (m,) in each other, (m, m)."""
    out = np.empty((len(who), len(who)))
    for a in range(len(who)):
        for b in range(len(who)):
            out[a, b] = trust[who[a], who[b]]
    return out


@kernel
def round_among(positions, goals, trust, who, stranger, target, pull, confidence, step, pull_back):
    """One round of the members ``who`` (m,) with goals (m, K): see ``negotiation_round``.

    Changes positions (M, K); trust is (M, M). Returns the members' new positions (m, K), and which
    of them the target left unmoved (m,).
    """
    new, unmoved = negotiation_round(
        positions[who], goals, among(trust, who), stranger, target, pull, confidence, step,
        pull_back,
    )  # fmt: skip
    for m in range(len(who)):
        positions[who[m]] = new[m]
    return new, unmoved


@kernel
def costs_of_round(goals, mean, transaction_rate, links_kept, disagreement):
    """What a round costs each member, (m,), from goals (m, K) and mean position (K,)."""
    costs = np.empty(len(goals))
    for m in range(len(goals)):
        far = distance(goals[m], mean)
        costs[m] = round_cost(transaction_rate, links_kept, disagreement, far)
    return costs


@kernel
def remaining_benefit(benefit, aligned, trust, private_cost, pledge):
    """(35) What a member still expects, in funds: benefit a trust - cost of its pledge."""
    return benefit * aligned * trust - private_cost * pledge


@kernel
def benefits_ahead(benefits, goals, mean, trust, private_cost, pledged):
    """What each member still expects, (m,), from pledges (m, R) and trust in the project (m,)."""
    out = np.empty(len(benefits))
    for m in range(len(benefits)):
        aligned = alignment(goals[m], mean)
        pledge = total(pledged[m])
        out[m] = remaining_benefit(benefits[m], aligned, trust[m], private_cost, pledge)
    return out


def begin(model: CoProductionModel, project: Project) -> None:
    """All members start from their own goals, or from what they are instructed to ask for."""
    project.enter(Stage.NEGOTIATING, model.week)
    project.positions[project.who] = stances(model, project.scope, project.who)


def advance_negotiation(model: CoProductionModel, project: Project) -> None:
    """One round: replace who left, talk, pay, perhaps leave, perhaps agree."""
    if project.replacing and not _replaced(model, project):
        return
    rules, who = model.parameters.negotiation, project.who
    goals = model.bodies.goals[who]
    positions = _talk(model, project, who, stances(model, project.scope, who))
    mean = mean_position(positions)
    costs = _pay(model, project, goals, mean)
    spread = farthest(positions, mean)
    if spread <= rules.tolerance and not model.coordinator.refuses(project, mean):
        project.scope = mean
        model.start_delivery(project)
    elif project.rounds >= rules.rounds:
        model.end(project, End.GOAL_CONFLICT)
    else:
        expected = rounds_left(spread, rules.tolerance, rules.step)
        _leave(model, project, costs * expected > _benefits(model, project, who, goals, mean))


def _talk(
    model: CoProductionModel, project: Project, who: NDArray[np.int64], goals: NDArray[np.float64]
) -> NDArray[np.float64]:
    """One round; returns where members stand after it, (m, K)."""
    rules, ties = model.parameters.negotiation, model.parameters.network
    target, pull = model.coordinator.guidance_for(project)
    positions, unmoved = round_among(
        project.positions, goals, model.ties.trust, who, ties.stranger_weight,
        target, pull, rules.confidence, rules.step, rules.pull_back,
    )  # fmt: skip
    project.rounds += 1
    if project.help.congestion is not None:
        project.mediated += 1
        model.note_repair(project)
    if project.help.guided:
        model.coordinator.note_unmoved(who[unmoved])
    return np.asarray(positions)


def _pay(
    model: CoProductionModel,
    project: Project,
    goals: NDArray[np.float64],
    mean: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Members pay the round, (m,); a mediator's effort comes on top."""
    rules, crowding = model.parameters, project.help.congestion
    kept = links(len(goals), crowding is not None, crowding or 0.0)
    costs = costs_of_round(
        goals, mean, rules.forming.transaction_rate, kept, rules.negotiation.disagreement
    )
    model.charge_transactions(project, costs)
    if crowding is not None:
        model.charge_mediation(project)
    return np.asarray(costs)


def _benefits(
    model: CoProductionModel,
    project: Project,
    who: NDArray[np.int64],
    goals: NDArray[np.float64],
    mean: NDArray[np.float64],
) -> NDArray[np.float64]:
    """What each member still expects of the project at the mean position, in funds, (m,)."""
    forming = model.parameters.forming
    discount = model.parameters.network.referral_discount
    trust = trust_in(model.ties.trust, who, project.initiator, discount)
    appeals = np.array([model.organisations[c].appeal(mean) for c in project.members])
    benefits = (forming.benefit + appeals) * project.size
    return np.asarray(
        benefits_ahead(
            benefits, goals, mean, trust[who], forming.private_cost, project.pledged[who]
        )
    )


def _leave(model: CoProductionModel, project: Project, leaving: NDArray[np.bool_]) -> None:
    """Who expects to pay more than to gain leaves; one round is left to replace them."""
    leavers = [c for c, leaves in zip(project.members, leaving, strict=True) if leaves]
    if not leavers:
        return
    for c in leavers:
        model.release(project, c)
    if project.initiator in leavers or not project.members:
        model.end(project, End.TRANSACTION_COST)
    elif not is_joint(model, project) or not project.is_covered():
        project.replacing = True


def _replaced(model: CoProductionModel, project: Project) -> bool:
    """The one replacement round: ask again; without success the project ends."""
    before = list(project.members)
    ask_partners(model, project)
    for c in project.members:
        reserve(model, project, c)
    newcomers = [c for c in project.members if c not in before]
    project.positions[newcomers] = stances(model, project.scope, np.array(newcomers, np.int64))
    project.owed = project.pledged.copy()
    project.replacing = False
    if project.is_covered() and is_joint(model, project):
        return True
    model.end(project, End.TRANSACTION_COST)
    return False
