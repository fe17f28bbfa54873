"""Where every unit of every resource went: what entered, was spent, was lost, and is held."""

import numpy as np
from numpy.typing import NDArray

from sim.kernel import kernel
from sim.projects import Project, total_by_resource
from sim.vocabulary import FUNDS, LABOUR, RESOURCES

_R = len(RESOURCES)


class Accounts:
    """Flows of one week by resource, in funds, and the running check that nothing vanishes."""

    def __init__(self, held: NDArray[np.float64]) -> None:
        self.entered = np.zeros(_R)
        self.spent = np.zeros(_R)
        self.lost = np.zeros(_R)
        self.held = held
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
        self.held = held
        self._balance += self.entered - self.spent - self.lost
        self.error = max(self.error, float(np.abs(self._balance - held).max()))

    def open_week(self) -> None:
        """Start counting a new week's flows."""
        for flow in (self.entered, self.spent, self.lost):
            flow[:] = 0.0


@kernel
def pay_in_labour_first(costs, members, free, gained, spent, project_so_far, week_so_far):
    """Members (m,) pay costs (m,) in labour, then in funds; unpaid time counts as cost too.

    Changes free (M, R), gained (M,) and spent (R,). Returns the project's and the week's costs.
    """
    for m in range(len(members)):
        c, due = members[m], costs[m]
        project_so_far += due
        week_so_far += due
        gained[c] -= due
        for resource in (LABOUR, FUNDS):
            paid = min(due, free[c, resource])
            free[c, resource] -= paid
            spent[resource] += paid
            due -= paid
    return project_so_far, week_so_far


@kernel
def add_holdings(held, reserved, pooled, sunk):
    """Add what one project holds (M, R), (R,), (R,) to the stocks ``held`` (R,)."""
    kept = total_by_resource(reserved)
    for r in range(len(held)):
        held[r] += kept[r] + pooled[r] + sunk[r]


def held_in(
    free: NDArray[np.float64], pool: NDArray[np.float64], projects: list[Project]
) -> NDArray[np.float64]:
    """All stocks: free, pooled, and what projects have reserved, pooled or already sunk, (R,)."""
    held = total_by_resource(free) + pool
    for project in projects:
        add_holdings(held, project.reserved, project.pooled, project.sunk)
    return np.asarray(held)
