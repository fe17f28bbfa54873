"""One row a run: what it holds, and that comparisons and exports are made of the same numbers."""

import re
from dataclasses import replace
from pathlib import Path

import duckdb
import fakes
import numpy as np
import openpyxl
import pandas as pd
import pytest
from known import plan, planted_cell, planted_record
from root import ROOT

from experiments.analysis import run_outcomes as module
from experiments.analysis import statistics as st
from experiments.analysis.compare import Comparison
from experiments.analysis.outcomes import LEVELS, RATES, run_levels
from experiments.analysis.pairing import arm_of, compare_cells
from experiments.analysis.run_outcomes import run_outcomes
from experiments.base.errors import InputError
from experiments.commands.cli import main
from experiments.store import Cell, Study, chunk, finished
from experiments.store.export import raw_table
from sim.base.vocabulary import CATEGORIES, RESOURCES, End
from sim.measure.breakdown import COMPOSITE, DEFAULT
from sim.measure.records import AREA_OUTPUTS, ENDS, WEEKLY_OUTPUTS, RunId, RunRecord
from sim.parameters import Parameters

WEEKS = 156
PLANS = [plan(30, 40, 5), None, plan(20, 50)]
COLLAPSING = 60
HELD = 13
"""Weeks that signs of collapse hold before it is one."""


def table_of(study: Study) -> pd.DataFrame:
    return pd.concat([part.to_pandas() for part in run_outcomes(study)], ignore_index=True)


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """Three runs without a hub, of which one failed and one collapsed, and thirty with one."""
    study = Study(tmp_path / "planted")
    planted_cell(study, "none", PLANS, [COLLAPSING])
    planted_cell(study, "party", [plan(10 + n % 3, 60) for n in range(30)])
    return study


def test_a_row_tells_what_was_planted(study: Study) -> None:
    first = table_of(study).iloc[0].to_dict()
    cell = study.cells()[0]
    head = {"study": "planted", "cell": cell.hash, "arm": "none", "community": "planted"}
    head |= {"seed": 0, "coordinator.attention": 0.0, "replicate": 0, "status": "ok"}
    assert {name: first[name] for name in head} == head
    counts = {"weeks": WEEKS, "counted": 100, "formed": 70, "breakdown": 30, "failure": 55}
    assert {name: first[name] for name in counts} == counts
    ends = {"free_riding": 30, "completed": 40, "solo": 5, "no_partner": 25}
    assert {name: first[f"end_{name}"] for name in ENDS} == dict.fromkeys(ENDS, 0) | ends
    assert first["collapse_half_vacant"] == first["collapse_disconnected"]
    assert first["collapse_composite"] == COLLAPSING + HELD - 1
    assert first["recovery_composite"] == first["collapse_net_value"] == -1
    assert first["collapsed_net_value"] == 0
    assert first["collapsed_composite"] == (WEEKS - first["collapse_composite"]) / (WEEKS - 52)


def test_a_failed_run_is_a_row_without_outcomes(study: Study) -> None:
    table = table_of(study)
    assert table["status"].tolist() == ["ok", "failed", "ok", *["ok"] * 30]
    bad = table.iloc[1]
    assert (bad["replicate"], bad["weeks"], bad["arm"]) == (1, WEEKS, "none")
    assert bad[table.columns[table.columns.get_loc("counted") :]].isna().all()
    others = table.drop(columns=list(LEVELS)).drop(index=1)
    assert others.notna().all().all()


def levelled(parameters: Parameters, run_id: RunId) -> RunRecord:
    """A record whose every weekly measure is 1 before the cohort's first week and 3 from then on;
    nothing is supplied in every second week, and half of what is reported is real."""
    record = planted_record(parameters, run_id, plan(30, 40))
    weeks = np.arange(WEEKS)
    level = np.where(weeks < DEFAULT.first_week, 1.0, 3.0)
    weekly = {o.name: level.astype(o.dtype) for o in WEEKLY_OUTPUTS}
    weekly["match"] = np.where(weeks % 2 == 0, level, np.nan).astype(np.float32)
    served = {"served": np.full(WEEKS, 2, np.int32)}
    reported = {"reported": np.full(WEEKS, 4.0, np.float32)}
    return replace(record, weekly=weekly | reported, history=record.history | served)


def test_levels_are_means_by_hand(tmp_path: Path) -> None:
    study = Study(tmp_path / "levels")
    cell = study.open_cell(Parameters(), 0, "none", "village")
    cell.write_chunk(0, [finished(cell.hash, levelled(cell.parameters, RunId(0, 0)))])
    row = table_of(study).iloc[0]
    of_run = (26 * 1.0 + 130 * 3.0) / WEEKS
    for name in ("satisfaction", "participation_gini", "tie_trust", "match"):
        assert row[name] == 3.0
    assert row["transaction_cost"] == pytest.approx(of_run)
    assert row["entered"] == pytest.approx(len(RESOURCES) * of_run)
    assert row["unmet"] == 3.0 * len(CATEGORIES)
    assert row["overreach"] == 0.0 and row["misplaced"] > 0.0
    assert row["reported_over_real"] == 2.0


def filled(study: Study, arm: str, parameters: Parameters, replicates: int) -> Cell:
    """A cell of made-up runs; those of several areas with a table of these."""
    cell = study.open_cell(parameters, 0, arm, "village")
    runs = [fakes.run(parameters, RunId(0, n)) for n in range(replicates)]
    if parameters.areas > 1:
        runs = [replace(run, areas=in_areas(run, parameters.areas)) for run in runs]
    cell.write_chunk(0, [finished(cell.hash, run) for run in runs])
    return cell


def in_areas(run: RunRecord, areas: int) -> dict[str, np.ndarray]:
    parts = {
        o.name: np.concatenate([np.roll(run.weekly[o.name], area) for area in range(areas)])
        for o in AREA_OUTPUTS
        if o.name not in ("area", "week")
    }
    week = np.tile(np.arange(WEEKS, dtype=np.int16), areas)
    return {"area": np.repeat(np.arange(areas, dtype=np.int8), WEEKS), "week": week} | parts


def test_cells_of_other_numbers_of_areas_and_without_weeks_stand_side_by_side(
    tmp_path: Path,
) -> None:
    study = Study(tmp_path / "areas")
    cells = [filled(study, f"arm{n}", Parameters(areas=n), 3) for n in (1, 2, 3)]
    bare = study.open_cell(Parameters(), 1, "bare", "village")
    bare.write_chunk(0, [finished(bare.hash, fakes.run(bare.parameters, RunId(1, 0)))], "none")
    table = table_of(study).set_index("cell")
    for cell in cells:
        mine = table.loc[[cell.hash], list(LEVELS)].to_numpy()
        expected = run_levels(arm_of(cell), DEFAULT).to_numpy()
        assert mine.tobytes() == expected.tobytes()
    assert table.loc[bare.hash, list(LEVELS)].isna().all()
    assert table.loc[bare.hash, "counted"] > 0


def test_batches_make_no_difference(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = table_of(study)
    monkeypatch.setattr(module, "CHUNKS_TOGETHER", 1)
    assert len(list(run_outcomes(study))) == 2
    pd.testing.assert_frame_equal(table_of(study), whole)


def test_a_damaged_chunk_is_refused_not_left_out(study: Study) -> None:
    chunk.table_path(study.cells()[1].folder, "weekly", 25).write_bytes(b"PAR1")
    with pytest.raises(InputError, match="damaged; run the same command again"):
        table_of(study)


# -- the same numbers elsewhere --------------------------------------------------------------------


def compared(study: Study) -> Comparison:
    return compare_cells({cell.arm: cell for cell in study.cells()}, "party")


def ends_of(estimate: st.Estimate) -> list[float]:
    return [estimate.value, estimate.low, estimate.high]


def test_what_a_comparison_tells_of_an_arm_is_what_its_rows_give(study: Study) -> None:
    table, comparison = table_of(study), compared(study)
    for arm, rows in table[table["status"] == "ok"].groupby("arm"):
        units, told = rows["counted"], comparison.arms.set_index("arm").loc[arm]
        assert told["opportunities"] == units.sum() and told["formed"] == rows["formed"].sum()
        levels = comparison.levels[comparison.levels["arm"] == arm].set_index("measure")
        found = {name: st.mean_interval(rows[name]) for name in LEVELS}
        events = rows.rename(columns={"end_completed": "completed", "end_solo": "solo"})
        found |= {rate: st.ratio_interval(events[rate], units) for rate in RATES}
        for name, estimate in found.items():
            assert levels.loc[name, ["value", "low", "high"]].tolist() == ends_of(estimate)
        ends = comparison.ends[comparison.ends["arm"] == arm].set_index("end")["count"]
        assert {end: rows[f"end_{end}"].sum() for end in ENDS} == ends.to_dict()
        collapse = comparison.collapse[comparison.collapse["arm"] == arm].set_index("sign")
        assert (rows[f"collapse_{COMPOSITE}"] >= 0).sum() == collapse.loc[COMPOSITE, "ever"]
        assert rows[f"collapsed_{COMPOSITE}"].mean() == collapse.loc[COMPOSITE, "value"]


def test_projects_that_are_counted_are_those_of_the_row(study: Study) -> None:
    started = {End.FREE_RIDING: 3, End.COMPLETED: 2}
    cell = study.cells()[0]
    record = planted_record(cell.parameters, RunId(0, 3), started)
    start = np.array([25, 26, 80, 116, 117], np.int16)
    record.projects["start_week"] = start
    cell.write_chunk(0, [finished(cell.hash, record)])
    projects = pd.concat([part.to_pandas() for part in raw_table(study, "projects")])
    mine = projects[(projects["arm"] == "none") & (projects["replicate"] == 3)]
    assert mine["counted"].tolist() == [0, 1, 1, 1, 0]
    counted = projects.groupby(["cell", "replicate"])["counted"].sum()
    rows = table_of(study).dropna(subset="counted").set_index(["cell", "replicate"])["counted"]
    assert counted.to_dict() == rows.to_dict()


@pytest.mark.parametrize("document", ["store.md", "store.zh.md"])
def test_the_rate_by_hand_that_the_documents_show_is_that_of_the_rows(
    study: Study, document: str
) -> None:
    text = (ROOT / "docs" / document).read_text(encoding="utf-8")
    query = re.search(r'duckdb\.sql\("""(.*?)"""\)', text, re.DOTALL)
    assert query is not None
    here = query[1].replace("results/headline", str(study.path))
    found = duckdb.sql(here).df().set_index("cell")
    rows = table_of(study).groupby("cell")[["counted", "failure"]].sum()
    assert found["counted"].to_dict() == rows["counted"].to_dict()
    assert found["failure"].to_dict() == (rows["failure"] / rows["counted"]).to_dict()


def sheets(path: Path) -> tuple[list[str], dict[str, tuple[str, ...]]]:
    """Names of columns, and the second sheet by the first column."""
    book = openpyxl.load_workbook(path, read_only=True)
    first, second = ([[c.value for c in row] for row in sheet.iter_rows()] for sheet in book)
    book.close()
    return first[0], {name: tuple(rest) for name, *rest in second[1:]}


def test_excel_tells_what_each_column_means_and_the_rule_of_the_denominator_in_chinese(
    study: Study, tmp_path: Path
) -> None:
    path = tmp_path / "runs.xlsx"
    arguments = [str(study.path), "--export", str(path), "--lang", "zh", "--table"]
    assert main(["results", *arguments, "run_outcomes"]) == 0
    columns, told = sheets(path)
    assert columns == list(told) == table_of(study).columns.tolist()
    assert told["counted"][1] == "计入比率：在第26周至第T-40周开始，并追踪40周"
    assert told["breakdown"][1] == "计入者中：合作破坏"
    assert told["end_transaction_cost"][1] == "计入者中：交易成本过高"
    assert told["transaction_cost"] == ("funds a week", "交易成本：各周均值")
    assert told["collapse_composite"][1].startswith("按此项指标首次崩溃的周")
    meaning = "自第52周起，网络按此项指标处于崩溃的周占比：综合：五项中两项"
    assert told["collapsed_composite"] == ("share", meaning)
    assert all(meaning for _, meaning in told.values())
    assert main(["results", *arguments, "projects"]) == 0
    assert sheets(path)[1]["counted"][1] == told["counted"][1]


def test_the_exported_csv_has_every_run(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "runs.csv"
    assert main(["results", str(study.path), "--export", str(path), "--table", "run_outcomes"]) == 0
    read = pd.read_csv(path, dtype={"cell": str})
    pd.testing.assert_frame_equal(read, table_of(study), check_dtype=False, check_exact=True)
