"""One comparison over the whole accepted set: parameter spread, apart from Monte Carlo error.

Every accepted point is a community that meets the calibration patterns. At each, the treated arm
and the reference run with the same luck; what differs between points is spread of parameters, and
the standard error at a point is Monte Carlo error.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from experiments.calibration.accept import ACCEPTED
from experiments.calibration.design import CONFIGS, at, read_settings
from experiments.errors import InputError
from experiments.outcomes import Arm, opportunity_counts
from experiments.statistics import SMALLEST_EFFECT, ratio_difference, worst_case
from sim.breakdown import DEFAULT
from sim.parameters import Parameters

MEASURES = ("breakdown", "failure")
RANGE = (0.05, 0.95)


def points_of(base: Parameters) -> list[Parameters]:
    """``base`` at each accepted point. InputError where nothing was accepted yet."""
    path = CONFIGS / ACCEPTED
    if not path.exists():
        raise InputError(f"{path}: no accepted set; run coprod calibrate --adopt first")
    paths = read_settings().paths
    values = pd.read_csv(path)[paths].to_numpy(np.float64)
    return [at(base, paths, point) for point in values]


def differences(pairs: Sequence[tuple[Arm, Arm]]) -> pd.DataFrame:
    """Paired differences treated - reference at each point, by measure, in shares.

    pairs: (treated, reference) of each point. Columns: point, measure, value, error; how many runs
    failed, and bound_low, bound_high of the difference with each of them counted at its worst and
    at its best, over all runs of both arms.
    """
    rows = []
    for point, (treated, reference) in enumerate(pairs):
        one, other = (opportunity_counts(arm, DEFAULT) for arm in (treated, reference))
        both = one.index.intersection(other.index)
        for measure in MEASURES:
            mine, theirs = one.loc[both], other.loc[both]
            found = ratio_difference(
                mine[measure], mine["opportunities"], theirs[measure], theirs["opportunities"]
            )
            a, b = _bounds(one, treated, measure), _bounds(other, reference, measure)
            rows.append(
                {
                    "point": point,
                    "measure": measure,
                    "value": found.value,
                    "error": found.error,
                    "failed": treated.failed + reference.failed,
                    "bound_low": a[0] - b[1],
                    "bound_high": a[1] - b[0],
                }
            )
    return pd.DataFrame(rows)


def _bounds(counts: pd.DataFrame, arm: Arm, measure: str) -> tuple[float, float]:
    """With failed runs counted; where nothing else is known, all that a share can be."""
    low, high = worst_case(counts[measure], counts["opportunities"], arm.failed)
    return (0.0, 1.0) if np.isnan(low) else (low, high)


def spread(table: pd.DataFrame) -> pd.DataFrame:
    """By measure: median and 90% range over points, shares of points by the smallest effect of
    interest (lowers, within, raises), and the median Monte Carlo standard error of a point.

    With failed runs counted: bounds of the median, and the share of points that surely and that
    possibly lower by the smallest effect (lowers_certain, lowers_possible)."""
    rows = []
    for measure, mine in table.groupby("measure", sort=False):
        value = mine["value"]
        low, high = value.quantile(RANGE[0]), value.quantile(RANGE[1])
        lowers, raises = value <= -SMALLEST_EFFECT, value >= SMALLEST_EFFECT
        rows.append(
            {
                "measure": measure,
                "points": len(mine),
                "median": value.median(),
                "low": low,
                "high": high,
                "lowers": lowers.mean(),
                "within": (~lowers & ~raises).mean(),
                "raises": raises.mean(),
                "negative": (value < 0.0).mean(),
                "monte_carlo": mine["error"].median(),
                "failed": int(mine["failed"].sum()),
                "bound_low": mine["bound_low"].median(),
                "bound_high": mine["bound_high"].median(),
                "lowers_certain": (mine["bound_high"] <= -SMALLEST_EFFECT).mean(),
                "lowers_possible": (mine["bound_low"] <= -SMALLEST_EFFECT).mean(),
            }
        )
    return pd.DataFrame(rows)
