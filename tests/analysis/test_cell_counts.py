"""Counts of many cells at once are those of each by itself, whatever is stored of it."""

from pathlib import Path

import pandas as pd
import pytest
from many_cells import write_many

from experiments.analysis.cell_counts import counts_of
from experiments.analysis.outcomes import opportunity_counts
from experiments.analysis.pairing import arm_of
from experiments.base.errors import InputError
from experiments.base.finished import Failure, failed
from experiments.store import Cell, Study
from experiments.store.chunk import table_path
from sim.measure.breakdown import DEFAULT, after

REASON = Failure("projects.advance", "ValueError: no", "projects.py:1 advance")


def alone(cell: Cell, replicates: int | None) -> pd.DataFrame:
    return opportunity_counts(arm_of(cell, replicates, weekly=False), DEFAULT)


@pytest.fixture
def cells(tmp_path: Path) -> list[Cell]:
    """Of two horizons; the first of two chunks and with failed runs, the second with nothing else,
    the last one not begun."""
    first, second = write_many(tmp_path, 2, 27, 156)
    first.write_chunk(0, [failed(first.hash, number, REASON) for number in (2, 5)])
    second.write_chunk(0, [failed(second.hash, number, REASON) for number in range(25)])
    second.write_chunk(25, [failed(second.hash, number, REASON) for number in (25, 26)])
    others = write_many(tmp_path, 1, 3, 100)
    return [first, second, *others, Study(tmp_path).open_cell(first.parameters, 99, "none", "-")]


@pytest.mark.parametrize("replicates", [None, 26, 4])
def test_they_are_those_of_each_cell_alone(cells: list[Cell], replicates: int | None) -> None:
    found = counts_of([*cells, cells[0]], replicates)
    assert found.keys() == {cell.hash for cell in cells}
    assert found[cells[0].hash]["opportunities"].sum() > 0 and found[cells[1].hash].empty
    for cell in cells:
        pd.testing.assert_frame_equal(found[cell.hash], alone(cell, replicates))


def test_another_definition_is_kept_to(cells: list[Cell]) -> None:
    late = counts_of(cells[:1], definition=after(60))[cells[0].hash]
    assert 0 < late["opportunities"].sum() < alone(cells[0], None)["opportunities"].sum()


def test_what_is_damaged_is_told_unless_nobody_asks_for_it(cells: list[Cell]) -> None:
    table_path(cells[0].folder, "projects", 25).write_bytes(b"")
    with pytest.raises(InputError, match=r"chunk-00025-00049\.json: damaged"):
        counts_of(cells)
    pd.testing.assert_frame_equal(counts_of(cells, 9)[cells[0].hash], alone(cells[0], 9))
