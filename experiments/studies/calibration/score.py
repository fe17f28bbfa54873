"""Pure, from stored summaries: what each pattern is at each point, and how sure."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.config.calibrated import Settings
from experiments.studies.calibration.patterns import PATTERNS, Runs, estimates
from experiments.studies.calibration.run import POINT

Floats = NDArray[np.float64]
SHRUNK_TO = 4.0
"""Degrees of freedom of all points' mean variance in that of one point: of ten replicates, one
point's own has nine."""


class Scored(NamedTuple):
    """Points that were run.

    points: their values, a row each, as ``Settings.columns``. values, variances: (points,
    patterns), columns PATTERNS; nan where a pattern isn't defined or a run failed.
    """

    points: pd.DataFrame
    values: pd.DataFrame
    variances: pd.DataFrame


def score(runs: pd.DataFrame, settings: Settings) -> Scored:
    """The runs of a stage, one row a run, as points."""
    groups = [group for _, group in runs.groupby(POINT)]
    found = [_score(group) for group in groups]
    points = pd.DataFrame([group.iloc[0][settings.columns] for group in groups])
    points = points.reset_index(drop=True).astype(dict.fromkeys(settings.paths, np.float64))
    values = pd.DataFrame([{n: e[0] for n, e in each.items()} for each in found])
    variances = pd.DataFrame([{n: e[1] for n, e in each.items()} for each in found])
    replicates = len(runs[~runs["doubled"]].groupby("replicate"))
    return Scored(points, values, shrunk(variances, replicates - 1))


def _score(group: pd.DataFrame) -> dict[str, tuple[float, float]]:
    if (group["error"] == "").all():
        found = estimates(Runs(*(_table(group, doubled) for doubled in (False, True))))
        return {name: (each.value, each.variance) for name, each in found.items()}
    return dict.fromkeys(PATTERNS, (float("nan"), float("nan")))


def _table(group: pd.DataFrame, doubled: bool) -> dict[str, Floats]:
    rows = group[group["doubled"] == doubled].sort_values("replicate")
    numbers = rows.select_dtypes("float64")
    return {str(name): numbers[name].to_numpy() for name in numbers}


def shrunk(variances: pd.DataFrame, freedom: int) -> pd.DataFrame:
    """Variances of points drawn toward the mean over points, for few replicates tell one badly.

    freedom: degrees of freedom of a point's own. A variance that isn't defined is the mean.
    """
    mean = variances.mean()
    own = variances.fillna(mean)
    return (freedom * own + SHRUNK_TO * mean) / (freedom + SHRUNK_TO)


def met(values: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Which patterns each point meets by its own runs, (points, patterns), boolean."""
    return pd.DataFrame(
        {name: values[name].between(*b.ends) for name, b in settings.patterns.items()}
    )


def together(parts: list[Scored]) -> Scored:
    """Points of several stages as one."""
    tables = zip(*parts, strict=True)
    return Scored(*(pd.concat(each, ignore_index=True) for each in tables))
