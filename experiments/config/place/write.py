"""Write tables as CSV or Excel, with names in either language; a drawn community as tables."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.base.disarm import disarmed
from experiments.config.place.columns import (
    CATEGORY_NAMES,
    HOUSEHOLDS,
    NEEDS,
    ORGANISATIONS,
    RESOURCE_NAMES,
    TIES,
    Column,
    Table,
)
from experiments.config.place.names import number_of
from experiments.config.place.normal import written
from experiments.config.place.parse import Row, Value
from experiments.words.speech import Speaker
from sim.base.luck import Luck
from sim.base.vocabulary import ROLE_CODES
from sim.parameters import Parameters
from sim.state.community import people_of
from sim.state.organisations import (
    Organisations,
    Standing,
    build_organisations,
    first_standing,
    names_of,
)
from sim.state.population import Population
from sim.state.settled import neighbour_orders, population_of, ties_of

BYTE_ORDER_MARK = "\ufeff"
"""By it Excel knows that a CSV file is UTF-8."""


@dataclass(frozen=True)
class Community:
    """A community at its start, drawn and given: who lives there, who acts there, their ties.

    names: of the organisations. trust: float64 (M, M). inside, across: places of the households
    among neighbours, int64 (N,).
    """

    people: Population
    organisations: Organisations
    standing: Standing
    names: list[str]
    trust: NDArray[np.float64]
    inside: NDArray[np.int64]
    across: NDArray[np.int64]


def community_at_start(parameters: Parameters, seed: int, replicate: int) -> Community:
    """The community that a run with these begins with, before firms bring in their capital."""
    luck, rules, areas = Luck(seed, replicate), parameters.organisations, parameters.areas
    table = None if parameters.place is None else parameters.place.organisations
    people = population_of(parameters, luck)
    organisations = build_organisations(rules, luck, table, areas)
    inside, across = (_ranks(order) for order in neighbour_orders(parameters, luck))
    return Community(
        people=people,
        organisations=organisations,
        standing=first_standing(rules, organisations, table, people.buildings, areas, luck),
        names=names_of(rules, table, areas),
        trust=ties_of(parameters, organisations, luck),
        inside=inside,
        across=across,
    )


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
        ORGANISATIONS.key: _organisations(community),
        TIES.key: _ties(community),
        NEEDS.key: _needs(community, parameters),
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


def _organisations(community: Community) -> list[Row]:
    categories = [en for en, _ in CATEGORY_NAMES]
    resources = [en for en, _ in RESOURCE_NAMES]
    known, stock = community.organisations, community.standing.free
    return [
        {
            "name": name,
            "role": int(known.role[j]),
            "number": int(known.code[j]) % ROLE_CODES + 1,
            "sector": int(known.sector[j]),
            **_by_name(categories, known.goals[j]),
            **_by_name([f"income_{each}" for each in resources], known.income[j]),
            **_by_name([f"stock_{each}" for each in resources], stock[j]),
            "attention": float(known.attention[j]),
            "honouring": float(known.honouring[j]),
        }
        for j, name in enumerate(community.names)
    ]


def _by_name(names: Sequence[str], values: Iterable[Any]) -> Row:
    return {name: float(value) for name, value in zip(names, values, strict=True)}


def _ties(community: Community) -> list[Row]:
    """Both ways of every pair of which one trusts the other."""
    trust, names = community.trust, community.names
    return [
        {"from": names[i], "to": names[j], "trust": float(trust[i, j])}
        for i, j in np.argwhere((trust > 0.0) | (trust.T > 0.0))
    ]


def _needs(community: Community, parameters: Parameters) -> list[Row]:
    factors = people_of(community.people, parameters).rate_factors
    rates = parameters.community.arrival_rate * factors
    mixes = parameters.community.needs_mix
    return [
        {
            "group": group,
            "rate": float(rates[group]),
            **_by_name([en for en, _ in CATEGORY_NAMES], mixes[group]),
        }
        for group in range(len(mixes))
    ]


def cells_of(table: Table, rows: Sequence[Row], say: Speaker) -> list[list[str]]:
    """The table's cells, names first, in a language; columns that are empty throughout left out."""
    number = number_of(say)
    used = [c for c in table.columns if any(row.get(c.key) is not None for row in rows)]
    header = [column.names[number] for column in used]
    return [header, *([_cell(row[c.key], c, number) for c in used] for row in rows)]


def _cell(value: Value, column: Column, language: int) -> str:
    """Names come from anywhere, and must not be run by who opens the table."""
    text = written(value, column, language)
    return str(disarmed(text)) if column.shape == "name" else text


def as_csv(table: Table, rows: Sequence[Row], say: Speaker, encoding: str = "utf-8") -> bytes:
    """The table as a CSV file; in UTF-8 it begins with a byte order mark."""
    sink = io.StringIO()
    csv.writer(sink).writerows(cells_of(table, rows, say))
    mark = BYTE_ORDER_MARK if encoding == "utf-8" else ""
    return (mark + sink.getvalue()).encode(encoding)


def as_excel(table: Table, rows: Sequence[Row], say: Speaker) -> bytes:
    """The table as the first sheet of a workbook, every cell as text."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.names[number_of(say)])
    for cells in cells_of(table, rows, say):
        sheet.append(cells)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()
