"""The model as Mesa knows one: agents, steps, and data collected by the week."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

import mesa
import networkx as nx
from mesa.datacollection import DataCollector

from sim.agents.coordinator import Coordinator
from sim.agents.organisations import CLASS_OF_SECTOR, Organisation
from sim.agents.project import Project, projects_of
from sim.agents.residents import ResidentGroup
from sim.measure.records import COLUMNS, RunId, RunRecord
from sim.parameters import Parameters, changed
from sim.simulation import Simulation


class CoProductionModel(mesa.Model):
    """One replicate of one configuration: households, organisations, projects, a coordinator.

    parameters: by default those of ``Parameters``; kwargs: changes of single ones, by dotted name
    (Mesa's page takes names that it can't see in a signature under this name alone). Mesa's own
    generator is never drawn from: all luck is a function of seed and replicate. A seed of None is
    0: newer ``batch_run`` hands that to each run, unless its ``rng`` has others.

    organisation_classes: what organisations are, by sector; a subclass may name classes of its own.

    Raises ValueError, in one line, where a parameter isn't allowed, or there is none of a name.
    """

    organisation_classes: ClassVar[Mapping[int, type[Organisation]]] = CLASS_OF_SECTOR

    def __init__(
        self,
        parameters: Parameters | None = None,
        *,
        seed: int | None = 0,
        replicate: int = 0,
        **kwargs: Any,
    ) -> None:
        seed = seed or 0
        simulation = Simulation(changed(parameters or Parameters(), kwargs), RunId(seed, replicate))
        super().__init__(rng=seed)
        self.parameters = simulation.parameters
        self.simulation = simulation
        self._names = simulation.names()
        self.organisations = [self._face(index, index + 1) for index in range(len(self._names))]
        size, buildings = len(self.organisations), len(self.world.places.key)
        self.resident_groups = [
            ResidentGroup(self, simulation, size + b + 1, b) for b in range(buildings)
        ]
        self._newest = size + buildings + 1
        self.coordinator = Coordinator(self, simulation, self._newest)
        self.datacollector = DataCollector(
            model_reporters={name: partial(_last, place=i) for i, name in enumerate(COLUMNS)}
        )

    def _face(self, index: int, number: int) -> Organisation:
        """An agent, of this number, for who holds a seat."""
        sector, name = int(self.world.organisations.sector[index]), self._names[index]
        return self.organisation_classes[sector](self, self.simulation, number, index, name)

    def _follow_seats(self) -> None:
        """Who left is no agent any more; who came to its seat is another."""
        for index, present in enumerate(self.world.standing.present.tolist()):
            held = self.organisations[index] in self.agents
            if held and not present:
                self.organisations[index].remove()
            elif present and not held:
                self._newest += 1
                self.organisations[index] = self._face(index, self._newest)

    @property
    def world(self) -> Any:
        """All state of the run; see ``sim.state``."""
        return self.simulation.world

    @property
    def week(self) -> int:
        """The week that is lived next."""
        return self.simulation.week

    @property
    def projects(self) -> list[Project]:
        """Projects under way, and those that ended in the last week, in order of start."""
        return projects_of(self.simulation)

    def step(self) -> None:
        """Live one week, and collect its data; agents follow who left and who came. Raises
        ValueError after the horizon."""
        self.simulation.step()
        self._follow_seats()
        self.datacollector.collect(self)
        self.running = self.week < self.parameters.horizon

    def graph(self) -> nx.DiGraph[str]:
        """The organisations and their ties now."""
        return self.simulation.graph()

    def result(self) -> RunRecord:
        """The record of the weeks so far."""
        return self.simulation.result()


def _last(model: CoProductionModel, place: int) -> float:
    """An output of the week that was lived last."""
    return float(model.world.diary.table[model.week - 1, place])
