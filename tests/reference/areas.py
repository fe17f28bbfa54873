"""Areas: communities beside each other (ODD, section 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.base.vocabulary import CATEGORIES

from .households import Building, Residence
from .sums import buffered

if TYPE_CHECKING:
    from .organisations import Organisation

K = len(CATEGORIES)


class Area:
    """Its buildings, who works in it, and what the week brought."""

    residence: Residence

    def __init__(
        self, number: int, buildings: list[Building], organisations: list[Organisation],
        satisfaction: float,
    ) -> None:  # fmt: skip
        self.number = number
        self.buildings = buildings
        self.organisations = [j for j in organisations if j.works_in(number)]
        self.floor_area = buffered([h.floor_area for b in buildings for h in b.households])
        self.satisfaction = satisfaction
        self.arrived = [0] * K
        self.late = [0] * K

    def voiced(self) -> list[int]:
        """Needs voiced in it this week, by category."""
        return [sum(building.voiced[k] for building in self.buildings) for k in range(K)]

    def waiting(self) -> list[int]:
        """Needs open in it this week, by category."""
        return [sum(building.open[k] for building in self.buildings) for k in range(K)]
