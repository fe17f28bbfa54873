"""One workbook for a whole community: a sheet a table, and one of settings in place of a file.

Any Excel file that isn't called as a table, and has a sheet that is, is taken for one.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from experiments.config.place.cell import folded
from experiments.config.place.columns import TABLES, Table
from experiments.config.place.configuration import (
    CONFIGURATIONS,
    ENDING,
    GLOBAL,
    TABLES_KEY,
    is_place_name,
    shipped,
)
from experiments.config.place.content import EXCEL, UnreadableError
from experiments.config.place.names import Names
from experiments.config.place.parse import LONGEST_NUMBER, NUMBER, plain
from experiments.config.place.problem import Problem, shown
from experiments.config.place.raw import in_sheet, rows_of_sheets
from experiments.config.place.refusal import reasons
from sim.parameters import Parameters

SETTINGS = Names("settings", "设置")
EXPLANATIONS = Names("guide", "说明")
"""Sheets that are no tables; the second isn't read."""
SETTING, VALUE = Names("setting", "设置项"), Names("value", "取值")
"""Columns of the sheet of settings; what else it has isn't read."""
NAME = Names("name", "名称")
NAMES_OF_SETTINGS = {
    "community.yuan_per_unit": Names("yuan of one unit of funds", "一个资金单位折合元"),
    "community.floor_area": Names("floor area of a household, m2", "户均建筑面积（平方米）"),
    "forming.panel_size": Names("residents heard by a panel", "议事小组听取意见的居民数"),
    "market.fee": Names("property fee, yuan per m2 and month", "物业费（元/平方米·月）"),
    "market.space_area": Names("idle space, m2", "闲置空间（平方米）"),
}
"""Parameters that a community's size asks for, as the sheet calls them."""
Rows = list[tuple[int, list[str]]]


class Book(NamedTuple):
    """A workbook: the title of each table's sheet, its settings' rows, and what is wrong with its
    sheets."""

    tables: Mapping[str, str]
    settings: tuple[str, Rows] | None
    problems: list[Problem]


def is_called_a_table(path: Path) -> bool:
    """Whether a file has a table's name."""
    return any(plain(path.stem) in table.names for table in TABLES)


def book_of(path: Path) -> Book | None:
    """The workbook of a whole community that this file is; None where it is none.

    UnreadableError where an Excel file can't be read.
    """
    if path.suffix.lower() not in EXCEL or is_called_a_table(path):
        return None
    sheets = rows_of_sheets(path)
    tables: dict[str, str] = {}
    settings, problems = None, []
    for title, rows in sheets.items():
        table = _table_of(title)
        if folded(title) in SETTINGS:
            settings = (title, rows)
        elif table is not None and table.key in tables:
            other = {"other": in_sheet(path.name, tables[table.key])}
            problems.append(Problem(in_sheet(path.name, title), None, None, "two_files", other))
        elif table is not None and len(rows) > 1:  # names of columns alone: nothing is said
            tables[table.key] = title
        elif table is None and rows and folded(title) not in EXPLANATIONS:
            values = {"allowed": sheet_names()}
            problems.append(
                Problem(in_sheet(path.name, title), None, None, "unknown_sheet", values)
            )
    if not tables and settings is None:
        return None
    return Book(tables, settings, problems)


def sheet_names() -> Names:
    """Names that sheets may have."""
    names = [*(table.names for table in TABLES), SETTINGS, EXPLANATIONS]
    return Names(", ".join(each[0] for each in names), "、".join(each[1] for each in names))


def _table_of(title: str) -> Table | None:
    return next((table for table in TABLES if plain(title) in table.names), None)


def configuration_of(path: Path) -> tuple[str, str, list[Problem]]:
    """A community's name and its configuration's text, as a workbook's settings give them; and all
    that is wrong with them."""
    try:
        book = book_of(path)
    except UnreadableError as error:
        return "", "", [error.problem]
    if book is None or book.settings is None:
        values = {"sheet": SETTINGS}
        return "", "", [Problem(path.name, None, None, "no_settings", values)]
    title, rows = book.settings
    read = _Settings(in_sheet(path.name, title))
    read.take(rows)
    return read.name, read.text(), read.problems


class _Settings:
    """What is read of the sheet of settings, row by row."""

    def __init__(self, file: str) -> None:
        self.file, self.name = file, ""
        self.values: dict[str, float] = {}
        self.problems: list[Problem] = []

    def take(self, rows: Rows) -> None:
        places = self._places(rows)
        if places is None:
            return
        setting, value = places
        for number, cells in rows[1:]:
            cell = [each.strip() for each in (*cells, "", "")]
            if cell[setting]:
                self._row(number, cell[setting], cell[value])
        if not self.name and not self.problems:
            self._complain(None, "no_name", setting="/".join(NAME))

    def _places(self, rows: Rows) -> tuple[int, int] | None:
        """The columns of settings and of values."""
        header = [folded(cell) for cell in rows[0][1]] if rows else []
        found = [next((i for i, c in enumerate(header) if c in n), None) for n in (SETTING, VALUE)]
        for names, place in zip((SETTING, VALUE), found, strict=True):
            if place is None:
                self._complain(None, "no_column", column="/".join(names))
        setting, value = found
        return None if setting is None or value is None else (setting, value)

    def _row(self, number: int, setting: str, value: str) -> None:
        if folded(setting) in NAME:
            self._called(number, value)
            return
        path = _path_of(setting)
        if path is None:
            known = [NAME, *NAMES_OF_SETTINGS.values()]
            allowed = Names(", ".join(e[0] for e in known), "、".join(e[1] for e in known))
            self._complain(number, "unknown_setting", found=shown(setting), allowed=allowed)
        elif path in self.values:
            self._complain(number, "twice_setting", found=shown(setting))
        elif value:  # empty: the default
            self._number(number, path, value)

    def _called(self, number: int, value: str) -> None:
        if not is_place_name(value):
            self._complain(number, "configuration_name")
        elif value in shipped(CONFIGURATIONS):
            self._complain(number, "taken", found=value)
        else:
            self.name = value

    def _number(self, number: int, path: str, text: str) -> None:
        if len(text) > LONGEST_NUMBER or not NUMBER.fullmatch(text):
            self._complain(number, "setting_number", found=shown(text))
            return
        group, _, name = path.partition(".")
        value = float(text)
        given = int(value) if value.is_integer() else value
        try:
            Parameters.model_validate({group: {name: given}})
        except ValidationError as error:
            for reason in reasons(error.errors(include_url=False)):
                self._complain(number, "configuration", reason=reason)
        self.values[path] = given

    def _complain(
        self, row: int | None, what: str, column: str | None = None, **values: object
    ) -> None:
        self.problems.append(Problem(self.file, row, column, what, values))

    def text(self) -> str:
        """A configuration that says the same."""
        lines = [GLOBAL, f"{TABLES_KEY}: ."]
        for group in dict.fromkeys(path.partition(".")[0] for path in self.values):
            lines.append(f"{group}:")
            own = {p: v for p, v in self.values.items() if p.partition(".")[0] == group}
            lines += [f"  {path.partition('.')[2]}: {value}" for path, value in own.items()]
        return "\n".join(lines) + "\n"


def _path_of(setting: str) -> str | None:
    """The parameter that is meant: by what the sheet calls it, or by its own name."""
    for path, names in NAMES_OF_SETTINGS.items():
        if folded(setting) in {folded(each) for each in (*names, path)}:
            return path
    return None


def configured(name: str) -> str:
    """Where a community's configuration is, in its folder."""
    return f"{CONFIGURATIONS}/{name}{ENDING}"
