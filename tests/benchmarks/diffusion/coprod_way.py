"""The workload as coprod would do it: a compiled kernel whose luck is a function of agent and step.

Four agents share a Philox block, whose four uniforms become four normals (Box & Muller 1958).
"""

from math import cos, log, pi, sin, sqrt

import numpy as np

from sim.base.kernel import kernel
from sim.base.luck import PER_BLOCK, philox_run, to_unit

from .workload import RATE, SIGMA, Steps, Trajectory, Workload

PACKAGES = ("coprod",)
FORM = "compiled kernel, counter-based draws"

PROCESS = 1_000
"""Counter word 3 of this workload's noise; no process of the model has it."""
SEED = 0
_BLOCKS = 64
"""Blocks drawn at once: small enough to stay in the processor's nearest cache."""


@kernel
def draw_normals(first, count, time, k0, k1, words, noise):
    """Standard normals of ``count`` blocks from block ``first`` on, into ``noise``."""
    philox_run(first, count, 0, time, PROCESS, k0, k1, words)
    for block in range(count):
        for word in range(0, PER_BLOCK, 2):
            radius = sqrt(-2.0 * log(to_unit(words[word, block])))
            angle = 2.0 * pi * to_unit(words[word + 1, block])
            noise[PER_BLOCK * block + word] = radius * cos(angle)
            noise[PER_BLOCK * block + word + 1] = radius * sin(angle)


@kernel
def step(x, to, neighbours, rate, sigma, time, k0, k1, words, noise):
    """One step from states ``x`` to states ``to``: their mean and variance.

    The rule's numbers are arguments: numba's cache wouldn't see them change in another file.
    """
    total, squares, each = 0.0, 0.0, neighbours.shape[1]
    for start in range(0, len(x), len(noise)):
        stop = min(start + len(noise), len(x))
        blocks = (stop - start + PER_BLOCK - 1) // PER_BLOCK
        draw_normals(start // PER_BLOCK, blocks, time, k0, k1, words, noise)
        for i in range(start, stop):
            around = 0.0
            for j in range(each):
                around += x[neighbours[i, j]]
            new = x[i] + rate * (around / each - x[i]) + sigma * noise[i - start]
            new = min(1.0, max(0.0, new))
            to[i] = new
            total += new
            squares += new * new
    mean = total / len(x)
    return mean, squares / len(x) - mean * mean


@kernel
def run(x, neighbours, rate, sigma, steps, k0, k1):
    """All steps: mean and variance after each, (steps,) both."""
    to = np.empty_like(x)
    words = np.empty((PER_BLOCK, _BLOCKS), np.uint32)
    noise = np.empty(PER_BLOCK * _BLOCKS)
    mean, variance = np.empty(steps), np.empty(steps)
    for time in range(steps):
        mean[time], variance[time] = step(
            x, to, neighbours, rate, sigma, time, k0, k1, words, noise
        )  # fmt: skip
        x, to = to, x
    return mean, variance


def prepare(workload: Workload) -> Steps:
    """Set up."""
    x, neighbours = workload.start(), workload.neighbours()
    key = np.uint32(SEED), np.uint32(workload.luck)
    return lambda: Trajectory(*run(x, neighbours, RATE, SIGMA, workload.steps, *key))
