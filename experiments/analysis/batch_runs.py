"""Runs of many cells at once, as one arm: what is computed of an arm is computed of them all."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.analysis.outcomes import (
    NEEDED,
    RECORDED,
    WEEKLY_NEEDED,
    Arm,
    only,
    opportunity_counts,
    run_levels,
)
from experiments.store.scan import Batch
from sim.base.vocabulary import CATEGORIES
from sim.measure.breakdown import Definition

Codes = NDArray[np.int64]
COUNTED = ("runs", "projects")
"""Tables that opportunities are counted from; with FOLLOWED also collapse, with ALL also levels."""
FOLLOWED = (*COUNTED, "history")
ALL = (*FOLLOWED, "weekly", "areas")
NOT_HELD = -1
BY_AREA = tuple(f"{stem}_{name}" for stem in ("late", "over", "under") for name in CATEGORIES)


class BatchRuns:
    """Runs of a batch that ended well. As an arm they are numbered by their place among these.

    cell: position in the batch of every run that is stored, in order, failed ones too (runs,).
    replicate: its number (runs,). well: whether it ended well (runs,). arm: those that did, with
    as much of their history as counting needs, or all of it where ``history``.
    """

    def __init__(self, batch: Batch, history: bool = False) -> None:
        runs = batch.columns("runs", "replicate", "status", "capacity")
        self.batch = batch
        self.cell, self.replicate = _ints(runs["cell"]), _ints(runs["replicate"])
        self.well = np.asarray(runs["status"], bool)
        shape = (len(batch.held), int(self.replicate.max(initial=0)) + 1)
        self._slots = np.full(shape, NOT_HELD)
        numbers = np.arange(self.well.sum())
        self._slots[self.cell[self.well], self.replicate[self.well]] = numbers
        capacity = np.asarray(runs["capacity"], np.float64)[self.well]
        last = pd.DataFrame({"week": [batch.horizon - 1]})
        self.arm = Arm(
            "",
            pd.DataFrame({"replicate": numbers, "status": "ok", "capacity": capacity}),
            self._placed("projects", *NEEDED["projects"][1:]),
            self._placed("history", "week", *RECORDED) if history else last,
            pd.DataFrame(),
        )

    def stored(self, number: int) -> Codes:
        """Replicates of a cell of the batch that are stored, failed ones too."""
        return _ints(self.replicate[self.cell == number])

    def counts(self, definition: Definition) -> Iterator[pd.DataFrame]:
        """``opportunity_counts`` of each cell of the batch, in its order."""
        counts = opportunity_counts(self.arm, definition)
        counts.index = pd.Index(self.replicate[self.well])
        ends = np.searchsorted(self.cell[self.well], np.arange(len(self.batch.held) + 1))
        return (counts.iloc[start:end] for start, end in pairwise(ends))

    def levels(self, definition: Definition) -> pd.DataFrame:
        """``run_levels`` of the runs whose weekly measures are kept, by their place."""
        weekly = self._placed("weekly", "week", *WEEKLY_NEEDED[2:])
        areas = self._placed("areas", "area", "week", *BY_AREA)
        kept = np.unique(weekly["replicate"]).astype(np.int64)
        rows = np.bincount(_ints(areas["replicate"]), minlength=len(self.arm.runs))[kept]
        arm = Arm(**{**vars(self.arm), "weekly": weekly, "areas": areas})
        # cells of as many areas at a time: those of several are found area by area
        alike = [only(arm, kept[rows == number]) for number in np.unique(rows)]
        return pd.concat([pd.DataFrame(), *(run_levels(each, definition) for each in alike)])

    def _placed(self, table: str, *names: str) -> pd.DataFrame:
        """Rows of a table, with the place of their run as its replicate."""
        columns = self.batch.columns(table, "replicate", *names)
        run = self._slots[_ints(columns["cell"]), _ints(columns["replicate"])]
        return pd.DataFrame({**columns, "replicate": run})


def _ints(values: NDArray[np.generic]) -> Codes:
    return np.asarray(values, np.int64)
