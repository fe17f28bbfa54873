"""Outcomes of the runs of many cells at once: a batch is one arm, its runs are replicates."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.collapse import collapse_weeks, gauges, signs
from experiments.outcomes import RATES, RECORDED, Arm, opportunity_counts
from experiments.store.scan import Batch, Columns
from sim.breakdown import COMPOSITE, NEVER, Definition

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Codes = NDArray[np.int64]
TABLES = ("runs", "projects", "history")
PROJECTS = ("start_week", "end_week", "formed_week", "end", "size")
NOT_HELD = -1


@dataclass(frozen=True)
class RunTable:
    """Runs of a batch that ended well, by cell and replicate.

    cell: position in the batch (runs,). counts: opportunities and RATES, each (runs,).
    collapsed: by the composite (runs,). failed: runs that failed (cells,). stored: the replicates
    of each cell that are stored, failed ones too.
    """

    cell: Codes
    counts: dict[str, Floats]
    collapsed: Flags
    failed: Codes
    stored: list[Codes]


def run_table(batch: Batch, definition: Definition) -> RunTable:
    """What became of the opportunities and the network of every run of the batch."""
    runs = batch.columns("runs", "replicate", "status", "capacity")
    cell, replicate = _ints(runs["cell"]), _ints(runs["replicate"])
    well = np.asarray(runs["status"], bool)
    slots = np.full((len(batch.held), int(replicate.max(initial=0)) + 1), NOT_HELD)
    slots[cell[well], replicate[well]] = np.arange(well.sum())
    arm = Arm(
        "",
        _runs(np.asarray(runs["capacity"], np.float64)[well]),
        _placed(batch.columns("projects", "replicate", *PROJECTS), slots),
        pd.DataFrame({"week": [batch.horizon - 1]}),  # all that counting needs of it
        pd.DataFrame(),
    )
    counts = opportunity_counts(arm, definition)
    history = _placed(batch.columns("history", "replicate", "week", *RECORDED), slots)
    shape = (batch.horizon, len(counts))
    recorded = {name: _by_week(history, name, shape) for name in RECORDED}
    flags = signs(gauges(arm.runs, arm.projects, recorded, definition), definition)
    cells = range(len(batch.held))
    return RunTable(
        cell[well],
        {name: counts[name].to_numpy(np.float64) for name in ("opportunities", *RATES)},
        collapse_weeks(flags, definition)[COMPOSITE] != NEVER,
        np.bincount(cell[~well], minlength=len(cells)),
        [replicate[cell == one] for one in cells],
    )


def _ints(values: NDArray[np.generic]) -> Codes:
    return np.asarray(values, np.int64)


def _runs(capacity: Floats) -> pd.DataFrame:
    numbers = np.arange(len(capacity))
    return pd.DataFrame({"replicate": numbers, "status": "ok", "capacity": capacity})


def _placed(columns: Columns, slots: Codes) -> pd.DataFrame:
    """Rows with the position of their run among those that ended well as its replicate."""
    run = slots[_ints(columns["cell"]), _ints(columns["replicate"])]
    return pd.DataFrame({**columns, "replicate": run})


def _by_week(history: pd.DataFrame, name: str, shape: tuple[int, int]) -> Floats:
    values = np.zeros(shape)
    week, run = (history[key].to_numpy(np.int64) for key in ("week", "replicate"))
    values[week, run] = history[name]
    return values
