"""Beside the tables: who made them, how long it took and in how much memory; in few bytes."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from experiments.base import files
from experiments.base.memory import peak_memory
from experiments.config.compose import compose
from experiments.run.attempt import attempt, model_run
from experiments.run.runner import tasks_of
from experiments.store import Cell, Study
from experiments.store.chunk import side_path
from experiments.store.provenance import made_with
from tests.store.test_store import SEED, SHORT, runs_of, tables_of

LARGE = 400
"""MB, more than a process needs that runs nothing."""


@pytest.fixture
def cell(tmp_path: Path) -> Cell:
    return Study(tmp_path / "study").open_cell(SHORT, SEED, "none", "village")


@pytest.mark.parametrize("replicates", [1, 6])
def test_real_runs_without_weekly_take_at_most_5_kb_each_and_20_kb_a_cell(
    tmp_path: Path, replicates: int
) -> None:
    for arm in ("none", "party"):
        wanted = compose(["community=village", f"arrangement={arm}"])
        cell = Study(tmp_path).open_cell(
            wanted.parameters, SEED, arm, "village", replicates=replicates
        )
        tasks = tasks_of(cell, range(replicates))
        cell.write_chunk(0, [attempt(model_run, task) for task in tasks], "none")
        assert cell.runs()["status"].tolist() == ["ok"] * replicates
        size = sum(path.stat().st_size for path in cell.folder.iterdir())
        assert size < replicates * 5_000 + 20_000


def test_how_runs_were_made_is_told_write_by_write_and_outside_the_tables(cell: Cell) -> None:
    cell.write_chunk(0, runs_of(cell, [0, 1]))
    before = tables_of(cell)
    cell.write_chunk(0, [replace(run, seconds=2.5, memory=64.04) for run in runs_of(cell, [1])])
    assert tables_of(cell) == before
    earlier, later = files.read_json(side_path(cell.folder, 0))["writes"]
    assert (earlier["seconds"], later["seconds"]) == ({"0": 0.0}, {"1": 2.5})
    assert later["memory_mb"] == 64.0 and 1 < earlier["memory_mb"] < 100_000
    assert later["versions"]["numpy"] == np.__version__
    assert set(later["machine"]) == {"host", "platform"}
    assert later["commit"] == made_with()["commit"] and later["finished"].startswith("20")


def test_peak_memory_is_a_process_s_own_and_not_its_parent_s() -> None:
    held = np.ones(LARGE * 2**20, np.uint8)
    assert peak_memory() > LARGE
    code = "from experiments.base.memory import peak_memory; print(peak_memory())"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert 1 < float(found.stdout) < LARGE
    assert held.sum() == LARGE * 2**20
