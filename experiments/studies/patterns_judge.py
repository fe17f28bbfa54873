"""From each arm's runs at each accepted point to an estimate over points and a verdict.

At a point, arms share their luck: the contrast's error is a delete-one jackknife over replicates,
all arms leaving together. Points share luck as well, so the Monte Carlo error of the median over
points is a jackknife over replicates too, every point leaving the same one out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import Field

from experiments.analysis.statistics import (
    LEVEL,
    UNKNOWN,
    Estimate,
    jackknife_error,
    leave_one_out,
    ratio_of_totals,
    t_interval,
)
from experiments.studies.declared import Ends, Share, Text
from sim.parameters.fields import Group

MET, NOT_MET, UNDECIDED = "met", "not_met", "undecided"
VERDICTS = (MET, NOT_MET, UNDECIDED)
RANGE = (0.05, 0.95)
"""Quantiles over points."""
HALF = 0.5

Totals = Mapping[str, pd.DataFrame]
"""By arm: top and bottom by replicate (index)."""


class Rule(Group):
    """share, against: of points; what they mean is said in ``configs/patterns.yaml``."""

    share: Share
    against: Share


class Pattern(Ends):
    """One pattern. contrast: sign by arm. among: which points, all unless said.

    The expected range is in the unit of the measure.
    """

    measure: Text
    contrast: Annotated[dict[str, int], Field(min_length=1)]
    among: Literal["all", "dependent"] = "all"
    source: Text
    says: Text
    refuted: Text


@dataclass(frozen=True)
class Point:
    """A contrast at one point, and what it is without each replicate in turn (by replicate)."""

    estimate: Estimate
    without: "pd.Series[float]"
    dependence: float


def at_point(totals: Totals, contrast: Mapping[str, int], dependence: float) -> Point:
    """The signed sum of the arms' ratios of totals, over the replicates that ran in all of them.

    dependence: of the first arm, for patterns that hold among dependent points.
    """
    both = sorted(set.intersection(*(set(totals[arm].index) for arm in contrast)))
    if not both:
        return Point(UNKNOWN, pd.Series(dtype=float), dependence)
    tables = {arm: totals[arm].loc[both] for arm in contrast}
    parts = [(sign, tables[arm]["top"], tables[arm]["bottom"]) for arm, sign in contrast.items()]
    value = sum(sign * ratio_of_totals(*part) for sign, *part in parts)
    without = np.sum([sign * leave_one_out(*part) for sign, *part in parts], axis=0)
    error = jackknife_error(without)
    known = bool(np.isfinite(value) and np.isfinite(error))
    found = t_interval(value, error, len(both), LEVEL) if known else UNKNOWN
    return Point(found, pd.Series(without, both), dependence)


def judge(name: str, pattern: Pattern, points: Sequence[Point], rule: Rule) -> dict[str, Any]:
    """One row: the estimate over points, its Monte Carlo interval, shares of points, verdict.

    median, low, high: over points (90% range). mc_low, mc_high: 95% Monte Carlo interval of the
    median. share: of points with the estimate in the expected range; clear_for, clear_against: of
    points with the whole 95% interval inside it, or outside it. unknown: points without estimate.
    """
    used = [point for point in _among(pattern, points) if np.isfinite(point.estimate.value)]
    row: dict[str, Any] = {"pattern": name, "measure": pattern.measure}
    row |= {"least": pattern.ends[0], "most": pattern.ends[1], "source": pattern.source}
    if not used:
        numbers = dict.fromkeys(_NUMBERS, np.nan)
        return row | numbers | {"points": 0, "unknown": len(points), "verdict": UNDECIDED}
    values = np.array([point.estimate.value for point in used])
    low, high = np.quantile(values, RANGE)
    median = _median(used)
    numbers = {
        "median": median.value, "low": low, "high": high,
        "mc_low": median.low, "mc_high": median.high, "mc_error": median.error,
        "share": float(np.mean([_inside(v, v, pattern.ends) for v in values])),
        "clear_for": _clear(used, pattern, _inside),
        "clear_against": _clear(used, pattern, _outside),
    }  # fmt: skip
    unknown = len(_among(pattern, points)) - len(used)
    found = verdict(median, numbers["share"], numbers["clear_against"], pattern.ends, rule)
    return row | numbers | {"points": len(used), "unknown": unknown, "verdict": found}


_NUMBERS = (
    "median", "low", "high", "mc_low", "mc_high", "mc_error", "share", "clear_for",
    "clear_against",
)  # fmt: skip


def verdict(
    median: Estimate, share: float, against: float, ends: tuple[float, float], rule: Rule
) -> str:
    """The declared rule; see ``configs/patterns.yaml``."""
    if _outside(median.low, median.high, ends):
        return NOT_MET
    enough = share >= rule.share and against <= rule.against
    return MET if enough and _inside(median.low, median.high, ends) else UNDECIDED


def _among(pattern: Pattern, points: Sequence[Point]) -> list[Point]:
    """All points, or the half of them where most interaction went through mediators."""
    if pattern.among == "all":
        return list(points)
    middle = np.quantile([point.dependence for point in points], HALF)
    return [point for point in points if point.dependence >= middle]


def _median(points: Sequence[Point]) -> Estimate:
    value = float(np.median([point.estimate.value for point in points]))
    table = pd.DataFrame([point.without for point in points])
    values = pd.Series([point.estimate.value for point in points])
    filled = table.apply(lambda column: column.fillna(values))
    medians: NDArray[np.float64] = np.median(filled.to_numpy(np.float64), axis=0)
    return t_interval(value, jackknife_error(medians), len(medians), LEVEL)


def _inside(low: float, high: float, ends: tuple[float, float]) -> bool:
    return ends[0] < low and high < ends[1]


def _outside(low: float, high: float, ends: tuple[float, float]) -> bool:
    return high <= ends[0] or low >= ends[1]


def _clear(points: Sequence[Point], pattern: Pattern, where: Any) -> float:
    ends = pattern.ends
    return float(np.mean([where(p.estimate.low, p.estimate.high, ends) for p in points]))
