"""What came of each cell of a sweep, read from the store."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import pandas as pd

from experiments import statistics as st
from experiments.compare import TREATED
from experiments.outcomes import Arm, opportunity_counts
from experiments.store import Cell
from experiments.sweep.plan import Plan, Planned
from sim.breakdown import DEFAULT

MEASURES = ("failure", "breakdown")
KEPT = 64
"""Cells whose counts are kept at hand: points may share the arm without a hub."""
NONE_FAILED = -1
Row = dict[str, Any]


@dataclass(frozen=True)
class Found:
    """One cell's counts by replicate, how many runs failed, and the first that did."""

    counts: pd.DataFrame
    failed: int
    first: int
    error: str


Read = Callable[[Cell], Found]


def sweep_table(plan: Plan, replicates: int) -> pd.DataFrame:
    """One row a point and arm, over the first ``replicates``.

    cell, arm, community, seed and what is varied; runs, failed, missing; first_failed (replicate,
    or NONE_FAILED) and error; opportunities; each of MEASURES per opportunity with _low and _high.
    compared: whether the row is a comparator, with treated minus it over ``pairs`` of replicates
    in _difference, _difference_low and _difference_high.
    """
    read = lru_cache(maxsize=KEPT)(partial(_read, replicates))
    return pd.DataFrame([row for point in plan.points() for row in _rows(point, read, replicates)])


def treated_of(point: Sequence[Planned]) -> str:
    """The arm that others are compared with: TREATED, or the last where it is not among them."""
    arms = [row.arm for row in point]
    return TREATED if TREATED in arms else arms[-1]


def _read(replicates: int, cell: Cell) -> Found:
    runs = cell.runs(replicates)
    weeks = pd.DataFrame({"week": [cell.parameters.horizon - 1]})  # all that counting needs of it
    arm = Arm(cell.arm, runs, cell.projects(replicates), weeks, pd.DataFrame())
    bad = runs[runs["status"] != "ok"]
    first, error = (NONE_FAILED, "") if bad.empty else bad.iloc[0][["replicate", "error"]]
    return Found(opportunity_counts(arm, DEFAULT), len(bad), int(first), str(error))


def _rows(point: Sequence[Planned], read: Read, replicates: int) -> Iterator[Row]:
    treated = treated_of(point)
    mine = next(read(row.cell) for row in point if row.arm == treated)
    for row in point:
        found = read(row.cell)
        yield _row(row, found, replicates) | _difference(mine, found, row.arm != treated)


def _row(row: Planned, found: Found, replicates: int) -> Row:
    cell, counts = row.cell, found.counts
    labels = {"cell": cell.hash, "arm": row.arm, "community": cell.community, "seed": cell.seed}
    runs = {
        "runs": len(counts),
        "failed": found.failed,
        "missing": replicates - len(counts) - found.failed,
        "first_failed": found.first,
        "error": found.error,
        "opportunities": int(counts["opportunities"].sum()),
    }
    rates = [
        _named(name, st.ratio_interval(counts[name], counts["opportunities"])) for name in MEASURES
    ]
    return labels | row.values | runs | {key: each[key] for each in rates for key in each}


def _difference(treated: Found, other: Found, compared: bool) -> Row:
    both = treated.counts.index.intersection(other.counts.index)
    a, b = treated.counts.loc[both], other.counts.loc[both]
    row: Row = {"compared": compared, "pairs": len(both) if compared else 0}
    for name in MEASURES:
        estimate = st.UNKNOWN
        if compared:
            estimate = st.ratio_difference(a[name], a["opportunities"], b[name], b["opportunities"])
        row |= _named(f"{name}_difference", estimate)
    return row


def _named(name: str, estimate: st.Estimate) -> Row:
    return {name: estimate.value, f"{name}_low": estimate.low, f"{name}_high": estimate.high}
