"""No cell that is exported is a formula when a spreadsheet opens it."""

import csv
import io
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from experiments.base.disarm import csv_of, disarmed
from experiments.config.place.columns import ORGANISATIONS
from experiments.config.place.write import as_csv, as_excel
from experiments.store import export
from experiments.words.speech import speak

HARMFUL = ("=1+1", "+1", "-1+cmd", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1")
PLAIN = ("a=1", "1-2", "'=1", "", "村 +", " x")


def test_text_that_begins_like_a_formula_gets_a_mark_and_other_text_and_numbers_stay() -> None:
    assert [disarmed(text) for text in HARMFUL] == [f"'{text}" for text in HARMFUL]
    assert [v for v in (*PLAIN, -1.5, -3, None, True) if disarmed(v) is not v] == []


def test_a_table_as_csv_keeps_numbers_and_marks_text_and_names() -> None:
    table = pd.DataFrame({"=arm": [*HARMFUL, "a\r=1"], "difference": [-1.5] * (len(HARMFUL) + 1)})
    rows = list(csv.reader(io.StringIO(csv_of(table), newline="")))
    assert rows[0] == ["'=arm", "difference"]
    assert [row[0] for row in rows[1:]] == [
        *("'" + text.replace("\r", "\n") for text in HARMFUL),
        "a\n=1",
    ]
    assert {row[1] for row in rows[1:]} == {"-1.5"}
    assert table.columns[0] == "=arm" and table.iloc[0, 0] == "=1+1"


@pytest.mark.parametrize("kind", [".csv", ".xlsx"])
def test_an_export_holds_no_formula(tmp_path: Path, kind: str) -> None:
    table = pa.table({"who": [*HARMFUL, *PLAIN], "x": [-1.5] * len(HARMFUL + PLAIN)})
    path = tmp_path / f"out{kind}"
    export.write([table, table], path, True, "legend", [("=1", "+2", "plain")])
    expected = ["'" + text for text in HARMFUL] + list(PLAIN)
    if kind == ".csv":
        text = path.read_bytes().decode("utf-8-sig")
        rows = [*csv.reader(io.StringIO(text, newline=""))]
        assert rows == [["who", "x"], *([each, "-1.5"] for each in expected * 2)]
        return
    from openpyxl import load_workbook

    book = load_workbook(path)
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert [row[1].value for row in book["data"].iter_rows(min_row=2)] == [-1.5] * len(expected) * 2
    assert [cell.value for cell in book["legend"][1]] == ["'=1", "'+2", "plain"]


def test_names_of_an_example_are_disarmed() -> None:
    row = {column.key: None for column in ORGANISATIONS.columns} | {"name": "=cmd()", "role": 0}
    text = as_csv(ORGANISATIONS, [row], speak("en")).decode("utf-8-sig")
    assert next(iter(csv.DictReader(io.StringIO(text))))["name"] == "'=cmd()"
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(as_excel(ORGANISATIONS, [row], speak("en")))).worksheets[0]
    assert sheet["A2"].value == "'=cmd()" and sheet["A2"].data_type == "s"
