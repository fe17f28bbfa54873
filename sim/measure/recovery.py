"""Pure: how long after a shock a run is as well off again as its reference, over recorded history.

Levels are rolling: breakdown is a share of endings, net value and served are means of weekly flows.
A run is down in a week in which it is worse than its reference by more than the band; better than
the reference isn't down. Arrays have weeks along axis 0; runs, where there are several, along 1.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.measure.measures import rolling_sum

MEASURES = ("breakdown", "net_value", "served")
WORSE = {"breakdown": 1.0, "net_value": -1.0, "served": -1.0}
"""In which direction a level is worse."""
UNHURT = 0.0
NOT_YET = np.inf

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Band:
    """What counts as recovered; all assumed [A], to be swept.

    window: weeks behind a level. points: breakdown, share of endings. flow: net value and served,
    share of the mean size of the weekly flow over the window before the shock. duration: weeks
    running that a run must not be down.
    """

    window: int = 26
    points: float = 0.1
    flow: float = 0.1
    duration: int = 8


DEFAULT_BAND = Band()


def rolling_mean(flow: ArrayLike, window: int) -> Floats:
    """Mean over the last ``window`` weeks, this one included; the first weeks have fewer."""
    values = np.asarray(flow, np.float64)
    weeks = np.minimum(np.arange(1, len(values) + 1), window)
    return rolling_sum(values, window) / weeks.reshape(-1, *[1] * (values.ndim - 1))


def flow_before(flow: ArrayLike, week: int, window: int) -> Floats:
    """Mean size (without sign) of a weekly flow over the window before ``week``, by run.

    Raises ValueError where no week is before.
    """
    if week < 1:
        raise ValueError(f"week = {week}: must be at least 1, for a level before the shock")
    return np.asarray(np.abs(np.asarray(flow, np.float64)[max(0, week - window) : week]).mean(0))


def is_down(level: ArrayLike, reference: ArrayLike, allowed: ArrayLike, worse: float) -> Flags:
    """Weeks in which a level is worse than its reference by more than allowed.

    worse: 1 where more is worse, -1 where less is. An unknown level (nan) isn't known to be down.
    """
    shortfall = worse * (np.asarray(level, np.float64) - np.asarray(reference, np.float64))
    return np.asarray(shortfall > np.asarray(allowed, np.float64))


def is_sound(level: ArrayLike, reference: ArrayLike, allowed: ArrayLike, worse: float) -> Flags:
    """Weeks in which it is known not to be: an unknown level isn't known to be sound either."""
    shortfall = worse * (np.asarray(level, np.float64) - np.asarray(reference, np.float64))
    return np.asarray(shortfall <= np.asarray(allowed, np.float64))


def recovery_weeks(down: Flags, sound: Flags, week: int, duration: int) -> Floats:
    """(48) Weeks from the shock to the first of ``duration`` sound weeks running after a run went
    down; 0: it never did; inf: not before the end.

    down, sound: (weeks, ...), as ``is_down`` and ``is_sound`` gave. Result: (...). Raises
    ValueError when ``week`` is none of the weeks.
    """
    if not 0 <= week < len(down):
        raise ValueError(f"week = {week}: must be one of the {len(down)} weeks")
    hurt = down[week:]
    gone_down = np.logical_or.accumulate(hurt, axis=0)
    lasting = rolling_sum(sound[week:], duration) > duration - 0.5  # the last weeks, this included
    begins = np.zeros_like(hurt)
    kept = lasting[duration - 1 :]
    begins[: len(kept)] = kept
    back = gone_down & begins
    weeks = np.where(back.any(axis=0), back.argmax(axis=0), NOT_YET)
    return np.asarray(np.where(gone_down[-1], weeks, UNHURT))


def longest_seen(weeks: int, week: int, duration: int) -> int:
    """Recovery can be seen up to so many weeks after the shock; later is censored. tau of RMST."""
    return max(0, weeks - duration - week + 1)
