"""Organisations: what they hold and want, and what each decides by itself (ODD, section 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.base.vocabulary import (
    ADMINISTRATIVE,
    AREA_CODES,
    EXPERTISE,
    FUNDS,
    LABOUR,
    MARKET,
    RESOURCES,
    ROLE_CODES,
    SECTOR_OF_ROLE,
    SHARED_ROLES,
    SOCIAL,
    End,
)
from sim.parameters import Parameters

from . import shocks
from .formulas import (
    Shares,
    alignment,
    appeal,
    benefit,
    blend,
    join_utility,
    logistic,
    normal,
    normalise,
    race,
    scope_of,
    sensed,
)
from .given import GivenOrganisation
from .luck import Luck, Process
from .sums import dot, pairwise

if TYPE_CHECKING:
    from .areas import Area
    from .households import Building
    from .projects import Project
    from .world import World

R = len(RESOURCES)
PERISHABLE = (LABOUR, EXPERTISE)
HONOURING_RANGE = (0.02, 0.98)


def scale_of_shared(areas: int, growth: float) -> float:
    """(56) Size of a shared organisation over its size for one area."""
    return 1.0 + growth * (areas - 1)


class Organisation:
    """One organisation; ``index``: its place in the list of all."""

    def __init__(
        self, index: int, given: GivenOrganisation, parameters: Parameters, luck: Luck
    ) -> None:
        rules, areas = parameters.organisations, parameters.areas
        self.index = index
        self.role, self.area = given.role, given.area
        self.code = AREA_CODES * given.area + ROLE_CODES * given.role + given.number
        self.sector = SECTOR_OF_ROLE[given.role]
        self.is_shared = rules.shared and areas > 1 and given.role in SHARED_ROLES
        self.scale = scale_of_shared(areas, rules.shared_growth) if self.is_shared else 1.0
        self.first_goals = list(given.goals)
        self.goals = list(given.goals)
        self.pull = rules.commercial_pull if self.sector == MARKET else 0.0
        usual = [each * rules.income_factor * self.scale for each in rules.income[self.sector]]
        self.income = _told(given.income, usual)
        self.free = _told(given.stock, [rules.initial_weeks * each for each in self.income])
        told = given.attention
        self.attention = rules.attention * self.scale if told is None else told
        self.attention_left = first_attention(luck, self.code, 0)
        self.first_honouring = self.honouring = given.honouring
        self.exposure = 0.0
        self.returns = 0.0
        self.gained = 0.0
        self.return_floor = rules.return_floor[self.sector] * self.scale
        self.open_limit = rules.open_limit * self.scale
        self.weeks_under = 0
        self.is_present, self.since = True, 0
        self.open_projects = 0
        self.last_place: dict[int, list[Building]] = {}

    def begin_anew(self, goals: Shares, honouring: float, attention_left: float, week: int) -> None:
        """Others hold its seat from now on; they bring no stock, and nobody knows them."""
        self.is_present, self.since = True, week
        self.goals = goals
        self.first_honouring = self.honouring = honouring
        self.attention_left = attention_left
        self.exposure = self.returns = self.gained = 0.0
        self.weeks_under = 0
        self.last_place = {}

    def works_in(self, area: int) -> bool:
        """Is it of this area, or shared by all?"""
        return self.is_shared or self.area == area

    def can_meet(self, other: Organisation) -> bool:
        """Is there an area in which both work?"""
        return self.area == other.area or self.is_shared or other.is_shared

    def sense(self, world: World, area: Area) -> Shares:
        """(10) An area's voiced needs through noise; its own goals where nobody spoke."""
        voiced = area.voiced()
        if sum(voiced) == 0:
            return self.goals
        normals = [
            normal(world.luck.uniform(Process.SENSING, self.code, world.week, k, area.number))
            for k in range(len(voiced))
        ]
        return sensed(voiced, normals, world.rules.organisations.sensing_noise)

    def propose_scope(self, world: World, need: Shares) -> Shares:
        """(11), and each sector's own way: drift before, bent toward what shows after."""
        rules = world.rules.organisations
        if self.sector == SOCIAL:
            need = blend(need, self.goals, rules.mission_drift)
        scope = scope_of(need, self.goals, rules.responsiveness)
        if self.sector == ADMINISTRATIVE:
            return blend(scope, normalise(rules.visible_output), rules.visible_bias)
        return scope

    def choose_place(self, world: World, scope: Shares, count: int, area: Area) -> list[Building]:
        """A race by demand; with probability 1 - rho the last place comes first in it."""
        luck, week, a = world.luck, world.week, area.number
        again = luck.uniform(Process.PLACE_REPEAT, self.code, week, area=a)
        is_anew = again < world.rules.organisations.responsiveness
        old = [] if is_anew else self.last_place.get(a, [])
        times = []
        for building in area.buildings:
            u = luck.uniform(Process.PLACE_SENSING, self.code, week, building.key, a)
            time = race(u, dot(building.voiced, scope) + 1.0)
            times.append((building not in old, time, building.number))
        first = sorted(number for _, _, number in sorted(times)[:count])
        self.last_place[a] = [world.buildings[number] for number in first]
        return self.last_place[a]

    def appeal(self, world: World, scope: Shares) -> float:
        """(58) What it sees in a scope beyond alignment."""
        return appeal(self.pull, scope, world.rules.organisations.commercial_scope)

    def worth(self, world: World, scope: Shares, size: float) -> float:
        """What a project of this scope is worth to it, its alignment apart."""
        return benefit(world.rules.forming.benefit, self.appeal(world, scope), size)

    def readiness(
        self, world: World, project: Project, trust: float, pledge: float, links: int
    ) -> float:
        """(1) of (13): chance that it joins."""
        rules = world.rules.forming
        return logistic(
            join_utility(
                self.worth(world, project.scope, project.size),
                alignment(self.goals, project.scope), trust, rules.private_cost, pledge,
                rules.transaction_rate, links,
            )
        )  # fmt: skip


def _told(told: tuple[float | None, ...], usual: list[float]) -> list[float]:
    return [u if t is None else t for t, u in zip(told, usual, strict=True)]


def first_attention(luck: Luck, code: int, week: int) -> float:
    """(59) The part of an act left over before an organisation's first week."""
    return luck.uniform(Process.FIRST_ATTENTION, code, week)


def income(world: World) -> None:
    """Step 3, stocks: what perishes does, the present earn and pay their running costs."""
    rules, accounts = world.rules.organisations, world.accounts
    lost: list[list[float]] = [[] for _ in PERISHABLE]
    costs: list[float] = []
    for c in world.organisations:
        for kind, r in enumerate(PERISHABLE):
            perished = rules.perish_rate * c.free[r]
            c.free[r] -= perished
            lost[kind].append(perished)
        earned = [each * c.is_present for each in shocks.income_of(world, c)]
        for r in range(R):
            c.free[r] += earned[r]
            accounts.entered[r] += earned[r]
        cost = min(c.free[FUNDS], rules.running_share * earned[FUNDS])
        c.free[FUNDS] -= cost
        costs.append(cost)
    for r, amounts in zip(PERISHABLE, lost, strict=True):
        accounts.lost[r] += pairwise(amounts)
    accounts.spent[FUNDS] += pairwise(costs)


def renew_attention(world: World) -> None:
    """Step 3: a fraction of an act carries over, whole acts lapse."""
    for c in world.organisations:
        c.attention_left = c.attention_left % 1.0 + c.attention


def leave(world: World, c: Organisation) -> None:
    """Who leaves takes its free stock along; forming projects of others let it go. A seat stays."""
    c.is_present = False
    if world.coordinator.lead is c:
        world.coordinator.lead = None
    for project in [p for p in world.projects if c.index in p.members]:
        if project.is_forming() and c.index != project.initiator:
            project.release(world, c.index)
        else:
            project.finish(world, End.EXIT)
    for r in range(R):
        world.accounts.lost[r] += c.free[r]
    c.free = [0.0] * R
