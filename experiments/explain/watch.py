"""Run a replicate again and watch one project: the store keeps its row, not its weeks or members.

The model is stepped as ``sim.model.trace`` does, and only read. That reading changes nothing is
checked each time: the project's row must be the stored one, to the bit.
"""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.explain.life import Key, Life
from sim.model import CoProductionModel, _forget
from sim.negotiation import farthest, mean_position
from sim.parameters import Parameters
from sim.projects import Project, Stage
from sim.records import RunId, RunRecord
from sim.vocabulary import RESOURCES

STAYED = -1
_farthest: Any = farthest  # compiled kernels carry no annotations
_mean_position: Any = mean_position


def watch(parameters: Parameters, run_id: RunId, key: Key) -> tuple[RunRecord, Life]:
    """The run's record and the project's life. Raises LookupError where no such project begins."""
    model = CoProductionModel(parameters, run_id)
    try:
        watcher = _Watcher(key)
        for _ in range(parameters.horizon):
            model.step()
            watcher.look(model)
        record = model.result()
        return record, watcher.life(record)
    finally:
        _forget(model)  # as trace does: mesa would keep it alive
        model.__dict__.clear()


class _Watcher:
    """Notes one project's state at the end of each of its weeks."""

    def __init__(self, key: Key) -> None:
        self.key = key
        self.project: Project | None = None
        self.initiator = ""
        self.weeks: list[dict[str, Any]] = []
        self.members: dict[str, dict[str, Any]] = {}

    def look(self, model: CoProductionModel) -> None:
        """Called after each step; ``model.week`` is then the week to come."""
        week = model.week - 1
        if week == self.key.start_week:
            self.project = self._find(model)
        if self.project is None or (self.weeks and self.weeks[-1]["stage"] == "ended"):
            return
        self.initiator = model.bodies.names[self.project.initiator]
        self._note_members(model, self.project, week)
        self.weeks.append(_week(model, self.project, week))

    def _find(self, model: CoProductionModel) -> Project | None:
        code = model.bodies.code
        begun = (p for p in model.history if p.start_week == self.key.start_week)
        mine = (p for p in begun if (p.area, int(code[p.initiator])) == self.key[:2])
        return next(mine, None)

    def _note_members(self, model: CoProductionModel, project: Project, week: int) -> None:
        bodies = model.bodies
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

    def life(self, record: RunRecord) -> Life:
        """All that was seen."""
        if self.project is None:
            raise LookupError(self.key.name)
        return Life(
            _row(record, self.key),
            self.initiator,
            pd.DataFrame(self.weeks),
            pd.DataFrame(self.members.values()).drop(columns="row"),
            _by_resource(self.project.need),
            _by_resource(self.project.owed.sum(axis=0)),
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
    """Farthest member from the mean position, after a round of negotiation."""
    talking = project.stage == Stage.NEGOTIATING or project.stage == Stage.ENDED
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
