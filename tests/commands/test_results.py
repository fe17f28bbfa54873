"""``coprod results``: what it lists, exports and refuses."""

import codecs
import importlib.util
import os
from pathlib import Path

import fakes
import numpy as np
import openpyxl
import pandas as pd
import pytest
from refusing import Refused

from experiments.analysis.cell_table import cell_table
from experiments.base.finished import Failure, failed
from experiments.commands.cli import main
from experiments.store import Cell, Spec, Study, chunk, export, finished
from experiments.store.manifest import MANIFEST
from sim.measure.records import RunId
from sim.parameters import Coordinator, Parameters

WEEKS = 80
EXCEL_DIGITS = 1e-15
REASON = Failure("projects.advance", "ValueError: a, b", 'line "one"\nline two\x07')


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COPROD_LANG", raising=False)


@pytest.fixture
def cells() -> list[Cell]:
    """A study of two arms at two values of a parameter; the first cell has a failed run."""
    arms = {"none": Coordinator(), "party": Coordinator(attention=3.0)}
    specs = [
        Spec(varied(value, hub), 0, arm, "village", 3)
        for value in (0.1, 0.2)
        for arm, hub in arms.items()
    ]
    opened = Study(Path("results/sweep")).open_cells(specs)
    for number, cell in enumerate(opened[:3]):
        records = [fakes.run(cell.parameters, RunId(0, replicate)) for replicate in range(3)]
        runs = [finished(cell.hash, record, 60.0) for record in records]
        if number == 0:
            runs[1] = failed(cell.hash, 1, REASON, 60.0)
        cell.write_chunk(0, runs)
    return opened


def varied(value: float, hub: Coordinator) -> Parameters:
    base = Parameters(horizon=WEEKS, coordinator=hub)
    network = base.network.model_copy(update={"cross_sector": value})
    return base.model_copy(update={"network": network})


def test_a_study_is_listed_with_state_and_shares(
    cells: list[Cell], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["results", "sweep"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(
        "sweep: 4 cells, 2 complete; 9 runs of 12 held, 1 failed, 9 min of computing"
    )
    table = [line.split() for line in lines[3:8]]
    # the coordinator's attention differs between arms only, so the arm tells it
    assert table[0] == ["cell", "arm", "network.cross_sector", "held/asked", "failed",
                        "missing", "time", "state"]  # fmt: skip
    row = f"{cells[0].hash[:8]} no hub 0.1 3/3 1 0 3 min with failed runs".split()
    assert table[1] == row
    assert table[4][-6:] == ["0/3", "0", "3", "0.0", "s", "not", "started"][-6:]
    summary = cell_table(Study(Path("results/sweep"))).iloc[1]
    shown = next(line for line in lines[9:] if cells[1].hash[:8] in line)
    assert f"{100 * summary['failure']:.1f} [{100 * summary['failure_low']:.1f}," in shown
    assert "not forecasts" in lines[-1] and any("Failed runs count" in line for line in lines)


def test_the_words_are_chinese_when_asked(
    cells: list[Cell], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["results", "sweep", "--lang", "zh"]) == 0
    shown = capsys.readouterr().out
    assert "4个单元" in shown and "有出错运行" in shown and "并非预测" in shown


def test_studies_are_listed_and_one_that_cannot_be_read_says_why(
    cells: list[Cell], capsys: pytest.CaptureFixture[str]
) -> None:
    Path("results/other").mkdir()
    Path("results/other/study.json").write_text("{")
    Path("results/notes.txt").write_text("mine")
    assert main(["results"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[2].split()[:2] == ["other", "-"] and "damaged" in lines[2]
    assert lines[3].split()[:7] == ["sweep", "4", "3", "no", "hub,", "party", "hub"]


def test_no_studies_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["results", "--out", "nowhere"]) == 0
    assert capsys.readouterr().out == "no studies in nowhere\n"


def test_the_exported_summary_is_the_table(cells: list[Cell]) -> None:
    assert main(["results", "sweep", "--export", "summary.csv"]) == 0
    expected = cell_table(Study(Path("results/sweep")))
    read = pd.read_csv("summary.csv", dtype={"cell": str})
    pd.testing.assert_frame_equal(read, expected, check_dtype=False, check_exact=True)


@pytest.mark.parametrize("table", ["runs", "projects", "history", "weekly"])
def test_an_exported_table_has_every_row_with_its_arm_and_parameters(
    cells: list[Cell], table: str
) -> None:
    assert main(["results", "sweep", "--export", "raw.csv", "--table", table]) == 0
    read = pd.read_csv("raw.csv", dtype={"cell": str})
    parts = [getattr(cell, table)() for cell in cells[:3]]
    assert len(read) == sum(map(len, parts))
    for cell, part in zip(cells, parts, strict=False):
        mine = read[read["cell"] == cell.hash]
        assert set(mine["arm"]) == {cell.arm} and set(mine["community"]) == {"village"}
        assert set(mine["network.cross_sector"]) == {cell.parameters.network.cross_sector}
        assert set(mine["coordinator.attention"]) == {cell.parameters.coordinator.attention}
        for column in part.columns.drop("cell"):
            values = mine[column].to_numpy()
            if pd.api.types.is_numeric_dtype(part[column].dtype):
                values = values.astype(part[column].dtype)
                assert values.tobytes() == part[column].to_numpy().tobytes(), column
            else:
                assert mine[column].fillna("").tolist() == part[column].fillna("").tolist()


def test_rows_follow_the_study_s_order_whatever_the_hashes(cells: list[Cell]) -> None:
    main(["results", "sweep", "--export", "raw.csv", "--table", "history"])
    read = pd.read_csv("raw.csv", dtype={"cell": str})
    assert list(dict.fromkeys(read["cell"])) == [cell.hash for cell in cells[:3]]
    week = read.groupby(["cell", "replicate"])["week"].agg(list)
    assert all(weeks == list(range(WEEKS)) for weeks in week)


def test_chinese_csv_begins_with_the_mark_by_which_excel_knows_utf_8(cells: list[Cell]) -> None:
    main(["results", "sweep", "--export", "plain.csv"])
    main(["results", "sweep", "--export", "marked.csv", "--lang", "zh"])
    plain, marked = Path("plain.csv").read_bytes(), Path("marked.csv").read_bytes()
    assert marked == codecs.BOM_UTF8 + plain


def test_excel_holds_the_table_and_what_its_columns_mean(cells: list[Cell]) -> None:
    assert main(["results", "sweep", "--export", "summary.xlsx", "--lang", "zh"]) == 0
    expected = cell_table(Study(Path("results/sweep")))
    read = pd.read_excel("summary.xlsx", "data", dtype={"cell": str})
    pd.testing.assert_frame_equal(read, expected, check_dtype=False, rtol=EXCEL_DIGITS)
    told = pd.read_excel("summary.xlsx", "列说明").set_index("列")["含义"]
    assert list(told.index) == list(expected.columns)
    assert told["failure_bound_high"] == "失败：出错运行按最坏情形计入"
    assert told["network.cross_sector"] and not told.isna().any()


def test_excel_holds_texts_that_have_control_characters(cells: list[Cell]) -> None:
    assert main(["results", "sweep", "--export", "runs.xlsx", "--table", "runs"]) == 0
    (book,) = [openpyxl.load_workbook("runs.xlsx", read_only=True)]
    rows = [[cell.value for cell in row] for row in book["data"].iter_rows()]
    book.close()
    bad = next(row for row in rows if "failed" in row)
    assert REASON.error in bad and 'line "one"\nline two' in bad
    assert len(rows) == 1 + 9


def test_more_rows_than_a_sheet_holds_are_one_line_and_no_file(
    cells: list[Cell],
    monkeypatch: pytest.MonkeyPatch,
    refused: Refused,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(export, "EXCEL_ROWS", 10)
    assert main(["results", "sweep", "--export", "fits.xlsx", "--table", "runs"]) == 0
    capsys.readouterr()
    monkeypatch.setattr(export, "EXCEL_ROWS", 9)
    said = refused("results", "sweep", "--export", "much.xlsx", "--table", "runs")
    assert "more than 8 rows, all that an Excel sheet holds; export to .csv" in said


def test_without_openpyxl_excel_is_refused_in_one_line(
    cells: list[Cell], monkeypatch: pytest.MonkeyPatch, refused: Refused
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert "needs the extra 'excel'" in refused("results", "sweep", "--export", "summary.xlsx")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "no study is there"),
        (["sweep", "--table", "runs"], "--export FILE.csv"),
        (["--export", "all.csv"], "of which study"),
        (["sweep", "--export", "summary.txt"], "must end in .csv or .xlsx"),
        (["sweep", "--export", "no/folder/summary.csv"], "no such folder"),
        (["sweep", "--table", "ties", "--export", "a.csv"], "ties"),
    ],
)
def test_wrong_input_is_one_line(
    cells: list[Cell], arguments: list[str], said: str, refused: Refused
) -> None:
    assert said in refused("results", *arguments)


def test_a_damaged_chunk_is_told_and_left_out_of_shares_but_never_of_an_export(
    cells: list[Cell], refused: Refused, capsys: pytest.CaptureFixture[str]
) -> None:
    path = chunk.table_path(cells[1].folder, "projects", 0)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert main(["results", "sweep"]) == 0
    shown = capsys.readouterr().out
    assert "1 chunk is damaged and not counted" in shown
    assert "damaged; run the same command again" in refused(
        "results", "sweep", "--export", "projects.csv", "--table", "projects"
    )


def test_a_study_of_another_version_is_one_line(cells: list[Cell], refused: Refused) -> None:
    path = cells[1].folder / MANIFEST
    path.write_text(path.read_text().replace('"model_version": "', '"model_version": "0'))
    assert "model_version = 0" in refused("results", "sweep")


def test_foreign_files_in_the_folder_are_left_alone(
    cells: list[Cell], capsys: pytest.CaptureFixture[str]
) -> None:
    main(["results", "sweep"])
    before = capsys.readouterr().out
    folder = cells[0].folder
    for name in ("chunk-notes.json", "chunk-1-2.json", "projects-old.parquet", ".DS_Store"):
        (folder / name).write_text("mine")
    (folder.parent / "another").mkdir()
    (folder / "chunk-99999-99999.json").mkdir()
    assert main(["results", "sweep"]) == 0
    assert capsys.readouterr().out == before
    assert cells[0].missing_chunks(3) == {0: [1]}


def test_what_varies_is_nan_free_and_in_the_table_s_own_types(cells: list[Cell]) -> None:
    table = cell_table(Study(Path("results/sweep")))
    assert table["network.cross_sector"].tolist() == [0.1, 0.1, 0.2, 0.2]
    assert table["seconds"].tolist() == [180.0, 180.0, 180.0, 0.0]
    assert np.isnan(table["failure"].iloc[3])
    assert os.path.basename(cells[0].folder) == table["cell"].iloc[0]
