"""One name, one spelling: names that differ only in width, case or blanks are refused."""

from collections.abc import Mapping
from dataclasses import dataclass

from experiments.config.place.cell import folded
from experiments.config.place.columns import BUILDINGS, HOUSEHOLDS, OPEN_NEEDS, ORGANISATIONS, TIES
from experiments.config.place.parse import Parsed
from experiments.config.place.problem import shown

KINDS = (
    ((HOUSEHOLDS, "id", None),),
    ((HOUSEHOLDS, "building", None), (BUILDINGS, "building", None), (OPEN_NEEDS, "building", None)),
    ((HOUSEHOLDS, "entrance", "building"),),
    ((ORGANISATIONS, "name", None), (TIES, "from", None), (TIES, "to", None)),
)
"""Columns that hold names of the same things, and the column within which a name is another's.

The first that is there says how a name is spelt.
"""


@dataclass(frozen=True)
class _Spelt:
    """How a name was first spelt, and where."""

    name: str
    file: str
    row: int | None


def refuse_spellings(tables: Mapping[str, Parsed]) -> None:
    """Complain of each other spelling once a file, where it is first found.

    The rows then have the spelling that came first, so that nothing else is told of the same cause.
    """
    for kind in KINDS:
        spelt: dict[tuple[str, str], _Spelt] = {}
        for table, key, within in kind:
            if table.key in tables:
                _refuse(tables[table.key], key, within, spelt)


def _refuse(
    parsed: Parsed, key: str, within: str | None, spelt: dict[tuple[str, str], _Spelt]
) -> None:
    told: set[str] = set()
    for number, row in parsed.rows:
        if row[key] is None:
            continue
        name, inside = str(row[key]), "" if within is None else folded(str(row[within]))
        first = spelt.setdefault((inside, folded(name)), _Spelt(name, parsed.file, number))
        row[key] = first.name
        if name == first.name or name in told:
            continue
        told.add(name)
        where = {"file": first.file, "first": "-" if first.row is None else first.row}
        found = {"found": shown(name), "other": shown(first.name)}
        parsed.complain(number, key, "spelling", **found, **where)
