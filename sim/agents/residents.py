"""The residents of one building, a social actor, as one sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.agents.face import Face
from sim.agents.project import Project
from sim.week.sign_off import consents

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
        voice: NDArray[np.float64] = self._world.voices.voiced[self.building]
        return voice

    @property
    def waiting(self) -> NDArray[np.float64]:
        """Needs open here at the week's start, by category (K,)."""
        waiting: NDArray[np.float64] = self._world.voices.open[self.building]
        return waiting

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

    def consents(self, project: Project, category: int, compensation: float = 0.0) -> bool:
        """Would the building as a whole agree to a category of a project, if it were asked now?

        compensation: funds per project size. By entrances they vote each for themselves.
        """
        world, of = self._world, self._world.places.entrance_of
        first, stop = int(of[self.building]), int(of[self.building + 1])
        return bool(consents(world, project.row, category, first, stop, compensation))

    def remove(self) -> None:
        """Refused: a building doesn't leave."""
        raise ValueError(f"building {self.building}: residents are part of the place and stay")
