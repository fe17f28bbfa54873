"""What is sampled: the declared settings with their patterns, and points of the prior."""

from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.base.errors import InputError
from experiments.config import calibrated
from experiments.config.calibrated import SETTINGS, Settings
from experiments.studies.calibration.patterns import PATTERNS

Floats = NDArray[np.float64]


def read_settings(path: Path = SETTINGS) -> Settings:
    """The settings in ``path``. InputError, one line, where they or their patterns are not
    allowed."""
    settings = calibrated.read_settings(path)
    if set(settings.patterns) != set(PATTERNS):
        odd = ", ".join(sorted(set(settings.patterns) ^ set(PATTERNS)))
        raise InputError(f"patterns: {odd}: unknown or missing; must be {', '.join(PATTERNS)}")
    return settings


def hypercube(settings: Settings, points: int) -> pd.DataFrame:
    """A Latin hypercube over the ranges; sets are dealt out to it evenly, in random order.

    A row a point; columns: ``settings.columns``.
    """
    from scipy.stats import qmc

    luck = np.random.default_rng(settings.seed)
    unit = qmc.LatinHypercube(len(settings.paths), rng=luck).random(points)
    dealt = luck.permutation(np.arange(points) % len(settings.sets))
    values = np.asarray(qmc.scale(unit, settings.low, settings.high), np.float64)
    return _table(settings, [settings.sets[number] for number in dealt], values)


def drawn(
    settings: Settings, rules: dict[str, str], points: int, luck: np.random.Generator
) -> pd.DataFrame:
    """Independent points of the prior of one set; as ``hypercube``."""
    values = luck.uniform(settings.low, settings.high, (points, len(settings.paths)))
    return _table(settings, [rules] * points, values)


def _table(settings: Settings, rules: list[dict[str, str]], values: Floats) -> pd.DataFrame:
    levels = pd.DataFrame(rules, columns=settings.rules)
    return levels.join(pd.DataFrame(values, columns=settings.paths))


def coordinates(settings: Settings, points: pd.DataFrame) -> Floats:
    """Points as an emulator sees them, (points, dimensions).

    Parameters as shares of their ranges; of each rule a column a level but its first, 0 or 1.
    """
    shares = normalised(settings, points)
    levels = [
        (points[rule] == level).to_numpy(np.float64)
        for rule, names in zip(settings.rules, settings.structure.values(), strict=True)
        for level in names[1:]
    ]
    return np.column_stack([shares, *levels])


def normalised(settings: Settings, points: pd.DataFrame) -> Floats:
    """Parameters of points, (points, parameters), as shares of the prior's ranges."""
    table = points[settings.paths].to_numpy(np.float64)
    return np.asarray((table - settings.low) / (settings.high - settings.low))
