"""What an experiment on a published result comes to: its curves, and estimates of predictions."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments.analysis.estimates import Row, interval
from experiments.analysis.statistics import Estimate, ratio_difference

MET, NOT_MET, UNDECIDED = "met", "not_met", "undecided"


class Found(NamedTuple):
    """curves: rows of ``point``. estimates: by name of a prediction, each with its units."""

    curves: Sequence[Row]
    estimates: Mapping[str, tuple[Estimate, int]]


def point(result: str, line: str, x: float, estimate: Estimate, units: int) -> Row:
    """A point of a curve: ``line`` names it; units: groups or starts it is over."""
    head: Row = {"result": result, "line": line, "x": x}
    return head | interval(estimate) | {"units": units}


def more(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> Estimate:
    """Difference of the shares of the same groups, (n,), of which each is true."""
    alone = np.ones(len(one))
    return ratio_difference(one.astype(float), alone, other.astype(float), alone)


def verdict(estimate: Estimate, ends: tuple[float, float]) -> str:
    """Met where the whole interval lies between the ends, not met where it lies outside."""
    least, most = ends
    if least < estimate.low and estimate.high < most:
        return MET
    outside = estimate.high <= least or estimate.low >= most
    return NOT_MET if outside else UNDECIDED
