"""Write tables as CSV or Excel, with names in either language; a drawn community as tables."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sim.organisations import Bodies
from sim.state.network import Ties

from experiments.place.columns import (
    CATEGORY_NAMES,
    HOUSEHOLDS,
    NEEDS,
    ORGANISATIONS,
    RESOURCE_NAMES,
    TIES,
    Table,
)
from experiments.place.normal import written
from experiments.place.parse import Row
from sim.base.luck import Luck
from sim.base.vocabulary import ROLE_CODES
from sim.parameters import Parameters
from sim.state.population import Population
from sim.state.settled import neighbour_orders, population_of, rate_factors, ties_of

LANGUAGES = ("en", "zh")
BYTE_ORDER_MARK = "\ufeff"
"""By it Excel knows that a CSV file is UTF-8."""


@dataclass(frozen=True)
class Community:
    """A community at its start, drawn and given: who lives there, who acts there, their ties.

    inside, across: places of the households among neighbours, int64 (N,).
    """

    people: Population
    bodies: Bodies
    ties: Ties
    inside: NDArray[np.int64]
    across: NDArray[np.int64]


def community_at_start(parameters: Parameters, seed: int, replicate: int) -> Community:
    """The community that a run with these begins with, before firms bring in their capital."""
    luck = Luck(seed, replicate)
    table = None if parameters.place is None else parameters.place.organisations
    bodies = Bodies(parameters.organisations, luck, table)
    inside, across = (_ranks(order) for order in neighbour_orders(parameters, luck))
    ties = ties_of(parameters, bodies, luck)
    return Community(population_of(parameters, luck), bodies, ties, inside, across)


def _ranks(order: NDArray[Any]) -> NDArray[np.int64]:
    ranks = np.empty(len(order), np.int64)
    ranks[np.argsort(order, kind="stable")] = np.arange(len(order))
    return ranks


def tables_of(community: Community, parameters: Parameters) -> dict[str, list[Row]]:
    """All of it as rows by table: read back, they give the same model to the bit.

    Without needs open at the start. Households and buildings are called by numbers.
    """
    return {
        HOUSEHOLDS.key: _households(community),
        ORGANISATIONS.key: _organisations(community.bodies),
        TIES.key: _ties(community),
        NEEDS.key: _needs(parameters),
    }


def _households(community: Community) -> list[Row]:
    people = community.people
    return [
        {
            "id": str(int(people.key[i]) + 1),
            "building": str(int(people.building_key[people.building[i]]) + 1),
            "entrance": str(int(people.entrance[i]) + 1),
            "group": int(people.group[i]),
            "tenure": int(people.owner[i]),
            "member": int(people.member[i]),
            "floor_area": float(people.floor_area[i]),
            "participation": float(people.baseline[i]),
            "order_in_building": int(community.inside[i]),
            "order_in_community": int(community.across[i]),
        }
        for i in range(people.size)
    ]


def _organisations(bodies: Bodies) -> list[Row]:
    categories = [en for en, _ in CATEGORY_NAMES]
    resources = [en for en, _ in RESOURCE_NAMES]
    return [
        {
            "name": bodies.names[j],
            "role": int(bodies.role[j]),
            "number": int(bodies.code[j]) % ROLE_CODES + 1,
            "sector": int(bodies.sector[j]),
            **_by_name(categories, bodies.goals[j]),
            **_by_name([f"income_{each}" for each in resources], bodies.income[j]),
            **_by_name([f"stock_{each}" for each in resources], bodies.free[j]),
            "attention": float(bodies.attention[j]),
            "honouring": float(bodies.honouring[j]),
        }
        for j in range(bodies.size)
    ]


def _by_name(names: Sequence[str], values: Iterable[Any]) -> Row:
    return {name: float(value) for name, value in zip(names, values, strict=True)}


def _ties(community: Community) -> list[Row]:
    """Both ways of every pair of which one trusts the other."""
    trust, names = community.ties.trust, community.bodies.names
    return [
        {"from": names[i], "to": names[j], "trust": float(trust[i, j])}
        for i, j in np.argwhere((trust > 0.0) | (trust.T > 0.0))
    ]


def _needs(parameters: Parameters) -> list[Row]:
    rates = parameters.community.arrival_rate * rate_factors(parameters)
    mixes = parameters.community.needs_mix
    return [
        {
            "group": group,
            "rate": float(rates[group]),
            **_by_name([en for en, _ in CATEGORY_NAMES], mixes[group]),
        }
        for group in range(len(mixes))
    ]


def cells_of(table: Table, rows: Sequence[Row], lang: str) -> list[list[str]]:
    """The table's cells, names first, in a language; columns that are empty throughout left out."""
    number = LANGUAGES.index(lang)
    used = [c for c in table.columns if any(row.get(c.key) is not None for row in rows)]
    header = [column.names[number] for column in used]
    return [header, *([written(row[c.key], c, number) for c in used] for row in rows)]


def as_csv(table: Table, rows: Sequence[Row], lang: str, encoding: str = "utf-8") -> bytes:
    """The table as a CSV file; in UTF-8 it begins with a byte order mark."""
    sink = io.StringIO()
    csv.writer(sink).writerows(cells_of(table, rows, lang))
    mark = BYTE_ORDER_MARK if encoding == "utf-8" else ""
    return (mark + sink.getvalue()).encode(encoding)


def as_excel(table: Table, rows: Sequence[Row], lang: str) -> bytes:
    """The table as the first sheet of a workbook, every cell as text."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.names[LANGUAGES.index(lang)])
    for cells in cells_of(table, rows, lang):
        sheet.append(cells)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()
