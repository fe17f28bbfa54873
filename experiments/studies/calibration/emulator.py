"""Emulators: what a pattern's true mean is at a point that wasn't run, and how sure that is."""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.stats import norm
from sklearn.exceptions import ConvergenceWarning
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, DotProduct, Matern
from threadpoolctl import threadpool_limits

from experiments.config.calibrated import Bounds, Emulated, Settings
from experiments.studies.calibration.design import coordinates
from experiments.studies.calibration.score import Scored, met

Floats = NDArray[np.float64]
LENGTHS = (0.1, 100.0)
"""Within which a length is sought, in shares of a range: over the upper, a dimension is flat."""
FIRST_LENGTH = 3.0
WEIGHTS = (1e-4, 1e4)
SMOOTHNESS = 2.5
"""Of the Matérn covariance: twice differentiable."""
LEAST_NOISE = 1e-6
"""Variance of a point at least, in those of all points: keeps the solution well conditioned."""
CONSTANT = 1e-12
"""A pattern whose values differ by less is emulated by its mean."""
WITHIN = 2.0
"""Standard errors within which a held-out residual should lie."""
HALF = 0.5
THREADS = 1
"""Of linear algebra: what comes out hangs on how many there are, in the last digits."""
BATCH = 4000
"""Points asked at a time: memory."""


@dataclass(frozen=True)
class Emulator:
    """A Gaussian process of one pattern, in its mean and standard deviation over points.

    process: None where the pattern is constant.
    """

    process: Any
    centre: float
    scale: float

    def mean(self, at: Floats) -> Floats:
        """Mean of the pattern's true mean at points (n, dimensions); (n,)."""
        if self.process is None:
            return np.full(len(at), self.centre)
        parts = [self.process.predict(part) for part in _batches(at)]
        return self.centre + self.scale * np.concatenate([np.empty(0), *parts])

    def moments(self, at: Floats) -> tuple[Floats, Floats]:
        """Mean and standard deviation of the pattern's true mean at points (n, dimensions)."""
        if self.process is None or not len(at):
            return self.mean(at), np.zeros(len(at))
        parts = [self.process.predict(part, return_std=True) for part in _batches(at)]
        mean, spread = (np.concatenate(each) for each in zip(*parts, strict=True))
        return self.centre + self.scale * mean, self.scale * spread


def _batches(at: Floats) -> list[Floats]:
    return [at[first : first + BATCH] for first in range(0, len(at), BATCH)]


def fit(
    at: Floats, values: Floats, variances: Floats, how: Emulated, luck: np.random.Generator
) -> Emulator:
    """An emulator of values (n,) with known variances (n,) at points (n, dimensions).

    Where there are none, nothing is known to be met: its mean is nan.

    Its lengths are those of most likelihood on some of the points; all points condition it.
    """
    if not len(values):
        return Emulator(None, float("nan"), 0.0)
    centre, scale = float(values.mean()), float(values.std())
    if scale < CONSTANT:
        return Emulator(None, centre, 0.0)
    y, noise = (values - centre) / scale, variances / scale**2 + LEAST_NOISE
    some = luck.permutation(len(y))[: how.fitted_on]
    seeking = _process(_kernel(at.shape[1]), noise[some], how.steps)
    with warnings.catch_warnings():  # a length at its bound is a flat dimension, as meant
        warnings.simplefilter("ignore", ConvergenceWarning)
        kernel = seeking.fit(at[some], y[some]).kernel_
    return Emulator(_process(kernel, noise, 0).fit(at, y), centre, scale)


def _kernel(dimensions: int) -> Any:
    lengths = np.full(dimensions, FIRST_LENGTH)
    bends = ConstantKernel(1.0, WEIGHTS) * Matern(lengths, LENGTHS, nu=SMOOTHNESS)
    return bends + ConstantKernel(1.0, WEIGHTS) * DotProduct(1.0, WEIGHTS)


def _process(kernel: Any, noise: Floats, steps: int) -> Any:
    def best(function: Any, start: Floats, bounds: Floats) -> tuple[Floats, float]:
        found = minimize(
            function, start, method="L-BFGS-B", jac=True, bounds=bounds,
            options={"maxiter": steps},
        )  # fmt: skip
        return found.x, found.fun

    return GaussianProcessRegressor(kernel, alpha=noise, optimizer=best if steps else None)


@dataclass(frozen=True)
class Emulators:
    """One a pattern, that which fewest points meet first.

    within: share of held-out points, by pattern, whose standardised residual is within 2;
    undefined: share of points at which a pattern isn't defined.
    """

    settings: Settings
    by_pattern: Mapping[str, Emulator]
    within: Mapping[str, float]
    undefined: Mapping[str, float]

    def probability(self, points: pd.DataFrame, least: float = 0.0) -> Floats:
        """Probability that the true means at points meet every pattern, (n,).

        The patterns' errors are taken as independent. least: where a point's can't reach it any
        more, 0 is told, and it isn't looked at further.
        """
        at = coordinates(self.settings, points)
        found = np.ones(len(at))
        with threadpool_limits(THREADS):
            for name, emulator in self.by_pattern.items():
                left = np.flatnonzero(found > least) if least else np.arange(len(at))
                bounds = self.settings.patterns[name]
                found[left] *= self._meets(emulator, bounds, at[left], least)
        return np.where(found < least, 0.0, found)

    def _meets(self, emulator: Emulator, bounds: Bounds, at: Floats, least: float) -> Floats:
        """least: over a half, a mean outside the bounds tells enough."""
        low, high = bounds.ends
        result, asked = np.zeros(len(at)), np.arange(len(at))
        if least > HALF:
            mean = emulator.mean(at)
            asked = np.flatnonzero((mean >= low) & (mean <= high))
        result[asked] = meets(*emulator.moments(at[asked]), low, high)
        return result


def meets(mean: Floats, spread: Floats, low: float, high: float) -> Floats:
    """Probability that a normal of this mean and spread lies in [low, high]."""
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = norm.cdf((high - mean) / spread) - norm.cdf((low - mean) / spread)
    certain = (mean >= low) & (mean <= high)
    return np.asarray(np.where(spread > 0.0, chance, certain), np.float64)


def emulate(scored: Scored, settings: Settings, seed: int) -> Emulators:
    """An emulator of every pattern, each judged on points that it didn't see."""
    at = coordinates(settings, scored.points)
    emulators, within, undefined = {}, {}, {}
    for number, name in enumerate(settings.patterns):
        luck = np.random.default_rng([seed, number])
        values = scored.values[name].to_numpy(np.float64)
        variances = scored.variances[name].to_numpy(np.float64)
        there = np.flatnonzero(~np.isnan(values))
        known = (at[there], values[there], variances[there])
        with threadpool_limits(THREADS):
            emulators[name] = fit(*known, settings.emulator, luck)
            within[name] = held_out(emulators[name], *known, settings.emulator, luck)
        undefined[name] = 1.0 - len(there) / len(values)
    share = met(scored.values, settings).mean()
    strictest = {name: emulators[name] for name in sorted(emulators, key=share.__getitem__)}
    return Emulators(settings, strictest, within, undefined)


def held_out(
    emulator: Emulator, at: Floats, values: Floats, variances: Floats, how: Emulated,
    luck: np.random.Generator,
) -> float:  # fmt: skip
    """Share of points left out of the conditioning whose standardised residual is within 2."""
    if emulator.process is None:
        return 1.0
    out = luck.random(len(values)) < how.held_out
    y, noise = (values - emulator.centre) / emulator.scale, variances / emulator.scale**2
    process = _process(emulator.process.kernel_, noise[~out] + LEAST_NOISE, 0)
    blind = Emulator(process.fit(at[~out], y[~out]), emulator.centre, emulator.scale)
    mean, spread = blind.moments(at[out])
    residual = (values[out] - mean) / np.sqrt(spread**2 + variances[out])
    return float((np.abs(residual) <= WITHIN).mean())
