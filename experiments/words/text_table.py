"""Numbers and tables for a terminal, aligned also where a character takes two columns."""

import unicodedata
from collections.abc import Mapping, Sequence

import numpy as np

WIDE = "WF"
GAP = "  "
MISSING = "-"
MOST_DIGITS = 4


def display_width(text: str) -> int:
    """Columns that a text takes in a terminal."""
    return sum(2 if unicodedata.east_asian_width(char) in WIDE else 1 for char in text)


def _pad(text: str, width: int, left: bool) -> str:
    space = " " * (width - display_width(text))
    return text + space if left else space + text


def text_table(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Title, header and rows as lines; first column to the left, the others to the right."""
    widths = [max(map(display_width, column)) for column in zip(header, *rows, strict=True)]
    lines = [
        GAP.join(
            _pad(cell, width, i == 0)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in (header, *rows)
    ]
    return "\n".join([title, *(GAP + line.rstrip() for line in lines)])


def number(value: float, digits: int, scale: float = 1.0, sign: bool = False) -> str:
    """A number in plain figures, or a dash where there is none; never a minus zero.

    A signed one keeps figures enough to show on which side of 0 it lies.
    """
    if not np.isfinite(value):
        return MISSING
    while sign and digits < MOST_DIGITS and abs(round(scale * value, digits)) == 0 != value:
        digits += 1
    rounded = round(scale * value, digits) + 0.0
    return f"{rounded:{'+' if sign else ''}.{digits}f}"


def bracketed(row: Mapping[str, float], digits: int, scale: float = 1.0, sign: bool = False) -> str:
    """``value [low, high]`` of an estimate."""
    value, low, high = (number(row[name], digits, scale, sign) for name in ("value", "low", "high"))
    return f"{value} [{low}, {high}]"
