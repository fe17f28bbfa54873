"""Tables as people really save them: read for what they mean, or refused by name in one line."""

import base64
import io
import math
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from place_folders import GOOD, folder_with, found, places, workbook

from experiments.app.uploads import receive, unpacked
from experiments.base.errors import InputError
from experiments.config.place.check import check_place, reading_of, tables_of
from experiments.config.place.read import read_place
from experiments.config.place.use import furnished
from experiments.words.speech import speak

COUNTS = "building,group,households\nA,elderly,10\nA,other,12\n"
PEOPLE = "id,building,group\n"


def sizes(tmp_path: Path, name: str, data: str | bytes) -> tuple[int, ...]:
    """Households of each group by a table that has no problems."""
    assert found(tmp_path, {name: data}, keep=False) == []
    place, problems = read_place(tmp_path)
    assert problems == [] and place.households is not None
    return tuple(place.households.counts)


def lone(tmp_path: Path, name: str, data: str | bytes) -> list[tuple[object, ...]]:
    """Row, column and kind of each problem of one table that is alone."""
    told = places(found(tmp_path, {name: data}, keep=False))
    assert {each[0] for each in told} == {name}
    return [each[1:] for each in told]


WRITTEN = {
    "tabs": ("buildings.tsv", COUNTS.replace(",", "\t")),
    "commas in a name between tabs": (
        "buildings.tsv",
        COUNTS.replace(",", "\t").replace("A\t", "A,B,C,D\t"),
    ),
    "hint": ("buildings.csv", "sep=;\n" + COUNTS.replace(",", ";")),
    "hint after a mark": ("buildings.csv", "\ufeffSEP=|\r\n" + COUNTS.replace(",", "|")),
    "full-width commas": (
        "楼栋.csv", "楼栋，群体，户数\nA，老年户，10\nA，其他，12\n",
    ),
    "blank rows": ("buildings.csv", ",,\n\n,,\n" + COUNTS),
    "macro book": (
        "buildings.xlsm",
        workbook([["building", "group", "households"], ["A", "elderly", 10], ["A", "other", 12]]),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name, data", WRITTEN.values(), ids=WRITTEN)
def test_every_way_of_writing_a_table_gives_the_same(
    tmp_path: Path, name: str, data: str | bytes
) -> None:
    assert sizes(tmp_path, name, data) == (10, 0, 12)


def test_between_semicolons_a_comma_is_a_decimal_mark_but_no_thousand(tmp_path: Path) -> None:
    header = "name;role;income_funds;income_labour\n"
    good = header + "Office;street_office;0,5;,25\nShop, big;vendor;1.5;0,125\n"
    assert found(tmp_path, {"organisations.csv": good}, keep=False) == []
    table = read_place(tmp_path)[0].organisations
    assert table is not None and table.names == ("Office", "Shop, big")
    np.testing.assert_array_equal(table.income[:, :2], [[0.5, 0.25], [1.5, 0.125]])
    bad = header + "Office;street_office;1,500;0,5\n"
    assert lone(tmp_path, "organisations.csv", bad) == [(2, "income_funds", "not_allowed")]
    both = header + "Office;street_office;1.500;0,5\n"
    assert lone(tmp_path, "organisations.csv", both) == [(2, "income_funds", "not_allowed")]
    points = header + "Office;street_office;1.500;0.5\n"
    assert found(tmp_path, {"organisations.csv": points}, keep=False) == []
    quoted = 'name,role,income_funds\nOffice,street_office,"0,5"\n'
    assert lone(tmp_path, "organisations.csv", quoted) == [(2, "income_funds", "not_allowed")]


def test_priorities_become_shares_of_their_sum_term_by_term_on_every_python(tmp_path: Path) -> None:
    header = "name,role,elder_care,accessibility,parking,public_space,convenience_retail"
    tables = f"{header},property_management\nA,vendor,.1,.1,.1,.1,.1,.1\n"
    assert found(tmp_path, {"organisations.csv": tables}, keep=False) == []
    table = read_place(tmp_path)[0].organisations
    in_order = 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1
    assert math.fsum([0.1] * 6) != in_order
    assert table is not None and table.goals.tolist() == [[0.1 / in_order] * 6]


REFUSED = {
    "title": ("buildings.csv", "Our community 2025,,\n\n" + COUNTS, [(1, None, "title")]),
    "title of one cell": ("buildings.csv", "building\n" + COUNTS, [(1, None, "title")]),
    "pandas index": (
        "buildings.csv",
        ",building,group,households\n0,A,elderly,10\n",
        [(1, "A", "unnamed")],
    ),
    "unknown column below blank rows": (
        "buildings.csv",
        ",,,\n,,,\nbuilding,group,households,phone\nA,elderly,10,1\n",
        [(3, "phone", "unknown_column")],
    ),
    "total": ("buildings.csv", COUNTS + "合 计：,其他,22\n", [(4, "building", "total_row")]),
    "total of no group": ("buildings.csv", COUNTS + "Total,,22\n", [(4, "building", "total_row")]),
    "full-width commas in a row": (
        "buildings.csv",
        COUNTS + "B，elderly，4\n",
        [(4, None, "full_width")],
    ),
    "latin-1": (
        "buildings.csv",
        "building,group,households\nMain,other,1\nZürich,other,2\n".encode("latin-1"),
        [(3, "building", "garbled")],
    ),
    "row after a line break in a cell": (
        "buildings.csv",
        'building,group,households,note\nA,other,1,"two\nlines"\nB,nobody,1,\n',
        [(3, "group", "not_allowed")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name, data, where", REFUSED.values(), ids=REFUSED)
def test_what_is_not_read_is_refused_in_one_line_where_it_is(
    tmp_path: Path, name: str, data: str | bytes, where: list[tuple[object, ...]]
) -> None:
    assert lone(tmp_path, name, data) == where


@pytest.mark.parametrize(
    "cell, what",
    [
        *((cell, "failed") for cell in ("#N/A", "#REF!", "#DIV/0!", "#name?", "####", "＃N/A")),
        *((cell, "nothing_needed") for cell in ("NA", "n/a", "Null", "nan", "－", "——", "无", "/")),
        *((cell, "date") for cell in ("3月1日", "1-Mar", "Mar-01", "2026/3/1", "2026-03-01")),
        *((cell, "garbled") for cell in ("Z\ufffdrich", "锟斤拷", "ZÃ¼rich")),
        *((cell, "total_row") for cell in ("合计", "总计", "小计", "Total", "Grand Total:")),
    ],
)  # fmt: skip
def test_a_cell_that_is_no_name_is_told(tmp_path: Path, cell: str, what: str) -> None:
    text = f"{PEOPLE}a,1,other\nb,{cell},elderly\n"
    assert lone(tmp_path, "households.csv", text) == [(3, "building", what)]


def test_an_error_in_a_number_and_nothing_in_an_optional_name_are_told(tmp_path: Path) -> None:
    text = "id,building,entrance,group,floor_area\na,1,-,other,#DIV/0!\n"
    told = lone(tmp_path, "households.csv", text)
    assert told == [(2, "entrance", "nothing"), (2, "floor_area", "failed")]


@pytest.mark.parametrize(
    "name", ["3-1", "1-101", "3/2", "3月8日志愿队", "Annan", "无障碍之家", "Total care", "Zürich"]
)
def test_names_that_only_look_so_are_names(tmp_path: Path, name: str) -> None:
    assert sizes(tmp_path, "households.csv", f"{PEOPLE}a,{name},other\n") == (0, 0, 1)


def test_chinese_in_gb18030_is_not_taken_for_garbled(tmp_path: Path) -> None:
    text = "楼栋,群体,户数\n镕喆樓,老年户,10\n臺灣會館,其他住户,12\n"
    assert sizes(tmp_path, "楼栋.csv", text.encode("gb18030")) == (10, 0, 12)


@pytest.mark.parametrize("other", ["５号楼 A", "5号楼 a", "5号楼　A", "5号楼A", "5号楼\u00a0 Ａ"])
def test_one_building_has_one_spelling(tmp_path: Path, other: str) -> None:
    text = f"{PEOPLE}a,5号楼 A,other\nb,{other},elderly\nc,{other},elderly\n"
    needs = f"building,category,number\n{other},parking,3\n"
    problems = found(tmp_path, {"households.csv": text, "open_needs.csv": needs}, keep=False)
    if other == "5号楼　A":
        assert problems == []  # a blank of another width is the same blank
        assert read_place(tmp_path)[0].fixed["community.buildings"] == 1
        return
    assert places(problems)[0] == ("households.csv", 3, "building", "spelling")
    assert [each.row for each in problems if each.file == "households.csv"] == [3]
    assert "“5号楼 A” in households.csv, row 2" in problems[0].said(speak("en"))


def test_spellings_are_compared_between_tables_and_nothing_else_is_told(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "organisations.csv": "name,role\nStreet,street_office\n安和（东区）,vendor\n",
        "ties.csv": "from,to,trust\nStreet,安和(东区),0.5\nstreet,安和（东区）,0.4\n",
    }
    told = places(found(tmp_path, files, keep=False))
    assert told[:2] == [("ties.csv", 3, "from", "spelling"), ("ties.csv", 2, "to", "spelling")]
    assert {each[3] for each in told} == {"spelling"}


def test_entrances_of_two_buildings_are_not_one(tmp_path: Path) -> None:
    text = "id,building,entrance,group\nx,1,A,other\ny,2,a,other\n"
    assert sizes(tmp_path, "households.csv", text) == (0, 0, 2)


@pytest.mark.parametrize("kind", ["gb18030", "utf-8"])
def test_a_blank_inside_a_chinese_name_is_legitimate(tmp_path: Path, kind: str) -> None:
    files: dict[str, str | bytes] = {
        "组织.csv": "名称,角色\n康养　助老社,社会组织\n居委会,居委会\n".encode(kind),
        "联系.csv": "组织,对方,信任\n康养 助老社,居委会,0.5\n".encode(kind),
    }
    assert found(tmp_path, files, keep=False) == []
    place = read_place(tmp_path)[0]
    assert place.organisations is not None and place.ties is not None
    assert place.organisations.names == ("居委会", "康养 助老社")
    assert place.ties[0, 1] == place.ties[1, 0] == 0.5


def test_the_first_visible_sheet_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    old, new = book.active, book.create_sheet("new")
    for sheet, number in ((old, 99), (new, 10)):
        sheet.append(["building", "group", "households"])
        sheet.append(["A", "elderly", number])
    old.sheet_state = "hidden"
    sink = io.BytesIO()
    book.save(sink)
    assert sizes(tmp_path, "buildings.xlsx", sink.getvalue()) == (10, 0, 0)


UNREAD = [
    "households.xls", "住户.csv.txt", "Households.ods", "ｈouseholds.txt", "households", "住户.et",
]  # fmt: skip


@pytest.mark.parametrize("name", UNREAD)
def test_a_file_with_a_tables_name_and_another_ending_is_told_and_nothing_follows(
    tmp_path: Path, name: str
) -> None:
    needs = "building,category,number\n1,parking,2\n"
    problems = found(tmp_path, {name: PEOPLE, "open_needs.csv": needs}, keep=False)
    assert places(problems) == [(name, None, None, "ending")]
    assert ".csv, .tsv, .xlsx, .xlsm" in problems[0].said(speak("zh"))
    with pytest.raises(InputError, match="has a table's name"):
        furnished({"place": "."}, [f"file://{tmp_path}"])


@pytest.mark.parametrize("name", ["ties.paj", "联系.net"])
def test_other_kinds_of_graphs_are_told_also_beside_a_table_that_is_read(
    tmp_path: Path, name: str
) -> None:
    assert places(found(tmp_path, {name: "x"})) == [(name, None, None, "ending")]


def test_notes_pictures_and_folders_are_no_tables(tmp_path: Path) -> None:
    (tmp_path / "needs").mkdir()
    files: dict[str, str | bytes] = {"ties.md": "x", "ties.en.png": b"x", "survey.xls": b"x"}
    assert found(tmp_path, files) == []


def test_the_tables_of_a_folder_are_named_and_those_the_model_draws(tmp_path: Path) -> None:
    folder_with(tmp_path, {"楼栋.csv": COUNTS, "ties.graphml": "<graphml/>"}, keep=False)
    ((folder, read, drawn),) = tables_of(tmp_path)
    assert folder == "."
    assert read.en == "buildings (楼栋.csv), organisations (ties.graphml), ties (ties.graphml)"
    assert drawn == ("needs, open_needs", "需求、待满足需求")


def test_further_sheets_that_hold_something_are_told_and_empty_and_hidden_ones_are_not(
    tmp_path: Path,
) -> None:
    book = openpyxl.Workbook()
    book.active.title = "2025"
    for row in (["building", "group", "households"], ["A", "elderly", 9]):
        book.active.append(row)
    for name in ("旧表", "empty", "hidden"):
        book.create_sheet(name)
    book["旧表"].append(["B", "elderly", 12])
    book["hidden"].append(["secret"])
    book["hidden"].sheet_state = "hidden"
    sink = io.BytesIO()
    book.save(sink)
    folder_with(tmp_path, {"buildings.xlsx": sink.getvalue()}, keep=False)
    tables, sheets = reading_of(tmp_path)
    assert "buildings (buildings.xlsx)" in tables.said(speak("en"))
    line = "buildings.xlsx: only the sheet “2025” is read; not read: 旧表"
    assert sheets.said(speak("en")) == line
    assert sheets.said(speak("zh")) == "buildings.xlsx：只读取工作表“2025”；未读取：旧表"


@pytest.mark.parametrize("left", [1, 2])
def test_utf_8_with_a_broken_letter_is_refused_and_not_read_as_other_letters(
    tmp_path: Path, left: int
) -> None:
    data = "id,building,group\n1,一号楼,other\n2,安和里,other\n3,二号楼,elderly\n".encode()
    broken = data.replace("安".encode(), "安".encode()[:left])
    problems = found(tmp_path, {"households.csv": broken}, keep=False)
    assert places(problems) == [("households.csv", 3, None, "utf8_broken")]


def test_short_names_in_gb18030_are_read(tmp_path: Path) -> None:
    """One of them is UTF-8 as well, the other isn't."""
    data = "id,building,group\n1,联通,other\n2,一,other\n".encode("gb18030")
    read = read_place(folder_with(tmp_path, {"households.csv": data}, keep=False))
    assert read[1] == [] and read[0].households is not None
    assert set(read[0].households.building_names) == {"联通", "一"}


@pytest.mark.parametrize("name", ["å®‰å’Œ", "ZÃ¼rich", "é™ˆ家"])
def test_utf_8_that_was_taken_for_western_letters_is_told(tmp_path: Path, name: str) -> None:
    data = f"id,building,group\n1,{name},other\n"
    problems = found(tmp_path, {"households.csv": data}, keep=False)
    assert places(problems) == [("households.csv", 2, "building", "garbled")]


@pytest.mark.parametrize("name", ["Café “Zoë”", "Łódź", "São João", "crème brûlée"])
def test_western_names_are_names(tmp_path: Path, name: str) -> None:
    data = f"id,building,group\n1,{name},other\n"
    assert found(tmp_path, {"households.csv": data}, keep=False) == []


def test_tables_are_checked_also_where_the_configuration_is_broken(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "community/mine.yaml": "- no",
        "households.csv": PEOPLE + "a,1,nobody\n",
        "needs.csv": GOOD["needs.csv"].replace("0.1", "7", 1),
    }
    told = places(found(tmp_path, files, keep=False))
    assert ("households.csv", 2, "group", "not_allowed") in told
    assert ("needs.csv", 2, "rate", "not_allowed") in told
    assert told[0][0] == "community/mine.yaml"


def test_allowed_words_are_in_the_tables_own_language(tmp_path: Path) -> None:
    english = found(tmp_path, {"households.csv": PEOPLE + "a,1,x\n"}, keep=False)
    assert "elderly, young_renter, other" in english[0].said(speak("zh"))
    chinese = found(tmp_path, {"households.csv": "户号,楼栋,群体,色\na,1,x,y\n"}, keep=False)
    assert [each.what for each in chinese] == ["unknown_column", "not_allowed"]
    assert "户号、楼栋、单元" in chinese[0].said(speak("en")) and "老年户" in chinese[1].said(
        speak("en")
    )


def zipped(names: dict[str, bytes], code: str) -> bytes:
    """A ZIP whose names are in ``code`` without the flag that says UTF-8."""
    sink = io.BytesIO()
    held = {name.encode(code): data for name, data in names.items()}
    with zipfile.ZipFile(sink, "w") as archive:
        for i, (name, data) in enumerate(held.items()):
            archive.writestr(chr(ord("a") + i) * len(name), data)
    content = sink.getvalue()
    for i, name in enumerate(held):
        content = content.replace((chr(ord("a") + i) * len(name)).encode(), name)
    return content


@pytest.mark.parametrize("code", ["gbk", "gb18030", "utf-8"])
def test_names_in_a_zip_of_a_chinese_windows_are_read(tmp_path: Path, code: str) -> None:
    files = {
        "我的社区（东里）/community/mine.yaml": b"# @package _global_\nplace: .\n",
        "我的社区（东里）/住户.csv": b"id,building,group\na,1,other\nb,1,elderly\n",
        "我的社区（东里）/mine.zh.png": b"as coprod check draws it",
    }
    archive = zipped(files, code)
    assert set(unpacked({"a.zip": archive})) == {"community/mine.yaml", "住户.csv"}
    sent = [{"name": "a.zip", "data": base64.b64encode(archive).decode()}]
    got = receive(tmp_path, sent)
    assert got.problems == () and got.names == ("mine",)
    kept = next((tmp_path).glob("*/*/住户.csv"))
    assert check_place(kept.parent) == []
