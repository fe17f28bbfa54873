"""Buildings while a replicate is watched: how residents fare week by week, and which projects come.

The simulation is only read, after each of its weeks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.agents.project import projects_of
from sim.simulation import Simulation

COURSES = ("waiting", "satisfaction", "participation")
"""What is noted of a building: open needs, and means of its households."""
Table = NDArray[np.float64]


@dataclass
class Buildings:
    """Notes of one arm. names, households: by building. courses: by COURSES, (weeks, B) when
    ``tables`` is asked. visits: by number of a project, in order of start, its buildings."""

    names: list[str] = field(default_factory=list)
    households: list[int] = field(default_factory=list)
    visits: dict[int, list[int]] = field(default_factory=dict)
    _weeks: list[Mapping[str, Table]] = field(default_factory=list)

    def look(self, simulation: Simulation) -> None:
        """Called after each step."""
        world = simulation.world
        first = world.places.first[:-1]
        self.households = np.diff(world.places.first).tolist()
        self.names = self.names or _names(simulation, len(self.households))
        needs = np.add.reduceat((world.residents.waiting >= 0).sum(axis=0), first)
        means = {
            name: np.add.reduceat(getattr(world.residents, name).astype(float), first)
            / self.households
            for name in COURSES[1:]
        }
        self._weeks.append({"waiting": needs.astype(float), **means})
        for project in projects_of(simulation):
            known = self.visits.setdefault(project.number, [])
            known += [b for b in project.buildings if b not in known]

    def courses(self, building: int) -> dict[str, list[float]]:
        """A building's weeks, by COURSES."""
        return {name: [float(week[name][building]) for week in self._weeks] for name in COURSES}


def _names(simulation: Simulation, number: int) -> list[str]:
    place = simulation.parameters.place
    if place is None or place.households is None:
        return [str(i + 1) for i in range(number)]
    return list(place.households.building_names)
