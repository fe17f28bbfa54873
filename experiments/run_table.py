"""Outcomes of the runs of many cells at once: the same numbers as ``outcomes``, a batch at a time.

``outcomes`` takes one arm and a run after the other; here runs are a dimension of arrays. Both
call the definitions of ``sim.breakdown``.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.outcomes import RATES
from experiments.store.scan import Batch, Columns
from sim import breakdown
from sim.breakdown import ALL_SECTORS, Definition
from sim.measures import rolling_sum
from sim.vocabulary import End

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Codes = NDArray[np.int64]
TABLES = ("runs", "projects", "history")
PROJECTS = ("start_week", "end_week", "formed_week", "end", "size")
HISTORY = ("week", "sectors_present", "live_joined", "net_value", "served")
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
    total, weeks = int(well.sum()), batch.horizon
    projects = batch.columns("projects", "replicate", *PROJECTS)
    history = batch.columns("history", "replicate", *HISTORY)
    flags = _signs(
        _of_runs(projects, slots), _of_runs(history, slots),
        np.asarray(runs["capacity"], np.float64)[well], weeks, definition,
    )  # fmt: skip
    held = breakdown.sustained(flags, definition.duration).sum(axis=2)
    cells = range(len(batch.held))
    return RunTable(
        cell[well],
        _counts(_of_runs(projects, slots), total, weeks, definition),
        (held >= definition.indicators).any(axis=0),
        np.bincount(cell[~well], minlength=len(cells)),
        [replicate[cell == one] for one in cells],
    )


def _ints(values: NDArray[np.generic]) -> Codes:
    return np.asarray(values, np.int64)


def _of_runs(columns: Columns, slots: Codes) -> Columns:
    """The columns with ``run``, the position of the row's run among those that ended well."""
    run = slots[_ints(columns["cell"]), _ints(columns["replicate"])]
    return columns | {"run": run}


def _counts(projects: Columns, runs: int, weeks: int, definition: Definition) -> dict[str, Floats]:
    start = projects["start_week"]
    mine = breakdown.cohort(start, weeks, definition)
    end = breakdown.end_within(
        projects["end"][mine], start[mine], projects["end_week"][mine], definition.followed
    )
    events = {
        "opportunities": np.ones(len(end), bool),
        "breakdown": breakdown.breakdowns(projects["formed_week"][mine], end, definition.broken),
        "failure": breakdown.failures(end),
        "completed": end == End.COMPLETED,
        "solo": end == End.SOLO,
    }
    run = _ints(projects["run"])[mine]
    return {
        name: np.bincount(run[events[name]], minlength=runs).astype(np.float64)
        for name in ("opportunities", *RATES)
    }


def _signs(
    projects: Columns, history: Columns, capacity: Floats, weeks: int, definition: Definition
) -> Flags:
    """``breakdown.indicators`` of every run: (weeks, runs, 5)."""
    shape = (weeks, len(capacity))
    week = {name: _by_week(history, name, shape) for name in HISTORY[1:]}
    ended, broken = (
        projects["end_week"],
        breakdown.breakdowns(projects["formed_week"], projects["end"], definition.broken),
    )
    endings = _weekly_total(projects, ended, np.ones(len(ended)), shape)
    breaks = _weekly_total(projects, ended, broken, shape)
    begun = np.where(_ints(projects["end"]) != End.BLOCKED, projects["size"], 0.0)
    promised = capacity * _weekly_total(projects, projects["start_week"], begun, shape)
    broken_share = breakdown.rolling_share(breaks, endings, definition.window, definition.endings)
    service = breakdown.rolling_share(week["served"], promised, definition.window, 0.0)
    signs = [
        broken_share > definition.breakdown_theta,
        week["sectors_present"] != ALL_SECTORS,
        week["live_joined"] == 0,
        rolling_sum(week["net_value"], definition.window) < definition.net_value_theta,
        service < definition.zombie_theta,
    ]
    enough = np.cumsum(endings, axis=0) >= definition.endings
    late = np.arange(weeks) >= definition.collapse_from
    return np.stack(signs, axis=2) & (enough & late[:, None])[:, :, None]


def _by_week(history: Columns, name: str, shape: tuple[int, int]) -> Floats:
    values = np.zeros(shape)
    values[_ints(history["week"]), _ints(history["run"])] = history[name]
    return values


def _weekly_total(
    rows: Columns, week: NDArray[np.generic], weight: NDArray[np.generic], shape: tuple[int, int]
) -> Floats:
    """``breakdown.weekly_total`` of every run: (weeks, runs)."""
    when = _ints(week)
    known = when >= 0
    place = when[known] * shape[1] + _ints(rows["run"])[known]
    weights = np.asarray(weight, np.float64)[known]
    total = np.bincount(place, weights, minlength=shape[0] * shape[1])
    return total.astype(np.float64, copy=False).reshape(shape)
