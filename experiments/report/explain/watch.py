"""Run a replicate again and watch projects: the store keeps their rows, not their weeks or members.

The simulation is stepped as ``sim.simulation.trace`` does, and only read. That reading changes
nothing is checked wherever a stored run is watched: the project's row must be the stored one, to
the bit.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.report.explain.life import Key, Life
from sim.agents.project import Project, projects_of
from sim.base.vocabulary import RESOURCES, Stage
from sim.measure.records import RunId, RunRecord
from sim.parameters import Parameters
from sim.rules.talks import farthest, mean_position
from sim.simulation import Simulation

STAYED = -1
_farthest: Any = farthest  # compiled kernels carry no annotations
_mean_position: Any = mean_position


def watch(parameters: Parameters, run_id: RunId, key: Key) -> tuple[RunRecord, Life]:
    """The run's record and the project's life. Raises LookupError where no such project begins."""
    watcher = Watcher(lambda each: each == key)
    simulation = Simulation(parameters, run_id)
    for _ in range(parameters.horizon):
        simulation.step()
        watcher.look(simulation)
    record = simulation.result()
    return record, watcher.lives(record)[key]


class Watcher:
    """Notes projects' states at the end of each of their weeks; ``wanted`` tells which."""

    def __init__(self, wanted: Callable[[Key], bool]) -> None:
        self._wanted = wanted
        self._noted: dict[Key, _Noted] = {}

    def look(self, simulation: Simulation) -> None:
        """Called after each step, while what ended in it can still be read."""
        names = simulation.names()
        for project in projects_of(simulation):
            key = _key(simulation, project)
            if self._wanted(key):
                noted = self._noted.setdefault(key, _Noted(names, names[project.initiator]))
                noted.look(simulation, project)

    def lives(self, record: RunRecord) -> dict[Key, Life]:
        """All that was seen; ``record`` is the run's."""
        return {key: noted.life(_row(record, key)) for key, noted in self._noted.items()}


def _key(simulation: Simulation, project: Project) -> Key:
    code = int(simulation.world.organisations.code[project.initiator])
    return Key(int(project.area), code, int(project.start_week))


class _Noted:
    """One project's weeks so far; need and owed are those of the last."""

    def __init__(self, names: list[str], initiator: str) -> None:
        self.names, self.initiator = names, initiator
        self.weeks: list[dict[str, Any]] = []
        self.members: dict[str, dict[str, Any]] = {}
        self.need: dict[str, float] = {}
        self.owed: dict[str, float] = {}

    def look(self, simulation: Simulation, project: Project) -> None:
        """Note the week that was lived last."""
        week = simulation.week - 1
        self._note_members(simulation, project, week)
        self.need = _by_resource(project.need)
        self.owed = _by_resource(project.owed.sum(axis=0))
        self.weeks.append(_week(self.names, project, week))

    def _note_members(self, simulation: Simulation, project: Project, week: int) -> None:
        sector, present = simulation.world.organisations.sector, simulation.world.standing.present
        for c in project.members:
            name, pledged = self.names[c], float(project.pledged[c].sum())
            first = {"name": name, "sector": int(sector[c]), "joined": week, "pledged": 0.0}
            row = self.members.setdefault(name, first)
            row |= {"left": STAYED, "pledged": max(row["pledged"], pledged), "row": c}
        now = {self.names[c] for c in project.members}
        for name, row in self.members.items():
            if name not in now and row["left"] == STAYED:
                row["left"] = week
            row |= _payments(project, row["row"])
            row["present"] = bool(present[row["row"]])

    def life(self, row: dict[str, float]) -> Life:
        """All that was seen; ``row`` is the project's of the record."""
        members = pd.DataFrame(self.members.values()).drop(columns="row")
        weeks = pd.DataFrame(self.weeks)
        return Life(row, self.initiator, weeks, members, self.need, self.owed)


def _payments(project: Project, c: int) -> dict[str, float]:
    return {
        "paid": float(project.given[c]),
        "asked": int(project.asked[c]),
        "kept": int(project.kept[c]),
    }


def _week(names: list[str], project: Project, week: int) -> dict[str, Any]:
    return {
        "week": week,
        "stage": project.stage.name.lower(),
        "members": tuple(names[c] for c in project.members),
        "scope": tuple(project.scope.tolist()),
        "buildings": len(project.buildings),
        "pledged": float(project.pledged.sum()),
        "signatures": tuple(project.signatures),
        "rounds": project.rounds,
        "mediated": project.mediated,
        "spread": _spread(project),
        "asked": int(project.asked.sum()),
        "kept": int(project.kept.sum()),
        "paid": float(project.given.sum()),
    }


def _spread(project: Project) -> float:
    """Farthest member from the mean position, after a round of negotiation, the last included."""
    talking = project.stage in (Stage.NEGOTIATING, Stage.DELIVERING, Stage.ENDED)
    if not (talking and project.rounds and project.members and not project.asked.any()):
        return float("nan")
    positions = project.positions[project.members]
    return float(_farthest(positions, _mean_position(positions)))


def _by_resource(funds: NDArray[np.float64]) -> dict[str, float]:
    return dict(zip(RESOURCES, funds.tolist(), strict=True))


def _row(record: RunRecord, key: Key) -> dict[str, float]:
    columns = record.projects
    mine = np.flatnonzero(
        (columns["area"] == key.area)
        & (columns["initiator"] == key.initiator)
        & (columns["start_week"] == key.start_week)
    )
    return {name: values[mine[0]].item() for name, values in columns.items()}
