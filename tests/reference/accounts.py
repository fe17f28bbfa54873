"""Accounts (step 9): what is held must be what was held, plus what entered, less what went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.base.vocabulary import RESOURCES

from .sums import total

if TYPE_CHECKING:
    from .world import World

R = len(RESOURCES)


def held(world: World) -> list[float]:
    """All stocks: free, in the pool, then project by project reserved, pooled and sunk."""
    found = []
    for r in range(R):
        amount = total(c.free[r] for c in world.organisations) + world.coordinator.pool[r]
        for project in world.projects:
            reserved = total(row[r] for row in project.reserved)
            amount += reserved + project.pooled[r] + project.sunk[r]
        found.append(amount)
    return found


class Accounts:
    """Flows of a week by resource, and the balance carried from week to week."""

    def __init__(self) -> None:
        self.entered, self.spent, self.lost = ([0.0] * R for _ in range(3))
        self.balance = [0.0] * R
        self.held = [0.0] * R
        self.error = 0.0

    def open(self, world: World) -> None:
        """Before the first week."""
        self.held = held(world)
        self.balance = list(self.held)

    def open_week(self) -> None:
        """Flows are counted anew."""
        self.entered, self.spent, self.lost = ([0.0] * R for _ in range(3))

    def close_week(self, world: World) -> None:
        """How far what is held is from the balance."""
        self.held = held(world)
        for r in range(R):
            self.balance[r] += self.entered[r] - self.spent[r] - self.lost[r]
            self.error = max(self.error, abs(self.balance[r] - self.held[r]))
