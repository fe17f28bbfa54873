"""Negotiating: bounded confidence among members, its costs, leaving, and agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.equations import alignment, distance, links, normalise, round_cost, rounds_left
from sim.forming import ask_partners, is_joint, reserve, trust_in
from sim.kernel import kernel
from sim.mandates import stances
from sim.projects import Project, Stage, total
from sim.vocabulary import CATEGORIES, End

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
    mean = np.empty(width)
    for j in range(members):
        total = 0.0
        mean[:] = 0.0
        for i in range(members):
            if i != j and distance(positions[j], positions[i]) <= confidence:
                weight = max(trust[j, i], stranger)
                total += weight
                add_voice(mean, weight, positions[i])
        near = distance(positions[j], target) <= confidence
        unmoved[j] = pull[j] != 0.0 and not near
        if near and pull[j] > 0.0:
            total += pull[j]
            add_voice(mean, pull[j], target)
        for k in range(width):
            at = positions[j, k]
            moved = at + pull_back * (goals[j, k] - at)
            if total > NOTHING_HEARD:
                moved = moved + step * (mean[k] / total - at)
            if near and pull[j] < 0.0:
                moved = moved + step * pull[j] * (target[k] - at)
            new[j, k] = max(moved, 0.0)
        new[j] = normalise(new[j])
    return new, unmoved


@kernel
def add_voice(heard, weight, position):
    """Add a position (K,) with a weight to what is heard."""
    for k in range(len(heard)):
        heard[k] += weight * position[k]


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
def meet(positions, stances, goals, trust, who, stranger, target, pull, confidence, step, pull_back,
         transaction_rate, links_kept, disagreement, mean, costs, unmoved):  # fmt: skip
    """One round of the members ``who`` (m,), see ``negotiation_round``, and what it costs them.

    stances: (m, K), what they stand for; goals: (M, K). Changes positions (M, K); trust is (M, M).
    Fills the mean position (K,), each member's cost and whether the target left it unmoved (m,).
    Returns how far the farthest member is from the mean.
    """
    new, left = negotiation_round(
        positions[who], stances, among(trust, who), stranger, target, pull, confidence, step,
        pull_back,
    )  # fmt: skip
    mean[:] = mean_position(new)
    for m in range(len(who)):
        positions[who[m]] = new[m]
        unmoved[m] = left[m]
        far = distance(goals[who[m]], mean)
        costs[m] = round_cost(transaction_rate, links_kept, disagreement, far)
    return farthest(new, mean)


@kernel
def remaining_benefit(benefit, aligned, trust, private_cost, pledge):
    """(35) What a member still expects, in funds: benefit a trust - cost of its pledge."""
    return benefit * aligned * trust - private_cost * pledge


@kernel
def gives_up(due, benefits, goals, mean, trust, who, initiator, discount, private_cost, pledged,
             leaving):  # fmt: skip
    """Who expects to pay more in rounds to come, ``due`` (m,), than it still expects to gain.

    benefits: (m,), in funds, when all is served as wished. goals: (M, K), mean: (K,), trust: (M, M)
    in each other, pledged: (M, R). Fills leaving (m,).
    """
    trusted = trust_in(trust, who, initiator, discount)
    for m in range(len(who)):
        c = who[m]
        aligned = alignment(goals[c], mean)
        ahead = remaining_benefit(benefits[m], aligned, trusted[c], private_cost, total(pledged[c]))
        leaving[m] = due[m] > ahead


class Round(NamedTuple):
    """A round of talks: mean position (K,), distance of the farthest member, costs (m,)."""

    mean: NDArray[np.float64]
    spread: float
    costs: NDArray[np.float64]


def begin(model: CoProductionModel, project: Project) -> None:
    """All members start from their own goals, or from what they are instructed to ask for."""
    project.enter(Stage.NEGOTIATING, model.week)
    project.positions[project.who] = stances(model, project.scope, project.who)


def advance_negotiation(model: CoProductionModel, project: Project) -> None:
    """One round: replace who left, talk, pay, perhaps agree, perhaps leave."""
    if project.replacing and not _replaced(model, project):
        return
    rules, hub = model.parameters.negotiation, model.coordinator
    target = hub.target(project) if project.help.guided else None
    talks = talk(model, project, target)
    pay(model, project, talks.costs)
    if talks.spread <= rules.tolerance and not hub.refuses(talks.mean, target):
        project.scope = talks.mean
        model.start_delivery(project)
    elif project.rounds >= rules.rounds:
        model.end(project, End.GOAL_CONFLICT)
    else:
        _leave(model, project, _who_gives_up(model, project, talks))


def talk(model: CoProductionModel, project: Project, target: NDArray[np.float64] | None) -> Round:
    """Members talk once; ``target`` (K,) is what a coordinator that guides asks for."""
    rules, ties = model.parameters.negotiation, model.parameters.network
    who, crowding = project.who, project.help.congestion
    mean, costs, unmoved = np.empty(len(CATEGORIES)), np.empty(len(who)), np.empty(len(who), bool)
    spread = meet(
        project.positions, stances(model, project.scope, who), model.bodies.goals,
        model.ties.trust, who, ties.stranger_weight, *model.coordinator.voice(who, target),
        rules.confidence, rules.step, rules.pull_back, model.parameters.forming.transaction_rate,
        links(len(who), crowding is not None, crowding or 0.0), rules.disagreement,
        mean, costs, unmoved,
    )  # fmt: skip
    project.rounds += 1
    if crowding is not None:
        project.mediated += 1
        model.note_repair(project)
    if target is not None:
        model.coordinator.note_unmoved(who[unmoved])
    return Round(mean, spread, costs)


def pay(model: CoProductionModel, project: Project, costs: NDArray[np.float64]) -> None:
    """Members pay the round, (m,); a mediator's effort comes on top."""
    model.charge_transactions(project, costs)
    if project.help.congestion is not None:
        model.charge_mediation(project)


def _who_gives_up(model: CoProductionModel, project: Project, talks: Round) -> NDArray[np.bool_]:
    """Members that expect to pay more, until all agree, than they still expect to gain, (m,)."""
    rules, forming, who = model.parameters.negotiation, model.parameters.forming, project.who
    appeals = np.array([model.organisations[c].appeal(talks.mean) for c in project.members])
    leaving = np.empty(len(who), bool)
    gives_up(
        talks.costs * rounds_left(talks.spread, rules.tolerance, rules.step),
        (forming.benefit + appeals) * project.size, model.bodies.goals, talks.mean,
        model.ties.trust, who, project.initiator, model.parameters.network.referral_discount,
        forming.private_cost, project.pledged, leaving,
    )  # fmt: skip
    return leaving


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
    ask_partners(model, [project])
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
