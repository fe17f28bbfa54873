"""What a coordinator does, week by week: read while a run is lived again, as nothing stores it.

The simulation is only read, after each of its weeks; its record is the stored one, to the bit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import networkx as nx

from sim.measure.records import RunId
from sim.parameters import Parameters

if TYPE_CHECKING:  # the model is loaded where it is run
    from sim.agents.project import Project
    from sim.simulation import Simulation

Graphs = Mapping[int, "nx.DiGraph[str]"]


@dataclass(frozen=True)
class HubWeek:
    """A week of a coordinator's. acts: with content, by organisation whose project they were for;
    projects: numbers of these; tables: members of each project whose round it mediated."""

    acts: Mapping[str, int]
    projects: tuple[int, ...]
    tables: tuple[tuple[str, ...], ...]


@dataclass
class Coordinating:
    """Notes what the coordinator did in each week that it is shown."""

    weeks: list[HubWeek] = field(default_factory=list)
    _before: dict[int, int] = field(default_factory=dict)

    def look(self, simulation: "Simulation") -> None:
        """Called after each step."""
        from sim.agents.project import projects_of

        names, acts, helped = simulation.names(), dict[str, int](), list[int]()
        tables = []
        for project in projects_of(simulation):
            new = int(project.hub_acts) - self._before.get(project.number, 0)
            self._before[project.number] = int(project.hub_acts)
            if new > 0:
                who = names[project.initiator]
                acts[who] = acts.get(who, 0) + new
                helped.append(project.number)
                if _mediated(simulation, project):
                    tables.append(tuple(names[c] for c in project.members))
        self.weeks.append(HubWeek(acts, tuple(helped), tuple(tables)))


def _mediated(simulation: "Simulation", project: "Project") -> bool:
    """Whether the coordinator mediated its round this week."""
    return bool(simulation.world.projects.help["mediated_by_hub"][project.row])


def coordinated(
    parameters: Parameters, run_id: RunId, weeks: Sequence[int]
) -> tuple[Graphs, list[HubWeek]]:
    """Run, and give the networks at the end of the named weeks, and all the coordinator did."""
    from sim.simulation import Simulation

    simulation, notes, graphs = Simulation(parameters, run_id), Coordinating(), {}
    for week in range(parameters.horizon):
        simulation.step()
        notes.look(simulation)
        if week in weeks:
            graphs[week] = simulation.graph()
    return graphs, notes.weeks
