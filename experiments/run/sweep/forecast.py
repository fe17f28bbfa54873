"""What a sweep would take, told before it is run: runs, time, disk and replicates needed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from scipy import special

from experiments.analysis.outcomes import Arm, opportunity_counts
from experiments.analysis.power import Pair, Share, pair_of, smallest
from experiments.analysis.statistics import LEVEL, SMALLEST_EFFECT
from experiments.base.finished import Finished
from experiments.run.attempt import Run, attempt
from experiments.run.runner import tasks_of
from experiments.run.sweep.looks import MEASURE
from experiments.run.sweep.plan import Plan
from experiments.run.sweep.table import UNITS, sweep_table
from experiments.store import CHUNK, Cell
from experiments.store.cell import Weekly
from experiments.store.tables import merge
from sim.measure.breakdown import DEFAULT

ASSUMED_RATE = 0.5
"""Of failure, where nothing is stored: the rate at which a share varies most."""
FEWEST = 2
FEWEST_PAIRS = 10
"""Stored pairs of replicates from which a spread is estimated."""


@dataclass(frozen=True)
class Need:
    """Replicates for a half width of the paired difference in failure; what those asked for see.

    pairs: the least number of stored pairs it is estimated from, 0 where it is assumed that
    opportunities are independent, at ASSUMED_RATE, and that pairing gains nothing. replicates:
    None where no opportunity is followed long enough. sees: the smallest difference that the
    replicates asked for show with the usual power; None where they show none.
    """

    half_width: float
    replicates: int | None
    pairs: int
    sees: float | None


@dataclass(frozen=True)
class Forecast:
    """seconds: of each pilot run; failed: how many of them. bytes: of what is missing, on disk.

    total_seconds: missing runs by the mean of the pilots, over the processes. need: where arms
    are compared.
    """

    rows: int
    cells: int
    runs: int
    missing: int
    seconds: tuple[float, ...]
    failed: int
    total_seconds: float
    bytes: float
    need: Need | None


def forecast(plan: Plan, weekly: Weekly, run: Run) -> Forecast:
    """From two pilot runs, of the first cell and the last, which are not kept."""
    missing = sum(
        len(numbers)
        for cell in plan.cells
        for numbers in cell.missing_chunks(plan.replicates, weekly).values()
    )
    pilots = _pilots(plan, run)
    seconds = tuple(each.seconds for each in pilots)
    return Forecast(
        len(plan.rows),
        len(plan.cells),
        len(plan.cells) * plan.replicates,
        missing,
        seconds,
        sum(pilot.failed for pilot in pilots),
        missing * float(np.mean(seconds)) / plan.processes,
        _bytes(plan.cells[0], pilots, plan.replicates, weekly) * missing,
        _need(plan, pilots) if plan.arms > 1 else None,
    )


def _pilots(plan: Plan, run: Run) -> list[Finished]:
    """Two runs after one of a week, in which everything is compiled and loaded."""
    first, last = plan.cells[0], plan.cells[-1]
    short = replace(first, parameters=first.parameters.model_copy(update={"horizon": 1}))
    tasks = (next(tasks_of(c, [n])) for c, n in ((short, 0), (first, 0), (last, 1)))
    return [attempt(run, task) for task in tasks][1:]


def _bytes(cell: Cell, pilots: Sequence[Finished], replicates: int, weekly: Weekly) -> float:
    """Bytes a replicate: a chunk's own size is shared by those that are in it."""
    alone = [_stored([pilot], cell, weekly) for pilot in pilots]
    together = _stored(pilots, cell, weekly)
    more = together - float(np.mean(alone))
    return more + (together - 2 * more) / min(CHUNK, replicates)


def _stored(runs: Sequence[Finished], cell: Cell, weekly: Weekly) -> int:
    with TemporaryDirectory() as folder:
        copy = Cell(Path(folder), cell.parameters, cell.seed, cell.arm, cell.community)
        copy.write_chunk(0, runs, weekly)
        return sum(path.stat().st_size for path in Path(folder).iterdir())


def _need(plan: Plan, pilots: Sequence[Finished]) -> Need:
    wanted = plan.settings.precision
    half_width = SMALLEST_EFFECT if wanted is None else wanted
    return _from_stored(plan, half_width) or _assumed(plan, pilots, half_width)


def _from_stored(plan: Plan, half_width: float) -> Need | None:
    """From the widest of the stored intervals; None where some point has too few pairs."""
    table = sweep_table(plan, plan.replicates)
    table = table[table["compared"]]
    pairs = int(table["pairs"].min())
    if pairs < FEWEST_PAIRS:
        return None
    number = table["pairs"].to_numpy(np.float64)
    low, high = (table[f"{MEASURE}_difference_{end}"].to_numpy() for end in ("low", "high"))
    quantile = special.stdtrit(number - 1, (1 + LEVEL) / 2)
    spread = float(np.max((high - low) / 2 / quantile * np.sqrt(number)))
    followed = float((table[UNITS] / table["runs"]).min())
    return _need_of(plan, Pair(spread, followed), half_width, pairs)


def _need_of(plan: Plan, pair: Pair, half_width: float, pairs: int) -> Need:
    sees = smallest(pair, plan.replicates) if math.isfinite(pair.deviation) else None
    return Need(half_width, _replicates(pair.deviation, half_width), pairs, sees)


def _assumed(plan: Plan, pilots: Sequence[Finished], half_width: float) -> Need:
    """Opportunities as in the pilots, independent, at the rate at which they vary most."""
    counts = [_opportunities(pilot) for pilot in pilots if not pilot.failed]
    followed = float(np.mean(counts)) if counts else 0.0
    if followed == 0:
        return Need(half_width, None, 0, None)
    arm = Share(ASSUMED_RATE, 1.0)
    return _need_of(plan, pair_of(arm, arm, 0.0, followed), half_width, 0)


def _opportunities(pilot: Finished) -> int:
    names = ("runs", "projects", "history", "weekly")
    arm = Arm("", *(merge(name, None, [pilot]).to_pandas() for name in names))
    return int(opportunity_counts(arm, DEFAULT)[UNITS].sum())


def _replicates(spread: float, half_width: float) -> int | None:
    """Pairs for which t(n - 1) * spread / sqrt(n) is at most the half width."""
    if not math.isfinite(spread):
        return None
    number: int = max(
        FEWEST, math.ceil((special.ndtri((1 + LEVEL) / 2) * spread / half_width) ** 2)
    )
    while special.stdtrit(number - 1, (1 + LEVEL) / 2) * spread / math.sqrt(number) > half_width:
        number += 1
    return number
