"""Opportunities and forming: who starts a project, whom it asks, who joins, what is set aside."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sim import shocks
from sim.equations import dot, normal, race
from sim.kernel import kernel
from sim.luck import Process, in_area, process_word, project_code, uniform
from sim.mandates import draw_up
from sim.projects import SMALL, Project, is_covered, missing_of, rows_of, total, total_by_resource
from sim.vocabulary import End

if TYPE_CHECKING:
    from sim.areas import Area
    from sim.model import CoProductionModel

TWO_SECTORS = 2
NOBODY = -1
TERMS = 4


def size_of(u: float, spread: float) -> float:
    """(30) Project size: lognormal with mean 1, by inverse distribution function."""
    return math.exp(spread * normal(u) - spread**2 / 2)


@kernel
def pledge_of(missing, free, reserve_share, room):
    """(31) What a member sets aside: up to a share of its free stock of what is missing, at most
    ``room`` in all. Shapes (R,)."""
    wanted = np.minimum(missing, reserve_share * free)
    asked = total(wanted)
    return wanted * (room / asked) if asked > room else wanted


@kernel
def room_for_one(need, max_share):
    """How much of a need (R,) one member may pledge at most."""
    return max_share * total(need)


def start_opportunities(model: CoProductionModel) -> None:
    """Step 4: occurrence and size are drawn in every arm alike; a queue limit may block."""
    rules = model.parameters.organisations
    for area in model.areas:
        for j in starters(model, area):
            luck = model.luck.uniform(
                Process.PROJECT_SIZE, int(model.bodies.code[j]), model.week, area=area.number
            )
            project = _propose(model, area, j, size_of(luck, rules.size_spread))
            model.add(project)
            if not model.bodies.present[j]:
                model.end(project, End.EXIT)
            elif model.bodies.open_projects[j] > model.bodies.open_limit[j]:
                model.end(project, End.BLOCKED)


def starters(model: CoProductionModel, area: Area) -> list[int]:
    """Who has an opportunity in an area this week; shared organisations have theirs in each."""
    rate = model.parameters.organisations.opportunity_rate
    draws = model.luck.uniforms(Process.OPPORTUNITY, area.codes, model.week, area=area.number)
    return area.rows[draws < rate].tolist()


def _propose(model: CoProductionModel, area: Area, j: int, size: float) -> Project:
    organisation = model.organisations[j]
    sensed = organisation.sense(area.public(model.voices), area.number)
    scope = draw_up(model, organisation, sensed, area.number)
    buildings = organisation.choose_place(scope, targets(model, size), area.number)
    return Project(
        model.tables,
        code=project_code(organisation.code, model.week, area.number),
        area=area.number,
        initiator=j,
        week=model.week,
        size=size,
        scope=scope,
        need=need_of(scope, model.needs_table, size),
        sensed=sensed,
        buildings=buildings,
        first=model.people.population.first,
    )


def targets(model: CoProductionModel, size: float) -> int:
    """(32) Number of buildings of its area that a project goes to, at least one."""
    count = model.areas[0].buildings
    return max(1, min(count, round(model.parameters.forming.target_share * count * size)))


@kernel
def need_of(scope, table, size):
    """(33) Resources needed: (scope . mix) size, shape (R,)."""
    need = np.empty(table.shape[1])
    for r in range(len(need)):
        need[r] = dot(scope, table[:, r]) * size
    return need


@kernel
def trust_in(trust, members, initiator, discount):
    """Trust of each organisation in a project: tie to the initiator, or to a member at a discount.

    The initiator's own trust is that of its best tied member. Shape (M,).
    """
    out = trust[:, initiator].copy()
    for m in members:
        out[initiator] = max(out[initiator], trust[initiator, m])
    for m in members:
        for c in range(len(out)):
            out[c] = max(out[c], discount * trust[c, m])
    return out


@kernel
def coverage(missing, free, reserve_share, room):
    """How much of what is missing each organisation could set aside, (M,)."""
    out = np.empty(len(free))
    for c in range(len(free)):
        could = 0.0
        for r in range(len(missing)):
            could += min(missing[r], reserve_share * free[c, r])
        out[c] = min(could, room)
    return out


@kernel
def could_give(projects, p, free, reserve_share, max_share):
    """How much of what a project lacks each organisation could set aside now, (M,)."""
    missing = missing_of(projects.need[p], projects.pledged[p], projects.pooled[p])
    return coverage(missing, free, reserve_share, room_for_one(projects.need[p], max_share))


@kernel
def seat_factor(sectors, sector, complement):
    """Who brings a sector that isn't among the members (a bit mask) is worth more to them."""
    return 1.0 if sectors >> sector & 1 else complement


@kernel
def asking_odds(trust, could, sectors, sector, complement, present, invited):
    """Odds of being asked next, (M,): trust x coverage x complement, once, while present."""
    odds = np.zeros(len(trust))
    for c in range(len(trust)):
        if present[c] and not invited[c]:
            odds[c] = trust[c] * could[c] * seat_factor(sectors, sector[c], complement)
    return odds


@kernel
def sector_bits(members, sector):
    """Sectors among members (m,), as a bit mask."""
    mask = 0
    for c in members:
        mask |= 1 << sector[c]
    return mask


@kernel
def first_in_race(odds, count, entity, codes, week, word, k0, k1):
    """The first ``count`` of a keyed exponential race among those with odds (M,), in order."""
    runners = np.flatnonzero(odds > 0.0)
    times = np.empty(len(runners))
    for i in range(len(runners)):
        c = runners[i]
        times[i] = race(uniform(entity, codes[c], week, word, k0, k1), odds[c])
    return runners[np.argsort(times, kind="mergesort")[:count]]


@kernel
def ask_all(rows, count, projects, organisations, discount, reserve_share, max_share, complement,
            week, ask_word, join_word, k0, k1, asked, terms):  # fmt: skip
    """Whom projects in ``rows`` (n,) ask this week, at most ``count`` each, in order, NOBODY after.

    Fills asked (n, count), and terms (n, count, TERMS): the asked one's trust in the project, what
    it could give, its luck, and the tie that an introduction brings.
    """
    for n in range(len(rows)):
        p = rows[n]
        who = projects.members[p, : projects.count[p]]
        known = trust_in(organisations.trust, who, projects.initiator[p], discount)
        known = np.maximum(known, projects.introduced[p])
        could = could_give(projects, p, organisations.free, reserve_share, max_share)
        odds = asking_odds(
            known, could, sector_bits(who, organisations.sector), organisations.sector, complement,
            organisations.present, projects.invited[p],
        )  # fmt: skip
        code, area_word = projects.code[p], in_area(ask_word, projects.area[p])
        first = first_in_race(odds, count, code, organisations.code, week, area_word, k0, k1)
        asked[n] = NOBODY
        for i in range(len(first)):
            c = first[i]
            luck = uniform(code, organisations.code[c], week, join_word, k0, k1)
            asked[n, i] = c
            terms[n, i] = known[c], could[c], luck, projects.introduced[p, c]


def ask_partners(model: CoProductionModel, projects: list[Project]) -> None:
    """Each asks a few organisations; those who join become members and will set stock aside."""
    rules, shape = model.parameters.forming, (len(projects), model.parameters.forming.asks_per_week)
    asked, terms = np.empty(shape, np.int64), np.empty((*shape, TERMS))
    ask_all(
        rows_of(projects), rules.asks_per_week, model.tables.columns,
        model.organisation_columns, model.parameters.network.referral_discount,
        rules.reserve_share, rules.max_share, rules.complement, model.week,
        process_word(Process.ASK, 0), process_word(Process.JOIN, 0), *model.luck.key, asked, terms,
    )  # fmt: skip
    for project, whom, on in zip(projects, asked.tolist(), terms.tolist(), strict=True):
        for c, (trust, pledge, luck, tie) in zip(whom, on, strict=True):
            if c == NOBODY or not shocks.reaches(model, project, c):
                continue
            project.invited[c] = True
            links = len(project.members)
            if luck < model.organisations[c].readiness(project, trust, pledge, links):
                _welcome(model, project, c, tie)


def _welcome(model: CoProductionModel, project: Project, c: int, tie: float) -> None:
    project.join(c)
    project.sectors |= 1 << int(model.bodies.sector[c])
    if tie > 0.0:
        model.introductions.append((c, project.initiator, tie))


def sectors_of(model: CoProductionModel, project: Project) -> int:
    """Sectors among the members, as a bit mask."""
    return int(sector_bits(project.who, model.bodies.sector))


def is_joint(model: CoProductionModel, project: Project) -> bool:
    """Do members come from two sectors at least, as co-production needs?"""
    return sectors_of(model, project).bit_count() >= TWO_SECTORS


@kernel
def share_out(rows, projects, organisations, week, word, k0, k1, reserve_share, max_share):
    """All members of projects in ``rows`` (n,) set stock aside, in an order that luck decides."""
    row, who = np.empty((2, np.sum(projects.count[rows])), np.int64)
    luck = np.empty(len(row))
    asks = 0
    for p in rows:
        for c in projects.members[p, : projects.count[p]]:
            row[asks], who[asks] = p, c
            luck[asks] = uniform(projects.code[p], organisations.code[c], week, word, k0, k1)
            asks += 1
    for i in np.argsort(luck, kind="mergesort"):
        set_aside(projects, row[i], organisations.free, who[i], reserve_share, max_share)


def request_stock(model: CoProductionModel, projects: list[Project]) -> None:
    """Step 5, stock: all members of all forming projects ask at once; luck orders the grants."""
    rules = model.parameters.forming
    share_out(
        rows_of(projects), model.tables.columns,
        model.organisation_columns, model.week, process_word(Process.STOCK_GRANT, 0),
        *model.luck.key, rules.reserve_share, rules.max_share,
    )  # fmt: skip


def reserve(model: CoProductionModel, project: Project, c: int) -> None:
    """Set aside for a project what member ``c`` can and may give of what is missing."""
    rules = model.parameters.forming
    set_aside(
        model.tables.columns, project.row, model.bodies.free, c, rules.reserve_share,
        rules.max_share,
    )  # fmt: skip


@kernel
def set_aside(projects, p, free, c, reserve_share, max_share):
    """A pledge of member ``c`` goes from its free stock to what is reserved; changes both."""
    need, pledged = projects.need[p], projects.pledged[p]
    room = room_for_one(need, max_share) - total(pledged[c])
    if room <= SMALL:
        return
    missing = missing_of(need, pledged, projects.pooled[p])
    amount = pledge_of(missing, free[c], reserve_share, room)
    for r in range(len(amount)):
        free[c, r] -= amount[r]
        projects.reserved[p, c, r] += amount[r]
        pledged[c, r] += amount[r]


def return_excess(model: CoProductionModel, project: Project) -> None:
    """After a change of scope, what is pledged beyond the new need returns to its owners."""
    take_back(project.need, project.pooled, project.pledged, project.reserved, model.bodies.free)


@kernel
def take_back(need, pooled, pledged, reserved, free):
    """Pledges beyond the need (R,) shrink in proportion and are free again; changes all (M, R)."""
    promised = total_by_resource(pledged)
    for r in range(len(need)):
        open_need = max(0.0, need[r] - pooled[r])
        if promised[r] > open_need:
            for c in range(len(free)):
                excess = pledged[c, r] * (1.0 - open_need / promised[r])
                pledged[c, r] -= excess
                reserved[c, r] -= excess
                free[c, r] += excess


@kernel
def waiting_at(waiting, buildings):
    """Needs waiting (B, K) in some buildings, by category (K,)."""
    found = np.zeros(waiting.shape[1])
    for b in buildings:
        found += waiting[b]
    return found


@kernel
def sample_of(shares, size, entity, week, word, k0, k1):
    """Shares of the categories among ``size`` needs picked by luck from all that wait, (K,)."""
    edges = np.cumsum(shares / total(shares))[:-1]
    found = np.zeros(len(shares))
    for respondent in range(size):
        luck = uniform(entity, respondent, week, word, k0, k1)
        found[np.searchsorted(edges, luck, side="right")] += 1.0
    return found / size


@kernel
def forming_turn(projects, p, week, rules):
    """Does it come to a turn this week: covered, or at its deadline?"""
    return (
        is_covered(projects.need[p], projects.pledged[p], projects.pooled[p], projects.size[p])
        or week - projects.stage_start[p] >= rules.forming_deadline
    )


def take_turn(model: CoProductionModel, project: Project) -> bool:
    """Covered: formed with two sectors, solo with one. Too late: no partner."""
    if not project.is_covered():
        model.end(project, End.NO_PARTNER)
        return False
    idle = [c for c in project.members if total(project.pledged[c]) <= SMALL]
    if idle:
        project.members = [c for c in project.members if c not in idle or c == project.initiator]
        project.sectors = sectors_of(model, project)
    if is_joint(model, project):
        project.formed_week = model.week
    project.owed = project.pledged
    project.tied = model.ties.trust > 0.0
    model.start_sign_off(project)
    return False
