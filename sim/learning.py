"""Step 8: ties, honouring and legitimacy learn from the week; who gains too little leaves."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sim.equations import fall, reciprocate, rise
from sim.kernel import kernel
from sim.organisations import HONOURING_RANGE
from sim.projects import Project, dependence, total
from sim.vocabulary import SERVICE, End

if TYPE_CHECKING:
    from sim.model import CoProductionModel

FORGETTING = 0.1  # weight of the newest project in a sector's trailing completion rate


@kernel
def update_ties(trust, last_kept, members, done, own_share, kept_gain, broken_loss, week):
    """Partners see each instalment: kept ones raise their trust in the payer, broken ones lower it.

    Growth is scaled by ``own_share``, the part of the interaction without a mediator.
    """
    for a in range(len(members)):
        if done[a] < 0:
            continue
        for b in range(len(members)):
            if a == b:
                continue
            i, j = members[b], members[a]
            if done[a] == 1:
                trust[i, j] = rise(trust[i, j], kept_gain * own_share)
                last_kept[i, j] = week
            else:
                trust[i, j] = fall(trust[i, j], broken_loss)


@kernel
def repair_ties(trust, members, gain):
    """Mediation repairs the ties that members have to each other."""
    for i in members:
        for j in members:
            if i != j and trust[i, j] > 0.0:
                trust[i, j] = rise(trust[i, j], gain)


@kernel
def celebrate_ties(trust, members, tied, gain, closure):
    """Success raises the ties that members had; strangers become tied by ``closure``."""
    for i in members:
        for j in members:
            if i != j:
                old = trust[i, j]
                trust[i, j] = rise(old, gain) if tied[i, j] else max(old, closure)


@kernel
def update_exposure(exposure, members, done, watched, memory):
    """How far a payer is used to being watched: a running mean over its instalments."""
    for a in range(len(members)):
        if done[a] >= 0:
            j = members[a]
            exposure[j] = memory * exposure[j] + (1.0 - memory) * watched[j]


@kernel
def see_week(order, week, projects, organisations, kept_gain, broken_loss, memory, repair):
    """What partners saw of this week's instalments, then what mediation mended, project by project
    in the week's ``order`` (rows).
    """
    for p in order:
        if projects.paid_week[p] == week:
            who, done = projects.members[p, : projects.count[p]], projects.done[p]
            own = 1.0 - dependence(projects.mediated[p], projects.rounds[p])
            update_ties(organisations.trust, organisations.last_kept, who, done, own, kept_gain,
                        broken_loss, week)  # fmt: skip
            update_exposure(organisations.exposure, who, done, projects.watched[p], memory)
    for p in order:
        if projects.met_week[p] == week and not math.isnan(projects.congestion[p]):
            who = projects.members[p, : projects.count[p]]
            repair_ties(organisations.trust, who, repair)


@kernel
def leaves(under, patience):
    """(39) One rule for every sector: past its patience under its return floor, it goes."""
    return under > patience


@kernel
def average_returns(returns, gained, under, present, floor, memory, patience):
    """The week's gain goes into the average; counts weeks in a row under the floor. All (M,).

    Returns how many leave.
    """
    leavers = 0
    for c in range(len(returns)):
        returns[c] += (gained[c] - returns[c]) / memory
        gained[c] = 0.0
        under[c] = under[c] + 1 if present[c] and returns[c] < floor[c] else 0
        leavers += leaves(under[c], patience)
    return leavers


def learn(model: CoProductionModel) -> None:
    """Ties decay, then learn what was seen; members learn from ends; averages and exits follow."""
    rules = model.parameters
    model.ties.decay(rules.network.retention)
    for newcomer, initiator, trust in model.introductions:
        model.ties.introduce(newcomer, initiator, trust)
    _learn_instalments(model)
    _learn_ends(model, model.ended)
    model.coordinator.settle_backlash()
    before = len(model.ended)
    _average_returns(model)
    _learn_ends(model, model.ended[before:])


def _learn_ends(model: CoProductionModel, ended: list[Project]) -> None:
    for project in ended:
        if total(project.asked) > 0.0:
            _learn_honouring(model, project)
            model.charge_private_cost(project)
        if project.end in SERVICE:
            for c in project.members:
                model.bodies.gained[c] += model.benefit_of(project, c)
        if project.end == End.COMPLETED:
            _celebrate(model, project)
        _learn_legitimacy(model, project)


def _learn_instalments(model: CoProductionModel) -> None:
    rules = model.parameters
    see_week(
        model.order, model.week, model.tables.columns, model.organisation_columns,
        rules.network.kept_pledge, rules.network.broken_pledge, rules.delivery.exposure_memory,
        rules.network.repair,
    )  # fmt: skip


def _learn_honouring(model: CoProductionModel, project: Project) -> None:
    """Imperfect conditional cooperation: each moves toward a little less than its partners did."""
    rules, bodies = model.parameters.delivery, model.bodies
    who = [c for c in project.members if project.asked[c] > 0.0]
    shares = {c: project.kept[c] / project.asked[c] for c in who}
    for c in who:
        others = [shares[o] for o in who if o != c]
        if others:
            seen = float(np.add.reduce(np.array(others)) / len(others))
            moved = reciprocate(bodies.honouring[c], seen, rules.reciprocity, rules.imperfection)
            bodies.honouring[c] = min(max(moved, HONOURING_RANGE[0]), HONOURING_RANGE[1])


def _celebrate(model: CoProductionModel, project: Project) -> None:
    """Success: ties grow by what was the members' own, strangers become tied, honour rises."""
    rules, bodies = model.parameters, model.bodies
    own = 1.0 - project.dependence()
    celebrate_ties(
        model.ties.trust, project.who, project.tied, rules.network.success * own,
        rules.network.closure * own,
    )  # fmt: skip
    for c in project.members:
        lifted = rise(bodies.honouring[c], rules.delivery.success_lift)
        bodies.honouring[c] = min(HONOURING_RANGE[1], lifted)


def _learn_legitimacy(model: CoProductionModel, project: Project) -> None:
    if project.formed_week < 0:
        return
    done = project.end == End.COMPLETED
    model.coordinator.learn(project, done, model.trailing)
    for s in {int(model.bodies.sector[c]) for c in project.members}:
        model.trailing[s] += FORGETTING * (float(done) - model.trailing[s])


def _average_returns(model: CoProductionModel) -> None:
    rules, bodies = model.parameters.organisations, model.bodies
    leavers = average_returns(
        bodies.returns, bodies.gained, bodies.under, bodies.present, bodies.return_floor,
        rules.return_memory, rules.patience,
    )  # fmt: skip
    if leavers == 0:
        return
    for j in np.flatnonzero(leaves(bodies.under, rules.patience)):
        model.leave(int(j))


@kernel
def sector_mask(sectors, present):
    """Which sectors are still there, as a bit mask."""
    mask = 0
    for c in range(len(sectors)):
        if present[c]:
            mask |= 1 << sectors[c]
    return mask
