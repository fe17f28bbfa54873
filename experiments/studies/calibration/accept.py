"""Pure: the accepted set as a table, its weights, what was narrowed, what patterns rule out."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.base.files import checksum
from experiments.config.calibrated import Settings
from experiments.studies.calibration.check import DRIFT, STATIONARY, is_stationary
from experiments.studies.calibration.design import normalised
from experiments.studies.calibration.score import Scored, met
from experiments.studies.calibration.waves import PROBABILITY, Found

UNIDENTIFIED = 0.10
"""Narrowed by less than this share of the prior's range, a parameter counts as unidentified."""
RANGE = (0.05, 0.95)
SET, WEIGHT = "set", "weight"
Floats = NDArray[np.float64]


def accepted(kept: Mapping[int, Found]) -> pd.DataFrame:
    """The kept points of all sets, with their weights: a row a point.

    Points of a set are drawn evenly from its prior, so that their weights are their probabilities;
    every set that has points weighs the same, and all weights sum to 1.
    """
    parts = [found.points.assign(**{SET: number}) for number, found in kept.items()]
    table = pd.concat(parts, ignore_index=True)
    within = table[PROBABILITY] / table.groupby(SET)[PROBABILITY].transform("sum")
    table[WEIGHT] = within / max(1, table[SET].nunique())
    return table


def effective(weights: Sequence[float] | Floats) -> float:
    """Effective size of weighted points: (sum w)^2 / sum w^2; 0 without points."""
    w = np.asarray(weights, np.float64)
    return float(w.sum() ** 2 / (w**2).sum()) if len(w) else 0.0


def medoid(points: Floats, weights: Floats) -> int:
    """Index of the point (n, d) with the least weighted sum of distances to the others."""
    total = [float(weights @ np.linalg.norm(points - point, axis=1)) for point in points]
    return int(np.argmin(total))


def quantiles(values: Floats, weights: Floats, at: Sequence[float]) -> Floats:
    """Weighted quantiles of values (n,): each weight lies around its value, half on either side."""
    order = np.argsort(values)
    w = weights[order]
    return np.interp(at, (np.cumsum(w) - w / 2) / w.sum(), values[order])


def narrowed(points: Floats, weights: Floats) -> Floats:
    """1 - weighted 90% range of points (n, d) over that of a uniform prior on [0, 1]; (d,)."""
    low, high = np.array([quantiles(column, weights, RANGE) for column in points.T]).T
    return np.asarray(1.0 - (high - low) / (RANGE[1] - RANGE[0]))


def as_csv(points: pd.DataFrame) -> bytes:
    """The accepted points as a text file whose bytes depend on nothing but the points."""
    text: str = points.to_csv(index=False, lineterminator="\n", float_format="%.17g")
    return text.encode()


def result(
    points: pd.DataFrame, kept: Mapping[int, Found], prior: Scored, settings: Settings, default: int
) -> dict[str, Any]:
    """What is to be known of the accepted set, ready for JSON.

    points: as ``accepted`` gives them, with their drift. default: number of the set whose medoid
    is the default. Medoid None where that set is empty.
    """
    weights = points[WEIGHT].to_numpy(np.float64)
    stationary = is_stationary(points[DRIFT].to_numpy(np.float64), settings)
    own = points[points[SET] == default]
    return {
        "sha256": checksum(as_csv(points)),
        "accepted": len(points),
        "effective": effective(weights),
        "sets": [_set(settings, points, number, found) for number, found in kept.items()],
        "stationary": float(weights @ stationary),
        "prior": len(prior.points),
        "patterns_met": _patterns(prior, settings),
        "prior_met_all": int(met(prior.values, settings).all(axis=1).sum()),
        "medoid": _medoid(own, settings),
        "narrowing": _narrowing(points, settings),
    }


def _set(settings: Settings, points: pd.DataFrame, number: int, found: Found) -> dict[str, Any]:
    own = points[points[SET] == number]
    return {
        "levels": settings.sets[number],
        "accepted": len(own),
        "draws": found.draws,
        "effective": effective(own[WEIGHT].to_numpy(np.float64)),
        "stationary": int(own[STATIONARY].sum()),
    }


def _patterns(prior: Scored, settings: Settings) -> dict[str, dict[str, Any]]:
    """Of each pattern over the first wave: how many points meet it, how many it alone rules out."""
    ok = met(prior.values, settings)
    others = {name: ok.drop(columns=name).all(axis=1) for name in ok}
    return {
        name: {
            "met": int(ok[name].sum()),
            "alone": int((others[name] & ~ok[name]).sum()),
            "values": _spread(prior.values[name]),
            "evidence": bool(ok[name].mean() < settings.no_evidence),
        }
        for name in ok
    }


def _spread(column: pd.Series) -> list[float]:
    """5%, 50% and 95% of a pattern's values over the prior; where defined."""
    defined = column.dropna()
    if defined.empty:
        return []
    return [float(v) for v in np.quantile(defined, (RANGE[0], 0.5, RANGE[1]))]


def _medoid(points: pd.DataFrame, settings: Settings) -> dict[str, float] | None:
    if points.empty:
        return None
    weights = points[WEIGHT].to_numpy(np.float64)
    row = points.iloc[medoid(normalised(settings, points), weights)]
    return {path: float(row[path]) for path in settings.paths}


def _narrowing(points: pd.DataFrame, settings: Settings) -> dict[str, dict[str, Any]]:
    if points.empty:
        return {}
    weights = points[WEIGHT].to_numpy(np.float64)
    shares = narrowed(normalised(settings, points), weights)
    ranges = (
        quantiles(points[path].to_numpy(np.float64), weights, RANGE) for path in settings.paths
    )
    return {
        path: {
            "low": float(low), "high": float(high), "narrowed": float(share),
            "identified": bool(share >= UNIDENTIFIED),
        }
        for path, (low, high), share in zip(settings.paths, ranges, shares, strict=True)
    }  # fmt: skip
