"""Statistics of whole runs: whether a network collapsed, and when. Runs pair by replicate."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from experiments.statistics import (
    LEVEL,
    RULE_OF_THREE,
    UNKNOWN,
    Estimate,
    clipped,
    mean_of,
)


@dataclass(frozen=True)
class TwoByTwo:
    """A paired yes-no outcome, counted in pairs: broke with control only (saved), with treatment
    only (harmed), with both, with neither; and McNemar's exact two-sided p."""

    saved: int
    harmed: int
    both: int
    neither: int
    p: float

    @property
    def pairs(self) -> int:
        """Pairs in all."""
        return self.saved + self.harmed + self.both + self.neither


def two_by_two(treated: ArrayLike, control: ArrayLike) -> TwoByTwo:
    """The paired table of a yes-no outcome (n,), with McNemar's exact test."""
    t, c = np.asarray(treated, bool), np.asarray(control, bool)
    saved, harmed = int(np.sum(c & ~t)), int(np.sum(t & ~c))
    discordant = saved + harmed
    p = float(stats.binomtest(saved, discordant).pvalue) if discordant else 1.0
    return TwoByTwo(saved, harmed, int(np.sum(t & c)), int(np.sum(~t & ~c)), p)


def coupling_bounds(table: TwoByTwo) -> dict[str, int]:
    """Least and most pairs that could be saved, or harmed, given how many broke in either arm.

    Which run is paired with which is a choice (common luck); the shares of the two arms are not.
    Fréchet (1951): saved lies in max(0, c - t) .. min(c, n - t), with t and c pairs that broke
    with treatment and with control, and harmed likewise.
    """
    n, t, c = table.pairs, table.both + table.harmed, table.both + table.saved
    return {
        "saved_low": max(0, c - t),
        "saved_high": min(c, n - t),
        "harmed_low": max(0, t - c),
        "harmed_high": min(t, n - c),
    }


def risk_difference(table: TwoByTwo, level: float = LEVEL) -> Estimate:
    """Paired difference of shares, treated - control: Bonett & Price (2012).

    Wald's interval after one pair is added to each discordant cell: near its level down to 25
    pairs and rare outcomes, and never of zero width.
    """
    n = table.pairs
    if n == 0:
        return UNKNOWN
    harmed, saved = (table.harmed + 1) / (n + 2), (table.saved + 1) / (n + 2)
    error = float(np.sqrt((harmed + saved - (harmed - saved) ** 2) / (n + 2)))
    half = float(stats.norm.ppf((1 + level) / 2)) * error
    middle = harmed - saved
    value = (table.harmed - table.saved) / n
    return clipped(Estimate(value, middle - half, middle + half, error), 1.0)


def restricted_mean(
    weeks: ArrayLike, tau: float, start: float = 0.0, level: float = LEVEL
) -> Estimate:
    """Restricted mean survival time, mean of min(T, tau), in weeks, with its interval.

    weeks: week of collapse (n,), inf when it never came; nothing is censored before tau. start:
    first week in which it could come; the interval stays within start .. tau and is never
    narrower than the rule of three allows.
    """
    lived = np.minimum(np.asarray(weeks, np.float64), tau)
    if len(lived) == 0:
        return UNKNOWN
    found = mean_of(lived, level, RULE_OF_THREE * (tau - start) / len(lived))
    return Estimate(found.value, max(found.low, start), min(found.high, tau), found.error)


def rmst_difference(
    treated: ArrayLike, control: ArrayLike, tau: float, start: float = 0.0, level: float = LEVEL
) -> Estimate:
    """Difference of restricted mean survival times, mean of min(T, tau), in weeks, by pairs.

    treated, control: weeks to collapse (n,), inf when it never came. start: first week in which
    it could; with it the rule of three bounds the width from below.
    """
    one, other = (np.asarray(each, np.float64) for each in (treated, control))
    gain = np.minimum(one, tau) - np.minimum(other, tau)
    if len(gain) == 0:
        return UNKNOWN
    return clipped(mean_of(gain, level, RULE_OF_THREE * (tau - start) / len(gain)), tau - start)
