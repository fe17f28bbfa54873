"""Pure: measures derived from what a run recorded, other than breakdown and collapse.

The three imbalances (缺位, 错位, 越位), cumulative incidence of the ends,
reported against real results, and cost per failure averted.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.base.vocabulary import End

IMBALANCE_WINDOW = 26
"""Weeks of flow over which oversupply and undersupply are set against each other."""

Floats = NDArray[np.float64]


class Imbalances(NamedTuple):
    """The three imbalances, each of the shape (weeks, categories), in needs."""

    unmet: Floats
    misplaced: Floats
    overreach: Floats


def rolling_sum(flow: ArrayLike, window: int) -> Floats:
    """Sum over the last ``window`` weeks, this one included, along axis 0; same shape as ``flow``.

    The first weeks sum what there is. Raises ValueError when the window is under one week.
    """
    if window < 1:
        raise ValueError(f"window = {window}: must be at least 1 week")
    values = np.asarray(flow, dtype=np.float64)
    padded = np.concatenate([np.zeros((window - 1, *values.shape[1:])), values])
    return np.lib.stride_tricks.sliding_window_view(padded, window, axis=0).sum(axis=-1)


def misplacement(over: ArrayLike, under: ArrayLike) -> Floats:
    """错位: wrong supply, min(over, under), elementwise, in needs."""
    return np.minimum(np.asarray(over, np.float64), np.asarray(under, np.float64))


def overreach(over: ArrayLike, under: ArrayLike) -> Floats:
    """越位: supply without demand or mandate, over - 错位, elementwise, in needs."""
    return np.asarray(over, np.float64) - misplacement(over, under)


def imbalances(
    late: ArrayLike, over: ArrayLike, under: ArrayLike, window: int = IMBALANCE_WINDOW
) -> Imbalances:
    """缺位, 错位 and 越位 by week and category over ``window`` weeks of flow.

    late: needs waiting too long, a stock (weeks, categories); it is 缺位 as it stands.
    over, under: weekly flows (weeks, categories), in needs a week.
    """
    over_flow, under_flow = rolling_sum(over, window), rolling_sum(under, window)
    return Imbalances(
        np.asarray(late, np.float64),
        misplacement(over_flow, under_flow),
        overreach(over_flow, under_flow),
    )


def cumulative_incidence(end: ArrayLike, age: ArrayLike, followed: int) -> Floats:
    """Share of opportunities that came to each end by each age: shape (len(End), followed).

    end: codes (opportunities,); age: weeks from start to end, negative while open. Nothing is
    censored before ``followed`` weeks, so with competing ends this is a plain count.
    """
    ends, ages = np.asarray(end, np.int64), np.asarray(age, np.int64)
    seen = (ages >= 0) & (ages < followed)
    counts = np.zeros((len(End), followed))
    np.add.at(counts, (ends[seen], ages[seen]), 1.0)
    return np.cumsum(counts, axis=1) / len(ends) if len(ends) else np.full_like(counts, np.nan)


def reported_over_real(reported: float, served: float) -> float:
    """Needs reported as served per need truly served; nan when none was served."""
    return reported / served if served > 0 else float("nan")


def cost_per_failure_averted(extra_cost: float, failures_averted: float) -> float:
    """Funds spent more, per failure fewer; nan when no failure was averted.

    Both are totals over the same weeks, or both are per week. Negative: it also cost less.
    """
    return extra_cost / failures_averted if failures_averted > 0 else float("nan")
