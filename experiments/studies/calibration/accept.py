"""Pure, from stored summaries: which points meet the patterns, their medoid, what was narrowed."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.base.files import checksum
from experiments.config.calibrated import Settings
from experiments.studies.calibration.patterns import PATTERNS, Runs, values, violation

UNIDENTIFIED = 0.10
"""Narrowed by less than this share of the prior's range, a parameter counts as unidentified."""
RANGE = (0.05, 0.95)
POINT = ["origin", "point"]
Floats = NDArray[np.float64]


def score(runs: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """One row a point: origin, point, its parameters, pattern values, ``distance``.

    runs: stored summaries, one row a run. distance: sum of violations; 0 meets all patterns; inf
    where a pattern isn't defined or a run failed.
    """
    rows = [
        {**dict(zip(POINT, key, strict=True)), **_score(group, settings)}
        for key, group in runs.groupby(POINT, sort=False)
    ]
    return pd.DataFrame(rows)


def _score(group: pd.DataFrame, settings: Settings) -> dict[str, float]:
    if (group["error"] == "").all():
        found = values(Runs(*(_table(group, doubled) for doubled in (False, True))))
    else:
        found = dict.fromkeys(PATTERNS, float("nan"))
    distance = sum(violations(found, settings).values())
    point = group.iloc[0][settings.paths].to_dict()
    return {**point, **found, "distance": distance}


def _table(group: pd.DataFrame, doubled: bool) -> dict[str, Floats]:
    rows = group[group["doubled"] == doubled].sort_values("replicate")
    numbers = rows.select_dtypes("float64")
    return {str(name): numbers[name].to_numpy() for name in numbers}


def violations(found: dict[str, float], settings: Settings) -> dict[str, float]:
    """Violation of each pattern, given the patterns' values at one point."""
    return {
        name: violation(found[name], *bounds.ends, bounds.scale)
        for name, bounds in settings.patterns.items()
    }


def met(scored: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Which patterns each point meets, (points, patterns), boolean."""
    return pd.DataFrame(
        {name: scored[name].between(*b.ends) for name, b in settings.patterns.items()}
    )


def normalised(points: pd.DataFrame, settings: Settings) -> Floats:
    """Points (n, parameters) as shares of the prior's range."""
    table = points[settings.paths].to_numpy(np.float64)
    return np.asarray((table - settings.low) / (settings.high - settings.low))


def medoid(points: Floats) -> int:
    """Index of the point (n, d) with the least sum of Euclidean distances to the others."""
    total = [float(np.linalg.norm(points - point, axis=1).sum()) for point in points]
    return int(np.argmin(total))


def narrowed(points: Floats) -> Floats:
    """1 - 90% range of points (n, d) over that of a uniform prior on [0, 1]; (d,)."""
    low, high = np.quantile(points, RANGE, axis=0)
    return np.asarray(1.0 - (high - low) / (RANGE[1] - RANGE[0]))


def accepted(scored: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """The points that meet all patterns, with origin, number and parameters."""
    return scored.loc[scored["distance"] == 0.0, [*POINT, *settings.paths]].reset_index(drop=True)


def as_csv(points: pd.DataFrame) -> bytes:
    """The accepted points as a text file whose bytes depend on nothing but the points."""
    text: str = points.to_csv(index=False, lineterminator="\n", float_format="%.17g")
    return text.encode()


def result(scored: pd.DataFrame, settings: Settings) -> dict[str, Any]:
    """What is to be known of the accepted set, ready for JSON. Medoid None when it is empty."""
    points = accepted(scored, settings)
    prior = scored[scored["origin"] == "prior"]
    ok = met(prior, settings)
    return {
        "sha256": checksum(as_csv(points)),
        "accepted": len(points),
        "sampled": scored["origin"].value_counts(sort=False).to_dict(),
        "accepted_by_origin": points["origin"].value_counts(sort=False).to_dict(),
        "prior_met": {name: int(ok[name].sum()) for name in ok},
        "prior_met_all": int(ok.all(axis=1).sum()),
        "prior_values": {name: _spread(prior[name]) for name in settings.patterns},
        "medoid": _medoid(points, settings),
        "narrowing": _narrowing(points, settings),
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
    row = points.iloc[medoid(normalised(points, settings))]
    return {path: float(row[path]) for path in settings.paths}


def _narrowing(points: pd.DataFrame, settings: Settings) -> dict[str, dict[str, Any]]:
    if points.empty:
        return {}
    shares = narrowed(normalised(points, settings))
    low, high = points[settings.paths].quantile(RANGE[0]), points[settings.paths].quantile(RANGE[1])
    return {
        path: {
            "low": float(low[path]),
            "high": float(high[path]),
            "narrowed": float(share),
            "identified": bool(share >= UNIDENTIFIED),
        }
        for path, share in zip(settings.paths, shares, strict=True)
    }
