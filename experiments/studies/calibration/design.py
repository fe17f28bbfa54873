"""What is sampled: the declared settings with their patterns, and the points."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from experiments.base.errors import InputError
from experiments.config import calibrated
from experiments.config.calibrated import SETTINGS, Narrowing, Settings
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


def hypercube(settings: Settings, points: int) -> Floats:
    """A Latin hypercube over the ranges, (points, parameters)."""
    from scipy.stats import qmc

    sampler = qmc.LatinHypercube(len(settings.paths), rng=np.random.default_rng(settings.seed))
    return np.asarray(qmc.scale(sampler.random(points), settings.low, settings.high), np.float64)


def around(settings: Settings, plan: Narrowing, parents: Floats, step: int) -> Floats:
    """Points of a narrowing step: normal draws around parents, again until inside the ranges.

    parents: (n, parameters). Each draw picks its parent by lot; its standard deviation is
    ``kernel`` times that of the parents, parameter by parameter.
    """
    luck = np.random.default_rng([settings.seed, step])
    spread = plan.kernel * parents.std(axis=0)
    low, high = settings.low, settings.high
    centre = parents[luck.integers(0, len(parents), plan.points)]
    points = luck.normal(centre, spread)
    while (outside := (points < low) | (points > high)).any():
        points[outside] = luck.normal(centre, spread)[outside]
    return points
