"""Files into cells of text, whatever they hold: CSV and Excel, within limits, never executed."""

import io
import warnings
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from experiments.config.place.content import (
    DECLARATIONS,
    EXCEL,
    MEGABYTE,
    MOST_ROWS,
    UnreadableError,
    read_bytes,
    refused,
)
from experiments.config.place.delimited import cells_of
from experiments.words.speech import Sayable

MOST_UNPACKED = 64 * MEGABYTE
"""Of an Excel file, which is a zip: what all its parts hold."""
MOST_PARTS = 200
MOST_COLUMNS = 60


@dataclass(frozen=True)
class Raw:
    """A file's cells as text: names of columns, and rows with their numbers in the file.

    called: what a row is called where a file has no rows to count (GraphML), by its number.
    header_row: where the names of columns are. decimal: the mark numbers are written with.
    """

    file: str
    header: list[str]
    rows: list[tuple[int | None, list[str]]]
    called: Mapping[int, Sayable] = field(default_factory=dict)
    header_row: int = 1
    decimal: str = "."


def read_raw(path: Path, sheet: str | None = None) -> Raw:
    """The cells of a CSV or Excel file, or of one sheet of it; empty rows are left out.

    UnreadableError for the rest.
    """
    return raw_of(path, read_bytes(path), sheet)


def raw_of(path: Path, data: bytes, sheet: str | None = None) -> Raw:
    """The cells of a CSV or Excel file with this content; the path gives its name and kind.

    sheet: of a workbook; None: its first.
    """
    decimal = "."
    if path.suffix.lower() in EXCEL:
        cells = _excel(path, data, sheet)
    else:
        cells, decimal = cells_of(path, data)
    rows = [(number, row) for number, row in cells if any(row)]
    if not rows:
        raise refused(path, "empty")
    header = _trimmed(rows[0][1])
    if len(header) > MOST_COLUMNS:
        raise refused(path, "too_wide", rows[0][0], found=len(header), most=MOST_COLUMNS)
    if len(rows) == 1:
        raise refused(path, "only_header")
    if len(rows) - 1 > MOST_ROWS:
        raise refused(path, "too_long", most=MOST_ROWS)
    called = path.name if sheet is None else in_sheet(path.name, sheet)
    return Raw(called, header, [*rows[1:]], header_row=rows[0][0], decimal=decimal)


def in_sheet(file: str, sheet: str) -> str:
    """A file's name with that of one of its sheets."""
    return f"{file} [{sheet}]"


def _trimmed(row: list[str]) -> list[str]:
    """Without the empty cells at its end."""
    last = max((i for i, cell in enumerate(row) if cell), default=-1)
    return row[: last + 1]


def sheets_of(path: Path) -> list[str]:
    """Of a workbook: the sheet that is read, then all others that are visible and hold something.

    UnreadableError where it can't be read.
    """

    def titles(book: Any) -> list[str]:
        first, *others = _visible(book)
        return [first.title, *(sheet.title for sheet in others if any(map(any, _cells(sheet))))]

    found: list[str] = _from_book(path, read_bytes(path), titles)
    return found


def rows_of_sheets(path: Path) -> dict[str, list[tuple[int, list[str]]]]:
    """Of a workbook: the rows that aren't empty of each visible sheet, by title.

    UnreadableError where it can't be read.
    """

    def rows(book: Any) -> dict[str, list[tuple[int, list[str]]]]:
        return {
            sheet.title: [row for row in enumerate(_cells(sheet), 1) if any(row[1])]
            for sheet in _visible(book)
        }

    found: dict[str, list[tuple[int, list[str]]]] = _from_book(path, read_bytes(path), rows)
    return found


def _excel(path: Path, data: bytes, title: str | None) -> list[tuple[int, list[str]]]:
    """A sheet, or the first one, not hidden. Formulas and dates come as marks that ``value_of``
    refuses."""

    def rows(book: Any) -> list[tuple[int, list[str]]]:
        chosen = next(each for each in _visible(book) if title in (None, each.title))
        return list(enumerate(_cells(chosen), 1))

    found: list[tuple[int, list[str]]] = _from_book(path, data, rows)
    return found


def _from_book(path: Path, data: bytes, what: Callable[[Any], Any]) -> Any:
    _refuse_bombs(path, data)
    try:
        import openpyxl
    except ImportError as error:
        raise refused(path, "no_excel") from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and such, which nobody reads
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False)
            try:
                return what(book)
            finally:
                book.close()
    except Exception as error:  # whatever the library makes of a file made to harm
        raise refused(path, "not_excel") from error


def _visible(book: Any) -> list[Any]:
    return [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]


def _cells(sheet: Any) -> Iterator[list[str]]:
    sheet.reset_dimensions()
    limits = {"max_row": MOST_ROWS + 2, "max_col": MOST_COLUMNS + 1}
    for row in sheet.iter_rows(**limits, values_only=True):
        yield [_text(cell) for cell in row]


def _refuse_bombs(path: Path, data: bytes) -> None:
    """UnreadableError unless a zip whose parts are few, small, and declare no entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            listed = parts.infolist()
            if len(listed) > MOST_PARTS or sum(p.file_size for p in listed) > MOST_UNPACKED:
                raise refused(path, "bomb", most=MOST_UNPACKED // MEGABYTE)
            for part in listed:
                content = parts.read(part)  # reads no more than the size that was declared
                if any(each in content for each in DECLARATIONS):
                    raise refused(path, "entities")
    except UnreadableError:
        raise
    except Exception as error:  # zipfile raises many kinds
        raise refused(path, "not_excel") from error


DATE_MARK, FORMULA_MARK = "\x01", "\x02"
"""In front of a cell's text: what Excel made a date of, and a formula."""


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date | datetime | time | timedelta):
        return f"{DATE_MARK}{cell}"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    if not isinstance(cell, str | int | float):
        return f"{FORMULA_MARK}{type(cell).__name__}"
    text = str(cell).strip()
    return f"{FORMULA_MARK}{text}" if text.startswith("=") else text
