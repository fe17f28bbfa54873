"""What organisations are, and how they stand; M of them, one row each."""

import math

import numpy as np
from numpy.typing import NDArray

from sim.base.equations import normalise
from sim.base.luck import Luck, Process
from sim.base.normal import normals
from sim.base.struct import Struct
from sim.base.vocabulary import (
    AREA_CODES,
    CATEGORIES,
    MARKET,
    ROLE_CODES,
    SECTOR_OF_ROLE,
    SHARED_ROLES,
    Role,
)
from sim.parameters import Organisations as Rules
from sim.parameters.place import COUNT_OF_ROLE, OrganisationTable
from sim.state.seats import LEAST_SHARE, goals_from, honouring_from

_K = len(CATEGORIES)
Seat = tuple[Role, int]
"""A role and a number within it, from 0."""


class Organisations(Struct):
    """What organisations are, seat by seat: shapes (M,), goals (M, K), income (M, R).

    code: the seat's key for luck. area: where it is; shared: whether it works in every area; scale:
    its size over that for one. goals: priorities g of who holds the seat; first_goals: of who held
    it at the start. pull: what revenue is worth to it, which is nothing but to firms. attention:
    acts a week. honouring: propensity of who holds it, before it has learned. log_shares: (S, K),
    logarithms of the sectors' mean goals. visible, commercial: (K,), what shows, and what bears
    revenue. Goals and honouring change with who holds a seat, and goals by guidance.
    """

    role: NDArray[np.int64]
    code: NDArray[np.int64]
    sector: NDArray[np.int64]
    area: NDArray[np.int64]
    shared: NDArray[np.bool_]
    scale: NDArray[np.float64]
    goals: NDArray[np.float64]
    first_goals: NDArray[np.float64]
    pull: NDArray[np.float64]
    income: NDArray[np.float64]
    attention: NDArray[np.float64]
    return_floor: NDArray[np.float64]
    open_limit: NDArray[np.float64]
    honouring: NDArray[np.float64]
    log_shares: NDArray[np.float64]
    visible: NDArray[np.float64]
    commercial: NDArray[np.float64]


class Standing(Struct):
    """What changes: shapes (M,), free (M, R).

    free: stock neither reserved nor spent, in funds. attention: left this week, in acts. honouring:
    propensity x. exposure: how far it is used to being watched. gained: this week, returns: on
    average, in funds a week. under: weeks in a row under the return floor. since: week from which
    who holds it does. open: projects it has started that are under way. place: bool (M, B),
    buildings it went to last; placed: bool (M, A), whether it went anywhere in an area.
    """

    free: NDArray[np.float64]
    attention: NDArray[np.float64]
    honouring: NDArray[np.float64]
    exposure: NDArray[np.float64]
    gained: NDArray[np.float64]
    returns: NDArray[np.float64]
    under: NDArray[np.int64]
    since: NDArray[np.int64]
    present: NDArray[np.bool_]
    open: NDArray[np.int64]
    place: NDArray[np.bool_]
    placed: NDArray[np.bool_]


def roster(rules: Rules) -> list[Seat]:
    """Who exists in one area, in frozen order."""
    counts = {role: getattr(rules, name) for role, name in COUNT_OF_ROLE.items()}
    return [(role, number) for role, count in counts.items() for number in range(count)]


def placed(who: list[Seat], areas: int, sharing: bool) -> tuple[list[Seat], list[int]]:
    """The roster of one area over all areas: who there is, and the area of each.

    Area 0 comes first, and with it what is shared; the others follow with what is their own.
    """
    own = [each for each in who if not (sharing and each[0] in SHARED_ROLES)]
    others = [(each, area) for area in range(1, areas) for each in own]
    return who + [each for each, _ in others], [0] * len(who) + [area for _, area in others]


def scale_of_shared(areas: int, growth: float) -> float:
    """(56) Size of a shared organisation over its size for one area: 1 + growth (areas - 1)."""
    return 1.0 + growth * (areas - 1)


def name_of(role: Role, number: int, area: int = 0) -> str:
    """What an organisation without a name of its own is called; ``number`` from 0."""
    return f"{role.name.lower()}_{number + 1}" + (f"_area_{area}" if area > 0 else "")


def seats(
    rules: Rules, table: OrganisationTable | None, areas: int
) -> tuple[list[Seat], list[int]]:
    """Who there is in all areas, and the area of each: by the table, or by the roster."""
    return placed(_listed(table) if table is not None else roster(rules), areas, rules.shared)


def _listed(table: OrganisationTable) -> list[Seat]:
    numbers = table.number.tolist()
    return [(Role(role), number) for role, number in zip(table.role, numbers, strict=True)]


def names_of(rules: Rules, table: OrganisationTable | None, areas: int) -> list[str]:
    """What they are called, in order."""
    if table is not None:
        return list(table.names)
    who, where = seats(rules, table, areas)
    return [name_of(*seat, area) for seat, area in zip(who, where, strict=True)]


def build_organisations(
    rules: Rules, luck: Luck, table: OrganisationTable | None = None, areas: int = 1
) -> Organisations:
    """Draw them; what a table says takes the place of what would be drawn."""
    who, where = seats(rules, table, areas)
    role = np.array([role for role, _ in who], np.int64)
    numbers = np.array([number for _, number in who], np.int64)
    area = np.array(where, np.int64)
    sector = np.array(SECTOR_OF_ROLE, np.int64)[role]
    code = AREA_CODES * area + ROLE_CODES * role + numbers
    shared = np.isin(role, SHARED_ROLES) & (rules.shared and areas > 1)
    scale = np.where(shared, scale_of_shared(areas, rules.shared_growth), 1.0)
    income = (np.array(rules.income) * rules.income_factor)[sector] * scale[:, None]
    log_shares = log_shares_of(rules)
    drawn = _goals(rules, log_shares, code, sector, luck)
    goals = _given(table, "goals", drawn)
    return Organisations(
        role=role, code=code, sector=sector, area=area, shared=shared, scale=scale,
        goals=goals.copy(), first_goals=goals,
        pull=np.where(sector == MARKET, rules.commercial_pull, 0.0),
        income=_given(table, "income", income),
        attention=_given(table, "attention", rules.attention * scale),
        return_floor=np.array(rules.return_floor)[sector] * scale,
        open_limit=rules.open_limit * scale,
        honouring=_given(table, "honouring", _honouring(rules, code, luck)),
        log_shares=log_shares, visible=normalise(np.array(rules.visible_output)),
        commercial=np.array(rules.commercial_scope),
    )  # fmt: skip


def first_standing(
    rules: Rules, organisations: Organisations, table: OrganisationTable | None,
    buildings: int, areas: int, luck: Luck,
) -> Standing:  # fmt: skip
    """Before the first week; (59) each has a part of an act left, by its own luck."""
    size = len(organisations.role)
    free = rules.initial_weeks * organisations.income
    return Standing(
        free=_given(table, "stock", free),
        attention=luck.uniforms(Process.FIRST_ATTENTION, organisations.code, 0),
        honouring=organisations.honouring.copy(),
        exposure=np.zeros(size),
        gained=np.zeros(size),
        returns=np.zeros(size),
        under=np.zeros(size, np.int64),
        since=np.zeros(size, np.int64),
        open=np.zeros(size, np.int64),
        present=np.ones(size, bool),
        place=np.zeros((size, buildings), bool),
        placed=np.zeros((size, areas), bool),
    )


def strangers(organisations: Organisations) -> NDArray[np.bool_]:
    """Who never meets, for both are at work in their own areas only: bool (M, M)."""
    area, shared = organisations.area, organisations.shared
    return ~((area[:, None] == area) | shared | shared[:, None])


def log_shares_of(rules: Rules) -> NDArray[np.float64]:
    """Logarithms of the sectors' mean goals as shares, none under the least share: (S, K)."""
    means = [normalise(np.array(goals)) for goals in rules.goals]
    return np.array([[math.log(max(LEAST_SHARE, share)) for share in mean] for mean in means])


def _goals(
    rules: Rules, log_shares: NDArray[np.float64], code: NDArray[np.int64],
    sector: NDArray[np.int64], luck: Luck,
) -> NDArray[np.float64]:  # fmt: skip
    goals, categories = np.empty((len(code), _K)), np.arange(_K)
    for j in range(len(code)):
        own = normals(luck.uniforms(Process.GOALS, np.full(_K, code[j]), 0, categories))
        goals[j] = goals_from(log_shares, sector[j], rules.heterogeneity, rules.goal_spread, own)
    return goals


def _honouring(rules: Rules, code: NDArray[np.int64], luck: Luck) -> NDArray[np.float64]:
    draws = normals(luck.uniforms(Process.HONOURING, code, 0))
    mean, spread = rules.honouring_mean, rules.honouring_spread
    return np.array([honouring_from(mean, spread, z) for z in draws])


def _given(
    table: OrganisationTable | None, name: str, drawn: NDArray[np.float64]
) -> NDArray[np.float64]:
    """What a table says, and where it says nothing (nan, or no table) what was drawn."""
    if table is None:
        return drawn
    said: NDArray[np.float64] = getattr(table, name)
    return np.where(np.isnan(said), drawn, said)
