"""Where every unit of every resource went: what entered, was spent, was lost, and is held."""

import numpy as np
from numpy.typing import NDArray

from sim.kernel import kernel
from sim.projects import total
from sim.tables import Tables
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

    def spend_one(self, resource: int, amount: float) -> None:
        """One resource is used up."""
        self.spent[resource] += amount

    def lose(self, amount: NDArray[np.float64]) -> None:
        """Resources leave with who holds them, (R,)."""
        self.lost += amount

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
def add_up_holdings(free, pool, rows, projects, held):
    """What organisations hold freely (M, R), the pool (R,), and what projects in ``rows`` (n,) have
    reserved, hold from the pool or have sunk: all into held (R,)."""
    for r in range(len(held)):
        held[r] = total(free[:, r]) + pool[r]
        for p in rows:
            reserved = total(projects.reserved[p, :, r])
            held[r] += reserved + projects.pooled[p, r] + projects.sunk[p, r]


def held_in(
    free: NDArray[np.float64], pool: NDArray[np.float64], tables: Tables, rows: NDArray[np.int64]
) -> NDArray[np.float64]:
    """All stocks: free, pooled, and what projects have reserved, pooled or already sunk, (R,)."""
    held = np.empty(_R)
    add_up_holdings(free, pool, rows, tables.columns, held)
    return held
