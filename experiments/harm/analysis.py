"""What the map says: shares of the space, and, exploratory, what harm goes with.

Points are a sample of the declared space, so shares have an interval over points; at a point there
is Monte Carlo error besides, which would put too many points into the outer regions. ``expected``
has it taken out (``experiments.spread.chances``), and its interval is a bootstrap over points, each
with the error it has: it covers both.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from experiments.spread import REGIONS, chances
from experiments.statistics import LEVEL

RESAMPLES = 400
BOOTSTRAP_SEED = 20261103
THIRDS = 3
LEAST = 10
"""Points from which an association is told."""
EXPLORED = "failure"
"""Measure whose associations are told."""
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
        rows += [_region(str(measure), mine, known(mine, str(measure)), name) for name in REGIONS]
    return pd.DataFrame(rows)


def _region(measure: str, every: pd.DataFrame, mine: pd.DataFrame, region: str) -> dict[str, Any]:
    low, high = REGIONS[region]
    value, share = -mine["value"].to_numpy(np.float64), expected(mine, region)
    ends = _bootstrap(mine, region)
    gains = -every[["bound_high", "bound_low"]].to_numpy(np.float64)
    return {
        "measure": measure,
        "region": region,
        "points": len(every),
        "unknown": len(every) - len(mine),
        "failed": int(every["failed"].sum()),
        "estimated": float(_inside(value, value, low, high).sum() / len(every)),
        "expected": share,
        "low": ends[0],
        "high": ends[1],
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


def expected(mine: pd.DataFrame, region: str) -> float:
    """Share of a region, Monte Carlo error taken out; nan where too few points are known."""
    return _expected(*_gains(mine), region)


def _gains(mine: pd.DataFrame) -> tuple[Floats, Floats]:
    return -mine["value"].to_numpy(np.float64), mine["error"].to_numpy(np.float64)


def _expected(gain: Floats, error: Floats, region: str) -> float:
    if not len(gain):
        return float("nan")
    return float(chances(gain, error, *REGIONS[region]).mean())


def _bootstrap(mine: pd.DataFrame, region: str) -> tuple[float, float]:
    """95% interval of the expected share over points drawn with replacement."""
    gain, error = _gains(mine)
    if not len(gain):
        return float("nan"), float("nan")
    luck = np.random.default_rng(BOOTSTRAP_SEED)
    picks = luck.integers(0, len(gain), (RESAMPLES, len(gain)))
    found = [_expected(gain[pick], error[pick], region) for pick in picks]
    low, high = np.quantile(found, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def associations(table: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Exploratory: how the difference in failure goes with each of ``names``, strongest first.

    rank_correlation, low, high: Spearman's, positive where more of it goes with more failure
    (Bonett & Wright 2000); Monte Carlo error draws it toward 0. clear: also at a level shared over
    all names (Bonferroni). harms_lowest, harms_highest: expected share that harms among the third
    of points where it is lowest, or highest; each with ``_low`` and ``_high``.
    """
    mine = known(table, EXPLORED)
    names = [name for name in names if mine[name].nunique() > 1]
    if len(mine) < LEAST:
        return pd.DataFrame(columns=["parameter"])
    rows = [_association(mine, name, len(names)) for name in names]
    found = pd.DataFrame(rows)
    order = found["rank_correlation"].abs().sort_values(ascending=False, kind="stable").index
    return found.loc[order].reset_index(drop=True)


def _association(mine: pd.DataFrame, name: str, number: int) -> dict[str, Any]:
    rho = float(stats.spearmanr(mine[name], mine["value"]).statistic)
    row: dict[str, Any] = {"parameter": name, "rank_correlation": rho}
    row["low"], row["high"] = spearman_interval(rho, len(mine), LEVEL)
    shared = spearman_interval(rho, len(mine), 1 - (1 - LEVEL) / number)
    row["clear"] = bool(shared[0] > 0.0 or shared[1] < 0.0)
    rank = mine[name].rank(method="first", pct=True)
    thirds = {"lowest": rank <= 1 / THIRDS, "highest": rank > 1 - 1 / THIRDS}
    for key, part in thirds.items():
        row[f"harms_{key}"] = expected(mine[part], "harms")
        row[f"harms_{key}_low"], row[f"harms_{key}_high"] = _bootstrap(mine[part], "harms")
    return row


def spearman_interval(rho: float, n: int, level: float) -> tuple[float, float]:
    """Interval of a rank correlation of n pairs: Fisher's z with the variance of Bonett & Wright
    (2000), (1 + rho^2 / 2) / (n - 3)."""
    if not np.isfinite(rho) or n <= 3:
        return -1.0, 1.0
    inner = min(max(rho, -1 + 1e-12), 1 - 1e-12)
    half = stats.norm.ppf((1 + level) / 2) * np.sqrt((1 + rho**2 / 2) / (n - 3))
    return float(np.tanh(np.arctanh(inner) - half)), float(np.tanh(np.arctanh(inner) + half))
