"""Run a replicate again and watch projects: the store keeps their rows, not their weeks or members.

The model is stepped as ``sim.simulation.trace`` does, and only read. That reading changes nothing is
checked wherever a stored run is watched: the project's row must be the stored one, to the bit.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sim.negotiation import farthest, mean_position
from sim.projects import Project, Stage

from experiments.explain.life import Key, Life
from sim.base.vocabulary import RESOURCES
from sim.measure.records import RunId, RunRecord
from sim.parameters import Parameters
from sim.simulation import Simulation

STAYED = -1
_farthest: Any = farthest  # compiled kernels carry no annotations
_mean_position: Any = mean_position


def watch(parameters: Parameters, run_id: RunId, key: Key) -> tuple[RunRecord, Life]:
    """The run's record and the project's life. Raises LookupError where no such project begins."""
    watcher = Watcher(lambda each: each == key)
    with observed(parameters, run_id) as model:
        for _ in range(parameters.horizon):
            model.step()
            watcher.look(model)
        record = model.result()
    return record, watcher.lives(record)[key]


class Watcher:
    """Notes projects' states at the end of each of their weeks; ``wanted`` tells which."""

    def __init__(self, wanted: Callable[[Key], bool]) -> None:
        self._wanted = wanted
        self._seen = 0
        self._noted: dict[Key, _Noted] = {}

    def look(self, model: CoProductionModel) -> None:
        """Called after each step; ``model.week`` is then the week to come."""
        for project in model.history[self._seen :]:
            key = _key(model, project)
            if self._wanted(key):
                self._noted[key] = _Noted(project, model.bodies.names[project.initiator])
        self._seen = len(model.history)
        for noted in self._noted.values():
            noted.look(model, model.week - 1)

    def lives(self, record: RunRecord) -> dict[Key, Life]:
        """All that was seen; ``record`` is the run's."""
        return {key: noted.life(_row(record, key)) for key, noted in self._noted.items()}


def _key(model: CoProductionModel, project: Project) -> Key:
    return Key(project.area, int(model.bodies.code[project.initiator]), project.start_week)


class _Noted:
    """One project's weeks so far."""

    def __init__(self, project: Project, initiator: str) -> None:
        self.project, self.initiator = project, initiator
        self.weeks: list[dict[str, Any]] = []
        self.members: dict[str, dict[str, Any]] = {}
        self.owed: dict[
            str, float
        ] = {}  # noted week by week: an ended project's tables are dropped

    def look(self, model: CoProductionModel, week: int) -> None:
        """Note a week, unless the project ended before."""
        if self.weeks and self.weeks[-1]["stage"] == "ended":
            return
        self._note_members(model, week)
        self.owed = _by_resource(self.project.owed.sum(axis=0))
        self.weeks.append(_week(model, self.project, week))

    def _note_members(self, model: CoProductionModel, week: int) -> None:
        bodies, project = model.bodies, self.project
        for c in project.members:
            name, pledged = bodies.names[c], float(project.pledged[c].sum())
            first = {"name": name, "sector": int(bodies.sector[c]), "joined": week, "pledged": 0.0}
            row = self.members.setdefault(name, first)
            row |= {"left": STAYED, "pledged": max(row["pledged"], pledged), "row": c}
        now = {bodies.names[c] for c in project.members}
        for name, row in self.members.items():
            if name not in now and row["left"] == STAYED:
                row["left"] = week
            row |= _payments(project, row["row"])
            row["present"] = bool(bodies.present[row["row"]])

    def life(self, row: dict[str, float]) -> Life:
        """All that was seen; ``row`` is the project's of the record."""
        return Life(
            row,
            self.initiator,
            pd.DataFrame(self.weeks),
            pd.DataFrame(self.members.values()).drop(columns="row"),
            _by_resource(self.project.need),
            self.owed,
        )


def _payments(project: Project, c: int) -> dict[str, float]:
    return {
        "paid": float(project.paid[c]),
        "asked": int(project.asked[c]),
        "kept": int(project.kept[c]),
    }


def _week(model: CoProductionModel, project: Project, week: int) -> dict[str, Any]:
    return {
        "week": week,
        "stage": project.stage.name.lower(),
        "members": tuple(model.bodies.names[c] for c in project.members),
        "scope": tuple(project.scope.tolist()),
        "buildings": len(project.buildings),
        "pledged": float(project.pledged.sum()),
        "signatures": tuple(project.signatures),
        "rounds": project.rounds,
        "mediated": project.mediated,
        "spread": _spread(project),
        "asked": int(project.asked.sum()),
        "kept": int(project.kept.sum()),
        "paid": float(project.paid.sum()),
    }


def _spread(project: Project) -> float:
    """Farthest member from the mean position, after a round of negotiation, the last included."""
    talking = project.stage in (Stage.NEGOTIATING, Stage.DELIVERING, Stage.ENDED)
    if not (talking and project.rounds and project.members and not project.asked.any()):
        return float("nan")
    positions = project.positions[project.who]
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
