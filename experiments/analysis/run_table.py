"""Outcomes of the runs of many cells at once: a batch is one arm, its runs are replicates."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.analysis.outcomes import RATES, RECORDED, Arm, collapses_of, opportunity_counts
from experiments.store.scan import Batch
from sim.measure.breakdown import COMPOSITE, NEVER, Definition

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Codes = NDArray[np.int64]
TABLES = ("runs", "projects", "history")
PROJECTS = ("start_week", "end_week", "formed_week", "end", "size")
NOT_HELD = -1


@dataclass(frozen=True)
class RunCounts:
    """Runs of a batch that ended well, by cell and replicate.

    cell: position in the batch (runs,). replicate: its number (runs,). counts: opportunities and
    RATES, each (runs,). failed: runs that failed (cells,). stored: the replicates of each cell that
    are stored, failed ones too.
    """

    cell: Codes
    replicate: Codes
    counts: dict[str, Floats]
    failed: Codes
    stored: list[Codes]


@dataclass(frozen=True)
class RunTable(RunCounts):
    """Also whether each network collapsed, by the composite (runs,)."""

    collapsed: Flags


def run_counts(batch: Batch, definition: Definition) -> RunCounts:
    """What became of the opportunities of every run of the batch; of TABLES no history is read."""
    return _counted(_Runs(batch), definition)


def run_table(batch: Batch, definition: Definition) -> RunTable:
    """What became of the opportunities and the network of every run of the batch."""
    runs = _Runs(batch)
    counted = _counted(runs, definition)
    history = runs.placed("history", "week", *RECORDED)
    collapsed = np.zeros(len(history), bool)  # without a run there is none
    if len(history):
        weeks = collapses_of(replace(runs.arm, history=history), definition)
        collapsed = (weeks[COMPOSITE] != NEVER).to_numpy()
    return RunTable(**vars(counted), collapsed=collapsed)


class _Runs:
    """The runs of a batch as one arm: its replicates are their positions among those that ended
    well."""

    def __init__(self, batch: Batch) -> None:
        runs = batch.columns("runs", "replicate", "status", "capacity")
        self.batch = batch
        self.cell, self.replicate = _ints(runs["cell"]), _ints(runs["replicate"])
        self.well = np.asarray(runs["status"], bool)
        shape = (len(batch.held), int(self.replicate.max(initial=0)) + 1)
        self.slots = np.full(shape, NOT_HELD)
        numbers = np.arange(self.well.sum())
        self.slots[self.cell[self.well], self.replicate[self.well]] = numbers
        capacity = np.asarray(runs["capacity"], np.float64)[self.well]
        self.arm = Arm(
            "",
            pd.DataFrame({"replicate": numbers, "status": "ok", "capacity": capacity}),
            self.placed("projects", *PROJECTS),
            pd.DataFrame({"week": [batch.horizon - 1]}),  # all that counting needs of it
            pd.DataFrame(),
        )

    def placed(self, table: str, *names: str) -> pd.DataFrame:
        """Rows of a table, with the position of their run as its replicate."""
        columns = self.batch.columns(table, "replicate", *names)
        run = self.slots[_ints(columns["cell"]), _ints(columns["replicate"])]
        return pd.DataFrame({**columns, "replicate": run})


def _counted(runs: _Runs, definition: Definition) -> RunCounts:
    counts = opportunity_counts(runs.arm, definition)
    cells = range(len(runs.batch.held))
    return RunCounts(
        runs.cell[runs.well],
        runs.replicate[runs.well],
        {name: counts[name].to_numpy(np.float64) for name in ("opportunities", *RATES)},
        np.bincount(runs.cell[~runs.well], minlength=len(cells)),
        [runs.replicate[runs.cell == one] for one in cells],
    )


def _ints(values: NDArray[np.generic]) -> Codes:
    return np.asarray(values, np.int64)
