"""A stored run that is run again is the same to the bit, or it is told in which column not."""

from dataclasses import replace
from pathlib import Path

import fakes
import numpy as np
import pytest

from experiments.run.replay import Networks, replay
from experiments.store import Cell, Study, finished
from sim.measure.records import RunId, RunRecord
from sim.parameters import Parameters

SHORT = Parameters(horizon=6)
COLUMN = "participation"


@pytest.fixture
def cell(tmp_path: Path) -> Cell:
    """One stored run, whose participation is 0 in one week and not known in another."""
    cell = Study(tmp_path / "study").open_cell(SHORT, 3, "none", "village")
    cell.write_chunk(0, [finished(cell.hash, with_value(0.0))])
    return cell


def with_value(value: float) -> RunRecord:
    record = fakes.run(SHORT, RunId(3, 0))
    column = record.weekly[COLUMN].copy()
    column[2:4] = value, np.nan
    return replace(record, weekly={**record.weekly, COLUMN: column})


@pytest.mark.parametrize(
    ("value", "differing"), [(0.0, []), (-0.0, [f"weekly.{COLUMN}"]), (1e-45, [f"weekly.{COLUMN}"])]
)
def test_a_number_is_the_same_where_its_bits_are(
    cell: Cell, tmp_path: Path, value: float, differing: list[str]
) -> None:
    def trace(*_: object) -> tuple[RunRecord, Networks]:
        return with_value(value), {}

    assert replay(cell, 0, tmp_path / "replay", trace).differing == differing
