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
from scipy import special  # not stats, whose import takes longer than many a study's runs

LEVEL = 0.95
SMALLEST_EFFECT = 0.05
"""Smallest effect of interest: 5 points, declared before any arm was compared (domain.md)."""
EQUIVALENCE_LEVEL = 0.90
"""Two one-sided tests at 5% are one 90% interval inside the margin (Schuirmann 1987)."""
RULE_OF_THREE = 3.0
"""No event in N: up to 3 in N are still plausible at 95% (Hanley & Lippman-Hand 1983)."""
HALF = 0.5
"""Event added to either arm so that a logarithm of rates exists (Walter 1975)."""

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


UNKNOWN = Estimate(np.nan, np.nan, np.nan, np.nan)


@cache
def _normal(quantile: float) -> float:
    return float(special.ndtri(quantile))


@cache
def _student(quantile: float, freedom: int) -> float:
    return float(special.stdtrit(freedom, quantile))


def _floats(values: ArrayLike) -> Floats:
    return np.asarray(values, dtype=np.float64)


def t_interval(value: float, error: float, n: int, level: float, least: float = 0.0) -> Estimate:
    """value +- t(n - 1) * error, and at least +- ``least``; unbounded for fewer than 2 units."""
    if n < 2:
        return Estimate(value, -np.inf, np.inf, np.nan)
    half = max(_student((1 + level) / 2, n - 1) * error, least)
    return Estimate(value, value - half, value + half, error)


def clipped(estimate: Estimate, bound: float) -> Estimate:
    """The same with its interval kept within +- bound."""
    low, high = max(estimate.low, -bound), min(estimate.high, bound)
    return Estimate(estimate.value, low, high, estimate.error)


def ratio_of_totals(events: ArrayLike, units: ArrayLike) -> float:
    """sum(events) / sum(units) over replicates; nan without units."""
    total = float(np.sum(units))
    return float(np.sum(events)) / total if total > 0 else float("nan")


def leave_one_out(events: ArrayLike, units: ArrayLike) -> Floats:
    """Ratio of totals without each replicate in turn; nan where no unit is left.

    events: (..., n) for several kinds of event; units: (n,). Shape of events.
    """
    y, n = _floats(events), _floats(units)
    left = np.broadcast_to(n.sum() - n, y.shape)
    out: Floats = np.full(y.shape, np.nan)
    np.divide(y.sum(axis=-1, keepdims=True) - y, left, out=out, where=left > 0)
    return out


def jackknife_errors(without_each: ArrayLike) -> Floats:
    """Standard errors from leave-one-out estimates (..., n), along the last axis: Tukey 1958."""
    values = _floats(without_each)
    n = values.shape[-1]
    apart = values - values.mean(axis=-1, keepdims=True)
    errors: Floats = np.sqrt((n - 1) / n * np.sum(apart**2, axis=-1))
    return errors


def jackknife_error(without_each: ArrayLike) -> float:
    """Standard error from leave-one-out estimates (n,)."""
    return float(jackknife_errors(without_each))


def ratio_difference(
    treated: ArrayLike,
    treated_units: ArrayLike,
    control: ArrayLike,
    control_units: ArrayLike,
    level: float = LEVEL,
) -> Estimate:
    """Difference of two ratios of totals, treated - control, over paired replicates (n,) each.

    A t interval on the delete-one jackknife. It keeps the pairing (a pair leaves together) and
    the varying number of opportunities and needs no seed. Its coverage, clustered as real runs
    are, is in docs/statistics.md: .94 to .96 for rates of .05, .3 and .5 at 30 and 100 pairs.
    It is never narrower than what three more opportunities ending otherwise would do (rule of
    three): two arms that happened to agree exactly don't prove that they always do. Where one pair
    has all opportunities of an arm it is as with one pair: nothing is told from chance.
    """
    units = min(float(np.sum(treated_units)), float(np.sum(control_units)))
    if units <= 0:
        return UNKNOWN
    value = ratio_of_totals(treated, treated_units) - ratio_of_totals(control, control_units)
    without = leave_one_out(treated, treated_units) - leave_one_out(control, control_units)
    pairs = 1 if np.isnan(without).any() else len(without)
    error = jackknife_error(without)
    return clipped(t_interval(value, error, pairs, level, RULE_OF_THREE / units), 1.0)


def paired_ratio(
    treated: ArrayLike,
    treated_units: ArrayLike,
    control: ArrayLike,
    control_units: ArrayLike,
    level: float = LEVEL,
) -> Estimate:
    """Ratio of two ratios of totals, treated / control, over paired replicates (n,) each.

    A t interval on the delete-one jackknife of its logarithm, half an event added to either arm
    (Walter 1975), never narrower than three more events in the rarer arm would make it. Where an
    arm has no event, the limits are those of the arms taken apart: low / high and high / low.
    ``error`` is that of the logarithm. value inf without an event in control, nan without any.
    """
    mine, other = float(np.sum(treated)), float(np.sum(control))
    if min(float(np.sum(treated_units)), float(np.sum(control_units))) <= 0:
        return UNKNOWN
    value = _quotient(ratio_of_totals(treated, treated_units), control, control_units)
    if len(_floats(treated)) < 2:
        return Estimate(value, 0.0, np.inf, np.nan)
    if min(mine, other) == 0:
        return _apart(value, (treated, treated_units), (control, control_units), level)
    logs = _log_rates(treated, treated_units) - _log_rates(control, control_units)
    middle = np.log((mine + HALF) / (other + HALF))
    middle += np.log(float(np.sum(control_units)) / float(np.sum(treated_units)))
    error, least = jackknife_error(logs), float(np.log1p(RULE_OF_THREE / min(mine, other)))
    found = t_interval(float(middle), error, len(logs), level, least)
    return Estimate(value, float(np.exp(found.low)), float(np.exp(found.high)), error)


def _quotient(rate: float, control: ArrayLike, units: ArrayLike) -> float:
    other = ratio_of_totals(control, units)
    return rate / other if other > 0 else (np.inf if rate > 0 else np.nan)


def _log_rates(events: ArrayLike, units: ArrayLike) -> Floats:
    """Logarithm of the rate without each replicate, half an event added: (n,)."""
    y, n = _floats(events), _floats(units)
    logs: Floats = np.log((y.sum() - y + HALF) / np.maximum(n.sum() - n, HALF))
    return logs


def _apart(
    value: float,
    treated: tuple[ArrayLike, ArrayLike],
    control: tuple[ArrayLike, ArrayLike],
    level: float,
) -> Estimate:
    one, two = ratio_interval(*treated, level=level), ratio_interval(*control, level=level)
    high = one.high / two.low if two.low > 0 else np.inf
    return Estimate(value, one.low / two.high, high, np.nan)


def wilson_limits(share: Floats, units: Floats, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Wilson's (1927) limits of shares of so many units, elementwise; never past the share."""
    z = _normal((1 + level) / 2)
    shrink = 1 + z * z / units
    middle = (share + z * z / (2 * units)) / shrink
    half = z / shrink * np.sqrt(share * (1 - share) / units + z * z / (4 * units * units))
    low, high = np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0)
    return np.minimum(low, share), np.maximum(high, share)  # of 0 and 1, rounding would pass them


def wilson(events: float, units: float, level: float = LEVEL) -> Estimate:
    """Wilson's (1927) interval of a share; never of zero width. nan without units."""
    if units <= 0:
        return UNKNOWN
    p = events / units
    low, high = wilson_limits(_floats(p), _floats(units), level)
    return Estimate(p, float(low), float(high), float(np.sqrt(p * (1 - p) / units)))


def effective_units(events: ArrayLike, units: ArrayLike) -> Floats:
    """Independent units that would give the jackknife's error; all replicates alike: as many
    as there are replicates. Never more than the units there are.

    events: (..., n); units: (n,). Shape of events without its last axis.
    """
    y, n = _floats(events), _floats(units)
    total = n.sum()
    rate = y.sum(axis=-1) / total
    error = jackknife_errors(leave_one_out(y, n))
    alike = np.full(rate.shape, min(total, len(n)), np.float64)
    np.divide(rate * (1 - rate), error**2, out=alike, where=error > 0)
    independent: Floats = np.minimum(total, alike)
    return independent


def ratio_intervals(
    events: ArrayLike, units: ArrayLike, level: float = LEVEL
) -> tuple[Floats, Floats, Floats]:
    """Ratios of totals of one arm, low and high, by Wilson at the effective number of units.

    The effective number is reduced by (z / t)^2 for the few replicates it is estimated from
    (Korn & Graubard 1998). events: (..., n) kinds of event; units: (n,). Each result has the
    shape of events without its last axis; 0 to 1 for fewer than 2 replicates or no unit.
    """
    y, n = _floats(events), _floats(units)
    shape = y.shape[:-1]
    if len(n) < 2 or n.sum() <= 0:
        value = y.sum(axis=-1) / n.sum() if n.sum() > 0 else np.full(shape, np.nan)
        return value, np.zeros(shape), np.ones(shape)
    quantile = (1 + level) / 2
    shrink = (_normal(quantile) / _student(quantile, len(n) - 1)) ** 2
    value = y.sum(axis=-1) / n.sum()
    return value, *wilson_limits(value, effective_units(y, n) * shrink, level)


def ratio_interval(events: ArrayLike, units: ArrayLike, level: float = LEVEL) -> Estimate:
    """Ratio of totals of one kind of event, (replicates,): see ``ratio_intervals``.

    ``error`` is the jackknife's; nan where the interval is 0 to 1.
    """
    value, low, high = (float(each) for each in ratio_intervals(events, units, level))
    known = len(_floats(units)) > 1 and np.sum(units) > 0
    error = jackknife_error(leave_one_out(events, units)) if known else np.nan
    return Estimate(value, low, high, error)


def mean_interval(values: ArrayLike, level: float = LEVEL) -> Estimate:
    """Mean over replicates with its t interval; values (n,), nan left out."""
    x = _floats(values)
    x = x[~np.isnan(x)]
    return mean_of(x, level) if len(x) else UNKNOWN


def mean_of(x: Floats, level: float, least: float = 0.0) -> Estimate:
    """Mean of (n,) numbers with its t interval of at least +- ``least``."""
    error = float(x.std(ddof=1) / np.sqrt(len(x))) if len(x) > 1 else np.nan
    return t_interval(float(x.mean()), error, len(x), level, least)


def mean_difference(treated: ArrayLike, control: ArrayLike, level: float = LEVEL) -> Estimate:
    """Mean of paired differences, treated - control, with its t interval; both (n,)."""
    return mean_interval(_floats(treated) - _floats(control), level)


def pairing_correlation(treated: ArrayLike, control: ArrayLike) -> float:
    """Pearson's r between arms over replicates: what pairing gains; nan if an arm is constant."""
    t, c = _floats(treated), _floats(control)
    if len(t) < 2 or t.std() == 0 or c.std() == 0:
        return float("nan")
    return float(np.corrcoef(t, c)[0, 1])


def runs_worth(treated: ArrayLike, control: ArrayLike) -> float:
    """Pairs of independent runs that one pair with the same luck is worth: a variance ratio.

    (var t + var c) / var(t - c) over replicates (n,): 1 where arms don't move together, 2 at a
    correlation of .5 and equal variances; under 1 where they move apart. nan where unknown.
    """
    t, c = _floats(treated), _floats(control)
    if len(t) < 2 or not np.var(t - c) > 0:
        return float("nan")
    return float((np.var(t) + np.var(c)) / np.var(t - c))


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
