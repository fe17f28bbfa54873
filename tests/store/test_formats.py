"""The store's format: what an older one holds is read and resumed, a newer one is refused.

``before`` was written by a program that knew of no format, of this model version: where that is
raised, write it anew and take the numbers out of its files.
"""

import json
import shutil
from pathlib import Path

import fakes
import numpy as np
import pandas as pd
import pyarrow.compute as pc
import pytest
from report_studies import quietly

from experiments.analysis.outcomes import LEVELS, outcomes_of
from experiments.analysis.pairing import arm_of
from experiments.analysis.run_outcomes import run_outcomes
from experiments.base.errors import InputError
from experiments.commands.cli import main
from experiments.run.replay import replay
from experiments.run.runner import run_cells
from experiments.store import Cell, Study, chunk, finished
from experiments.store.export import raw_table
from experiments.store.identity import FORMAT
from experiments.store.tables import decode, merge
from sim.measure.breakdown import DEFAULT
from sim.measure.records import RunId, RunRecord
from sim.parameters import Parameters

BEFORE = Path(__file__).with_name("before")
OPPORTUNITIES = [39, 47]


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """A study that was written before there was a format."""
    shutil.copytree(BEFORE, tmp_path / "results" / "before")
    return Study(tmp_path / "results" / "before")


def files(study: Study) -> dict[str, bytes]:
    return {
        str(path): path.read_bytes()
        for path in sorted(study.path.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def told(path: Path) -> object:
    return json.loads(path.read_text(encoding="utf-8")).get("format")


def numbered(study: Study) -> list[Path]:
    """Files that tell their format: index, manifest and side-car."""
    return sorted(study.path.rglob("*.json"))


def test_a_study_of_before_is_read_and_left_as_it_is(study: Study) -> None:
    before = files(study)
    assert [told(path) for path in numbered(study)] == [None] * 3
    (cell,) = study.cells()
    assert cell.runs()["opportunities"].tolist() == OPPORTUNITIES
    (table,) = (part.to_pandas() for part in run_outcomes(study))
    expected = outcomes_of(arm_of(cell, weekly=False), DEFAULT)
    assert table["counted"].sum() > 0
    assert table[list(expected)].to_numpy().tolist() == expected.to_numpy().tolist()
    assert table[list(LEVELS)].isna().all().all()
    assert files(study) == before


def test_a_study_of_before_is_resumed_and_tells_its_format_from_then_on(study: Study) -> None:
    (cell,) = study.cells()
    old = {name: getattr(cell, name)() for name in ("runs", "projects", "history")}
    assert cell.missing_chunks(2, "none") == {}
    specs = (cell.parameters, cell.seed, cell.arm, cell.community)
    cell = study.open_cell(*specs, replicates=3)
    run_cells([cell], 3, 1, quietly, "none", run=fakes.run)
    for name, table in old.items():
        pd.testing.assert_frame_equal(getattr(cell, name)(2), table)
    assert cell.runs()["replicate"].tolist() == [0, 1, 2]
    assert told(study.path / "study.json") == told(chunk.side_path(cell.folder, 0)) == FORMAT


@pytest.mark.parametrize("number", range(3), ids=["side-car", "manifest", "index"])
def test_what_a_newer_program_wrote_is_refused_in_one_line_that_tells_both_numbers(
    study: Study, number: int, capsys: pytest.CaptureFixture[str]
) -> None:
    path = numbered(study)[number]
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(content | {"format": FORMAT + 1}), encoding="utf-8")
    before = files(study)
    assert main(["results", str(study.path)]) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1
    assert str(path) in said.err and f"format = {FORMAT + 1}" in said.err
    assert f"reads up to {FORMAT}" in said.err
    with pytest.raises(InputError, match=f"format = {FORMAT + 1}"):
        study.cells()[0].missing_chunks(5, "none")
    if path.name == "study.json":
        with pytest.raises(InputError, match=f"format = {FORMAT + 1}"):
            study.drop([])
    assert files(study) == before


# -- a measure that is declared later --------------------------------------------------------------

LATER = "collection"
"""Stands for it: a measure of double precision wouldn't do, for none is."""
UNKNOWN = "of_a_later_program"


def without(cell: Cell, column: str, more: str | None = None) -> None:
    """Take a weekly measure out of the first chunk; put one in that nobody declares."""
    whole = chunk.load(cell.folder, 0)
    tables = {name: decode(data) for name, data in whole.tables.items()}
    tables["weekly"] = tables["weekly"].drop_columns(column)
    if more is not None:
        values = pc.add(tables["weekly"]["timeliness"], 1.0).cast("float32")
        tables["weekly"] = tables["weekly"].append_column(more, values)
    chunk.write_chunk(cell.folder, 0, tables, whole.writes)


def filled(cell: Cell, start: int, numbers: range) -> None:
    runs = [finished(cell.hash, fakes.run(cell.parameters, RunId(cell.seed, n))) for n in numbers]
    cell.write_chunk(start, runs)


def test_a_measure_that_was_declared_later_is_missing_in_what_was_stored_before(
    study: Study,
) -> None:
    (before,) = study.cells()
    cell = study.open_cell(before.parameters, 8, "none", "village", replicates=27)
    filled(cell, 0, range(2))
    without(cell, LATER)
    weekly = cell.weekly()
    assert weekly[LATER].isna().all() and weekly["match"].notna().all()
    filled(cell, 0, range(2, 3))
    filled(cell, 25, range(25, 27))
    weekly = cell.weekly()
    assert weekly.groupby("replicate")[LATER].count().tolist() == [0, 0, *[70] * 3]
    (exported,) = (part.to_pandas() for part in raw_table(study, "weekly"))
    np.testing.assert_array_equal(exported[LATER], weekly[LATER])
    assert list(exported)[-len(weekly.columns) + 1 :] == list(weekly)[1:]


def test_levels_of_a_measure_that_was_declared_later_are_missing(study: Study) -> None:
    (before,) = study.cells()
    cell = study.open_cell(before.parameters, 8, "none", "village", replicates=2)
    filled(cell, 0, range(2))
    without(cell, "tie_trust")
    table = pd.concat(part.to_pandas() for part in run_outcomes(study))
    mine = table[table["cell"] == cell.hash]
    assert mine["tie_trust"].isna().all() and mine["participation"].notna().all()


def test_what_a_later_program_stored_besides_stays_when_this_one_extends_a_chunk(
    study: Study,
) -> None:
    (before,) = study.cells()
    cell = study.open_cell(before.parameters, 8, "none", "village", replicates=2)
    filled(cell, 0, range(1))
    without(cell, LATER, UNKNOWN)
    kept = cell.weekly()[UNKNOWN].to_numpy()
    filled(cell, 0, range(1, 2))
    weekly = cell.weekly()
    assert weekly[weekly["replicate"] == 0][UNKNOWN].tolist() == kept.tolist()
    assert weekly[weekly["replicate"] == 1][UNKNOWN].isna().all()


def test_a_run_is_the_same_again_whatever_was_declared_since_or_by_a_later_program(
    study: Study, tmp_path: Path
) -> None:
    (before,) = study.cells()
    cell = study.open_cell(before.parameters, 8, "none", "village", replicates=1)
    filled(cell, 0, range(1))
    without(cell, LATER, UNKNOWN)
    assert replay(cell, 0, tmp_path, trace=again).differing == []
    without(cell, "match", "match")
    assert replay(cell, 0, tmp_path, trace=again).differing == ["weekly.match"]


def again(parameters: Parameters, run_id: RunId, weeks: tuple[int, ...]) -> tuple[RunRecord, dict]:
    return fakes.run(parameters, run_id), {}


def test_a_table_of_every_declared_column_is_the_same_bytes_however_it_is_put_together() -> None:
    parameters = Parameters(horizon=6)
    runs = [finished("a", fakes.run(parameters, RunId(0, n))) for n in range(3)]
    for name in ("runs", "projects", "history", "weekly"):
        whole = merge(name, None, runs)
        assert merge(name, merge(name, None, runs[:1]), runs[1:]).equals(whole)
