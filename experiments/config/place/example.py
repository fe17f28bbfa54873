"""The example community that ``coprod init`` writes: an invented place, small enough to read."""

from collections.abc import Iterable
from typing import Any

from experiments.config.place.columns import (
    BUILDINGS,
    CATEGORY_NAMES,
    HOUSEHOLDS,
    NEEDS,
    OPEN_NEEDS,
    ORGANISATIONS,
    RESOURCE_NAMES,
    TIES,
    Table,
)
from experiments.config.place.names import number_of
from experiments.config.place.parse import Row
from experiments.words.speech import Speaker

ELDERLY, YOUNG_RENTER, OTHER = range(3)
RENTER, OWNER = range(2)
YUAN_PER_UNIT = 3300.0
"""About the schema's per household, for the 181 households below."""
COUNTS = ((24, 12, 10, 6), (30, 4, 8, 3), (10, 26, 6, 8), (14, 10, 8, 2))
"""Of each building: elderly owners, young renters, other owners, other renters."""
ORGANISATIONS_THERE: tuple[tuple[str, str, int, tuple[float, ...], tuple[float, ...]], ...] = (
    ("Housing bureau", "住建局", 0, (1, 3, 1, 2, 0, 2), (0.5, 0.2, 0.2, 0.1)),
    ("Civil affairs bureau", "民政局", 0, (4, 2, 0, 1, 0, 0), (0.4, 0.2, 0.1, 0.1)),
    ("Street office", "街道办事处", 1, (2, 2, 1, 3, 1, 1), (0.5, 0.3, 0.1, 0.2)),
    ("Residents' committee", "居委会", 2, (3, 2, 1, 2, 1, 1), (0.1, 0.5, 0.1, 0.3)),
    ("Lead enterprise", "牵头企业", 3, (1, 1, 2, 1, 4, 2), (0.8, 0.2, 0.3, 0.1)),
    ("Property company", "物业公司", 4, (0, 1, 3, 1, 1, 4), (0.5, 0.4, 0.1, 0.1)),
    ("Vegetable shop", "菜店", 5, (0, 0, 1, 0, 4, 0), (0.3, 0.1, 0.1, 0.1)),
    ("Owners' committee", "业委会", 6, (1, 2, 2, 1, 0, 3), (0.1, 0.3, 0.1, 0.0)),
    ("Helping hands", "邻里互助社", 7, (4, 1, 0, 1, 0, 0), (0.1, 0.4, 0.3, 0.0)),
    ("Red armbands", "红袖标志愿队", 8, (2, 1, 0, 3, 0, 0), (0.0, 0.6, 0.1, 0.0)),
    ("Planning studio", "规划师工作室", 9, (1, 3, 1, 3, 0, 0), (0.0, 0.1, 0.6, 0.0)),
)
"""Names, role, priorities by category, weekly income by resource."""
TIES_THERE = (
    (0, 2, 0.6), (1, 2, 0.5), (2, 3, 0.7), (3, 7, 0.4), (3, 8, 0.6), (3, 9, 0.7), (4, 5, 0.6),
    (4, 2, 0.4), (5, 7, 0.2), (5, 3, 0.5), (6, 3, 0.3), (8, 9, 0.5), (10, 2, 0.4), (10, 4, 0.3),
)  # fmt: skip
MIXES = (
    (ELDERLY, 0.035, (36, 26, 4, 12, 12, 10)),
    (YOUNG_RENTER, 0.02, (2, 6, 14, 18, 38, 22)),
    (OTHER, 0.03, (12, 10, 28, 18, 14, 18)),
)
WAITING = ((0, ELDERLY, 1, 8, 20), (1, ELDERLY, 1, 12, 30), (2, None, 2, 9, 6), (3, None, 5, 4, 2))
"""Building, group, category, number, weeks."""
FEW = 8
"""Households of the table that shows the other form."""


def example_tables(say: Speaker) -> dict[Table, list[Row]]:
    """The tables of the example."""
    return {
        BUILDINGS: list(_buildings(say)),
        ORGANISATIONS: list(_organisations(say)),
        TIES: [
            _row(TIES, **{"from": _called(a, say), "to": _called(b, say), "trust": trust})
            for a, b, trust in TIES_THERE
        ],
        NEEDS: [_row(NEEDS, group=g, rate=rate, **_weights(mix)) for g, rate, mix in MIXES],
        OPEN_NEEDS: [
            _row(OPEN_NEEDS, building=_building(b, say), group=g, category=k, number=n, weeks=weeks)
            for b, g, k, n, weeks in WAITING
        ],
    }


def other_form(say: Speaker) -> tuple[Table, list[Row]]:
    """A few households one by one: what may be given instead of counts by building."""
    rows = [
        _row(
            HOUSEHOLDS, id=f"{1 + n // 4}-{101 + n % 4}", building=_building(n // 4, say),
            entrance=str(1 + n % 4 // 2), group=n % 3, tenure=int(n % 3 != YOUNG_RENTER),
            member=int(n == 0), floor_area=45.0 + 5 * (n % 3),
        )
        for n in range(FEW)
    ]  # fmt: skip
    return HOUSEHOLDS, rows


def _row(table: Table, **values: Any) -> Row:
    return {column.key: values.get(column.key) for column in table.columns}


def _building(number: int, say: Speaker) -> str:
    return f"{number + 1}号楼" if say.lang == "zh" else f"Building {number + 1}"


def _called(number: int, say: Speaker) -> str:
    return str(ORGANISATIONS_THERE[number][number_of(say)])


def _weights(mix: Iterable[float]) -> dict[str, float]:
    return {en: float(w) for (en, _), w in zip(CATEGORY_NAMES, mix, strict=True)}


def _buildings(say: Speaker) -> Iterable[Row]:
    kinds = ((ELDERLY, OWNER), (YOUNG_RENTER, RENTER), (OTHER, OWNER), (OTHER, RENTER))
    for number, counts in enumerate(COUNTS):
        for (group, tenure), households in zip(kinds, counts, strict=True):
            values = {"group": group, "tenure": tenure, "households": households}
            yield _row(BUILDINGS, building=_building(number, say), **values)


def _organisations(say: Speaker) -> Iterable[Row]:
    taken: dict[int, int] = {}
    for number, (_, _, role, goals, income) in enumerate(ORGANISATIONS_THERE):
        taken[role] = taken.get(role, 0) + 1
        incomes = zip(RESOURCE_NAMES, income, strict=True)
        yield _row(
            ORGANISATIONS,
            name=_called(number, say),
            role=role,
            number=taken[role],
            **_weights(goals),
            **{f"income_{en}": value for (en, _), value in incomes},
        )
