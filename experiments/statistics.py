"""Paired statistics. The unit is the replicate; arms pair by replicate number.

What is estimated over opportunities is a ratio of totals over replicates, sum(y) / sum(n), so a
replicate counts by its opportunities. Its uncertainty comes from replicates, never from
opportunities, which are not independent within one community.

Every interval of a difference of shares is an interval of the difference itself, by pairs.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

LEVEL = 0.95
SMALLEST_EFFECT = 0.05
"""Smallest effect of interest: 5 points, declared before any arm was compared (domain.md)."""
EQUIVALENCE_LEVEL = 0.90
"""Two one-sided tests at 5% are one 90% interval inside the margin (Schuirmann 1987)."""
RULE_OF_THREE = 3.0
"""No event in N: up to 3 in N are still plausible at 95% (Hanley & Lippman-Hand 1983)."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """A value with its interval [low, high], and standard error; nan where nothing is known."""

    value: float
    low: float
    high: float
    error: float

    @property
    def verdict(self) -> int:
        """-1 clearly lower, 1 clearly higher, 0 no clear difference (the interval covers 0)."""
        return int(self.low > 0) - int(self.high < 0)


@dataclass(frozen=True)
class TwoByTwo:
    """A paired yes-no outcome, counted in pairs: broke with control only (saved), with treatment
    only (harmed), with both, with neither; and McNemar's exact two-sided p."""

    saved: int
    harmed: int
    both: int
    neither: int
    p: float


UNKNOWN = Estimate(np.nan, np.nan, np.nan, np.nan)


@cache
def _normal(quantile: float) -> float:
    return float(stats.norm.ppf(quantile))


@cache
def _student(quantile: float, freedom: int) -> float:
    return float(stats.t.ppf(quantile, freedom))


def _floats(values: ArrayLike) -> Floats:
    return np.asarray(values, dtype=np.float64)


def t_interval(value: float, error: float, n: int, level: float, least: float = 0.0) -> Estimate:
    """value +- t(n - 1) * error, and at least +- ``least``; unbounded for fewer than 2 units."""
    if n < 2:
        return Estimate(value, -np.inf, np.inf, np.nan)
    half = max(_student((1 + level) / 2, n - 1) * error, least)
    return Estimate(value, value - half, value + half, error)


def _clipped(estimate: Estimate, bound: float) -> Estimate:
    low, high = max(estimate.low, -bound), min(estimate.high, bound)
    return Estimate(estimate.value, low, high, estimate.error)


def ratio_of_totals(events: ArrayLike, units: ArrayLike) -> float:
    """sum(events) / sum(units) over replicates; nan without units."""
    total = float(np.sum(units))
    return float(np.sum(events)) / total if total > 0 else float("nan")


def leave_one_out(events: ArrayLike, units: ArrayLike) -> Floats:
    """Ratio of totals without each replicate in turn, shape (n,); nan where no unit is left."""
    y, n = _floats(events), _floats(units)
    left = n.sum() - n
    out: Floats = np.full(len(n), np.nan)
    np.divide(y.sum() - y, left, out=out, where=left > 0)
    return out


def jackknife_error(without_each: ArrayLike) -> float:
    """Standard error from leave-one-out estimates (n,): Tukey 1958."""
    values = _floats(without_each)
    n = len(values)
    return float(np.sqrt((n - 1) / n * np.sum((values - values.mean()) ** 2)))


def ratio_difference(
    treated: ArrayLike,
    treated_units: ArrayLike,
    control: ArrayLike,
    control_units: ArrayLike,
    level: float = LEVEL,
) -> Estimate:
    """Difference of two ratios of totals, treated - control, over paired replicates (n,) each.

    A t interval on the delete-one jackknife. It keeps the pairing (a pair leaves together) and
    the varying number of opportunities and needs no seed. Coverage found by simulation (4,000
    studies of about 80 clustered opportunities a replicate): .94 to .95 for rates of .2 and .5 at
    30 and 100 replicates, .935 at worst, where a skewed rate of .05 falls to .02 at 30 replicates;
    the percentile bootstrap of pairs gave .92 to .93 at 30.
    It is never narrower than what three more opportunities ending otherwise would do (rule of
    three): two arms that happened to agree exactly don't prove that they always do.
    """
    units = min(float(np.sum(treated_units)), float(np.sum(control_units)))
    if units <= 0:
        return UNKNOWN
    value = ratio_of_totals(treated, treated_units) - ratio_of_totals(control, control_units)
    without = leave_one_out(treated, treated_units) - leave_one_out(control, control_units)
    error = jackknife_error(without)
    return _clipped(t_interval(value, error, len(without), level, RULE_OF_THREE / units), 1.0)


def wilson(events: float, units: float, level: float = LEVEL) -> Estimate:
    """Wilson's (1927) interval of a share; never of zero width. nan without units."""
    if units <= 0:
        return UNKNOWN
    z = _normal((1 + level) / 2)
    p, shrink = events / units, 1 + z * z / units
    middle = (p + z * z / (2 * units)) / shrink
    half = z / shrink * np.sqrt(p * (1 - p) / units + z * z / (4 * units * units))
    error = float(np.sqrt(p * (1 - p) / units))
    return Estimate(p, max(0.0, float(middle - half)), min(1.0, float(middle + half)), error)


def effective_units(events: ArrayLike, units: ArrayLike) -> float:
    """Independent units that would give the jackknife's error; all replicates alike: as many
    as there are replicates. Never more than the units there are."""
    rate, total = ratio_of_totals(events, units), float(np.sum(units))
    error = jackknife_error(leave_one_out(events, units))
    if not error > 0:
        return min(total, float(len(_floats(units))))
    return min(total, rate * (1 - rate) / error**2)


def ratio_interval(events: ArrayLike, units: ArrayLike, level: float = LEVEL) -> Estimate:
    """Ratio of totals of one arm with Wilson's interval at the effective number of units.

    The effective number is reduced by (z / t)^2 for the few replicates it is estimated from
    (Korn & Graubard 1998). events, units: (replicates,).
    """
    n = len(_floats(units))
    if n < 2 or np.sum(units) <= 0:
        return Estimate(ratio_of_totals(events, units), 0.0, 1.0, np.nan)
    quantile = (1 + level) / 2
    shrink = (_normal(quantile) / _student(quantile, n - 1)) ** 2
    effective = effective_units(events, units) * shrink
    rate = ratio_of_totals(events, units)
    return wilson(rate * effective, effective, level)


def mean_interval(values: ArrayLike, level: float = LEVEL) -> Estimate:
    """Mean over replicates with its t interval; values (n,), nan left out."""
    x = _floats(values)
    x = x[~np.isnan(x)]
    return _mean(x, level) if len(x) else UNKNOWN


def _mean(x: Floats, level: float, least: float = 0.0) -> Estimate:
    error = float(x.std(ddof=1) / np.sqrt(len(x))) if len(x) > 1 else np.nan
    return t_interval(float(x.mean()), error, len(x), level, least)


def mean_difference(treated: ArrayLike, control: ArrayLike, level: float = LEVEL) -> Estimate:
    """Mean of paired differences, treated - control, with its t interval; both (n,)."""
    return mean_interval(_floats(treated) - _floats(control), level)


def rmst_difference(
    treated: ArrayLike, control: ArrayLike, tau: float, start: float = 0.0, level: float = LEVEL
) -> Estimate:
    """Difference of restricted mean survival times, mean of min(T, tau), in weeks, by pairs.

    treated, control: weeks to collapse (n,), inf when it never came. start: first week in which
    it could; with it the rule of three bounds the width from below.
    """
    gain = np.minimum(_floats(treated), tau) - np.minimum(_floats(control), tau)
    return _mean(gain, level, RULE_OF_THREE * (tau - start) / len(gain)) if len(gain) else UNKNOWN


def two_by_two(treated: ArrayLike, control: ArrayLike) -> TwoByTwo:
    """The paired table of a yes-no outcome (n,), with McNemar's exact test."""
    t, c = np.asarray(treated, bool), np.asarray(control, bool)
    saved, harmed = int(np.sum(c & ~t)), int(np.sum(t & ~c))
    discordant = saved + harmed
    p = float(stats.binomtest(saved, discordant).pvalue) if discordant else 1.0
    return TwoByTwo(saved, harmed, int(np.sum(t & c)), int(np.sum(~t & ~c)), p)


def risk_difference(table: TwoByTwo, level: float = LEVEL) -> Estimate:
    """Paired difference of shares, treated - control: Bonett & Price (2012).

    Wald's interval after one pair is added to each discordant cell: near its level down to 25
    pairs and rare outcomes, and never of zero width.
    """
    n = table.saved + table.harmed + table.both + table.neither
    if n == 0:
        return UNKNOWN
    harmed, saved = (table.harmed + 1) / (n + 2), (table.saved + 1) / (n + 2)
    error = float(np.sqrt((harmed + saved - (harmed - saved) ** 2) / (n + 2)))
    half = _normal((1 + level) / 2) * error
    middle = harmed - saved
    value = (table.harmed - table.saved) / n
    return _clipped(Estimate(value, middle - half, middle + half, error), 1.0)


def pairing_correlation(treated: ArrayLike, control: ArrayLike) -> float:
    """Pearson's r between arms over replicates: what pairing gains; nan if an arm is constant."""
    t, c = _floats(treated), _floats(control)
    if len(t) < 2 or t.std() == 0 or c.std() == 0:
        return float("nan")
    return float(np.corrcoef(t, c)[0, 1])


def equivalent(narrow: Estimate, margin: float = SMALLEST_EFFECT) -> bool:
    """Whether an interval at EQUIVALENCE_LEVEL lies inside +- margin."""
    return -margin < narrow.low and narrow.high < margin


def worst_case(events: ArrayLike, units: ArrayLike, failed: int) -> tuple[float, float]:
    """Bounds of a ratio of totals when ``failed`` runs are kept in the denominator.

    A failed run counts with the mean number of units; at the low bound none of them is an event,
    at the high bound each is. nan when no run succeeded.
    """
    y, n = _floats(events), _floats(units)
    if n.sum() <= 0:
        return float("nan"), float("nan")
    lost = failed * float(n.mean())
    whole = float(n.sum()) + lost
    return float(y.sum()) / whole, (float(y.sum()) + lost) / whole
