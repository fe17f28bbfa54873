"""Negotiating: bounded confidence among members, its costs, leaving, and agreement."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.accounts import pay_in_labour_first
from sim.equations import (
    alignment,
    appeal,
    benefit,
    distance,
    links,
    normalise,
    round_cost,
    rounds_left,
)
from sim.forming import ask_partners, is_joint, reserve, trust_in
from sim.kernel import kernel
from sim.mandates import command, stances
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
def meet(positions, goals, scope, instructed, trust, who, target, pull, rules, links_kept, mean,
         costs, unmoved):  # fmt: skip
    """One round of the members ``who`` (m,), see ``negotiation_round``, and what it costs them.

    goals: (M, K); scope: (K,), drawn up, for which each stands as far as it is instructed (M,).
    Changes positions (M, K); trust is (M, M). Fills the mean position (K,), each member's cost and
    whether the target left it unmoved (m,). Returns how far the farthest member is from the mean.
    """
    new, left = negotiation_round(
        positions[who], stances(goals, scope, instructed, who), among(trust, who),
        rules.network_stranger_weight, target, pull, rules.negotiation_confidence,
        rules.negotiation_step, rules.negotiation_pull_back,
    )  # fmt: skip
    mean[:] = mean_position(new)
    for m in range(len(who)):
        positions[who[m]] = new[m]
        unmoved[m] = left[m]
        far = distance(goals[who[m]], mean)
        costs[m] = round_cost(
            rules.forming_transaction_rate, links_kept, rules.negotiation_disagreement, far
        )
    return farthest(new, mean)


@kernel
def remaining_benefit(worth, aligned, trust, private_cost, pledge):
    """(35) What a member still expects, in funds: benefit a trust - cost of its pledge."""
    return worth * aligned * trust - private_cost * pledge


@kernel
def gives_up(projects, p, who, costs, organisations, rules):
    """Who of a project's members expects to pay more than it still expects to gain, until all
    agree, when each round costs what this one did (m,): marks ``leaving`` and counts them.
    """
    mean = projects.mean[p]
    rounds = rounds_left(projects.spread[p], rules.negotiation_tolerance, rules.negotiation_step)
    trusted = trust_in(
        organisations.trust, who, projects.initiator[p], rules.network_referral_discount
    )
    leavers = 0
    for m in range(len(who)):
        c = who[m]
        promised = appeal(organisations.pull[c], mean, organisations.commercial)
        ahead = remaining_benefit(
            benefit(rules.forming_benefit, promised, projects.size[p]),
            alignment(organisations.goals[c], mean), trusted[c], rules.forming_private_cost,
            total(projects.pledged[p, c]),
        )  # fmt: skip
        projects.leaving[p, m] = costs[m] * rounds > ahead
        leavers += projects.leaving[p, m]
    return leavers


@kernel
def pulls(who, guided, legitimacy, reached, sector):
    """Weight of a coordinator's voice for each member (m,): legitimacy where it reaches; none
    where it doesn't guide."""
    out = np.zeros(len(who))
    if guided:
        for m in range(len(who)):
            out[m] = legitimacy[sector[who[m]]] * reached[who[m]]
    return out


@kernel
def talks_week(projects, p, week, organisations, rules, instructed, legitimacy, reached, spent,
               paid_for_talks, unmoved):  # fmt: skip
    """One round: members talk, pay, and see whether it is still worth it; a mediator's effort comes
    on top. Does it come to a turn: someone to replace, agreement, time out, or someone leaves?
    """
    if projects.replacing[p]:
        return True
    who = projects.members[p, : projects.count[p]]
    guided, load = projects.guided[p], projects.congestion[p]
    mediated = not math.isnan(load)
    costs, left_unmoved = np.empty(len(who)), np.empty(len(who), np.bool_)
    pull = pulls(who, guided, legitimacy, reached, organisations.sector)
    projects.spread[p] = meet(
        projects.positions[p], organisations.goals, projects.scope[p], instructed,
        organisations.trust, who, projects.target[p], pull, rules,
        links(len(who), mediated, load), projects.mean[p], costs, left_unmoved,
    )  # fmt: skip
    projects.rounds[p] += 1
    projects.met_week[p] = week
    for m in range(len(who)):
        unmoved[organisations.sector[who[m]]] += left_unmoved[m]
    projects.transaction_cost[p], paid_for_talks[0] = pay_in_labour_first(
        costs, who, organisations.free, organisations.gained, spent,
        projects.transaction_cost[p], paid_for_talks[0],
    )  # fmt: skip
    if mediated:
        projects.mediated[p] += 1
        projects.transaction_cost[p] += rules.network_attention_price
        paid_for_talks[0] += rules.network_attention_price
    leavers = gives_up(projects, p, who, costs, organisations, rules)
    agreed = projects.spread[p] <= rules.negotiation_tolerance
    return agreed or leavers > 0 or projects.rounds[p] >= rules.negotiation_rounds


def begin(model: CoProductionModel, project: Project) -> None:
    """All members start from their own goals, or from what they are instructed to ask for."""
    project.enter(Stage.NEGOTIATING, model.week)
    _take_position(model, project, project.who)


def _take_position(model: CoProductionModel, project: Project, who: NDArray[np.int64]) -> None:
    own = stances(model.bodies.goals, project.scope, command(model.coordinator), who)
    project.positions[who] = own


def take_turn(model: CoProductionModel, project: Project) -> bool:
    """Before a round, replace who left; after it, agree, give up, or go on with those who stay.

    True where the round is still to come.
    """
    if project.replacing:
        return _replaced(model, project)
    rules, tables, row = model.parameters.negotiation, model.tables, project.row
    agreed = tables.spread[row] <= rules.tolerance
    if agreed and not (project.help.guided and model.coordinator.refuses(project)):
        project.scope = tables.mean[row]
        model.start_delivery(project)
    elif project.rounds >= rules.rounds:
        model.end(project, End.GOAL_CONFLICT)
    else:
        gone = tables.leaving[row, : len(project.members)].tolist()
        _leave(model, project, [c for c, left in zip(project.members, gone, strict=True) if left])
    return False


def _leave(model: CoProductionModel, project: Project, leavers: list[int]) -> None:
    """Who expects to pay more than to gain leaves; one round is left to replace them."""
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
    _take_position(model, project, np.array(newcomers, np.int64))
    project.owed = project.pledged.copy()
    project.replacing = False
    if project.is_covered() and is_joint(model, project):
        return True
    model.end(project, End.TRANSACTION_COST)
    return False
