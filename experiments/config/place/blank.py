"""The workbook that is handed out: a small example in each sheet, and what every column holds."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

from experiments.base.describe import describe_field
from experiments.config.place.columns import Column, Table, both
from experiments.config.place.example import YUAN_PER_UNIT, example_tables, other_form
from experiments.config.place.names import number_of
from experiments.config.place.parse import Row
from experiments.config.place.workbook import (
    EXPLANATIONS,
    NAME,
    NAMES_OF_SETTINGS,
    SETTING,
    SETTINGS,
    VALUE,
)
from experiments.config.place.write import cells_of
from experiments.words.speech import Speaker

EXAMPLE_NAME = "my_place"
EXAMPLE_VALUES = {
    "community.yuan_per_unit": YUAN_PER_UNIT,
    "community.floor_area": 55.0,
    "forming.panel_size": 10,
    "market.fee": 0.43,
    "market.space_area": 90.0,
}
"""Of the example community; as in the files that ``coprod init`` writes."""
WIDEST, NARROWEST, PER_LETTER = 60, 10, 2.2
"""Of a column of a sheet, and how much a letter takes at most."""
COMMENT = (120, 320)
"""Height and width of one, in pixels."""
MOST_CHOSEN = 2000
"""Rows in which a choice is offered as a list."""


def blank_workbook(say: Speaker) -> bytes:
    """The workbook, in a language. Tables of which nothing is known are left empty."""
    from openpyxl import Workbook

    language = number_of(say)
    book = Workbook()
    sheet = book.active
    sheet.title = EXPLANATIONS[language]
    _write(sheet, _guide(say), say)
    _write(book.create_sheet(SETTINGS[language]), _settings(say), say)
    tables: dict[Table, list[Row]] = example_tables(say)
    other, _ = other_form(say)
    for table, rows in tables.items():
        _add_table(book, table, rows, say)
    _add_table(book, other, [], say)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def _add_table(book: Any, table: Table, rows: Sequence[Row], say: Speaker) -> None:
    """A table with all of its columns: those that the example leaves empty too."""
    language = number_of(say)
    sheet = book.create_sheet(table.names[language])
    header = [column.names[language] for column in table.columns]
    told = cells_of(table, rows, say) if rows else [[]]
    used = told[0]
    cells = [
        [line[used.index(name)] if name in used else "" for name in header] for line in told[1:]
    ]
    _write(sheet, [header, *(list(map(_typed, line)) for line in cells)], say)
    for place, column in enumerate(table.columns, 1):
        _explain(sheet, place, column, say)


def _typed(cell: str) -> object:
    """A number as a number, so that a spreadsheet reckons with it."""
    try:
        return float(cell) if "." in cell else int(cell)
    except ValueError:
        return cell or None


def _write(sheet: Any, rows: Sequence[Sequence[object]], say: Speaker) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for row in rows:
        sheet.append(list(row))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for place in range(1, sheet.max_column + 1):
        letter = get_column_letter(place)
        longest = max((len(str(cell.value or "")) for cell in sheet[letter]), default=0)
        wide = longest * (PER_LETTER if say.lang == "zh" else 1.1)
        sheet.column_dimensions[letter].width = min(WIDEST, max(NARROWEST, wide))
        for cell in sheet[letter]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _explain(sheet: Any, place: int, column: Column, say: Speaker) -> None:
    """What a column holds as a comment on its name; a choice as a list to choose from."""
    from openpyxl.comments import Comment
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet.cell(1, place).comment = Comment(_holds(column, say), "coprod", *COMMENT)
    if column.choices:
        names = ",".join(each[number_of(say)] for each in column.choices)
        letter = get_column_letter(place)
        offered = DataValidation(type="list", formula1=f'"{names}"', allow_blank=True)
        offered.add(f"{letter}2:{letter}{MOST_CHOSEN}")
        sheet.add_data_validation(offered)


def _holds(column: Column, say: Speaker) -> str:
    """Whether a column must be filled in, and with what."""
    choices = both(tuple((each[0], each[1]) for each in column.choices)) if column.choices else ""
    values = {"low": f"{column.low:g}", "high": f"{column.high:g}", "choices": choices}
    needed = say("place.book.needed" if column.needed else "place.book.optional")
    what = say.known(f"place.book.column.{column.key}", "")
    shape = "choice" if column.choices else "real" if column.shape == "single" else column.shape
    told = say(f"place.book.shape.{shape}", **values)
    return say("place.book.holds", needed=needed, what=what, shape=told).strip()


def _guide(say: Speaker) -> list[list[object]]:
    """The first sheet: what to do, then every sheet and column."""
    language = number_of(say)
    rows: list[list[object]] = [[say("place.book.title"), None, None]]
    rows += [[say(f"place.book.step.{step}"), None, None] for step in ("fill", "empty", "back")]
    rows += [
        [None, None, None],
        [say(f"place.book.header.{h}") for h in ("sheet", "column", "holds")],
    ]
    rows.append([SETTINGS[language], None, say("place.book.settings")])
    other, _ = other_form(say)
    for table in (*example_tables(say), other):
        rows.append([table.names[language], None, say(f"place.book.table.{table.key}")])
        rows += [[None, each.names[language], _holds(each, say)] for each in table.columns]
    return rows


def _settings(say: Speaker) -> list[list[object]]:
    language = number_of(say)
    header: list[object] = [SETTING[language], VALUE[language], say("place.book.header.holds")]
    return [header, [NAME[language], EXAMPLE_NAME, say("place.book.name")], *_values(say)]


def _values(say: Speaker) -> Iterator[list[object]]:
    language = number_of(say)
    for path, names in NAMES_OF_SETTINGS.items():
        label = say.parameter(path, describe_field(path).en)
        told = say("place.book.parameter", label=label, path=path)
        yield [names[language], EXAMPLE_VALUES[path], told]
