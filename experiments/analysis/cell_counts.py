"""Opportunities of many cells, counted at once; of few it gives what one by one would."""

from collections.abc import Iterable
from functools import partial

import pandas as pd

from experiments.analysis.batch_runs import COUNTED, BatchRuns
from experiments.analysis.outcomes import opportunity_counts
from experiments.analysis.pairing import arm_of
from experiments.store.cell import Cell
from experiments.store.scan import Batch, Source, each_batch
from sim.measure.breakdown import DEFAULT, Definition

Counts = dict[str, pd.DataFrame]


def counts_of(
    cells: Iterable[Cell], replicates: int | None = None, definition: Definition = DEFAULT
) -> Counts:
    """``opportunity_counts`` of the first replicates (default: all) of each cell, by its hash.

    InputError where what is stored is damaged.
    """
    known = {cell.hash: cell for cell in cells}
    sources = (Source(cell.folder, cell.parameters.horizon) for cell in known.values())
    found: Counts = {}
    for part in each_batch(sources, COUNTED, partial(_counted, definition)):
        found |= part
    for name in known.keys() - found.keys():  # damaged: a reader of one cell says where
        found[name] = opportunity_counts(arm_of(known[name], replicates, weekly=False), definition)
    if replicates is None:
        return found
    return {name: counts[counts.index < replicates] for name, counts in found.items()}


def _counted(definition: Definition, batch: Batch) -> Counts:
    each = BatchRuns(batch).counts(definition)
    pairs = zip(batch.held, each, strict=True)
    return {held.folder.name: counts for held, counts in pairs if not held.damaged}
