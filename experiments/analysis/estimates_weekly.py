"""Rows of the comparison's tables by week, by kind of resource and by service category."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.analysis import outcomes
from experiments.analysis.estimates import Row
from experiments.analysis.outcomes import BANDS, FLOWS, IMBALANCES, Arm
from sim.base.vocabulary import CATEGORIES, RESOURCES
from sim.measure.breakdown import Definition

BAND = (0.05, 0.5, 0.95)
"""Quantiles over replicates that a weekly band shows."""


def bands(arm: Arm) -> pd.DataFrame:
    """Quantiles over replicates by week: BANDS, imbalances over all categories, attention."""
    states = outcomes.cube(arm.weekly, BANDS, len(arm.replicates))
    by_week = {name: states[:, :, i] for i, name in enumerate(BANDS)}
    by_week |= {name: each.sum(axis=2) for name, each in outcomes.imbalance_cubes(arm).items()}
    by_week |= outcomes.attention_by_week(arm)
    return pd.concat([_band(arm.name, name, each) for name, each in by_week.items()])


def _band(arm: str, measure: str, values: NDArray[np.float64]) -> pd.DataFrame:
    low, median, high = _quantiles(values)
    weeks = {"week": np.arange(len(values)), "low": low, "median": median, "high": high}
    return pd.DataFrame({"arm": arm, "measure": measure} | weeks)


def _quantiles(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """BAND by week of (weeks, replicates), of the runs that have a value; nan where none has."""
    gaps = np.isnan(values)
    if not gaps.any():
        return np.quantile(values, BAND, axis=1)
    found = np.full((len(BAND), len(values)), np.nan)
    for week in np.flatnonzero(~gaps.all(axis=1)):
        found[:, week] = np.quantile(values[week][~gaps[week]], BAND)
    return found


def resource_rows(arm: Arm) -> list[Row]:
    return [
        {"arm": arm.name, "flow": flow, "resource": name, "value": float(value)}
        for flow in FLOWS
        for name, value in zip(RESOURCES, outcomes.flow_cube(arm, flow).mean((0, 1)), strict=True)
    ]


def category_rows(arm: Arm, definition: Definition) -> list[Row]:
    cubes = outcomes.imbalance_cubes(arm)
    return [
        {"arm": arm.name, "measure": name, "category": category, "value": float(value)}
        for name in IMBALANCES
        for category, value in zip(
            CATEGORIES, cubes[name][definition.first_week :].mean((0, 1)), strict=True
        )
    ]
