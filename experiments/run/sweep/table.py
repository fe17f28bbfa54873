"""What came of each cell of a sweep, read from the store."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from experiments.analysis import statistics as st
from experiments.analysis.batch_runs import COUNTED, BatchRuns
from experiments.analysis.compare import TREATED
from experiments.run.sweep.plan import Plan, Planned
from experiments.store.scan import Batch, Source, each_batch
from sim.measure.breakdown import DEFAULT

MEASURES = ("failure", "breakdown")
UNITS = "opportunities"
NONE_FAILED = -1
NO_FAILURE = (0, NONE_FAILED, "")
Row = dict[str, Any]


@dataclass(frozen=True)
class Found:
    """One cell's counts by replicate, the replicates stored (failed ones too), how many runs
    failed, and the first that did."""

    counts: pd.DataFrame
    stored: frozenset[int]
    failed: int
    first: int
    error: str


def sweep_table(plan: Plan, replicates: int) -> pd.DataFrame:
    """One row a point and arm, over the first ``replicates``.

    cell, arm, community, seed and what is varied; runs, failed, missing; left_out: runs of
    replicates that not every arm of the point has, which count nowhere; first_failed (replicate,
    or NONE_FAILED) and error; opportunities; each of MEASURES per opportunity with _low and _high.
    compared: whether the row is a comparator, with treated minus it over ``pairs`` of replicates
    in _difference, _difference_low and _difference_high.
    """
    found: dict[str, Found] = {}
    sources = (Source(cell.folder, cell.parameters.horizon) for cell in plan.cells)
    for part in each_batch(sources, COUNTED, partial(_found, replicates)):
        found |= part
    return pd.DataFrame([row for point in plan.points() for row in _rows(point, found, replicates)])


def treated_of(point: Sequence[Planned]) -> str:
    """The arm that others are compared with: TREATED, or the last where it is not among them."""
    arms = [row.arm for row in point]
    return TREATED if TREATED in arms else arms[-1]


def _found(replicates: int, batch: Batch) -> dict[str, Found]:
    """By hash: what the first replicates of each cell of the batch came to."""
    runs = BatchRuns(batch)
    failures = _failures(batch, replicates)
    return {
        held.folder.name: Found(
            counts[counts.index < replicates][[UNITS, *MEASURES]].astype(np.float64),
            frozenset(stored for stored in runs.stored(number).tolist() if stored < replicates),
            *failures.get(held.folder.name, NO_FAILURE),
        )
        for number, (held, counts) in enumerate(zip(batch.held, runs.counts(DEFAULT), strict=True))
    }


def _failures(batch: Batch, replicates: int) -> dict[str, tuple[int, int, str]]:
    """Of the cells in which runs failed: how many, the first, and its error."""
    if not batch.paths("runs"):
        return {}
    query = f"""
        select cell, count(*), min(replicate), arg_min(error, replicate)
        from {batch.source("runs")} where status <> 'ok' and replicate < {replicates} group by cell
    """
    rows = batch.database.execute(query).fetchall()
    return {cell: (number, first, error) for cell, number, first, error in rows}


def _rows(point: Sequence[Planned], found: dict[str, Found], replicates: int) -> Iterator[Row]:
    treated = treated_of(point)
    common = frozenset.intersection(*(found[row.cell.hash].stored for row in point))
    shared = {row.cell.hash: _only(found[row.cell.hash], common) for row in point}
    treated_cell = next(shared[row.cell.hash] for row in point if row.arm == treated)
    for row in point:
        mine = shared[row.cell.hash]
        difference = _difference(treated_cell, mine, row.arm != treated)
        yield _row(row, mine, replicates) | difference


def _only(found: Found, common: frozenset[int]) -> Found:
    """The same with the runs of these replicates alone."""
    return replace(found, counts=found.counts[found.counts.index.isin(list(common))])


def _row(row: Planned, found: Found, replicates: int) -> Row:
    cell, counts = row.cell, found.counts
    labels = {"cell": cell.hash, "arm": row.arm, "community": cell.community, "seed": cell.seed}
    runs = {
        "runs": len(counts),
        "failed": found.failed,
        "missing": replicates - len(found.stored),
        "left_out": len(found.stored) - found.failed - len(counts),
        "first_failed": found.first,
        "error": found.error,
        UNITS: int(counts[UNITS].sum()),
    }
    rates = [_named(name, st.ratio_interval(counts[name], counts[UNITS])) for name in MEASURES]
    return labels | row.values | runs | {key: each[key] for each in rates for key in each}


def _difference(treated: Found, other: Found, compared: bool) -> Row:
    both = treated.counts.index.intersection(other.counts.index)
    a, b = treated.counts.loc[both], other.counts.loc[both]
    row: Row = {"compared": compared, "pairs": len(both) if compared else 0}
    for name in MEASURES:
        estimate = st.UNKNOWN
        if compared:
            estimate = st.ratio_difference(a[name], a[UNITS], b[name], b[UNITS])
        row |= _named(f"{name}_difference", estimate)
    return row


def _named(name: str, estimate: st.Estimate) -> Row:
    return {name: estimate.value, f"{name}_low": estimate.low, f"{name}_high": estimate.high}
