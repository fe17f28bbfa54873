"""The organisations: administrations, firms and social organisations with their decision rules.

What they hold and want lies in arrays (Bodies), one row an organisation; an agent is the rule that
reads its row. Rules that all share stand in Organisation; each sector's own rules in its class.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mesa
import numpy as np
from numba import types
from numba.experimental import structref
from numpy.typing import NDArray

from sim.columns import Columns
from sim.equations import (
    alignment,
    appeal,
    benefit,
    blend,
    dot,
    join_utility,
    logistic,
    normal,
    normalise,
    race,
    scope_of,
    sensed,
)
from sim.kernel import kernel
from sim.luck import Luck, Process, SetUp, process_word, uniform
from sim.parameters import Organisations
from sim.place import COUNT_OF_ROLE, OrganisationTable
from sim.projects import total
from sim.vocabulary import (
    AREA_CODES,
    CATEGORIES,
    EXPERTISE,
    FUNDS,
    LABOUR,
    MARKET,
    ROLE_CODES,
    SECTOR_OF_ROLE,
    SHARED_ROLES,
    Role,
)

if TYPE_CHECKING:
    from sim.model import CoProductionModel
    from sim.network import Ties
    from sim.projects import Project

PERISHABLE = (LABOUR, EXPERTISE)
HONOURING_RANGE = (0.02, 0.98)
OF_BODIES = (
    "code", "sector", "goals", "pull", "commercial", "free", "honouring", "exposure", "gained",
    "present",
)  # fmt: skip
OF_TIES = ("trust", "last_kept")
_K = len(CATEGORIES)


def roster(parameters: Organisations) -> list[tuple[Role, int]]:
    """Who exists: (role, number within the role), in frozen order."""
    counts = {role: getattr(parameters, name) for role, name in COUNT_OF_ROLE.items()}
    return [(role, number) for role, count in counts.items() for number in range(count)]


def placed(
    who: list[tuple[Role, int]], areas: int, sharing: bool
) -> tuple[list[tuple[Role, int]], list[int]]:
    """The roster of one area over all areas: who there is, and the area of each.

    Area 0 comes first, and with it what is shared; the others follow with what is their own.
    """
    own = [each for each in who if not (sharing and each[0] in SHARED_ROLES)]
    others = [(each, area) for area in range(1, areas) for each in own]
    return who + [each for each, _ in others], [0] * len(who) + [area for _, area in others]


def scale_of_shared(areas: int, growth: float) -> float:
    """(56) Size of a shared organisation over its size for one area: 1 + growth (areas - 1)."""
    return 1.0 + growth * (areas - 1)


def name_of(role: Role, number: int) -> str:
    """What an organisation without a name of its own is called; ``number`` from 0."""
    return f"{role.name.lower()}_{number + 1}"


@kernel
def perish_and_earn(free, income, present, perish_rate, running_share, entered, gone):
    """What perishes does so, the present earn, and pay running costs as far as funds go.

    Changes free (M, R) and adds what was earned to entered (R,). Tells in gone (P + 1, M) what
    was lost of the P kinds that perish, and last the running costs paid.
    """
    size, resources = free.shape
    for c in range(size):
        for kind, r in enumerate(PERISHABLE):
            gone[kind, c] = perish_rate * free[c, r]
            free[c, r] -= gone[kind, c]
        for r in range(resources):
            income_now = income[c, r] * present[c]
            free[c, r] += income_now
            entered[r] += income_now
        running = min(free[c, FUNDS], running_share * (income[c, FUNDS] * present[c]))
        free[c, FUNDS] -= running
        gone[-1, c] = running


@kernel
def renew_attention(left, each):
    """A week's attention (M,) comes to the part of an act that was left (M,); whole acts lapse."""
    for c in range(len(left)):
        left[c] = left[c] % 1.0 + each[c]


@kernel
def sense(voiced, entity, week, word, k0, k1, noise):
    """What an organisation senses of voiced needs (K,), by luck of its own for each category."""
    draws = np.empty(len(voiced))
    for k in range(len(voiced)):
        draws[k] = normal(uniform(entity, k, week, word, k0, k1))
    return sensed(voiced, draws, noise)


@kernel
def places_sensed(voiced, scope, count, entity, keys, week, word, k0, k1):
    """Buildings (count,), in order, that win a race with odds as the demand for a scope that is
    voiced there (B, K), and one for where nobody speaks. keys: (B,)."""
    times = np.empty(len(voiced))
    for b in range(len(voiced)):
        luck = uniform(entity, keys[b], week, word, k0, k1)
        times[b] = race(luck, dot(voiced[b], scope) + 1.0)
    return np.sort(np.argsort(times, kind="mergesort")[:count])


class Bodies:
    """What M organisations are and hold. Shapes: (M,), goals (M, K), free and income (M, R).

    code: the organisation's key for luck. free: stock neither reserved nor spent, in funds.
    honouring: propensity x. exposure: how far it is used to being watched. returns: average net
    return, funds a week. under: weeks in a row under the return floor. visible, commercial: (K,).
    pull: what revenue is worth to it, which is nothing but to firms.
    area: where it is; shared: whether it works in every area; scale: its size over that for one.
    """

    def __init__(
        self,
        parameters: Organisations,
        luck: Luck,
        table: OrganisationTable | None = None,
        areas: int = 1,
    ) -> None:
        one_area = _listed(table) if table is not None else roster(parameters)
        who, where = placed(one_area, areas, parameters.shared)
        self.areas = areas
        self.size = len(who)
        self.starters = len(one_area)
        self.role = np.array([role for role, _ in who], np.int64)
        self.area = np.array(where, np.int64)
        self.shared = np.isin(self.role, SHARED_ROLES) & (parameters.shared and areas > 1)
        self.scale = np.where(self.shared, scale_of_shared(areas, parameters.shared_growth), 1.0)
        self.street_offices = self.role == Role.STREET_OFFICE
        numbers = np.array([number for _, number in who], np.int64)
        self.code = AREA_CODES * self.area + ROLE_CODES * self.role + numbers
        self.sector = np.array([SECTOR_OF_ROLE[role] for role, _ in who], np.int64)
        self.names = [
            name_of(role, number) + (f"_area_{area}" if area > 0 else "")
            for (role, number), area in zip(who, where, strict=True)
        ]
        self.goals = self._goals(parameters, luck)
        income = np.array(parameters.income) * parameters.income_factor
        self.income = income[self.sector] * self.scale[:, None]
        self.free = parameters.initial_weeks * self.income
        self.attention = parameters.attention * self.scale
        self.table = table
        if table is not None:
            self._settle(table, parameters)
        self.attention_left = self.attention.copy()
        self.honouring = self.first_honouring(parameters, luck)
        self.exposure = np.zeros(self.size)
        self.returns = np.zeros(self.size)
        self.gained = np.zeros(self.size)
        self.return_floor = np.array(parameters.return_floor)[self.sector] * self.scale
        self.open_limit = parameters.open_limit * self.scale
        self.under = np.zeros(self.size, np.int64)
        self.visible = normalise(np.array(parameters.visible_output))
        self.commercial = np.array(parameters.commercial_scope)
        self.pull = np.where(self.sector == MARKET, parameters.commercial_pull, 0.0)
        self.present = np.ones(self.size, bool)
        self._gone = np.empty((len(PERISHABLE) + 1, self.size))
        self.open_projects = np.zeros(self.size, np.int64)

    def strangers(self) -> NDArray[np.bool_]:
        """Who never meets, for both are at work in their own areas only: bool (M, M)."""
        met = self.area[:, None] == self.area
        return ~(met | self.shared | self.shared[:, None])

    def _settle(self, table: OrganisationTable, parameters: Organisations) -> None:
        """What the table says takes the place of what was drawn."""
        self.names = list(table.names)
        self.goals = _given(table.goals, self.goals)
        self.income = _given(table.income, self.income)
        self.free = _given(table.stock, parameters.initial_weeks * self.income)
        self.attention = _given(table.attention, self.attention)

    def perish_and_earn(
        self, rules: Organisations, income: NDArray[np.float64], entered: NDArray[np.float64]
    ) -> tuple[list[float], float]:
        """One week of stocks with this week's income (M, R), which is added to entered (R,);
        returns what perished, in the order of PERISHABLE, and running costs paid.
        """
        perish_and_earn(
            self.free, income, self.present, rules.perish_rate, rules.running_share, entered,
            self._gone,
        )  # fmt: skip
        *lost, running = np.add.reduce(self._gone, axis=1).tolist()
        return lost, running

    def _goals(self, parameters: Organisations, luck: Luck) -> NDArray[np.float64]:
        """g ~ Dirichlet(concentration / heterogeneity x mean goals of the sector)."""
        scale = parameters.goal_concentration / parameters.heterogeneity
        goals = np.empty((self.size, _K))
        for j, (code, sector) in enumerate(zip(self.code, self.sector, strict=True)):
            mean = normalise(np.array(parameters.goals[sector]))
            draws = luck.stream(SetUp.PRIORITIES, int(code)).standard_gamma(scale * mean)
            goals[j] = normalise(draws)
        return goals

    def first_honouring(self, parameters: Organisations, luck: Luck) -> NDArray[np.float64]:
        """Propensities before anybody has learned, (M,)."""
        draws = [luck.stream(SetUp.HONOURING, int(code)).standard_normal() for code in self.code]
        propensity = parameters.honouring_mean + parameters.honouring_spread * np.array(draws)
        drawn = np.clip(propensity, *HONOURING_RANGE)
        return drawn if self.table is None else _given(self.table.honouring, drawn)


class OrganisationsType(types.StructRef):
    """Numba's type of ``OrganisationColumns``."""


structref.register(OrganisationsType)


class OrganisationColumns(Columns):
    """What organisations are and hold, and their ties, as compiled functions take them: by name."""

    def __new__(cls, *columns: NDArray[Any]) -> OrganisationColumns:
        return _organisations(*columns)


structref.define_proxy(OrganisationColumns, OrganisationsType, [*OF_BODIES, *OF_TIES])


@kernel
def _organisations(*columns):
    return OrganisationColumns(*columns)


def columns_of(bodies: Bodies, ties: Ties) -> OrganisationColumns:
    """All of them at once; each is changed in place only."""
    return OrganisationColumns(
        *(getattr(bodies, name) for name in OF_BODIES), *(getattr(ties, name) for name in OF_TIES)
    )


def _listed(table: OrganisationTable) -> list[tuple[Role, int]]:
    numbers = table.number.tolist()
    return [(Role(role), number) for role, number in zip(table.role, numbers, strict=True)]


def _given(said: NDArray[np.float64], drawn: NDArray[np.float64]) -> NDArray[np.float64]:
    """What is said, and where nothing is (nan) what was drawn."""
    return np.where(np.isnan(said), drawn, said)


class Organisation(mesa.Agent):
    """The rules all sectors share: sensing, choosing a place, the utility of joining."""

    model: CoProductionModel

    def __init__(self, model: CoProductionModel, index: int) -> None:
        super().__init__(model)
        self.index = index
        self.code = int(model.bodies.code[index])
        self.name = model.bodies.names[index]
        self.goals = model.bodies.goals[index]  # a view: its priorities g over the categories, (K,)
        self.last_place: dict[int, NDArray[np.int64]] = {}

    def sense(self, voiced: NDArray[np.float64], area: int = 0) -> NDArray[np.float64]:
        """Sensed need q from an area's voiced needs (K,), noisily; own goals if nobody spoke."""
        if total(voiced) == 0.0:
            return self.goals
        model, word = self.model, process_word(Process.SENSING, area)
        noise = model.parameters.organisations.sensing_noise
        return sense(voiced, self.code, model.week, word, *model.luck.key, noise)

    def propose_scope(self, need: NDArray[np.float64]) -> NDArray[np.float64]:
        """Scope of a project from sensed need (K,): between that need and its own goals."""
        rho = self.model.parameters.organisations.responsiveness
        return scope_of(need, self.goals, rho)

    def choose_place(
        self, scope: NDArray[np.float64], count: int, area: int = 0
    ) -> NDArray[np.int64]:
        """Buildings of an area where it senses most demand; path dependence repeats the last."""
        model, week = self.model, self.model.week
        start, stop = model.areas[area].start, model.areas[area].stop
        rho = model.parameters.organisations.responsiveness
        luck = model.luck.uniform(Process.PLACE_REPEAT, self.code, week, area=area)
        if area not in self.last_place or luck < rho:
            self.last_place[area] = start + places_sensed(
                model.voices.voiced[start:stop], scope, count, self.code,
                model.people.population.building_key[start:stop], week,
                process_word(Process.PLACE_SENSING, area), *model.luck.key,
            )  # fmt: skip
        return self.last_place[area]

    def appeal(self, scope: NDArray[np.float64]) -> float:
        """What it sees in a scope beyond alignment, in funds: firms the revenue it promises."""
        bodies = self.model.bodies
        return float(appeal(bodies.pull[self.index], scope, bodies.commercial))

    def utility(
        self, scope: NDArray[np.float64], size: float, trust: float, pledge: float, links: int
    ) -> float:
        """Utility U of joining a project, in funds."""
        forming = self.model.parameters.forming
        return float(
            join_utility(
                benefit(forming.benefit, self.appeal(scope), size), alignment(self.goals, scope),
                trust, forming.private_cost, pledge, forming.transaction_rate, links,
            )
        )  # fmt: skip

    def readiness(self, project: Project, trust: float, pledge: float, links: int) -> float:
        """Chance that it joins: the logistic of its utility."""
        return float(logistic(self.utility(project.scope, project.size, trust, pledge, links)))


class Administration(Organisation):
    """Departments, street office, residents' committee: authority, budget, and visible results."""

    def propose_scope(self, need: NDArray[np.float64]) -> NDArray[np.float64]:
        """As all do, then bent toward what shows (重数量轻质量, 政绩导向)."""
        bias = self.model.parameters.organisations.visible_bias
        return blend(super().propose_scope(need), self.model.bodies.visible, bias)


class Firm(Organisation):
    """Lead enterprise, property company, vendors: drawn to what bears revenue, see ``pull``."""


class SocialOrganisation(Organisation):
    """Social organisations, owners' committee, volunteers, designers: they speak for others."""

    def propose_scope(self, need: NDArray[np.float64]) -> NDArray[np.float64]:
        """What it passes on has drifted toward its own goals (表达偏离)."""
        drift = self.model.parameters.organisations.mission_drift
        return super().propose_scope(blend(need, self.goals, drift))


CLASS_OF_SECTOR = (Administration, Firm, SocialOrganisation)
