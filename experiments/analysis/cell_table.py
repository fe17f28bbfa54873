"""One row a cell of a study: what is there of it, and how its opportunities and networks ended.

Failed runs count: ``bound_low`` and ``bound_high`` of a share are what it would be if none, or
all, of what the failed runs would have held had been such events.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.analysis import statistics as st
from experiments.analysis.batch_runs import FOLLOWED, BatchRuns
from experiments.analysis.outcomes import RATES, collapses_of, opportunity_counts
from experiments.analysis.statistics_runs import mean_share
from experiments.store.index import varying
from experiments.store.scan import Batch, Held, each_batch
from experiments.store.study import Study
from sim.measure.breakdown import COMPOSITE, DEFAULT, Definition

COLLAPSE = "collapse"
SHARES = (*RATES, COLLAPSE)
LABELS = ("cell", "arm", "community", "seed")
STATES = ("complete", "failed", "incomplete", "damaged", "not_started")
Row = dict[str, Any]
Found = tuple[Row, NDArray[np.int64]]


def cell_table(study: Study, definition: Definition = DEFAULT) -> pd.DataFrame:
    """The cells of a study, in the order in which they are listed.

    Columns: LABELS; the parameters in which cells differ; replicates asked, held, failed and
    missing, chunks damaged, state (one of STATES); seconds of its runs, their peak memory_mb, when
    it was last written (finished); opportunities; of each of SHARES the share (of opportunities;
    of weeks for collapse) with its 95% interval _low, _high, and bounds _bound_low, _bound_high.

    InputError when there is no study, or it is damaged or of another version.
    """
    cells = study.sources()
    found: dict[str, Found] = {}
    for part in each_batch((source for _, source in cells), FOLLOWED, partial(_found, definition)):
        found |= part
    values = varying([listed for listed, _ in cells])
    rows = [
        {key: listed.labels[key] for key in LABELS}
        | mine
        | _row(listed.labels["replicates"], *found[listed.labels["cell"]])
        for (listed, _), mine in zip(cells, values, strict=True)
    ]
    return pd.DataFrame(rows)


def _row(asked: int | None, found: Row, stored: NDArray[np.int64]) -> Row:
    """A cell's row; where nobody told how many are asked for, those up to the last one stored."""
    wanted = int(stored.max(initial=-1)) + 1 if asked is None else asked
    missing = wanted - len(np.unique(stored[stored < wanted]))
    there = {"asked": wanted, "missing": missing}
    return there | {"state": _state(found, missing)} | found


def _state(found: Row, missing: int) -> str:
    if found["damaged"]:
        return "damaged"
    if found["held"] + found["failed"] == 0:
        return "not_started"
    if missing:
        return "incomplete"
    return "failed" if found["failed"] else "complete"


def _found(definition: Definition, batch: Batch) -> dict[str, Found]:
    """By hash: the part of a cell's row that its chunks tell, and the replicates stored."""
    runs = BatchRuns(batch, history=True)
    counts = opportunity_counts(runs.arm, definition).astype(np.float64)
    collapsed = collapses_of(runs.arm, definition)[f"collapsed_{COMPOSITE}"].to_numpy()
    found: dict[str, Found] = {}
    for number, held in enumerate(batch.held):
        mine = runs.cell[runs.well] == number
        failed = int((runs.cell[~runs.well] == number).sum())
        row = {"held": int(mine.sum()), "failed": failed} | _provenance(held)
        shares = dict(_shares(counts[mine], collapsed[mine], failed))
        found[held.folder.name] = row | shares, runs.stored(number)
    return found


def _provenance(held: Held) -> Row:
    seconds = sum(sum(write["seconds"].values()) for write in held.writes)
    return {
        "damaged": len(held.damaged),
        "seconds": round(seconds, 1),
        "memory_mb": max((write["memory_mb"] for write in held.writes), default=np.nan),
        "finished": max((write["finished"] for write in held.writes), default=None),
    }


def _shares(
    counts: pd.DataFrame, collapsed: NDArray[np.float64], failed: int
) -> Iterator[tuple[str, float]]:
    units, events = counts["opportunities"].to_numpy(), counts[list(RATES)].to_numpy().T
    yield "opportunities", int(units.sum())
    estimates = zip(RATES, events, *st.ratio_intervals(events, units), strict=True)
    for rate, mine, *estimate in estimates:
        yield from _estimate(rate, estimate, st.worst_case(mine, units, failed))
    share = mean_share(collapsed)
    bounds = st.worst_case(collapsed, np.ones(len(collapsed)), failed)
    yield from _estimate(COLLAPSE, (share.value, share.low, share.high), bounds)


def _estimate(
    name: str, estimate: Sequence[float], bounds: tuple[float, float]
) -> Iterator[tuple[str, float]]:
    endings = ("", "_low", "_high", "_bound_low", "_bound_high")
    values = (*map(float, estimate), *bounds)
    yield from ((f"{name}{ending}", each) for ending, each in zip(endings, values, strict=True))
