"""Points spread over intervals: Latin hypercube and Sobol sequence."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from experiments.base.errors import InputError
from experiments.run.sweep.axes import Interval, Scalar

Design = Literal["latin_hypercube", "sobol"]
DIGITS = 6
"""Significant digits of a sampled value: it can be read, typed and told apart."""


def sample(
    intervals: Sequence[Interval], design: Design, samples: int, seed: int
) -> list[dict[str, Scalar]]:
    """``samples`` points over the intervals, each a value by key; the same for the same seed.

    The first points of a Sobol design are those of the smaller one; a Latin hypercube has all
    other points. InputError where the number is none a Sobol design is balanced for.
    """
    if not intervals:
        return [{}]
    unit = _unit(len(intervals), design, samples, seed)
    columns = [_scaled(interval, unit[:, i]) for i, interval in enumerate(intervals)]
    keys = [interval.key for interval in intervals]
    return [dict(zip(keys, row, strict=True)) for row in zip(*columns, strict=True)]


def _unit(dimensions: int, design: Design, samples: int, seed: int) -> NDArray[np.float64]:
    """(samples, dimensions) in [0, 1)."""
    from scipy.stats import qmc

    luck = np.random.default_rng(seed)
    if design == "latin_hypercube":
        return np.asarray(qmc.LatinHypercube(dimensions, rng=luck).random(samples), np.float64)
    power = (samples - 1).bit_length()
    if samples != 2**power:
        near = f"{2 ** (power - 1)} or {2**power}"
        raise InputError(f"samples = {samples}: a Sobol design needs a power of 2, such as {near}")
    return np.asarray(qmc.Sobol(dimensions, rng=luck).random_base2(power), np.float64)


def _scaled(interval: Interval, unit: NDArray[np.float64]) -> list[Scalar]:
    if interval.whole:
        steps = interval.high - interval.low + 1
        return [int(each) for each in interval.low + np.floor(unit * steps)]
    low, high = (np.log(x) if interval.log else x for x in (interval.low, interval.high))
    values = low + unit * (high - low)
    rounded = [float(f"{x:.{DIGITS}g}") for x in (np.exp(values) if interval.log else values)]
    return [min(max(each, interval.low), interval.high) for each in rounded]
