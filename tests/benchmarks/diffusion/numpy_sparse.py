"""The workload on numpy arrays, neighbours' means by scipy's sparse product."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from .workload import SIGMA, Steps, Trajectory, Workload, moved

PACKAGES = ("numpy", "scipy")
FORM = "arrays and a sparse product"

Draw = Callable[[int], NDArray[np.float64]]
"""Standard normals of all agents at one step."""


def steps_with(workload: Workload, draw: Draw) -> Steps:
    """Set up, with noise from ``draw(step)``."""
    start, averaging = workload.start(), workload.averaging()

    def run() -> Trajectory:
        x, record = start, np.empty((2, workload.steps))
        for step in range(workload.steps):
            x = moved(x, averaging @ x, SIGMA * draw(step))
            record[:, step] = x.mean(), x.var()
        return Trajectory(*record)

    return run


def prepare(workload: Workload) -> Steps:
    """Set up, with noise from numpy's generator."""
    rng = np.random.default_rng(workload.luck)
    return steps_with(workload, lambda step: rng.standard_normal(workload.agents))
