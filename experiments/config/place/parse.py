"""Cells of text into values by their columns; every cell that isn't allowed is a problem."""

import difflib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from experiments.base.describe import listed
from experiments.config.place.cell import failed, is_total, no_name, tidy
from experiments.config.place.columns import LONGEST_NAME, NOTES, Column, Table, both
from experiments.config.place.content import (
    DECIMAL_COMMA,
    FULL_WIDTH,
)
from experiments.config.place.names import Names
from experiments.config.place.problem import Problem, shown
from experiments.config.place.raw import (
    DATE_MARK,
    FORMULA_MARK,
    Raw,
)
from experiments.words.speech import Message, Sayable

MOST_PROBLEMS = 1000
"""Told of one file; of more, that there are more."""
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}([.,]\d{3})+", re.ASCII)
"""Refused where commas are decimal marks: it may be a thousand."""
LONGEST_NUMBER = 40
TITLES = 10
"""Rows below the first among which names of columns are looked for."""
NOT_IN_FRONT = ("=", "+", "-", "@")
"""A spreadsheet would take a name that begins so for a formula."""
Value = str | int | float | None
Row = dict[str, Value]


@dataclass
class Parsed:
    """A table's rows with their numbers in the file, and what is wrong with it.

    rows: a value for each column of the table, None where there is none. headers: what the file
    calls each column that it has. language: that of these names, 0 English, 1 Chinese; None: both.
    called: as of Raw.
    """

    table: Table
    file: str
    rows: list[tuple[int | None, Row]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    called: Mapping[int, Sayable] = field(default_factory=dict)
    language: int | None = None

    def complain(self, row: int | None, key: str | None, what: str, **values: object) -> None:
        """Note a problem, in a column by its English name."""
        if len(self.problems) < MOST_PROBLEMS:
            column = None if key is None else self.headers.get(key, key)
            called = None if row is None else self.called.get(row)
            number = row if called is None else None
            self.problems.append(Problem(self.file, number, column, what, values, called))
        elif len(self.problems) == MOST_PROBLEMS:
            most = {"most": MOST_PROBLEMS}
            self.problems.append(Problem(self.file, None, None, "more", most))

    def values(self, key: str) -> list[Any]:
        """A column."""
        return [row[key] for _, row in self.rows]


def parse(raw: Raw, table: Table, ignored: bool = False) -> Parsed:
    """A file's cells as the table's values. ignored: whether unknown columns are passed over."""
    parsed = Parsed(table, raw.file, called=raw.called)
    below = _header_below(raw, table)
    if below is not None:
        parsed.complain(raw.header_row, None, "title", header=below)
        return parsed
    places = _columns(raw, parsed, ignored)
    missing = [each for each in table.columns if each.needed and each.key not in places]
    for column in missing:
        parsed.complain(None, "/".join(column.names), "no_column")
    if missing:
        return parsed
    for number, cells in raw.rows:
        if len(cells) > len(raw.header) and any(cells[len(raw.header) :]):
            parsed.complain(number, None, "ragged", found=len(cells), allowed=len(raw.header))
            continue
        row = _row(parsed, number, cells, places, raw.decimal)
        if row is not None:
            parsed.rows.append((number, row))
    _refuse_twice(parsed)
    return parsed


def _row(
    parsed: Parsed, number: int | None, cells: list[str], places: dict[str, int], decimal: str
) -> Row | None:
    """The values of a row; None, with its problems told, where some cell isn't allowed."""
    row: Row = {column.key: None for column in parsed.table.columns}
    given = {key: cells[place] if place < len(cells) else "" for key, place in places.items()}
    if _refused_whole(parsed, number, given):
        return None
    good = True
    for key, cell in given.items():
        column = parsed.table.column(key)
        row[key], problem = value_of(cell, column, decimal, parsed.language)
        if problem is not None:
            good = False
            parsed.complain(number, key, problem[0], **problem[1])
    return row if good else None


def _refused_whole(parsed: Parsed, number: int | None, given: dict[str, str]) -> bool:
    """Whether a row is none of the table's, which is told once and not cell by cell."""
    total = next((key for key, cell in given.items() if is_total(cell)), None)
    if total is not None:
        parsed.complain(number, total, "total_row", found=given[total])
        return True
    filled = [cell for cell in given.values() if cell]
    if len(filled) == 1 and FULL_WIDTH in filled[0] and len(given) > 1:
        parsed.complain(number, None, "full_width", found=shown(filled[0]))
        return True
    return False


def _header_below(raw: Raw, table: Table) -> int | None:
    """The row of the names of columns, where one below the first has all that are needed."""
    known = {plain(name): each.key for each in table.columns for name in each.names}
    needed = {each.key for each in table.columns if each.needed}
    if needed <= {known.get(plain(name)) for name in raw.header}:
        return None
    for number, cells in raw.rows[:TITLES]:
        if needed <= {known.get(plain(cell)) for cell in cells}:
            return number
    return None


def _columns(raw: Raw, parsed: Parsed, ignored: bool) -> dict[str, int]:
    """Where each column of the table is, by its English name."""
    known = {plain(name): each for each in parsed.table.columns for name in each.names}
    notes = {plain(name) for name in NOTES}
    places: dict[str, int] = {}
    strange: list[tuple[int, str]] = []
    for place, name in enumerate(raw.header):
        column = known.get(plain(name))
        if column is None:
            if plain(name) not in notes and not ignored:
                strange.append((place, name))
        elif column.key in places:
            parsed.complain(raw.header_row, name, "column_twice")
        else:
            places[column.key] = place
            parsed.headers[column.key] = name
    parsed.language = _language(parsed)
    for place, name in strange:
        what = "unknown_column" if name else "unnamed"
        values = {"allowed": _names(name, parsed)} if name else {}
        parsed.complain(raw.header_row, name or letters(place), what, **values)
    return places


def _names(found: str, parsed: Parsed) -> Sayable:
    """The columns that may be there, as many as fit, and those that were meant."""
    names = (*(each.names for each in parsed.table.columns), NOTES)
    near = difflib.get_close_matches(plain(found), [name for pair in names for name in pair])
    allowed = _only(Names(listed(en for en, _ in names), both(names).zh), parsed.language)
    if not near:
        return allowed
    meant = Names(" or ".join(near), "、".join(near))
    return Message("place.meant", {"allowed": allowed, "meant": meant})


def letters(place: int) -> str:
    """What a spreadsheet calls the column at this place, from 0: A, B, ... Z, AA."""
    return (letters(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)


def _language(parsed: Parsed) -> int | None:
    """The language that all of the file's names of columns are in."""
    columns = ((parsed.table.column(key), plain(name)) for key, name in parsed.headers.items())
    used = {column.names.index(name) for column, name in columns}
    return used.pop() if len(used) == 1 else None


def _only(names: Names, language: int | None) -> Names:
    """Names that are the same to all readers; as they are where ``language`` is None."""
    return names if language is None else Names(names[language], names[language])


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A name without what doesn't tell it from others: width, case, blanks."""
    return re.sub(r"[\s_]+", "_", unicodedata.normalize("NFKC", text).strip().casefold())


Complaint = tuple[str, dict[str, object]]


def value_of(
    cell: str, column: Column, decimal: str = ".", language: int | None = None
) -> tuple[Value, Complaint | None]:
    """A cell's value, or why it has none.

    decimal: the mark numbers are written with. language: in which choices are told, 0 English,
    1 Chinese; None: the reader's.
    """
    if cell.startswith((DATE_MARK, FORMULA_MARK)):
        what = "date" if cell[0] == DATE_MARK else "formula"
        return None, (what, {"found": shown(cell[1:])})
    words = allowed(column, language)
    if not cell:
        return None, (("missing", {"allowed": words}) if column.needed else None)
    if failed(cell):
        return None, ("failed", {"found": shown(cell), "allowed": words})
    other = no_name(cell) if column.shape == "name" else None
    found: dict[str, object] = {"found": shown(cell), "allowed": words}
    if other is not None:
        return None, ("nothing_needed" if other == "nothing" and column.needed else other, found)
    if decimal == "," and column.shape in ("real", "single", "whole"):
        if THOUSANDS.fullmatch(cell):
            return None, ("not_allowed", found)
        cell = cell.replace(",", ".") if DECIMAL_COMMA.fullmatch(cell) else cell
    value = _READERS[column.shape](cell, column)
    return value, (("not_allowed", found) if value is None else None)


@lru_cache(maxsize=256)
def allowed(column: Column, language: int | None = None) -> Message:
    """What a cell of this column may hold, in words; choices in the table's language if given."""
    low, high = f"{column.low:,.15g}", f"{column.high:,.15g}"
    if column.shape in ("choice", "flag"):
        names = _only(both(column.choices), language)
        return Message("place.allowed.choice", {"names": names})
    if column.shape == "name":
        return Message("place.allowed.name", {"longest": LONGEST_NAME})
    kind = "whole" if column.shape == "whole" else "real"
    return Message(f"place.allowed.{kind}", {"low": low, "high": high})


def _name(cell: str, column: Column) -> str | None:
    text = tidy(cell)
    fits = 1 <= len(text) <= LONGEST_NAME and text.isprintable()
    return text if fits and not text.startswith(NOT_IN_FRONT) else None


def _choice(cell: str, column: Column) -> int | None:
    return _choices(column).get(plain(cell))


@lru_cache(maxsize=64)
def _choices(column: Column) -> dict[str, int]:
    """The place of each choice by its names."""
    return {plain(name): i for i, names in enumerate(column.choices) for name in names}


def _number(cell: str, column: Column) -> float | None:
    text = unicodedata.normalize("NFKC", cell)
    if len(text) > LONGEST_NUMBER or not NUMBER.fullmatch(text):
        return None
    value = float(text) + 0.0  # -0 is 0
    return value if column.low <= value <= column.high else None


def _whole(cell: str, column: Column) -> int | None:
    value = _number(cell, column)
    return int(value) if value is not None and value.is_integer() else None


def _single(cell: str, column: Column) -> float | None:
    value = _number(cell, column)
    return None if value is None else float(np.float32(value))


_READERS: dict[str, Any] = {
    "name": _name,
    "choice": _choice,
    "flag": _choice,
    "real": _number,
    "single": _single,
    "whole": _whole,
}


def _refuse_twice(parsed: Parsed) -> None:
    """Rows that say the same thing twice."""
    seen: dict[tuple[Value, ...], int | None] = {}
    for number, row in parsed.rows:
        key = tuple(row[name] for name in parsed.table.identity)
        if key in seen:
            parsed.complain(
                number, parsed.table.identity[0], "twice", **_twice(parsed, key, seen[key])
            )
        else:
            seen[key] = number


def _twice(parsed: Parsed, key: tuple[Value, ...], first: int | None) -> dict[str, object]:
    found = " / ".join(shown(str(each)) for each in key if isinstance(each, str))
    return {"found": found, "first": "-" if first is None or first in parsed.called else first}


def rows_missing(parsed: Parsed, key: str) -> Iterator[int | None]:
    """Rows in which a column is empty."""
    return (number for number, row in parsed.rows if row[key] is None)
