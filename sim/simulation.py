"""One run: the world, week by week, and the record of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.base.luck import Luck
from sim.measure.records import (
    AREA_COLUMNS,
    AREA_OUTPUTS,
    COLUMNS,
    HISTORY_OUTPUTS,
    PROJECT_OUTPUTS,
    WEEKLY_OUTPUTS,
    Output,
    RunId,
    RunRecord,
)
from sim.parameters import Parameters
from sim.state.organisations import names_of
from sim.state.ties import as_graph
from sim.state.world import set_up, with_room
from sim.week.history import tell_open
from sim.week.record import add_up_holdings
from sim.week.schedule import WEEK

if TYPE_CHECKING:
    import networkx as nx


class Simulation:
    """One replicate of one configuration: a pure function of parameters, seed and replicate."""

    def __init__(self, parameters: Parameters, run_id: RunId) -> None:
        self.parameters = parameters
        self.run_id = run_id
        self.world = set_up(parameters, Luck(run_id.seed, run_id.replicate))
        add_up_holdings(self.world)
        self.world.accounts.balance[:] = self.world.accounts.held

    @property
    def week(self) -> int:
        """The week that is lived next; after the last, the horizon."""
        return int(self.world.now["week"])

    def step(self) -> None:
        """Live one week. Raises ValueError after the horizon."""
        if self.week >= self.parameters.horizon:
            raise ValueError(f"week {self.week}: the run ends at its horizon")
        for part in WEEK:
            rows_are_short = part(self.world)
        if rows_are_short:  # as the last part tells
            self.world = with_room(self.world)

    def names(self) -> list[str]:
        """What organisations are called, in order."""
        place, rules = self.parameters.place, self.parameters.organisations
        table = None if place is None else place.organisations
        return names_of(rules, table, self.parameters.areas)

    def graph(self) -> nx.DiGraph[str]:
        """The organisations and their ties now."""
        world = self.world
        return as_graph(
            world.ties.trust, self.names(), world.organisations.sector, world.standing.present
        )

    def result(self) -> RunRecord:
        """The record of the weeks so far: the declared outputs, each in its declared type."""
        world = self.world
        tell_open(world)
        weeks = world.diary.table[: self.week]
        history = world.projects.history[: int(world.projects.count["started"])]
        return RunRecord(
            id=self.run_id,
            run=self._totals(history),
            projects={o.name: history[o.name].astype(o.dtype) for o in PROJECT_OUTPUTS},
            history=_columns(weeks, COLUMNS, HISTORY_OUTPUTS),
            weekly=_columns(weeks, COLUMNS, WEEKLY_OUTPUTS),
            areas=self._areas(),
        )

    def _totals(self, history: NDArray[np.void]) -> dict[str, float]:
        rounds, mediated = history["rounds"].sum(), history["mediated"].sum()
        return {
            "opportunities": float(len(history)),
            "capacity": float(self.world.now["capacity"]),
            "dependence": float(mediated / rounds) if rounds else 0.0,
            "imbalance_of_accounts": float(self.world.accounts.check["error"]),
        }

    def _areas(self) -> dict[str, NDArray[np.generic]]:
        """Area by area; empty where there is one."""
        if self.parameters.areas == 1:
            return {}
        rows = self.world.diary.areas[:, : self.week].reshape(-1, len(AREA_COLUMNS))
        return _columns(rows, AREA_COLUMNS, AREA_OUTPUTS)


def _columns(
    table: NDArray[np.float64], names: tuple[str, ...], outputs: tuple[Output, ...]
) -> dict[str, NDArray[np.generic]]:
    """The outputs' columns of a table (rows, names), each in its declared type."""
    place = {name: number for number, name in enumerate(names)}
    return {o.name: table[:, place[o.name]].astype(o.dtype) for o in outputs}


def trace(
    parameters: Parameters, run_id: RunId, weeks: tuple[int, ...]
) -> tuple[RunRecord, dict[int, nx.DiGraph[str]]]:
    """Run, and give the networks at the end of the named weeks beside the record."""
    simulation, graphs = Simulation(parameters, run_id), {}
    for week in range(parameters.horizon):
        simulation.step()
        if week in weeks:
            graphs[week] = simulation.graph()
    return simulation.result(), graphs


def run(parameters: Parameters, run_id: RunId) -> RunRecord:
    """One run: a pure function of parameters, seed and replicate."""
    return trace(parameters, run_id, ())[0]
