"""Delivering: instalments kept or broken, the backstop, and what was of use in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.equations import alignment, honour_probability, misplaced
from sim.households import serve
from sim.kernel import kernel
from sim.luck import Process, process_word, uniform
from sim.mandates import compelled, temptation_left
from sim.projects import SMALL, Project, Stage
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
def partners_records(members, kept, asked, neutral):
    """Mean share of instalments that each member's partners honoured so far, (m,)."""
    records = np.full(len(members), neutral)
    for m in range(len(members)):
        shares, n = 0.0, 0
        for o in range(len(members)):
            if o != m and asked[members[o]] > 0.0:
                shares += kept[members[o]] / asked[members[o]]
                n += 1
        if n > 0:
            records[m] = shares / n
    return records


@kernel
def collect_instalments(members, codes, free, reserved, owed, pledged, kept, asked, paid, sunk,
                        trust, goals, scope, honouring, exposure, watched, enforced, bound, rules,
                        spared, code, age, word, k0, k1, done, shortfall):  # fmt: skip
    """One week of instalments, all at once: changes free, reserved, owed, kept, asked, sunk.

    A kept instalment goes from what is reserved, then from free stock, into the project; a broken
    one, or one that stock cannot cover in full, returns its reservation to free stock and stays
    owed, but for the share ``enforced`` (M,) that is collected all the same. ``bound`` (M,) is what
    a covenant adds, in logits. Tells of each member NOT_DUE, BROKEN or KEPT in done (m,), and the
    labour broken in shortfall (m,).
    """
    resources = len(sunk)
    records = partners_records(members, kept, asked, rules.delivery_peers_neutral)
    for m in range(len(members)):
        j = members[m]
        due, stock = 0.0, 0.0
        able = True
        instalment = np.empty(resources)
        for r in range(resources):
            instalment[r] = min(owed[j, r], pledged[j, r] / rules.delivery_weeks)
            due += instalment[r]
            stock += free[j, r] + reserved[j, r]
            able = able and free[j, r] + reserved[j, r] >= instalment[r] - BALANCED
        if due <= BALANCED:
            done[m] = NOT_DUE
            continue
        around = 0.0
        for o in range(len(members)):
            if o != m:
                around += trust[j, members[o]]
        if len(members) > 1:
            around /= len(members) - 1
        chance = honour_probability(
            honouring[j], around, alignment(goals[j], scope), records[m], watched[j], exposure[j],
            due, stock, rules.delivery_trust, rules.delivery_alignment, rules.delivery_peers,
            rules.delivery_peers_neutral, rules.delivery_monitoring,
            temptation_left(rules.delivery_temptation, enforced[j]), rules.delivery_crowding_out,
            bound[j],
        )  # fmt: skip
        asked[j] += 1.0
        chance *= spared
        honours = uniform(code, codes[j], age, word, k0, k1) < chance and able
        done[m] = KEPT if honours else BROKEN
        if honours:
            kept[j] += 1.0
        for r in range(resources):
            aside = min(instalment[r], reserved[j, r])
            reserved[j, r] -= aside
            if not honours:
                free[j, r] += aside
                taken = compelled(enforced[j], instalment[r], free[j, r])
                free[j, r] -= taken
                sunk[r] += taken
                paid[j] += taken
                owed[j, r] -= taken
                if r == LABOUR:
                    shortfall[m] += instalment[r] - taken
                continue
            extra = min(instalment[r] - aside, free[j, r])
            free[j, r] -= extra
            sunk[r] += aside + extra
            paid[j] += aside + extra
            owed[j, r] -= aside + extra


@kernel
def has_enough(sunk, need, completeness):
    """Is enough of every resource (R,) paid in?"""
    return np.all(sunk >= completeness * need - SMALL)


@kernel
def delivery_week(projects, p, week, organisations, rules, covenant, spared, word, k0, k1):
    """A week of instalments. Does it come to a turn: labour to back, enough is in, time is out?"""
    count = projects.count[p]
    done, shortfall = projects.done[p, :count], projects.shortfall[p, :count]
    shortfall[:] = 0.0
    projects.paid_week[p] = week
    collect_instalments(
        projects.members[p, :count], organisations.code, organisations.free, projects.reserved[p],
        projects.owed[p], projects.pledged[p], projects.kept[p], projects.asked[p],
        projects.paid[p], projects.sunk[p], organisations.trust, organisations.goals,
        projects.scope[p], organisations.honouring, organisations.exposure, projects.watched[p],
        projects.enforced[p], covenant, rules, spared, projects.code[p],
        week - projects.start_week[p], word, k0, k1, done, shortfall,
    )  # fmt: skip
    return (
        (projects.backstopped[p] and np.any(shortfall > 0.0))
        or has_enough(projects.sunk[p], projects.need[p], rules.delivery_completeness)
        or week - projects.stage_start[p] >= rules.delivery_weeks + rules.delivery_slack
    )


def take_turn(model: CoProductionModel, project: Project) -> None:
    """When enough is in, the work is done; when time is out, it has failed."""
    rules = model.parameters.delivery
    if project.help.backstopped:
        _backstop(model, project, model.tables.shortfall[project.row, : len(project.who)])
    if has_enough(project.sunk, project.need, rules.completeness):
        complete(model, project)
    elif project.in_stage(model.week) >= rules.weeks + rules.slack:
        model.end(project, End.FREE_RIDING)


def _backstop(model: CoProductionModel, project: Project, shortfall: np.ndarray) -> None:
    """Named payers put in the labour that members did not, as far as theirs goes."""
    for m in np.flatnonzero(shortfall):
        c, labour = project.members[m], float(shortfall[m])
        wanted = min(labour, float(project.owed[c, LABOUR]))
        given = model.coordinator.take_labour(wanted, project.area)
        project.owed[c, LABOUR] -= given
        project.sunk[LABOUR] += given


def complete(model: CoProductionModel, project: Project) -> None:
    """The work is there: serve needs; count what was too much, misplaced or repeated."""
    supply = model.capacity * project.size * project.scope
    over, under = _serve(model, project, supply)
    project.supplied = float(supply.sum())
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
