"""An emulator: what a figure's true mean is at a point that wasn't run, and how sure that is."""

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import ndtr
from sklearn.exceptions import ConvergenceWarning
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, DotProduct, Matern
from threadpoolctl import threadpool_limits

from experiments.config.emulated import Emulated

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
"""A figure whose values differ by less is emulated by its mean."""
WITHIN = 2.0
"""Standard errors within which a held-out residual should lie."""
THREADS = 1
"""Of linear algebra: what comes out hangs on how many there are, in the last digits."""
BATCH = 4000
"""Points asked at a time: memory."""


@dataclass(frozen=True)
class Emulator:
    """A Gaussian process of one figure, in its mean and standard deviation over points.

    process: None where the figure is constant.
    """

    process: Any
    centre: float
    scale: float

    def mean(self, at: Floats) -> Floats:
        """Mean of the figure's true mean at points (n, dimensions); (n,)."""
        if self.process is None:
            return np.full(len(at), self.centre)
        parts = [self.process.predict(part) for part in _batches(at)]
        return self.centre + self.scale * np.concatenate([np.empty(0), *parts])

    def moments(self, at: Floats) -> tuple[Floats, Floats]:
        """Mean and standard deviation of the figure's true mean at points (n, dimensions)."""
        if self.process is None or not len(at):
            return self.mean(at), np.zeros(len(at))
        parts = [self.process.predict(part, return_std=True) for part in _batches(at)]
        mean, spread = (np.concatenate(each) for each in zip(*parts, strict=True))
        return self.centre + self.scale * mean, self.scale * spread

    def joint(self, at: Floats) -> tuple[Floats, Floats]:
        """Mean (n,) and covariance (n, n) of the figure's true means at points (n, dimensions)."""
        if self.process is None:
            return self.mean(at), np.zeros((len(at), len(at)))
        with threadpool_limits(THREADS):
            mean, covariance = self.process.predict(at, return_cov=True)
        return self.centre + self.scale * mean, self.scale**2 * covariance


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
    with warnings.catch_warnings(), threadpool_limits(THREADS):
        warnings.simplefilter("ignore", ConvergenceWarning)  # one at its bound is flat, as meant
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


def meets(mean: Floats, spread: Floats, low: float, high: float) -> Floats:
    """Probability that a normal of this mean and spread lies in [low, high]."""
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = ndtr((high - mean) / spread) - ndtr((low - mean) / spread)
    certain = (mean >= low) & (mean <= high)
    return np.asarray(np.where(spread > 0.0, chance, certain), np.float64)


def held_out(
    emulator: Emulator, at: Floats, values: Floats, variances: Floats, how: Emulated,
    luck: np.random.Generator,
) -> float:  # fmt: skip
    """Share of points left out of the conditioning whose standardised residual is within 2."""
    if emulator.process is None:
        return 1.0
    out = luck.random(len(values)) < how.held_out
    out[int(luck.integers(len(values)))] |= not out.any()  # one at least
    y, noise = (values - emulator.centre) / emulator.scale, variances / emulator.scale**2
    process = _process(emulator.process.kernel_, noise[~out] + LEAST_NOISE, 0)
    with threadpool_limits(THREADS):
        blind = Emulator(process.fit(at[~out], y[~out]), emulator.centre, emulator.scale)
        mean, spread = blind.moments(at[out])
    residual = (values[out] - mean) / np.sqrt(spread**2 + variances[out])
    return float((np.abs(residual) <= WITHIN).mean())
