"""Weekly measures over replicates: their mean and quantiles, week by week."""

import numpy as np
import pandas as pd

QUANTILES = {"q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95}
MEAN = "mean"
_KEYS = ["cell", "replicate", "week"]


def _statistics(values: np.ndarray) -> np.ndarray:
    """(replicates, weeks) -> (6, weeks): mean and quantiles over the numbers there are."""
    out = np.full((1 + len(QUANTILES), values.shape[1]), np.nan)
    known = ~np.isnan(values)
    for week in np.flatnonzero(known.any(axis=0)):
        present = values[known[:, week], week]
        out[0, week] = present.mean()
        out[1:, week] = np.quantile(present, list(QUANTILES.values()))
    return out


def _quick(values: np.ndarray) -> np.ndarray:
    rows = np.quantile(values, list(QUANTILES.values()), axis=0)
    return np.vstack([values.mean(axis=0), rows])


def weekly_quantiles(weekly: pd.DataFrame) -> pd.DataFrame:
    """Rows (cell, statistic, week) of float32 measures, from rows (cell, replicate, week).

    statistic: mean, q05, q25, q50, q75, q95 (linear interpolation); a measure that is not a
    number in some run and week is left out there; nan where no run has one.
    """
    weeks = np.unique(weekly["week"].to_numpy())
    names = [MEAN, *QUANTILES]
    columns = {
        "cell": np.repeat(weekly["cell"].iloc[:1].to_numpy(), len(names) * len(weeks)),
        "statistic": np.repeat(np.array(names, object), len(weeks)),
        "week": np.tile(weeks, len(names)).astype(np.int16),
    }
    for measure in weekly.columns.drop(_KEYS):
        values = weekly[measure].to_numpy(np.float64).reshape(-1, len(weeks))
        rows = _statistics(values) if np.isnan(values).any() else _quick(values)
        columns[measure] = rows.astype(np.float32).ravel()
    return pd.DataFrame(columns)
