"""Where every unit of every resource went: what entered, was spent, was lost, and is held."""

import numpy as np
from numpy.typing import NDArray

from sim.kernel import kernel
from sim.projects import Project, total, total_by_resource
from sim.vocabulary import FUNDS, LABOUR, RESOURCES

_R = len(RESOURCES)


class Accounts:
    """Flows of one week by resource, in funds, and the running check that nothing vanishes."""

    def __init__(self, held: NDArray[np.float64]) -> None:
        self._flows = np.zeros((3, _R))
        self.entered, self.spent, self.lost = self._flows
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

    def lose(self, resources: slice, amount: NDArray[np.float64]) -> None:
        """Resources are sunk in what broke."""
        self.lost[resources] += amount

    def lose_one(self, resource: int, amount: float) -> None:
        """One resource perishes."""
        self.lost[resource] += amount

    def close_week(self, held: NDArray[np.float64]) -> None:
        """What is held must be what was held, plus what entered, less what was spent and lost."""
        self.held = held
        error = close_accounts(self._balance, self.entered, self.spent, self.lost, held)
        self.error = max(self.error, error)

    def open_week(self) -> None:
        """Start counting a new week's flows."""
        self._flows.fill(0.0)


@kernel
def close_accounts(balance, entered, spent, lost, held):
    """Carry the balance (R,) on by the week's flows (R,); returns how far held (R,) is from it."""
    error = 0.0
    for r in range(len(balance)):
        balance[r] += entered[r] - spent[r] - lost[r]
        error = max(error, abs(balance[r] - held[r]))
    return error


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
def add_up_holdings(free, pool, row, reserved, pooled, sunk, held):
    """What organisations hold freely (M, R), the pool (R,), and what the projects in ``row`` (n,)
    of the tables reserved (P, M, R), hold from the pool or have sunk (P, R): all into held (R,)."""
    for r in range(len(held)):
        held[r] = total(free[:, r]) + pool[r]
        for p in row:
            held[r] += total(reserved[p, :, r]) + pooled[p, r] + sunk[p, r]


def held_in(
    free: NDArray[np.float64], pool: NDArray[np.float64], projects: list[Project]
) -> NDArray[np.float64]:
    """All stocks: free, pooled, and what projects have reserved, pooled or already sunk, (R,)."""
    if not projects:
        return np.asarray(total_by_resource(free) + pool)
    held, tables = np.empty(_R), projects[0].tables
    row = np.array([project.row for project in projects])
    add_up_holdings(free, pool, row, tables.reserved, tables.pooled, tables.sunk, held)
    return held
