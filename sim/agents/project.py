"""A project as one sees it: what it is about, who is in it, how far it has come."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.base.vocabulary import Act, End, Stage
from sim.simulation import Simulation
from sim.week.partners import is_reached, who_is_asked
from sim.week.requests import wants
from sim.week.sign_off import is_asked_about

OFFER = 3
"""Numbers by which an organisation that is asked goes."""


class Project:
    """A face of one row of the world's projects; readable until the week after its end.

    scope: (K,). need, pooled, sunk: (R,). pledged, reserved, owed: (M, R); kept, asked, given:
    (M,); positions: (M, K): views of the world's tables, see ``sim.state.projects``.
    """

    def __init__(self, simulation: Simulation, row: int) -> None:
        self._simulation = simulation
        self._row = row
        self.number = int(simulation.world.projects.life["number"][row])

    @property
    def row(self) -> int:
        """Its row in the world's tables. Raises ValueError where that is another project's now."""
        if self._simulation.world.projects.life["number"][self._row] != self.number:
            raise ValueError(f"project {self.number}: it ended and its row is another's")
        return self._row

    @property
    def _life(self) -> np.void:
        life: np.void = self._simulation.world.projects.life[self.row]
        return life

    @property
    def _course(self) -> np.void:
        course: np.void = self._simulation.world.projects.course[self.row]
        return course

    @property
    def members(self) -> list[int]:
        """Organisations in order of joining, as rows."""
        who: list[int] = self._simulation.world.members.who[self.row].tolist()
        return who[: int(self._life["count"])]

    @property
    def stage(self) -> Stage:
        """Where it stands."""
        return Stage(int(self._life["stage"]))

    @property
    def end(self) -> End:
        """How it ended; open while it is under way."""
        return End(int(self._life["end"]))

    @property
    def signatures(self) -> list[int]:
        """Departments that still have to sign, in their order."""
        signing = int(self._life["signing"])
        return [d for d in range(signing.bit_length()) if signing >> d & 1]

    @property
    def buildings(self) -> list[int]:
        """Buildings where residents take part, by any of their entrances."""
        world = self._simulation.world
        entrances = np.flatnonzero(world.members.entrance[self.row])
        of = np.searchsorted(world.places.entrance_of, entrances, side="right") - 1
        found: list[int] = np.unique(of).tolist()
        return found

    # -- what it would ask for now; nothing changes -----------------------------------------------

    def asks(self) -> list[int]:
        """Organisations that it would invite this week, as rows, in order; whom a lockdown cuts off
        is not reached."""
        world = self._simulation.world
        offers = np.zeros((int(world.rules["forming"]["asks_per_week"]), OFFER))
        asked: Any = who_is_asked(world, self.row, offers)
        return [int(c) for c in asked if is_reached(world, self.row, c)]

    def wants(self, act: Act) -> bool:
        """Would it ask for an act of attention?"""
        return bool(wants(self._simulation.world, self.row, int(act)))

    def asks_residents(self, category: int) -> bool:
        """Must residents consent to a category of it?"""
        return bool(is_asked_about(self._simulation.world, self.row, category))

    def __getattr__(self, name: str) -> Any:
        """Its row of any other table, and any other value of its records, by name."""
        if name.startswith("_"):
            raise AttributeError(name)
        world = self._simulation.world
        for record in (self._life, self._course):
            if name in (record.dtype.names or ()):
                return record[name].item()
        for table in (world.plans, world.members):
            if name in table.fields:
                return getattr(table, name)[self.row]
        raise AttributeError(f"a project has no {name}")


def projects_of(simulation: Simulation) -> list[Project]:
    """Projects under way and those that ended in the last week, in order of start."""
    projects = simulation.world.projects
    live = projects.live[: int(projects.count["live"])].tolist()
    bygone = projects.bygone[: int(projects.count["bygone"])].tolist()
    faces = [Project(simulation, row) for row in (*live, *bygone)]
    return sorted(faces, key=lambda project: project.number)
