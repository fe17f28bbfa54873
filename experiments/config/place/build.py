"""Parsed tables into a Place, and what is wrong between their rows and between tables."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.config.place.columns import (
    BUILDINGS,
    CATEGORY_NAMES,
    GROUP_NAMES,
    HOUSEHOLDS,
    MOST_HOUSEHOLDS,
    NEEDS,
    OPEN_NEEDS,
    ORGANISATIONS,
    TENURE_NAMES,
    TIES,
)
from experiments.config.place.names import Names
from experiments.config.place.normal import luck_keys, natural, normal_form
from experiments.config.place.organisations import organisations_of, ties_of
from experiments.config.place.parse import Parsed, Row, rows_missing
from sim.base.vocabulary import GROUPS
from sim.parameters import Community
from sim.parameters.place import UNKNOWN, HouseholdTable, OpenNeeds, Place

Tables = Mapping[str, Parsed]
ALL_OR_NONE = ("entrance", "order_in_building", "order_in_community")


def build_place(tables: Tables) -> Place:
    """The place of these tables. Adds problems to them; with any, the place isn't to be used."""
    households = _households(tables)
    organisations = organisations_of(tables.get(ORGANISATIONS.key))
    ties = None
    if not _broken(tables, ORGANISATIONS.key):
        ties = ties_of(tables.get(TIES.key), organisations)
    fixed: dict[str, object] = {}
    if households is not None:
        fixed |= _fixed_by_households(households)
    if organisations is not None:
        fixed |= organisations.fixed
    return Place(
        households=households,
        organisations=None if organisations is None else organisations.table,
        ties=ties,
        rate_factors=_rates(tables.get(NEEDS.key), households, fixed),
        open_needs=None
        if _broken(tables, HOUSEHOLDS.key, BUILDINGS.key)
        else _open_needs(tables.get(OPEN_NEEDS.key), households),
        fixed=fixed,
        texts={
            key: normal_form(parsed.table, (row for _, row in parsed.rows))
            for key, parsed in sorted(tables.items())
            if not _broken(tables, *tables)
        },
    )


def _broken(tables: Tables, *keys: str) -> bool:
    """Whether one of these has problems: what refers to it can't be judged."""
    return any(tables[key].problems for key in keys if key in tables)


def _fixed_by_households(table: HouseholdTable) -> dict[str, object]:
    shares = tuple(float(count) / table.size for count in table.counts)
    return {
        "community.households": table.size,
        "community.buildings": len(table.building_key),
        "community.group_shares": shares,
    }


def _households(tables: Tables) -> HouseholdTable | None:
    single, counted = tables.get(HOUSEHOLDS.key), tables.get(BUILDINGS.key)
    if single is not None and counted is not None:
        counted.complain(None, None, "two_kinds", other=single.file)
        return None
    if counted is not None:
        return _settled(_expanded(counted))
    if single is None or not single.rows:
        return None
    _check_complete(single)
    return _settled([row for _, row in single.rows])


def _check_complete(parsed: Parsed) -> None:
    for key in ALL_OR_NONE:
        missing = list(rows_missing(parsed, key))
        if 0 < len(missing) < len(parsed.rows):
            for number in missing:
                parsed.complain(number, key, "all_or_none")


def _expanded(parsed: Parsed) -> list[Row]:
    """Counts as households, each called by building, group, tenure and number."""
    total = sum(row["households"] for _, row in parsed.rows)  # type: ignore[misc]
    if not parsed.rows and parsed.problems:
        return []
    if not 1 <= total <= MOST_HOUSEHOLDS:
        parsed.complain(None, "households", "total", found=total, most=MOST_HOUSEHOLDS)
        return []
    found = []
    for _, row in parsed.rows:
        group = GROUP_NAMES[int(row["group"] or 0)][0]
        tenure = "" if row["tenure"] is None else TENURE_NAMES[int(row["tenure"])][0]
        empty: Row = {column.key: None for column in HOUSEHOLDS.columns}
        shared = {key: row[key] for key in ("building", "group", "tenure", "floor_area")}
        for number in range(1, int(row["households"] or 0) + 1):
            name = f"{row['building']}/{group}/{tenure}/{number}"
            found.append({**empty, **shared, "id": name})
    return found


def _settled(rows: list[Row]) -> HouseholdTable | None:
    """Households in order of building, entrance and key."""
    if not rows:
        return None
    names = sorted({str(row["building"]) for row in rows}, key=natural)
    place = {name: index for index, name in enumerate(names)}
    building = np.array([place[str(row["building"])] for row in rows], np.int32)
    key = np.array(luck_keys([str(row["id"]) for row in rows]), np.int64)
    entrance = _ranks(rows)
    order = np.lexsort((key, entrance, building))
    return HouseholdTable(
        key=key[order],
        building_key=np.array(luck_keys(names), np.int64),
        building_names=tuple(names),
        building=building[order],
        entrance=entrance[order],
        group=_whole(rows, "group", order).astype(np.int8),
        owner=_whole(rows, "tenure", order).astype(np.int8),
        member=_whole(rows, "member", order).astype(np.int8),
        floor_area=_real(rows, "floor_area", order),
        participation=_real(rows, "participation", order),
        inside=_whole(rows, "order_in_building", order),
        across=_whole(rows, "order_in_community", order),
    )


def _ranks(rows: list[Row]) -> NDArray[np.int32]:
    """The entrance of each household among those of its building; UNKNOWN where not given."""
    if any(row["entrance"] is None for row in rows):
        return np.full(len(rows), UNKNOWN, np.int32)
    pairs = [(str(row["building"]), str(row["entrance"])) for row in rows]
    ranks: dict[tuple[str, str], int] = {}
    seen: dict[str, int] = {}
    for building, entrance in sorted(set(pairs), key=lambda pair: (pair[0], natural(pair[1]))):
        ranks[building, entrance] = seen.setdefault(building, 0)
        seen[building] += 1
    return np.array([ranks[pair] for pair in pairs], np.int32)


def _whole(rows: list[Row], key: str, order: NDArray[np.intp]) -> NDArray[np.int64]:
    values = [UNKNOWN if row[key] is None else int(row[key]) for row in rows]  # type: ignore[arg-type]
    return np.array(values, np.int64)[order]


def _real(rows: list[Row], key: str, order: NDArray[np.intp]) -> NDArray[np.float32]:
    values = [np.nan if row[key] is None else row[key] for row in rows]
    return np.array(values, np.float32)[order]


def _rates(
    parsed: Parsed | None, households: HouseholdTable | None, fixed: dict[str, object]
) -> NDArray[np.float64] | None:
    """Rates of the groups over their mean, which is put into ``fixed`` with the mix of needs."""
    if parsed is None:
        return None
    by_group: dict[int, Row] = {int(row["group"] or 0): row for _, row in parsed.rows}
    for group, names in enumerate(GROUP_NAMES):
        if group not in by_group and not parsed.problems:
            parsed.complain(None, "group", "no_group", group=Names(*names[:2]))
    mix = {
        group: tuple(float(row[en] or 0.0) for en, _ in CATEGORY_NAMES)
        for group, row in by_group.items()
    }
    for number, row in parsed.rows:
        if not sum(mix[int(row["group"] or 0)]) > 0.0:
            parsed.complain(number, None, "no_weight")
    if parsed.problems:
        return None
    rates = np.array([float(by_group[group]["rate"] or 0.0) for group in range(len(GROUPS))])
    shares = Community().group_shares if households is None else households.counts
    same = bool((rates == rates[0]).all())
    mean = float(rates[0]) if same else float(np.average(rates, weights=np.array(shares)))
    fixed["community.needs_mix"] = tuple(mix[group] for group in range(len(GROUPS)))
    fixed["community.arrival_rate"] = mean
    return np.ones(len(GROUPS)) if same or mean == 0.0 else rates / mean


def _open_needs(parsed: Parsed | None, households: HouseholdTable | None) -> OpenNeeds | None:
    if parsed is None:
        return None
    if households is None:
        parsed.complain(None, None, "needs_households")
        return None
    place = {name: index for index, name in enumerate(households.building_names)}
    rows = sorted(
        ((number, row) for number, row in parsed.rows if _known(parsed, number, row, place)),
        key=lambda each: _order(each[1], place),
    )
    _refuse_too_many(parsed, rows, households, place)

    def column(key: str) -> NDArray[np.int64]:
        return np.array([_or(row[key], UNKNOWN) for _, row in rows], np.int64)

    return OpenNeeds(
        building=np.array([place[str(row["building"])] for _, row in rows], np.int64),
        group=column("group"),
        category=column("category"),
        number=column("number"),
        weeks=np.array([_or(row["weeks"], 0) for _, row in rows], np.int64),
    )


def _or(value: Any, otherwise: int) -> int:
    return otherwise if value is None else int(value)


def _order(row: Row, place: Mapping[str, int]) -> tuple[int, ...]:
    """Entries for one group come before those for any, and the longest waiting first."""
    any_group = row["group"] is None
    found = (int(any_group), _or(row["group"], 0), -_or(row["weeks"], 0))
    return (place[str(row["building"])], _or(row["category"], 0), *found)


def _known(parsed: Parsed, number: int | None, row: Row, place: Mapping[str, int]) -> bool:
    if row["building"] in place:
        return True
    parsed.complain(number, "building", "no_building", found=row["building"])
    return False


def _refuse_too_many(
    parsed: Parsed,
    rows: list[tuple[int | None, Row]],
    households: HouseholdTable,
    place: Mapping[str, int],
) -> None:
    """A household has at most one open need of a category."""
    buildings = len(households.building_key)
    there = np.zeros((buildings, len(GROUPS)), np.int64)
    np.add.at(there, (households.building, households.group), 1)
    asked: dict[tuple[int, int], NDArray[np.int64]] = {}
    for number, row in rows:
        building, category = place[str(row["building"])], _or(row["category"], 0)
        group = _or(row["group"], UNKNOWN)
        left = asked.setdefault((building, category), there[building].copy())
        room = int(left.sum() if group == UNKNOWN else left[group])
        wanted = _or(row["number"], 0)
        if wanted > room:
            parsed.complain(number, "number", "too_many", found=wanted, most=max(0, room))
        left[group] -= wanted  # entries for any group come last: from which it is doesn't matter
