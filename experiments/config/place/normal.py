"""A table in its normal form: the same text whatever file, order, language or encoding it had.

Rows stand in order of what identifies them, columns in the table's order, names in English. Two
tables with equal normal forms give the same model to the bit; a cell's identity is made of it.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from experiments.config.place.columns import Column, Table
from experiments.config.place.parse import Row, Value
from sim.parameters import Parameters
from sim.parameters.place import Place

DIGITS = re.compile(r"(\d+)", re.ASCII)
OWN_NUMBER = re.compile(r"[1-9]\d{0,8}", re.ASCII)
HASHED_FROM = 2**31
WORD = 2**32


def natural(name: str) -> tuple[Any, ...]:
    """Sorts names as people do: 2 before 10, also inside text."""
    parts = [part for part in DIGITS.split(name) if part]
    keys = [(0, int(p), "") if DIGITS.fullmatch(p) else (1, 0, p) for p in parts]
    return (*keys, (2, 0, name))


def luck_keys(names: Sequence[str]) -> list[int]:
    """What the luck of things with these names is keyed by: a number each, in [0, 2**32).

    A plain number n has n - 1, any other name a hash of it: so no name's key depends on which
    others there are. (Of two names with one hash, one in 100,000 or so among a thousand, the
    later in the alphabet moves on.)
    """
    taken: dict[int, str] = {}
    for name in sorted(set(names)):
        key = int(name) - 1 if OWN_NUMBER.fullmatch(name) else _hashed(name)
        while key in taken:
            key = HASHED_FROM + (key + 1) % HASHED_FROM
        taken[key] = name
    keys = {name: key for key, name in taken.items()}
    return [keys[name] for name in names]


def _hashed(name: str) -> int:
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()
    return HASHED_FROM + int.from_bytes(digest[:4], "big") % HASHED_FROM


def normal_form(table: Table, rows: Iterable[Row]) -> str:
    """The table as CSV in its normal form."""
    listed = sorted(rows, key=lambda row: tuple(_sort_key(row[name]) for name in table.identity))
    used = [c for c in table.columns if any(row[c.key] is not None for row in listed)]
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow([column.key for column in used])
    writer.writerows([written(row[column.key], column) for column in used] for row in listed)
    return sink.getvalue()


def _sort_key(value: Value) -> tuple[Any, ...]:
    if value is None:
        return ()
    return natural(value) if isinstance(value, str) else ((0, value, ""),)


def written(value: Value, column: Column, language: int = 0) -> str:
    """A value as a cell; ``language`` is the place of the choice's name, English 0, Chinese 1."""
    if value is None:
        return ""
    if column.shape in ("choice", "flag"):
        return column.choices[int(value)][language]
    if column.shape == "single":
        return str(np.float32(value)).removesuffix(".0")
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


def input_checksums(parameters: Parameters) -> dict[str, str]:
    """Checksum of each table that these parameters come with, by its name."""
    return {} if parameters.place is None else checksums(parameters.place)


def checksums(place: Place) -> dict[str, str]:
    """Checksum of each table of a place, by its name."""
    return dict(_checksums(place))


@lru_cache(maxsize=64)
def _checksums(place: Place) -> tuple[tuple[str, str], ...]:
    return tuple((role, checksum(text)) for role, text in sorted(place.texts.items()))


def checksum(text: str) -> str:
    """SHA-256 of a normal form."""
    return hashlib.sha256(text.encode()).hexdigest()
