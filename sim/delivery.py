"""Delivering: instalments kept or broken, the backstop, and what was of use in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.equations import alignment, honour_probability, misplaced
from sim.households import serve
from sim.kernel import kernel
from sim.luck import Process, process_word, uniform
from sim.mandates import compelled, temptation_left
from sim.projects import SMALL, Project, Stage, total
from sim.vocabulary import LABOUR, End

if TYPE_CHECKING:
    from sim.model import CoProductionModel

NOT_DUE, BROKEN, KEPT = -1, 0, 1
BALANCED = 1e-12


def begin(model: CoProductionModel, project: Project) -> None:
    """What came from the pool is in hand and goes in at once; members owe instalments."""
    project.enter(Stage.DELIVERING, model.week)
    project.sunk += project.pooled
    project.pooled[:] = 0.0


@kernel
def partners_record(projects, p, j, who, neutral):
    """Mean share of instalments that the partners of member ``j`` honoured so far."""
    shares, partners = 0.0, 0
    for o in who:
        if o != j and projects.asked[p, o] > 0.0:
            shares += projects.kept[p, o] / projects.asked[p, o]
            partners += 1
    return shares / partners if partners > 0 else neutral


@kernel
def trust_around(trust, j, who):
    """Mean trust (M, M) of member ``j`` in the others."""
    around = 0.0
    for o in who:
        if o != j:
            around += trust[j, o]
    return around / (len(who) - 1) if len(who) > 1 else 0.0


@kernel
def instalment_of(projects, p, j, weeks):
    """What member ``j`` has to pay this week, (R,): a part of its pledge, as far as it owes it."""
    due = np.empty(projects.owed.shape[2])
    for r in range(len(due)):
        due[r] = min(projects.owed[p, j, r], projects.pledged[p, j, r] / weeks)
    return due


@kernel
def pay(projects, p, j, r, aside, more, free):
    """Member ``j`` pays into a project: what was set ``aside``, and ``more`` of its free stock."""
    free[j, r] -= more
    projects.sunk[p, r] += aside + more
    projects.paid[p, j] += aside + more
    projects.owed[p, j, r] -= aside + more


@kernel
def settle(projects, p, j, instalment, honours, free):
    """An instalment (R,) is kept: it goes from what is reserved, then from free stock, into the
    project. Or it is broken: its reservation is free again and it stays owed, but for what is
    collected all the same. Returns the labour broken."""
    shortfall = 0.0
    for r in range(len(instalment)):
        aside = min(instalment[r], projects.reserved[p, j, r])
        projects.reserved[p, j, r] -= aside
        if honours:
            pay(projects, p, j, r, aside, min(instalment[r] - aside, free[j, r]), free)
            continue
        free[j, r] += aside
        taken = compelled(projects.enforced[p, j], instalment[r], free[j, r])
        pay(projects, p, j, r, 0.0, taken, free)
        if r == LABOUR:
            shortfall = instalment[r] - taken
    return shortfall


@kernel
def collect_instalments(projects, p, age, organisations, rules, covenant, spared, word, k0,
                        k1):  # fmt: skip
    """One week of instalments, all at once; who can't cover one in full breaks it.

    covenant: (M,), what it adds to honouring, in logits. Tells of each member NOT_DUE, BROKEN or
    KEPT in ``done``, and the labour broken in ``shortfall``.
    """
    who, free = projects.members[p, : projects.count[p]], organisations.free
    records = np.empty(len(who))
    for m in range(len(who)):
        records[m] = partners_record(projects, p, who[m], who, rules.delivery_peers_neutral)
    for m in range(len(who)):
        j = who[m]
        instalment = instalment_of(projects, p, j, rules.delivery_weeks)
        due, stock, able = total(instalment), 0.0, True
        for r in range(len(instalment)):
            stock += free[j, r] + projects.reserved[p, j, r]
            able = able and free[j, r] + projects.reserved[p, j, r] >= instalment[r] - BALANCED
        projects.shortfall[p, m] = 0.0
        if due <= BALANCED:
            projects.done[p, m] = NOT_DUE
            continue
        chance = spared * honour_probability(
            organisations.honouring[j], trust_around(organisations.trust, j, who),
            alignment(organisations.goals[j], projects.scope[p]), records[m],
            projects.watched[p, j], organisations.exposure[j], due, stock, rules.delivery_trust,
            rules.delivery_alignment, rules.delivery_peers, rules.delivery_peers_neutral,
            rules.delivery_monitoring,
            temptation_left(rules.delivery_temptation, projects.enforced[p, j]),
            rules.delivery_crowding_out, covenant[j],
        )  # fmt: skip
        luck = uniform(projects.code[p], organisations.code[j], age, word, k0, k1)
        honours = luck < chance and able
        projects.done[p, m] = KEPT if honours else BROKEN
        projects.asked[p, j] += 1.0
        projects.kept[p, j] += honours
        projects.shortfall[p, m] = settle(projects, p, j, instalment, honours, free)


@kernel
def has_enough(sunk, need, completeness):
    """Is enough of every resource (R,) paid in?"""
    return np.all(sunk >= completeness * need - SMALL)


@kernel
def delivery_week(projects, p, week, organisations, rules, covenant, spared, word, k0, k1):
    """A week of instalments. Does it come to a turn: labour to back, enough is in, time is out?"""
    projects.paid_week[p] = week
    collect_instalments(projects, p, week - projects.start_week[p], organisations, rules, covenant,
                        spared, word, k0, k1)  # fmt: skip
    shortfall = projects.shortfall[p, : projects.count[p]]
    return (
        (projects.backstopped[p] and np.any(shortfall > 0.0))
        or has_enough(projects.sunk[p], projects.need[p], rules.delivery_completeness)
        or week - projects.stage_start[p] >= rules.delivery_weeks + rules.delivery_slack
    )


def take_turn(model: CoProductionModel, project: Project) -> bool:
    """When enough is in, the work is done; when time is out, it has failed."""
    rules = model.parameters.delivery
    if project.help.backstopped:
        _backstop(model, project, model.tables.shortfall[project.row, : len(project.members)])
    if has_enough(project.sunk, project.need, rules.completeness):
        complete(model, project)
    elif project.in_stage(model.week) >= rules.weeks + rules.slack:
        model.end(project, End.FREE_RIDING)
    return False


def _backstop(model: CoProductionModel, project: Project, shortfall: np.ndarray) -> None:
    """Named payers put in the labour that members did not, as far as theirs goes."""
    owed, sunk = project.owed[:, LABOUR], project.sunk
    for c, labour in zip(project.members, shortfall.tolist(), strict=True):
        if labour > 0.0:
            wanted = min(labour, float(owed[c]))
            given = model.coordinator.take_labour(wanted, project.area)
            owed[c] -= given
            sunk[LABOUR] += given


def complete(model: CoProductionModel, project: Project) -> None:
    """The work is there: serve needs; count what was too much, misplaced or repeated."""
    supply = model.capacity * project.size * project.scope
    over, under = _serve(model, project, supply)
    project.supplied = total(supply)
    project.over = over
    project.misplaced = float(misplaced(over, under))
    project.repeated = model.digs_again(project)
    model.end(project, _verdict(model, project))


def _verdict(model: CoProductionModel, project: Project) -> End:
    rules = model.parameters.completion
    if project.misplaced > rules.misplaced_limit * project.supplied:
        return End.VALUE_DISORDER
    if project.formed_week < 0:
        return End.SOLO
    if project.over > rules.unneeded_limit * project.supplied or project.supplied == 0.0:
        return End.UNNEEDED
    return End.COMPLETED


def _serve(model: CoProductionModel, project: Project, supply: np.ndarray) -> tuple[float, float]:
    people, week = model.people, model.week
    over, under = 0.0, 0.0
    for k in np.flatnonzero(supply > 0.0):
        last = model.luck.uniform(Process.LAST_NEED, project.code, week, int(k), project.area)
        demand, served, waited = serve(
            people.population.waiting, project.places, people.population.key, k, supply[k],
            people.population.group, people.served_now, people.left_out, people.served_group, week,
            process_word(Process.SERVE, project.area), last, *model.luck.key,
        )  # fmt: skip
        extra, short = max(0.0, supply[k] - demand), max(0.0, demand - supply[k])
        over += extra
        under += short
        project.served += served
        model.diary.note_service(project, int(k), served, waited, extra, short)
    return over, under
