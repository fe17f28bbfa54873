"""Many cells in one table: the numbers are those of the per-cell readers, to the bit."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from many_cells import write_many

from experiments.analysis import outcomes
from experiments.analysis import statistics as st
from experiments.analysis.batch_runs import FOLLOWED, BatchRuns
from experiments.analysis.cell_table import SHARES, cell_table
from experiments.analysis.outcomes import RATES, Arm
from experiments.analysis.pairing import arm_of
from experiments.analysis.statistics_runs import mean_share
from experiments.base.finished import Failure, failed
from experiments.store import Cell, Study, chunk
from experiments.store.scan import Batch, each_batch
from sim.measure.breakdown import DEFAULT

HORIZON = 156
REASON = Failure("projects.advance", "ValueError: no", "projects.py:1 advance")


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """Real runs: cells of two horizons and two chunks, some with failed or missing runs."""
    folder = tmp_path_factory.mktemp("study")
    cells = write_many(folder, 5, 27, HORIZON)
    cells += write_many(folder, 2, 3, 100)
    for cell in cells[1:3]:
        cell.write_chunk(0, [failed(cell.hash, number, REASON) for number in (2, 5)])
    return Study(folder)


def arm(cell: Cell) -> Arm:
    return Arm(cell.arm, cell.runs(), cell.projects(), cell.history(), pd.DataFrame())


def test_every_run_counts_as_the_per_cell_readers_have_it(study: Study) -> None:
    cells = {cell.hash: arm(cell) for cell in study.cells()}
    seen = set()

    def compare(batch: Batch) -> None:
        runs = BatchRuns(batch, history=True)
        found = outcomes.outcomes_of(runs.arm, DEFAULT)
        for number, held in enumerate(batch.held):
            mine = cells[held.folder.name]
            here = runs.cell[runs.well] == number
            expected = outcomes.outcomes_of(mine, DEFAULT)
            pd.testing.assert_frame_equal(found[here].set_index(expected.index), expected)
            assert runs.replicate[runs.well][here].tolist() == mine.replicates.tolist()
            assert len(runs.stored(number)) == len(expected) + mine.failed
            seen.add(held.folder.name)

    sources = (source for _, source in study.sources())
    assert len(list(each_batch(sources, FOLLOWED, compare, 3))) > 2
    assert seen == set(cells)


def test_some_runs_collapse_and_some_do_not(study: Study) -> None:
    found = cell_table(study)["collapse"]
    assert 0 < found.mean() < 1


def test_a_row_holds_the_estimates_of_its_cell_to_the_bit(study: Study) -> None:
    table = cell_table(study).set_index("cell")
    for cell in study.cells():
        mine, row = arm(cell), table.loc[cell.hash]
        counts = outcomes.opportunity_counts(mine, DEFAULT)
        for rate in RATES:
            estimate = st.ratio_interval(counts[rate], counts["opportunities"])
            bounds = st.worst_case(counts[rate], counts["opportunities"], mine.failed)
            names = (rate, f"{rate}_low", f"{rate}_high", f"{rate}_bound_low", f"{rate}_bound_high")
            expected = (estimate.value, estimate.low, estimate.high, *bounds)
            assert tuple(row[list(names)]) == expected
        collapsed = outcomes.collapses_of(mine, DEFAULT)["collapsed_composite"]
        estimate = mean_share(collapsed)
        expected = (collapsed.mean(), estimate.low, estimate.high)
        assert tuple(row[["collapse", "collapse_low", "collapse_high"]]) == expected
        assert row["opportunities"] == counts["opportunities"].sum()
        assert (row["held"], row["failed"]) == (len(mine.replicates), mine.failed)


def test_failed_runs_widen_the_bounds_of_every_share(study: Study) -> None:
    table = cell_table(study)
    troubled = table["failed"] > 0
    assert troubled.sum() == 2
    for share in SHARES:
        width = table[f"{share}_bound_high"] - table[f"{share}_bound_low"]
        assert width[troubled].to_numpy() == pytest.approx(2 / 27)
        assert (width[~troubled] == 0).all()


def test_rows_are_in_the_order_of_the_study_with_what_varies(study: Study) -> None:
    table = cell_table(study)
    assert table["cell"].tolist() == [cell.hash for cell in study.cells()]
    for row, cell in zip(table.to_dict("records"), study.cells(), strict=True):
        assert row["network.cross_sector"] == cell.parameters.network.cross_sector
        assert row["horizon"] == cell.parameters.horizon


def test_states_tell_what_is_there(tmp_path: Path) -> None:
    cells = write_many(tmp_path, 5, 3, 60)
    cells[1].write_chunk(0, [failed(cells[1].hash, 2, REASON)])
    study = Study(tmp_path)
    for number in (2, 4):
        cell = cells[number]
        labels = (cell.seed, cell.arm, cell.community)
        study.open_cell(cell.parameters, *labels, replicates=30 if number == 2 else None)
    chunk.table_path(cells[3].folder, "projects", 0).write_bytes(b"PAR1")
    begun = cells[0].parameters.model_copy(update={"horizon": 61})
    study.open_cell(begun, 0, "none", "village", replicates=4)
    table = cell_table(study)
    states = ["complete", "failed", "incomplete", "damaged", "complete", "not_started"]
    assert table["state"].tolist() == states
    assert table["asked"].tolist() == [3, 3, 30, 3, 3, 4]
    assert table["missing"].tolist() == [0, 0, 27, 3, 0, 4]
    assert table["damaged"].tolist() == [0, 0, 0, 1, 0, 0]
    assert table["held"].tolist() == [3, 2, 3, 0, 3, 0]
    assert np.isnan(table["failure"]).tolist() == [True] * 6


def test_a_cell_under_two_names_is_told_under_both(tmp_path: Path) -> None:
    (cell,) = write_many(tmp_path, 1, 2, 100)
    Study(tmp_path).open_cell(cell.parameters, cell.seed, "idle", "village", replicates=2)
    table = cell_table(Study(tmp_path))
    assert table["arm"].tolist() == ["none", "idle"]
    assert table["failure"].nunique() == 1 and table["held"].tolist() == [2, 2]


def test_time_and_memory_are_those_of_the_runs(study: Study) -> None:
    row, cell = cell_table(study).iloc[3], study.cells()[3]
    writes = [write for start in (0, 25) for write in cell.chunk(start).writes]
    assert row["seconds"] == pytest.approx(
        sum(sum(write["seconds"].values()) for write in writes), abs=0.06
    )
    assert row["memory_mb"] == max(write["memory_mb"] for write in writes) > 1
    assert row["finished"] == max(write["finished"] for write in writes)


def test_the_comparison_and_the_table_agree(study: Study) -> None:
    cell = study.cells()[0]
    counts = outcomes.opportunity_counts(arm_of(cell, 27), DEFAULT)
    row = cell_table(study).iloc[0]
    assert row["failure"] == counts["failure"].sum() / counts["opportunities"].sum()
