"""Tables for a terminal, aligned also where a character takes two columns."""

import unicodedata
from collections.abc import Sequence

WIDE = "WF"
GAP = "  "


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
