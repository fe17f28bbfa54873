"""What every version computes: the graph, the first state, the rule's numbers and what is recorded.

Each step every agent reads the mean state of its neighbours as of the step's start and moves:
``x + RATE * (mean - x) + SIGMA * z`` with z standard normal, clipped to [0, 1].
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

RATE = 0.8
"""High, so that a version whose agents read one another's new states is found out."""
SIGMA = 0.2
"""Wide enough that both bounds bind: a version that forgets to clip is found out."""
RING_REACH = 3
"""Neighbours on the ring, each way."""
NEIGHBOURS = 8
"""Six on the ring and two at random."""
GRAPH_SEED = 20_240


@dataclass(frozen=True)
class Workload:
    """How many agents and steps; ``luck`` numbers the noise, the graph is always the same."""

    agents: int
    steps: int
    luck: int = 0

    def neighbours(self) -> NDArray[np.int32]:
        """Whom each agent reads: (agents, NEIGHBOURS), ascending, no one twice, not oneself."""
        n, rng = self.agents, np.random.default_rng([GRAPH_SEED, self.agents])
        beyond = n - 2 * RING_REACH - 1
        if beyond < NEIGHBOURS - 2 * RING_REACH:
            raise ValueError(f"agents = {n}: at least {2 * RING_REACH + 3} for this graph")
        first = rng.integers(0, beyond, n)
        second = rng.integers(0, beyond - 1, n)
        second += second >= first
        ring = [d for d in range(-RING_REACH, RING_REACH + 1) if d != 0]
        offsets = [np.full(n, d) for d in ring]
        offsets += [RING_REACH + 1 + far for far in (first, second)]
        table = (np.arange(n)[:, None] + np.stack(offsets, axis=1)) % n
        return np.sort(table, axis=1).astype(np.int32)

    def start(self) -> NDArray[np.float64]:
        """First states: shape (agents,), skewed, so that the mean moves."""
        return np.random.default_rng([GRAPH_SEED, self.agents, 1]).random(self.agents) ** 2

    def averaging(self) -> csr_array:
        """The matrix that turns states into neighbours' means: shape (agents, agents)."""
        n = self.agents
        weights = np.full(n * NEIGHBOURS, 1.0 / NEIGHBOURS)
        rows = np.arange(0, n * NEIGHBOURS + 1, NEIGHBOURS, dtype=np.int32)
        return csr_array((weights, self.neighbours().ravel(), rows), shape=(n, n))


@dataclass(frozen=True)
class Trajectory:
    """Mean and (population) variance of the state after each step: shape (steps,) both."""

    mean: NDArray[np.float64]
    variance: NDArray[np.float64]


Steps = Callable[[], Trajectory]
"""All steps of a model that is set up: what is timed."""


def moved(
    x: NDArray[np.float64], mean: NDArray[np.float64], noise: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The rule on arrays; ``noise`` has standard deviation SIGMA."""
    return np.clip(x + RATE * (mean - x) + noise, 0.0, 1.0)
