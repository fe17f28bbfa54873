"""Where every unit of every resource went: what entered, was spent, was lost, and is held."""

import numpy as np
from numpy.typing import NDArray

from sim.projects import Project
from sim.vocabulary import RESOURCES

_R = len(RESOURCES)


class Accounts:
    """Flows of one week by resource, in funds, and the running check that nothing vanishes."""

    def __init__(self, held: NDArray[np.float64]) -> None:
        self.entered = np.zeros(_R)
        self.spent = np.zeros(_R)
        self.lost = np.zeros(_R)
        self._balance = held.copy()
        self.error = 0.0

    def enter(self, amount: NDArray[np.float64]) -> None:
        """Resources come in from outside, (R,)."""
        self.entered += amount

    def spend(self, amount: NDArray[np.float64]) -> None:
        """Resources are used up for what they were meant for, (R,)."""
        self.spent += amount

    def spend_one(self, resource: int, amount: float) -> None:
        """One resource is used up."""
        self.spent[resource] += amount

    def lose(self, resources: list[int] | slice, amount: NDArray[np.float64]) -> None:
        """Resources perish or are sunk in what broke."""
        self.lost[resources] += amount

    def close_week(self, held: NDArray[np.float64]) -> None:
        """What is held must be what was held, plus what entered, less what was spent and lost."""
        self._balance += self.entered - self.spent - self.lost
        self.error = max(self.error, float(np.abs(self._balance - held).max()))

    def open_week(self) -> None:
        """Start counting a new week's flows."""
        for flow in (self.entered, self.spent, self.lost):
            flow[:] = 0.0


def held_in(
    free: NDArray[np.float64], pool: NDArray[np.float64], projects: list[Project]
) -> NDArray[np.float64]:
    """All stocks: free, pooled, and what projects have reserved, pooled or already sunk, (R,)."""
    total = free.sum(axis=0) + pool
    for project in projects:
        total += project.reserved.sum(axis=0) + project.pooled + project.sunk
    return np.asarray(total)
