"""What is exported tells which opportunities count, and computes nothing in a spreadsheet."""

from pathlib import Path

import duckdb
import openpyxl
import pyarrow as pa

from experiments.store import export
from sim.measure.breakdown import cohort


def test_an_opportunity_is_counted_from_the_first_to_the_last_week_of_the_cohort() -> None:
    start, weeks = [25, 26, 39, 40, 41], 80
    opportunities = pa.table({"start_week": start})
    found = duckdb.sql(f"select {export._counted(weeks)} from opportunities t").fetchall()
    assert [row[0] for row in found] == cohort(start, weeks).astype(int).tolist() == [0, 1, 1, 1, 0]
    assert len(opportunities) == len(found)


def test_a_text_like_a_formula_is_only_a_text_in_either_kind_of_file(tmp_path: Path) -> None:
    table = pa.table({"error": ["=1+1", "a\x07b"], "=name": [-1.5, 2.0]})
    for name in ("table.csv", "table.xlsx"):
        legend = [("=name", "what it is", "@home")]
        assert export.write([table], tmp_path / name, mark=False, title="about", legend=legend) == 2
    lines = (tmp_path / "table.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[0] for line in lines[:2]] == ['"error"', '"\'=1+1"']
    book = openpyxl.load_workbook(tmp_path / "table.xlsx")
    rows = [[cell.value for cell in row] for row in book["data"].iter_rows()]
    assert rows == [["error", "'=name"], ["'=1+1", -1.5], ["ab", 2.0]]
    assert [cell.value for cell in book["about"][1]] == ["'=name", "what it is", "'@home"]
