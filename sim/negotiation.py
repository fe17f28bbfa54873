"""Negotiating: bounded confidence among members, its costs, leaving, and agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.equations import alignment, distance, links, normalise, round_cost, rounds_left
from sim.forming import ask_partners, is_joint, reserve, trust_in
from sim.kernel import kernel
from sim.projects import Project, Stage
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


def begin(model: CoProductionModel, project: Project) -> None:
    """All members start from their own goals."""
    project.enter(Stage.NEGOTIATING, model.week)
    project.positions[project.members] = model.bodies.goals[project.members]


def advance_negotiation(model: CoProductionModel, project: Project) -> None:
    """One round: replace who left, talk, pay, perhaps leave, perhaps agree."""
    if project.replacing and not _replaced(model, project):
        return
    mean = _talk(model, project)
    _pay(model, project, mean)
    rules = model.parameters.negotiation
    spread = farthest(project.positions[project.members], mean)
    if spread <= rules.tolerance and not model.coordinator.refuses(project, mean):
        project.scope = mean
        model.start_delivery(project)
    elif project.rounds >= rules.rounds:
        model.end(project, End.GOAL_CONFLICT)
    else:
        _leave(model, project, mean, spread)


def _talk(model: CoProductionModel, project: Project) -> NDArray[np.float64]:
    rules, ties = model.parameters.negotiation, model.parameters.network
    who = project.members
    target, pull = model.coordinator.guidance_for(project)
    positions, unmoved = negotiation_round(
        project.positions[who], model.bodies.goals[who], model.ties.trust[np.ix_(who, who)],
        ties.stranger_weight, target, pull, rules.confidence, rules.step, rules.pull_back,
    )  # fmt: skip
    project.positions[who] = positions
    project.rounds += 1
    if project.help.congestion is not None:
        project.mediated += 1
        model.note_repair(project)
    if project.help.guided:
        model.coordinator.note_unmoved(np.array(who)[unmoved])
    return np.asarray(mean_position(positions))


def _round_costs(
    model: CoProductionModel, project: Project, mean: NDArray[np.float64]
) -> list[float]:
    rules = model.parameters
    mediated = project.help.congestion is not None
    kept = links(len(project.members), mediated, project.help.congestion or 0.0)
    return [
        float(
            round_cost(
                rules.forming.transaction_rate,
                kept,
                rules.negotiation.disagreement,
                distance(model.bodies.goals[c], mean),
            )
        )
        for c in project.members
    ]


def _pay(model: CoProductionModel, project: Project, mean: NDArray[np.float64]) -> None:
    for c, cost in zip(project.members, _round_costs(model, project, mean), strict=True):
        model.charge_transaction(project, c, cost)
    if project.help.congestion is not None:
        model.charge_mediation(project)


def remaining_benefit(
    benefit: float, aligned: float, trust: float, private_cost: float, pledge: float
) -> float:
    """(35) What a member still expects, in funds: benefit a trust - cost of its pledge."""
    return benefit * aligned * trust - private_cost * pledge


def _leave(
    model: CoProductionModel, project: Project, mean: NDArray[np.float64], spread: float
) -> None:
    """Who expects to pay more than to gain leaves; one round is left to replace them."""
    rules = model.parameters
    expected = rounds_left(spread, rules.negotiation.tolerance, rules.negotiation.step)
    leavers = [
        c
        for c, cost in zip(project.members, _round_costs(model, project, mean), strict=True)
        if cost * expected > _benefit_of(model, project, c, mean)
    ]
    if not leavers:
        return
    for c in leavers:
        model.release(project, c)
    if project.initiator in leavers or not project.members:
        model.end(project, End.TRANSACTION_COST)
    elif not is_joint(model, project) or not project.is_covered():
        project.replacing = True


def _benefit_of(
    model: CoProductionModel, project: Project, c: int, mean: NDArray[np.float64]
) -> float:
    forming = model.parameters.forming
    discount = model.parameters.network.referral_discount
    trust = float(
        trust_in(model.ties.trust, np.array(project.members), project.initiator, discount)[c]
    )
    benefit = (forming.benefit + model.organisations[c].appeal(mean)) * project.size
    aligned = float(alignment(model.bodies.goals[c], mean))
    return remaining_benefit(
        benefit, aligned, trust, forming.private_cost, float(project.pledged[c].sum())
    )


def _replaced(model: CoProductionModel, project: Project) -> bool:
    """The one replacement round: ask again; without success the project ends."""
    before = list(project.members)
    ask_partners(model, project)
    for c in project.members:
        reserve(model, project, c)
    newcomers = [c for c in project.members if c not in before]
    project.positions[newcomers] = model.bodies.goals[newcomers]
    project.owed = project.pledged.copy()
    project.replacing = False
    if project.is_covered() and is_joint(model, project):
        return True
    model.end(project, End.TRANSACTION_COST)
    return False
