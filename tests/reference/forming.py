"""Opportunities (step 4), asking partners and setting stock aside (step 5), forming (step 6a)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.base.vocabulary import CATEGORIES, RESOURCES, End

from . import mandates, practices, shocks, sign_off
from .formulas import blend, normal, race
from .luck import Process, project_code
from .projects import SMALL, Project, begin, need_of
from .sums import total

if TYPE_CHECKING:
    from .areas import Area
    from .organisations import Organisation
    from .world import World

K, R = len(CATEGORIES), len(RESOURCES)


# -- step 4 ---------------------------------------------------------------------------------------


def size_of(u: float, spread: float) -> float:
    """(30) Project size, mean 1."""
    return math.exp(spread * normal(u) - spread**2 / 2)


def targets(world: World, size: float) -> int:
    """(32) Number of buildings."""
    count = len(world.areas[0].buildings)
    return max(1, min(count, round(world.rules.forming.target_share * count * size)))


def starters(world: World, area: Area) -> list[Organisation]:
    """Who has an opportunity in an area this week."""
    rate = world.rules.organisations.opportunity_rate
    return [
        j
        for j in area.organisations
        if world.luck.uniform(Process.OPPORTUNITY, j.code, world.week, area=area.number) < rate
    ]


def draw_size(world: World, j: Organisation, area: Area) -> float:
    """(30) by the initiator's luck in the area."""
    u = world.luck.uniform(Process.PROJECT_SIZE, j.code, world.week, area=area.number)
    return size_of(u, world.rules.organisations.size_spread)


def start_opportunities(world: World) -> None:
    """Occurrence and size are the same in every arm."""
    for area in world.areas:
        for j in starters(world, area):
            project = _propose(world, area, j, draw_size(world, j, area))
            begin(world, project)
            if not j.is_present:
                project.finish(world, End.VACANT)
            elif j.open_projects > j.open_limit:
                project.finish(world, End.BLOCKED)


def _propose(world: World, area: Area, j: Organisation, size: float) -> Project:
    need = j.sense(world, area)
    scope = mandates.draw_up(world, j, need, area)
    buildings = j.choose_place(world, scope, targets(world, size), area)
    code = project_code(j.code, world.week, area.number)
    return Project(world, code, area.number, j, size, scope, need, buildings)


# -- step 5: a panel ------------------------------------------------------------------------------


def hold_panel(world: World, project: Project, permutation: list[int]) -> None:
    """A panel samples needs waiting at the project's places; the scope is drawn up anew from it.

    ``permutation``: of the categories, where the panel is blind.
    """
    rules, area = world.rules.forming, world.areas[project.area]
    shares = [float(sum(b.open[k] for b in project.buildings)) for k in range(K)]
    if rules.panel_upper_tier > 0.0 and sum(area.waiting()) > 0:
        shares = practices.two_tiers(shares, area.waiting(), rules.panel_upper_tier)
    if total(shares) > 0.0:
        found = _sample(world, project, shares)
        project.sample = [found[k] for k in permutation]
    else:
        project.sample = project.sensed
    need = blend(project.sensed, project.sample, rules.panel_weight)
    initiator = world.organisations[project.initiator]
    project.scope = mandates.draw_up(world, initiator, need, area)
    project.need = need_of(world, project.scope, project.size)
    _return_excess(world, project)


def _sample(world: World, project: Project, shares: list[float]) -> list[float]:
    """Shares of the categories among the needs that respondents pick by luck."""
    whole, cumulated, edges = total(shares), 0.0, []
    for share in shares[:-1]:
        cumulated += share / whole
        edges.append(cumulated)
    size = world.rules.forming.panel_size
    counts = [0] * K
    for respondent in range(size):
        u = world.luck.uniform(Process.PANEL, project.code, world.week, respondent)
        counts[sum(edge <= u for edge in edges)] += 1
    return [count / size for count in counts]


def _return_excess(world: World, project: Project) -> None:
    """What is pledged beyond the new need returns to its owners, in proportion."""
    promised = [total(row[r] for row in project.pledged) for r in range(R)]
    for r in range(R):
        wanted = max(0.0, project.need[r] - project.pooled[r])
        if promised[r] > wanted:
            for c in world.organisations:
                excess = project.pledged[c.index][r] * (1.0 - wanted / promised[r])
                project.pledged[c.index][r] -= excess
                project.reserved[c.index][r] -= excess
                c.free[r] += excess


# -- step 5: partners and stock -------------------------------------------------------------------


def trust_in(world: World, project: Project) -> list[float]:
    """Trust of each organisation in a project: in its initiator, or in a member at a discount.

    The initiator's own is that in the member it trusts most.
    """
    discount, initiator = world.rules.network.referral_discount, project.initiator
    found = [row[initiator] for row in world.trust]
    for m in project.members:
        found[initiator] = max(found[initiator], world.trust[initiator][m])
    for m in project.members:
        found = [max(most, discount * world.trust[c][m]) for c, most in enumerate(found)]
    return found


def room_for_one(world: World, project: Project) -> float:
    """How much of the need one member may pledge."""
    return world.rules.forming.max_share * total(project.need)


def could_give(world: World, project: Project) -> list[float]:
    """How much of what is missing each organisation could set aside now."""
    share, missing = world.rules.forming.reserve_share, project.missing()
    room = room_for_one(world, project)
    return [
        min(total(min(missing[r], share * c.free[r]) for r in range(R)), room)
        for c in world.organisations
    ]


def seat_factor(world: World, project: Project, c: Organisation) -> float:
    """Who brings a sector that isn't at the table is worth more."""
    is_there = c.sector in project.sectors(world)
    return 1.0 if is_there else world.rules.forming.complement


def ask_partners(world: World, project: Project) -> None:
    """A few are asked, by a race; each joins by its own utility."""
    rules, luck = world.rules.forming, world.luck
    introduced = project.help.introduced
    trusts, could = trust_in(world, project), could_give(world, project)
    terms = []
    for c in world.organisations:
        trust = max(trusts[c.index], introduced.get(c.index, 0.0))
        odds = trust * could[c.index] * seat_factor(world, project, c)
        if c.is_present and c.index not in project.invited and odds > 0.0:
            u = luck.uniform(Process.ASK, project.code, world.week, c.code, project.area)
            terms.append((race(u, odds), c.index, trust))
    for _, index, trust in sorted(terms)[: rules.asks_per_week]:
        c = world.organisations[index]
        if shocks.reaches(world, project, c):
            project.invited.add(index)
            chance = c.readiness(world, project, trust, could[index], len(project.members))
            if luck.uniform(Process.JOIN, project.code, world.week, c.code) < chance:
                project.members.append(index)
                if index in introduced:
                    world.introductions.append((index, project.initiator, introduced[index]))


def request_stock(world: World, projects: list[Project]) -> None:
    """All members of all forming projects set stock aside, in an order that luck decides."""
    asks = []
    for project in projects:
        for c in project.members:
            code = world.organisations[c].code
            u = world.luck.uniform(Process.STOCK_GRANT, project.code, world.week, code)
            asks.append((u, project, c))
    for _, project, c in sorted(asks, key=lambda ask: ask[0]):
        set_aside(world, project, c)


def set_aside(world: World, project: Project, c: int) -> None:
    """A member's pledge goes from its free stock to what is reserved."""
    free, pledged = world.organisations[c].free, project.pledged[c]
    room = room_for_one(world, project) - total(pledged)
    if room <= SMALL:
        return
    amount = pledge_of(project.missing(), free, world.rules.forming.reserve_share, room)
    for r in range(R):
        free[r] -= amount[r]
        project.reserved[c][r] += amount[r]
        pledged[r] += amount[r]


def pledge_of(
    missing: list[float], free: list[float], reserve_share: float, room: float
) -> list[float]:
    """(31) A share of free stock of what is missing, at most ``room`` in all."""
    wanted = [min(missing[r], reserve_share * free[r]) for r in range(R)]
    asked = total(wanted)
    return [each * (room / asked) for each in wanted] if asked > room else wanted


# -- step 6a --------------------------------------------------------------------------------------


def live(world: World, project: Project) -> None:
    """Covered: formed with two sectors, solo with one. Too late: no partner."""
    if not project.is_covered():
        if project.in_stage(world) >= world.rules.forming.deadline:
            project.finish(world, End.NO_PARTNER)
        return
    project.members = [
        c for c in project.members if total(project.pledged[c]) > SMALL or c == project.initiator
    ]
    if project.is_joint(world):
        project.formed_week = world.week
    project.owed = [list(row) for row in project.pledged]
    note_ties(world, project)
    sign_off.begin(world, project)


def note_ties(world: World, project: Project) -> None:
    """Who has a tie to whom, when all is pledged."""
    project.tied = {
        (i, j) for i, row in enumerate(world.trust) for j, trust in enumerate(row) if trust > 0.0
    }
