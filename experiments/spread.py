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
from experiments.statistics import SMALLEST_EFFECT, ratio_difference
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

    pairs: (treated, reference) of each point. Columns: point, measure, value, error.
    """
    rows = []
    for point, (treated, reference) in enumerate(pairs):
        one, other = (opportunity_counts(arm, DEFAULT) for arm in (treated, reference))
        both = one.index.intersection(other.index)
        one, other = one.loc[both], other.loc[both]
        for measure in MEASURES:
            found = ratio_difference(
                one[measure], one["opportunities"], other[measure], other["opportunities"]
            )
            rows.append((point, measure, found.value, found.error))
    return pd.DataFrame(rows, columns=["point", "measure", "value", "error"])


def spread(table: pd.DataFrame) -> pd.DataFrame:
    """By measure: median and 90% range over points, shares of points by the smallest effect of
    interest (lowers, within, raises), and the median Monte Carlo standard error of a point."""
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
            }
        )
    return pd.DataFrame(rows)
