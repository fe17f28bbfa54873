"""What the map says: shares of the space, and, exploratory, what harm goes with.

Points are a sample of the declared space, so shares have an interval over points; at a point there
is Monte Carlo error besides, which would put too many points into the outer regions. ``expected``
has it taken out (``experiments.studies.deconvolve``), and its interval covers both.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from experiments.analysis.spread import LEAST_POINTS, REGIONS
from experiments.analysis.statistics import LEVEL
from experiments.studies.deconvolve import basis, grid_of, likelihood
from experiments.studies.deconvolve import shares as true_shares

THIRDS = 3
STRONGEST = 12
"""Associations that are shown, and whose shares by thirds are told."""
LEAST = 10
"""Points from which an association is told."""
EXPLORED = "failure"
"""Measure whose associations are told."""
TINY = 1e-12
FEWEST = 3
"""Pairs of which a rank correlation says nothing."""
Floats = NDArray[np.float64]


def known(table: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Rows of one measure that have an estimate and an error."""
    mine = table[table["measure"] == measure]
    return mine[np.isfinite(mine["value"]) & np.isfinite(mine["error"])]


def regions(table: pd.DataFrame) -> pd.DataFrame:
    """Shares of all points by measure and region.

    estimated: of the estimates. expected, low, high: Monte Carlo error taken out, with its 95%
    interval; of points that are known. clear: of points whose own 95% interval lies in the region.
    certain, possible: whatever failed runs would have been, at their worst and best. points: all;
    unknown: without estimate, which the estimated, clear, certain and possible shares count in
    their denominator.
    """
    rows: list[dict[str, Any]] = []
    for measure, mine in table.groupby("measure", sort=False):
        there = known(mine, str(measure))
        shares = expected(there)
        rows += [_region(str(measure), mine, there, region) | shares[region] for region in REGIONS]
    return pd.DataFrame(rows)


def _region(measure: str, every: pd.DataFrame, mine: pd.DataFrame, region: str) -> dict[str, Any]:
    low, high = REGIONS[region]
    value = -mine["value"].to_numpy(np.float64)
    gains = -every[["bound_high", "bound_low"]].to_numpy(np.float64)
    return {
        "measure": measure,
        "region": region,
        "points": len(every),
        "unknown": len(every) - len(mine),
        "failed": int(every["failed"].sum()),
        "estimated": float(_inside(value, value, low, high).sum() / len(every)),
        "clear": float(_within(mine, low, high).sum() / len(every)),
        "certain": float(_inside(gains[:, 0], gains[:, 1], low, high).mean()),
        "possible": float(_touches(gains[:, 0], gains[:, 1], low, high).mean()),
    }


def _inside(bottom: Floats, top: Floats, low: float, high: float) -> NDArray[np.bool_]:
    """Gains [bottom, top] in a region. The smallest effect itself helps, or harms."""
    if np.isinf(low) or np.isinf(high):
        return (bottom >= low) & (top <= high)
    return (bottom > low) & (top < high)


def _touches(bottom: Floats, top: Floats, low: float, high: float) -> NDArray[np.bool_]:
    if np.isinf(low) or np.isinf(high):
        return (top >= low) & (bottom <= high)
    return (top > low) & (bottom < high)


def _within(mine: pd.DataFrame, low: float, high: float) -> NDArray[np.bool_]:
    gains = -mine[["high", "low"]].to_numpy(np.float64)
    return _inside(gains[:, 0], gains[:, 1], low, high)


def expected(mine: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Share of each region with Monte Carlo error taken out, with its 95% interval.

    mine: rows of one measure that are known. By region: expected, low, high; nan where there are
    too few points.
    """
    if len(mine) < LEAST_POINTS:
        return {name: dict.fromkeys(("expected", "low", "high"), np.nan) for name in REGIONS}
    value, error, pairs = (mine[name].to_numpy(np.float64) for name in ("value", "error", "pairs"))
    grid = grid_of(value)
    parts = np.array([(-grid > low) & (-grid < high) for low, high in REGIONS.values()])
    found, errors = true_shares(likelihood(value, error, pairs, grid), basis(grid), parts)
    half = stats.norm.ppf((1 + LEVEL) / 2) * errors
    ends = np.clip(found - half, 0.0, 1.0), np.clip(found + half, 0.0, 1.0)
    return {
        name: {"expected": float(share), "low": float(low), "high": float(high)}
        for name, share, low, high in zip(REGIONS, found, *ends, strict=True)
    }


def associations(table: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Exploratory: how the difference in failure goes with each of ``names``, strongest first.

    rank_correlation, low, high: Spearman's, positive where more of it goes with more failure
    (Bonett & Wright 2000); Monte Carlo error draws it toward 0. clear: also at a level shared over
    all names (Bonferroni). harms_lowest, harms_highest: expected share that harms among the third
    of points where it is lowest, or highest, with ``_low`` and ``_high``; of the STRONGEST.
    """
    mine = known(table, EXPLORED)
    names = [name for name in names if mine[name].nunique() > 1]
    if len(mine) < LEAST or not names:
        return pd.DataFrame(columns=["parameter"])
    rows = [_association(mine, name, len(names)) for name in names]
    rows.sort(key=lambda row: -abs(row["rank_correlation"]))
    return pd.DataFrame(
        row | (_thirds(mine, row["parameter"]) if i < STRONGEST else {})
        for i, row in enumerate(rows)
    )


def _association(mine: pd.DataFrame, name: str, number: int) -> dict[str, Any]:
    rho = float(stats.spearmanr(mine[name], mine["value"]).statistic)
    low, high = spearman_interval(rho, len(mine), LEVEL)
    shared = spearman_interval(rho, len(mine), 1 - (1 - LEVEL) / number)
    clear = bool(shared[0] > 0.0 or shared[1] < 0.0)
    return {"parameter": name, "rank_correlation": rho, "low": low, "high": high, "clear": clear}


def _thirds(mine: pd.DataFrame, name: str) -> dict[str, float]:
    rank = mine[name].rank(method="first", pct=True)
    parts = {"lowest": rank <= 1 / THIRDS, "highest": rank > 1 - 1 / THIRDS}
    found = {}
    for key, part in parts.items():
        share = expected(mine[part])["harms"]
        found[f"harms_{key}"] = share["expected"]
        found |= {f"harms_{key}_{end}": share[end] for end in ("low", "high")}
    return found


def spearman_interval(rho: float, n: int, level: float) -> tuple[float, float]:
    """Interval of a rank correlation of n pairs: Fisher's z with the variance of Bonett & Wright
    (2000), (1 + rho^2 / 2) / (n - 3)."""
    if not np.isfinite(rho) or n <= FEWEST:
        return -1.0, 1.0
    inner = min(max(rho, -1 + TINY), 1 - TINY)
    half = stats.norm.ppf((1 + level) / 2) * np.sqrt((1 + rho**2 / 2) / (n - FEWEST))
    return float(np.tanh(np.arctanh(inner) - half)), float(np.tanh(np.arctanh(inner) + half))
