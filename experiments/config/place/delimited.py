"""Delimited text into cells: which mark stands between them, and whether the letters are right."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from experiments.config.place.content import (
    CHINESE,
    DECIMAL_COMMA,
    FULL_WIDTH,
    MOST_ROWS,
    TABBED,
    encoding_of,
    refused,
)
from experiments.config.place.problem import shown

SEPARATORS = ",;\t"
DECIMALS_BETWEEN = ";\t"
"""Separators between which a comma may be a decimal mark."""
LOOKED_AT = 10
"""Lines among which the first with a separator tells which it is: above may be a title."""
HINT = re.compile(r"\ufeff?\"?sep=(.)\"?,*\r?\n", re.IGNORECASE)
"""What Excel is told the separator by, in the first line."""
ASCII_BYTES = range(0x80)
Cells = list[tuple[int, list[str]]]


def cells_of(path: Path, data: bytes) -> tuple[Cells, str]:
    """Rows with their numbers, as a spreadsheet counts them, and the mark of decimals.

    The line ``sep=`` counts as a row. Between semicolons or tabs it may be a comma.
    UnreadableError for what is no CSV, and for text in another encoding that was taken for Chinese.
    """
    encoding = encoding_of(path, data)
    text = data.decode(encoding)
    hint = HINT.match(text)
    first = 1 if hint is None else 2
    text = text if hint is None else text[hint.end() :]
    separator = _separator(path, text) if hint is None else hint[1]
    rows = list(_rows(path, text, separator, first))
    if encoding == CHINESE:
        _refuse_garbled(path, rows)
    numbers = (cell for _, row in rows for cell in row if "," in cell)
    commas = separator in DECIMALS_BETWEEN and any(map(DECIMAL_COMMA.fullmatch, numbers))
    return rows, "," if commas else "."


def _separator(path: Path, text: str) -> str:
    if path.suffix.lower() == TABBED:
        return "\t"
    lines = [line for line in text.splitlines()[: LOOKED_AT * 2] if line.strip()][:LOOKED_AT]
    for line in lines:
        if any(mark in line for mark in SEPARATORS):
            return max(SEPARATORS, key=line.count)
    return FULL_WIDTH if any(FULL_WIDTH in line for line in lines) else SEPARATORS[0]


def _rows(path: Path, text: str, separator: str, first: int) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = first
    try:
        for row in reader:
            yield number, [cell.strip() for cell in row]
            number += 1
            if number - first > MOST_ROWS + 1:
                raise refused(path, "too_long", most=MOST_ROWS)
    except csv.Error as error:
        raise refused(path, "csv", number, reason=str(error)) from error


def _refuse_garbled(path: Path, rows: Cells) -> None:
    """Refuse Western letters that were taken for Chinese: the first row and cell with one is told.

    Few Chinese letters end in a byte of ASCII; each umlaut with the letter after it does.
    """
    mixed = [(number, cell) for number, row in rows for cell in row if not cell.isascii()]
    letters = [letter for _, cell in mixed for letter in cell if not letter.isascii()]
    if 2 * sum(map(_ends_in_ascii, letters)) > len(letters):
        number, cell = next(each for each in mixed if any(map(_ends_in_ascii, each[1])))
        column = next(row for at, row in rows if at == number).index(cell)
        name = next((row[column] for _, row in rows if len(row) > column), "")
        raise refused(path, "garbled", number, name, found=shown(cell))


def _ends_in_ascii(letter: str) -> bool:
    code = letter.encode(CHINESE)
    return len(code) > 1 and code[-1] in ASCII_BYTES
