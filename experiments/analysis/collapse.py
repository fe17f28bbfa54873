"""Network collapse of all replicates of an arm at once: definitions of ``sim.measure.breakdown``.

What doesn't depend on a threshold or duration is gauged once, so that many definitions can be
tried on stored history. Arrays are (weeks, replicates) unless said; a test holds every figure
equal to what ``sim.measure.breakdown.collapses`` finds run by run.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.measure import breakdown
from sim.measure.breakdown import COMPOSITE, INDICATORS, NEVER, NOT_STARTED, Definition
from sim.measure.measures import rolling_sum

COLLAPSES = (*INDICATORS, COMPOSITE)
FOUND = {"collapse": np.int64, "recovery": np.int64, "collapsed": np.float64}
"""Of each of them: week of collapse, week of recovery, share of weeks collapsed."""

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Weeks = NDArray[np.int64]


@dataclass(frozen=True)
class Gauges:
    """What the signs are read from. breakdown, net_value, service: rolling; nan where undefined.

    vacant: share of seats; disconnected: flags by week. endings: opportunities ended so far.
    """

    breakdown: Floats
    vacant: Floats
    disconnected: Flags
    net_value: Floats
    service: Floats
    endings: Floats


def gauges(
    runs: pd.DataFrame, projects: pd.DataFrame, history: dict[str, Floats], definition: Definition
) -> Gauges:
    """Gauges of one arm; of the definition only window, endings and broken ends are read.

    runs: one row a finished run, in order, with ``replicate`` and ``capacity``. projects: every
    opportunity of these runs. history: (weeks, replicates) for each recorded name.
    """
    served = history["served"]
    place = np.searchsorted(runs["replicate"], projects["replicate"])
    started = ~projects["end"].isin(NOT_STARTED).to_numpy()
    broken = breakdown.breakdowns(projects["formed_week"], projects["end"], definition.broken)
    size = np.where(started, projects["size"].to_numpy(np.float64), 0.0)
    endings = _weekly(projects["end_week"], place, np.ones(len(place)), served.shape)
    breaks = _weekly(projects["end_week"], place, broken, served.shape)
    promised = _weekly(projects["start_week"], place, size, served.shape)
    promised *= runs["capacity"].to_numpy(np.float64)
    window = definition.window
    return Gauges(
        breakdown.rolling_share(breaks, endings, window, definition.endings),
        history["vacant"],
        history["live_joined"] == 0,
        rolling_sum(history["net_value"], window),
        breakdown.rolling_share(served, promised, window, 0.0),
        np.cumsum(endings, axis=0),
    )


def _weekly(
    week: pd.Series, place: NDArray[np.int64], weight: NDArray[np.generic], shape: tuple[int, ...]
) -> Floats:
    """Sum of ``weight`` by week and replicate; events of week -1 (never) are left out."""
    weeks, runs = shape
    when = week.to_numpy(np.int64)
    flat = np.where(when >= 0, when * runs + place, NEVER)
    return breakdown.weekly_total(flat, weight, weeks * runs).reshape(shape)


def signs(found: Gauges, definition: Definition) -> Flags:
    """The five signs of collapse: (weeks, replicates, 5), columns as INDICATORS."""
    shown = [
        found.breakdown > definition.breakdown_theta,
        found.vacant >= definition.vacant_theta,
        found.disconnected,
        found.net_value < definition.net_value_theta,
        found.service < definition.zombie_theta,
    ]
    weeks = np.arange(len(found.endings))[:, None]
    eligible = (weeks >= definition.collapse_from) & (found.endings >= definition.endings)
    flags: Flags = np.stack(shown, axis=-1) & eligible[:, :, None]
    return flags


def found_collapses(flags: Flags, definition: Definition) -> dict[str, Weeks | Floats]:
    """FOUND by each of COLLAPSES, (replicates,) each, as ``collapse_composite``: the first week of
    collapse and of recovery, NEVER if none; share of weeks collapsed, nan where it can't be told.

    flags: what ``signs`` gave. Definitions: ``breakdown.collapses``.
    """
    collapsed = collapsed_weeks(flags, definition)
    week = _first(collapsed)
    later = np.arange(len(flags))[:, None, None] > week
    recovery = np.where(week == NEVER, NEVER, _first(~collapsed & later))
    told = (week, recovery, breakdown.collapsed_share(collapsed, definition))
    return {
        f"{what}_{name}": values[:, i]
        for what, values in zip(FOUND, told, strict=True)
        for i, name in enumerate(COLLAPSES)
    }


def composite_share(flags: Flags, definition: Definition) -> Floats:
    """Share of weeks collapsed by the composite: (replicates,). flags: what ``signs`` gave."""
    held, bad = _together(_sustained(flags, definition.duration), flags, definition)
    return breakdown.collapsed_share(_collapsed(held, bad, definition), definition)


def collapsed_weeks(flags: Flags, definition: Definition) -> Flags:
    """Weeks in which each network is collapsed: (weeks, replicates, 6), the last as COLLAPSES.

    flags: what ``signs`` gave.
    """
    each = _sustained(flags, definition.duration)
    held, bad = _together(each, flags, definition)
    held, bad = np.dstack([each, held]), np.dstack([flags, bad])
    return _collapsed(held, bad, definition)


def _together(held: Flags, flags: Flags, definition: Definition) -> tuple[Flags, Flags]:
    """Weeks with enough signs that have held, and with enough signs: (weeks, replicates) each."""
    enough = definition.indicators
    return held.sum(axis=-1) >= enough, flags.sum(axis=-1) >= enough


def _collapsed(held: Flags, bad: Flags, definition: Definition) -> Flags:
    return breakdown.collapsed(held, _sustained(~bad, definition.duration))


def _sustained(flags: Flags, duration: int) -> Flags:
    """True where a flag held in each of the last ``duration`` weeks; same shape."""
    so_far = np.cumsum(flags, axis=0, dtype=np.int32)
    before = np.zeros_like(so_far)
    before[duration:] = so_far[:-duration]
    held: Flags = so_far - before == duration
    return held


def _first(flags: Flags) -> Weeks:
    """First true week along axis 0; NEVER where there is none."""
    return np.where(flags.any(axis=0), flags.argmax(axis=0), NEVER)
