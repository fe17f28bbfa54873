"""Statistics of whole runs: how long a network was collapsed, whether it ever was, and when it
first was. Runs pair by replicate."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from experiments.analysis.statistics import (
    LEVEL,
    RULE_OF_THREE,
    UNKNOWN,
    Estimate,
    Floats,
    clipped,
    mean_of,
)

EDGE = 1e-9
"""How near to -1 and 1 a difference is tried."""


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
    p = _two_sided(saved, discordant) if discordant else 1.0
    return TwoByTwo(saved, harmed, int(np.sum(t & c)), int(np.sum(~t & ~c)), p)


def _two_sided(saved: int, discordant: int) -> float:
    from scipy.stats import binomtest

    return float(binomtest(saved, discordant).pvalue)


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
    """Paired difference of shares, treated - control, by Tango's (1998) score interval.

    All differences that a score test doesn't reject; never of zero width: z^2 / (n + z^2) either
    way where no pair differs. ``error`` is half the width over z. Coverage in docs/statistics.md.
    """
    n = table.pairs
    if n == 0:
        return UNKNOWN
    z = float(special.ndtri((1 + level) / 2))
    low, high = _score_limits(table.harmed, table.saved, n, z)
    return Estimate((table.harmed - table.saved) / n, low, high, (high - low) / (2 * z))


@lru_cache(maxsize=4096)
def _score_limits(harmed: int, saved: int, n: int, z: float) -> tuple[float, float]:
    """Where the score statistic is z and -z: it falls as the difference rises."""
    from scipy.optimize import brentq

    middle, edge = (harmed - saved) / n, 1.0 - EDGE
    low, high = -1.0, 1.0
    if middle > -edge and _score(-edge, harmed, saved, n) > z:
        low = brentq(lambda d: _score(d, harmed, saved, n) - z, -edge, middle)
    if middle < edge and _score(edge, harmed, saved, n) < -z:
        high = brentq(lambda d: _score(d, harmed, saved, n) + z, middle, edge)
    return float(low), float(high)


def _score(difference: float, harmed: int, saved: int, n: int) -> float:
    """Tango's statistic of a difference; the share saved is at its likeliest given it."""
    d = difference
    b = -harmed - saved + (2 * n - harmed + saved) * d
    likeliest = (np.sqrt(max(b * b + 8 * n * saved * d * (1 - d), 0.0)) - b) / (4 * n)
    variance = n * (2 * likeliest + d * (1 - d))
    return float((harmed - saved - n * d) / np.sqrt(max(variance, EDGE**2)))


def restricted_mean(
    weeks: ArrayLike, tau: float, start: float = 0.0, level: float = LEVEL
) -> Estimate:
    """Restricted mean survival time, mean of min(T, tau), in weeks, with its interval.

    weeks: week of collapse (n,), inf when it never came; nothing is censored before tau. start:
    first week in which it could come; the interval stays within start .. tau and is never
    narrower than the rule of three allows.
    """
    lived = np.minimum(np.asarray(weeks, np.float64), tau)
    return _bounded_mean(lived, start, tau, level)


def rmst_difference(
    treated: ArrayLike, control: ArrayLike, tau: float, start: float = 0.0, level: float = LEVEL
) -> Estimate:
    """Difference of restricted mean survival times, mean of min(T, tau), in weeks, by pairs.

    treated, control: weeks to collapse (n,), inf when it never came. start: first week in which
    it could; with it the rule of three bounds the width from below.
    """
    one, other = (np.asarray(each, np.float64) for each in (treated, control))
    return _bounded_gain(np.minimum(one, tau) - np.minimum(other, tau), tau - start, level)


def mean_share(shares: ArrayLike, level: float = LEVEL) -> Estimate:
    """Mean of runs' shares (n,), with its t interval within 0 .. 1, never narrower than the rule of
    three allows; nan is left out."""
    return _bounded_mean(_known(shares), 0.0, 1.0, level)


def share_difference(treated: ArrayLike, control: ArrayLike, level: float = LEVEL) -> Estimate:
    """Mean paired difference of runs' shares (n,), treated - control, by t interval as above."""
    gain = np.asarray(treated, np.float64) - np.asarray(control, np.float64)
    return _bounded_gain(_known(gain), 1.0, level)


def _known(values: ArrayLike) -> Floats:
    found = np.asarray(values, np.float64)
    return found[~np.isnan(found)]


def _bounded_mean(values: Floats, low: float, high: float, level: float) -> Estimate:
    """Mean of values (n,) that lie in low .. high, and its interval within these."""
    if len(values) == 0:
        return UNKNOWN
    found = mean_of(values, level, RULE_OF_THREE * (high - low) / len(values))
    return Estimate(found.value, max(found.low, low), min(found.high, high), found.error)


def _bounded_gain(gain: Floats, most: float, level: float) -> Estimate:
    """Mean of paired differences (n,) of which none is over ``most``."""
    if len(gain) == 0:
        return UNKNOWN
    return clipped(mean_of(gain, level, RULE_OF_THREE * most / len(gain)), most)
