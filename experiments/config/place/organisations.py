"""Organisations and their ties from parsed tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.config.place.columns import (
    CATEGORY_NAMES,
    RESOURCE_NAMES,
    ROLE_NAMES,
    SECTOR_NAMES,
    most_of,
)
from experiments.config.place.names import Names
from experiments.config.place.parse import Parsed, Row
from sim.base.vocabulary import SECTOR_OF_ROLE, Role
from sim.parameters.place import COUNT_OF_ROLE, OrganisationTable

CLOSE_TO_ONE = 1e-9
"""Priorities whose sum is this close to 1 are taken as they are, to the bit."""
CATEGORY_KEYS = tuple(en for en, _ in CATEGORY_NAMES)


@dataclass(frozen=True)
class Organisations:
    """The table, and the parameters that follow from it."""

    table: OrganisationTable
    fixed: dict[str, object]


def organisations_of(parsed: Parsed | None) -> Organisations | None:
    """The organisations, in order of role and number; None where there is no table."""
    if parsed is None:
        return None
    if not _are_few(parsed):
        return None
    for number, row in parsed.rows:
        _check_sector(parsed, number, row)
        _check_priorities(parsed, number, row)
    numbers = _numbers(parsed)
    order = sorted(range(len(parsed.rows)), key=lambda i: (parsed.rows[i][1]["role"], numbers[i]))
    rows = [parsed.rows[i][1] for i in order]
    table = OrganisationTable(
        role=np.array([row["role"] for row in rows], np.int64),
        number=np.array([numbers[i] for i in order], np.int64),
        names=tuple(str(row["name"]) for row in rows),
        goals=np.array([_priorities(row) for row in rows]).reshape(-1, len(CATEGORY_KEYS)),
        income=_per_resource(rows, "income"),
        stock=_per_resource(rows, "stock"),
        attention=_column(rows, "attention"),
        honouring=_column(rows, "honouring"),
    )
    counts = {f"organisations.{name}": table.count(role) for role, name in COUNT_OF_ROLE.items()}
    return Organisations(table, dict(counts))


def _check_sector(parsed: Parsed, number: int | None, row: Row) -> None:
    right = SECTOR_OF_ROLE[int(row["role"] or 0)]
    if row["sector"] is not None and row["sector"] != right:
        names = Names(*SECTOR_NAMES[right][:2])
        parsed.complain(number, "sector", "other_sector", allowed=names)


def _check_priorities(parsed: Parsed, number: int | None, row: Row) -> None:
    given = [row[key] for key in CATEGORY_KEYS]
    for key, value in zip(CATEGORY_KEYS, given, strict=True):
        if value is None and any(each is not None for each in given):
            parsed.complain(number, key, "all_priorities")
    if all(value is not None for value in given) and not sum(map(float, given)) > 0.0:  # type: ignore[arg-type]
        parsed.complain(number, None, "no_weight")


def _are_few(parsed: Parsed) -> bool:
    """Whether there are no more of any role than the model takes."""
    good = True
    for role in Role:
        rows = [number for number, row in parsed.rows if row["role"] == role]
        if len(rows) > most_of(role):
            good = False
            allowed = Names(*ROLE_NAMES[role][:2])
            values = {"found": len(rows), "role": allowed, "most": most_of(role)}
            parsed.complain(rows[most_of(role)], "role", "too_many_of_role", **values)
    return good


def _numbers(parsed: Parsed) -> list[int]:
    """Each organisation's number within its role, from 0: as given, or the next that is free."""
    taken: dict[Any, set[int]] = {}
    for number, row in parsed.rows:
        if row["number"] is not None:
            mine, own = taken.setdefault(row["role"], set()), int(row["number"]) - 1
            if own in mine:
                parsed.complain(number, "number", "number_twice", found=row["number"])
            mine.add(own)
    found = []
    for _, row in parsed.rows:
        mine = taken.setdefault(row["role"], set())
        own = next(n for n in range(len(parsed.rows) + len(mine) + 1) if n not in mine)
        if row["number"] is not None:
            own = int(row["number"]) - 1
        mine.add(own)
        row["number"] = own + 1
        found.append(own)
    return found


def _priorities(row: Row) -> list[float]:
    given = [row[key] for key in CATEGORY_KEYS]
    if any(value is None for value in given):
        return [np.nan] * len(given)
    weights = [float(value) for value in given]  # type: ignore[arg-type]
    whole = reduce(add, weights)  # newer Pythons' sum() compensates: another last bit
    if abs(whole - 1.0) <= CLOSE_TO_ONE or whole <= 0.0:
        return weights
    return [weight / whole for weight in weights]


def _column(rows: Sequence[Row], key: str) -> NDArray[np.float64]:
    return np.array([np.nan if row[key] is None else row[key] for row in rows], np.float64)


def _per_resource(rows: Sequence[Row], stem: str) -> NDArray[np.float64]:
    columns = [_column(rows, f"{stem}_{en}") for en, _ in RESOURCE_NAMES]
    return np.stack(columns, axis=1)


def ties_of(
    parsed: Parsed | None, organisations: Organisations | None
) -> NDArray[np.float64] | None:
    """Trust of each organisation in each other; a tie given one way holds both ways."""
    if parsed is None:
        return None
    if organisations is None and parsed.problems:
        return None
    if organisations is None:
        parsed.complain(None, None, "needs_organisations")
        return None
    names = organisations.table.names
    place = {name: index for index, name in enumerate(names)}
    trust = np.full((len(names), len(names)), np.nan)
    for number, row in parsed.rows:
        ends = [place.get(str(row[key])) for key in ("from", "to")]
        for key, end in zip(("from", "to"), ends, strict=True):
            if end is None:
                parsed.complain(number, key, "no_organisation", found=row[key])
        if None not in ends and ends[0] == ends[1]:
            parsed.complain(number, "to", "self_tie", found=row["to"])
        elif None not in ends:
            trust[ends[0], ends[1]] = row["trust"]
    trust = np.where(np.isnan(trust), trust.T, trust)
    trust[np.isnan(trust)] = 0.0
    return trust
