"""One workbook for a community: handed out without problems, read and refused as tables are."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from experiments.config.compose import compose
from experiments.config.place.blank import EXAMPLE_NAME, EXAMPLE_VALUES, blank_workbook
from experiments.config.place.check import check_place
from experiments.config.place.columns import BUILDINGS, HOUSEHOLDS, TABLES
from experiments.config.place.init import init_place
from experiments.config.place.problem import Problem
from experiments.config.place.read import read_place, tables_read
from experiments.config.place.workbook import (
    NAMES_OF_SETTINGS,
    book_of,
    configuration_of,
    configured,
)
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import EN, speak

FILE = "ours.xlsx"
Change = Callable[[Any], object]


def place_book(folder: Path, change: Change | None = None, lang: str = "en") -> Path:
    """The workbook that is handed out, changed, in a folder of its own with its configuration."""
    book = load_workbook(io.BytesIO(blank_workbook(speak(lang))))
    if change is not None:
        change(book)
    folder.mkdir(exist_ok=True)
    book.save(folder / FILE)
    name, text, problems = configuration_of(folder / FILE)
    if not problems:
        (folder / configured(name)).parent.mkdir(exist_ok=True)
        (folder / configured(name)).write_text(text, "utf-8")
    return folder


def put(sheet: str, cell: str, value: object) -> Change:
    def change(book: Any) -> None:
        book[sheet][cell] = value

    return change


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_workbook_that_is_handed_out_is_the_example_and_composes(
    tmp_path: Path, lang: str
) -> None:
    folder = place_book(tmp_path / "book", lang=lang)
    assert check_place(folder) == []
    init_place(tmp_path / EXAMPLE_NAME, speak(lang))
    from_files, problems = read_place(tmp_path / EXAMPLE_NAME)
    assert problems == [] and read_place(folder)[0].texts == from_files.texts
    from_book = compose([f"community={EXAMPLE_NAME}"], folder).parameters
    by_init = compose([f"community={EXAMPLE_NAME}"], tmp_path / EXAMPLE_NAME).parameters
    assert from_book.model_dump(exclude={"place"}) == by_init.model_dump(exclude={"place"})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_column_is_there_and_says_what_it_holds(lang: str) -> None:
    number = ("en", "zh").index(lang)
    book = load_workbook(io.BytesIO(blank_workbook(speak(lang))))
    guide = [cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if cell]
    for table in TABLES:
        header = book[table.names[number]][1]
        assert [cell.value for cell in header] == [each.names[number] for each in table.columns]
        for cell, column in zip(header, table.columns, strict=True):
            needed = speak(lang)("place.book.needed" if column.needed else "place.book.optional")
            assert cell.comment.text.startswith(needed)
            assert cell.value in guide and cell.comment.text in guide
            for choice in column.choices:
                assert choice[number] in cell.comment.text


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "column"),
    [
        ("buildings", "B3", "ghosts", "group"),
        ("buildings", "D4", -1, "households"),
        ("needs", "B2", "=1+1", "rate"),
        ("ties", "A2", "Nobody", "from"),
        ("organisations", "B2", None, "role"),
    ],
)
def test_a_cell_is_refused_as_in_a_table_of_its_own_with_its_sheet(
    tmp_path: Path, sheet: str, cell: str, value: object, column: str
) -> None:
    (problem, *_) = check_place(place_book(tmp_path / "book", put(sheet, cell, value)))
    assert problem.file == f"{FILE} [{sheet}]"
    assert (problem.row, problem.column) == (int(cell[1:]), column)
    alone = tmp_path / "alone"
    init_place(alone, EN)
    rows = load_workbook(tmp_path / "book" / FILE)[sheet].iter_rows(values_only=True)
    table = Workbook()
    for row in rows:
        table.active.append(row)
    (alone / f"{sheet}.csv").unlink()
    table.save(alone / f"{sheet}.xlsx")
    (same, *_) = check_place(alone)
    assert same.said(EN).partition(", ")[2] == problem.said(EN).partition(", ")[2]
    assert same.what == problem.what


def test_a_sheet_with_names_of_columns_alone_is_left_to_the_model(tmp_path: Path) -> None:
    def empty(book: Any) -> None:
        book["ties"].delete_rows(2, 100)

    read, drawn = tables_read(place_book(tmp_path / "book", empty))
    assert "ties" in drawn.en.split(", ") and f"needs ({FILE} [needs])" in read.en
    assert check_place(tmp_path / "book") == []


def test_households_and_buildings_together_are_refused(tmp_path: Path) -> None:
    def both(book: Any) -> None:
        book["households"].append(["1-1", "Building 1", None, "elderly"])

    (problem,) = check_place(place_book(tmp_path / "book", both))
    assert problem.what == "two_kinds" and problem.file == f"{FILE} [{BUILDINGS.key}]"
    assert problem.values["other"] == f"{FILE} [{HOUSEHOLDS.key}]"


def test_sheets_of_other_names_and_tables_that_are_there_twice_are_refused(tmp_path: Path) -> None:
    def more(book: Any) -> None:
        book.create_sheet("houses").append(["a"])
        book.create_sheet("联系").append(["组织"])

    folder = place_book(tmp_path / "book", more)
    (folder / "needs.csv").write_text("group\nelderly\n", "utf-8")
    found = {(each.file, each.what) for each in check_place(folder)}
    assert (f"{FILE} [houses]", "unknown_sheet") in found
    assert (f"{FILE} [联系]", "two_files") in found
    assert {each for each in found if "needs" in each[0]} >= {("needs.csv", "two_files")} or {
        each for each in found if "needs" in each[0]
    } >= {(f"{FILE} [needs]", "two_files")}


@pytest.mark.parametrize(
    ("cell", "value", "what"),
    [
        ("B2", "my place", "configuration_name"),
        ("B2", "village", "taken"),
        ("B2", None, "configuration_name"),
        ("B3", "a lot", "setting_number"),
        ("B3", "=2", "setting_number"),
        ("B5", -3, "configuration"),
        ("A4", "colour", "unknown_setting"),
        ("A4", "yuan of one unit of funds", "twice_setting"),
        ("B1", "wert", "no_column"),
        ("A2", None, "no_name"),
    ],
)
def test_a_setting_is_refused_with_its_row(
    tmp_path: Path, cell: str, value: object, what: str
) -> None:
    folder = place_book(tmp_path / "book", put("settings", cell, value))
    name, _, (problem,) = configuration_of(folder / FILE)
    assert (name == "" or what not in ("configuration_name", "taken")) and problem.what == what
    assert problem.file == f"{FILE} [settings]"
    assert problem.row in (int(cell[1:]), None)
    for lang in LANGUAGES:
        assert FILE in problem.said(speak(lang)) and "{" not in problem.said(speak(lang))


def test_settings_are_read_by_either_name_and_an_empty_one_is_the_default(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        sheet = book["settings"]
        sheet["A3"], sheet["B3"] = "一个资金单位折合元", 120.5
        sheet["A4"], sheet["B4"] = "community.floor_area", 61
        sheet["B5"] = None

    folder = place_book(tmp_path / "book", change)
    made = compose([f"community={EXAMPLE_NAME}"], folder).parameters
    assert (made.community.yuan_per_unit, made.community.floor_area) == (120.5, 61.0)
    assert made.forming.panel_size == type(made)().forming.panel_size
    assert set(NAMES_OF_SETTINGS) == set(EXAMPLE_VALUES)


def test_a_workbook_without_settings_says_so_and_another_is_no_workbook(tmp_path: Path) -> None:
    def without(book: Any) -> None:
        del book["settings"]

    folder = place_book(tmp_path / "book", without)
    assert [each.what for each in configuration_of(folder / FILE)[2]] == ["no_settings"]
    other = Workbook()
    other.active.append(["a", "b"])
    other.save(folder / "budget.xlsx")
    assert book_of(folder / "budget.xlsx") is None
    assert Problem("budget.xlsx", None, None, "unknown_file").what in {
        each.what for each in read_place(folder)[1]
    }
