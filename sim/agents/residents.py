"""The residents of one building, a social actor, as one sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.agents.face import Face, snapshot
from sim.agents.project import Project
from sim.week.sign_off import who_consents

if TYPE_CHECKING:
    import mesa

    from sim.simulation import Simulation


class ResidentGroup(Face):
    """A building's households: what they say, how they are, and how they would vote now."""

    def __init__(
        self, model: mesa.Model, simulation: Simulation, number: int, building: int
    ) -> None:
        super().__init__(model, simulation, number)
        self.building = building

    @property
    def rows(self) -> slice:
        """Its households."""
        first = self._world.places.first
        return slice(int(first[self.building]), int(first[self.building + 1]))

    @property
    def households(self) -> int:
        """How many live there."""
        return self.rows.stop - self.rows.start

    @property
    def voice(self) -> NDArray[np.float64]:
        """Needs voiced here this week, by category (K,)."""
        return snapshot(self._world.voices.voiced[self.building])

    @property
    def waiting(self) -> NDArray[np.float64]:
        """Needs open here at the week's start, by category (K,)."""
        return snapshot(self._world.voices.open[self.building])

    @property
    def participation(self) -> float:
        """Mean participation."""
        return float(self._world.residents.participation[self.rows].mean(dtype=float))

    @property
    def satisfaction(self) -> float:
        """Mean satisfaction."""
        return float(self._world.residents.satisfaction[self.rows].mean(dtype=float))

    @property
    def trust(self) -> float:
        """Mean trust."""
        return float(self._world.residents.trust[self.rows].mean(dtype=float))

    @property
    def entrances(self) -> slice:
        """Its entrances, among all of the community's."""
        of = self._world.places.entrance_of
        return slice(int(of[self.building]), int(of[self.building + 1]))

    def consents(
        self, project: Project, category: int, compensation: float = 0.0
    ) -> NDArray[np.bool_]:
        """Which of its entrances would agree to a category of a project, if all were asked now; all
        or none where the building decides as a whole. compensation: funds per project size."""
        asked = np.zeros(len(self._world.places.entrance) - 1, bool)
        asked[self.entrances] = True
        agreed: Any = who_consents(self._world, project.row, category, asked, float(compensation))
        answer: NDArray[np.bool_] = agreed[self.entrances]
        return answer

    def remove(self) -> None:
        """Refused: a building doesn't leave."""
        raise ValueError(f"building {self.building}: residents are part of the place and stay")
