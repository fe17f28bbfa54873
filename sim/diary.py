"""The run's diary: preallocated weekly tables, filled once a week, handed out as a RunRecord."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.area_diary import AreaDiary
from sim.learning import sector_mask
from sim.projects import Project, total
from sim.records import (
    HISTORY_OUTPUTS,
    PROJECT_OUTPUTS,
    WEEKLY_OUTPUTS,
    Output,
    RunRecord,
)
from sim.vocabulary import ACTS, CATEGORIES, GROUPS, RESOURCES, SECTORS, SERVICE, Act, End

if TYPE_CHECKING:
    from sim.model import CoProductionModel

BLOCKS = {
    **{stem: CATEGORIES for stem in ("arrived", "waiting", "late", "served", "over", "under")},
    **{stem: GROUPS for stem in ("served_group", "satisfaction", "participation")},
    **{stem: ACTS for stem in ("asked", "hub", "peer")},
    **{stem: RESOURCES for stem in ("entered", "spent", "lost", "held", "pool")},
    **{stem: SECTORS for stem in ("legitimacy", "present", "honouring")},
}


def net_value(served: float, value_of_size: float, capacity: float, costs: float) -> float:
    """(41) Net public value in funds: served needs x declared value of a need, less all costs.

    Costs are resources used in projects, negotiation and coordination.
    """
    return served * value_of_size / capacity - costs if capacity > 0.0 else -costs


class Diary:
    """Weekly tables of one run: ``blocks[stem]`` (weeks, items) and ``single[name]`` (weeks,)."""

    def __init__(self, horizon: int, areas: int = 1) -> None:
        self.blocks = {stem: np.zeros((horizon, len(names))) for stem, names in BLOCKS.items()}
        named = {f"{stem}_{name}" for stem, names in BLOCKS.items() for name in names}
        declared = (*WEEKLY_OUTPUTS, *HISTORY_OUTPUTS)
        self.single = {o.name: np.zeros(horizon) for o in declared if o.name not in named}
        self.by_area = AreaDiary(horizon, areas)
        self.spent_on: dict[int, float] = {}
        self.weeks = 0
        self._clear()

    def _clear(self) -> None:
        self.asked = np.zeros(len(Act))
        self.hub = np.zeros(len(Act))
        self.peer = np.zeros(len(Act))
        self.served = np.zeros(len(CATEGORIES))
        self.over = np.zeros(len(CATEGORIES))
        self.under = np.zeros(len(CATEGORIES))
        self.waited = 0.0
        self.hub_served = 0.0
        self.transaction_cost = 0.0
        self.used = 0.0

    def note_service(
        self, project: Project, k: int, served: int, waited: float, over: float, under: float
    ) -> None:
        """Count a service of category ``k``: needs served, weeks waited, too much, too little."""
        if project.hub_acts > 0:
            self.hub_served += served
        self.by_area.note_service(project.area, k, served, over, under)
        self.served[k] += served
        self.over[k] += over
        self.under[k] += under
        self.waited += waited

    def note_use(self, project: Project) -> None:
        """Count what a project that ends has used up."""
        self.spent_on[project.code] = float(project.sunk.sum())
        self.used += self.spent_on[project.code]

    def write(self, model: CoProductionModel) -> None:
        """Write this week's row."""
        week = model.week
        for stem, values in self._rows(model).items():
            self.blocks[stem][week] = values
        for name, value in (*self._society(model), *self._organisations(model)):
            self.single[name][week] = value
        self.by_area.write(model)
        self.weeks = week + 1
        self._clear()

    def _rows(self, model: CoProductionModel) -> dict[str, NDArray[np.float64]]:
        bodies, seen, accounts = model.bodies, model.residence, model.accounts
        people = np.maximum(1.0, seen.households)
        counts = np.bincount(bodies.sector[bodies.present], minlength=len(SECTORS))
        propensity = np.bincount(
            bodies.sector, weights=bodies.honouring * bodies.present, minlength=len(SECTORS)
        )
        return {
            "arrived": model.voices.arrived,
            "waiting": model.voices.open.sum(axis=0),
            "late": model.voices.late,
            "served": self.served,
            "over": self.over,
            "under": self.under,
            "served_group": model.people.served_group,
            "satisfaction": seen.satisfaction / people,
            "participation": seen.participation / people,
            "asked": self.asked,
            "hub": self.hub,
            "peer": self.peer,
            "entered": accounts.entered,
            "spent": accounts.spent,
            "lost": accounts.lost,
            "held": accounts.held,
            "pool": model.coordinator.pool,
            "legitimacy": model.coordinator.legitimacy,
            "present": counts,
            "honouring": propensity / np.maximum(1, counts),
        }

    def _society(self, model: CoProductionModel) -> list[tuple[str, float]]:
        seen, rules = model.residence, model.parameters
        households = total(seen.households)
        served = total(self.served)
        supplied = served + total(self.over)
        return [
            ("match", served / supplied if supplied else np.nan),
            ("timeliness", self.waited / served if served else np.nan),
            ("satisfaction", model.mean_satisfaction),
            ("participation", total(seen.participation) / households),
            ("participation_members", seen.member_participation / max(1.0, seen.members)),
            ("participation_breadth", seen.active / households),
            (
                "participation_depth",
                seen.active_participation / seen.active if seen.active else 0.0,
            ),
            ("participation_gini", seen.gini),
            ("voiced", total(model.voices.public)),
            ("resident_trust", seen.trust / households),
            ("served", served),
            ("net_value", self._net_value(model, served)),
            ("reported", served + rules.coordinator.formalism * self.hub_served),
        ]

    def _net_value(self, model: CoProductionModel, served: float) -> float:
        """Net public value of the week; what perished unused is no cost of co-production."""
        value = model.parameters.completion.value_of_size
        costs = self.used + self.transaction_cost + model.coordinator.paid
        return net_value(served, value, model.capacity, costs)

    def _organisations(self, model: CoProductionModel) -> list[tuple[str, float]]:
        bodies, ties, rules = model.bodies, model.ties, model.parameters
        largest, joined = ties.live_shape(model.week, rules.measures.live_window, bodies.present)
        formed = sum(p.formed_week == model.week for p in model.projects + model.ended)
        return [
            ("tie_trust", ties.mean_trust()),
            ("cross_ties", ties.across_sectors(rules.network.acquainted)),
            ("centralisation", ties.centralisation(rules.network.acquainted)),
            ("integrated", largest / max(1, bodies.size)),
            ("live_joined", joined),
            ("sectors_present", sector_mask(bodies.sector, bodies.present)),
            ("formed", formed),
            ("transaction_cost", self.transaction_cost),
            ("coordination_cost", model.coordinator.paid),
            ("firm_balance", total(model.operator.balance)),
            ("collection", total(model.operator.collection) / len(model.areas)),
            ("live_projects", len(model.projects)),
        ]

    def record(self, model: CoProductionModel) -> RunRecord:
        """The declared outputs, each in its declared type."""
        return RunRecord(
            id=model.run_id,
            run=_totals(model),
            projects=_projects(model.history, model),
            history=self._columns(HISTORY_OUTPUTS),
            weekly=self._columns(WEEKLY_OUTPUTS),
            areas=self.by_area.columns(self.weeks),
        )

    def _columns(self, outputs: tuple[Output, ...]) -> dict[str, NDArray[np.generic]]:
        flat = dict(self.single)
        for stem, names in BLOCKS.items():
            for i, name in enumerate(names):
                flat[f"{stem}_{name}"] = self.blocks[stem][:, i]
        return {o.name: flat[o.name][: self.weeks].astype(o.dtype) for o in outputs}


def _totals(model: CoProductionModel) -> dict[str, float]:
    rounds = sum(p.rounds for p in model.history)
    mediated = sum(p.mediated for p in model.history)
    return {
        "opportunities": float(len(model.history)),
        "capacity": model.capacity,
        "dependence": mediated / rounds if rounds else 0.0,
        "imbalance_of_accounts": model.accounts.error,
    }


def _projects(history: list[Project], model: CoProductionModel) -> dict[str, NDArray[np.generic]]:
    bodies = model.bodies
    spent = model.diary.spent_on
    rows = [
        (
            p.area,
            bodies.code[p.initiator],
            bodies.sector[p.initiator],
            p.start_week,
            p.size,
            End.OPEN if p.end is None else p.end,
            p.end_week,
            p.formed_week,
            len(p.members),
            p.sectors,
            p.rounds,
            p.mediated,
            p.hub_acts,
            p.transaction_cost,
            spent.get(p.code, 0.0) if p.end in SERVICE else 0.0,
            0.0 if p.end in SERVICE else spent.get(p.code, 0.0),
            p.supplied,
            p.served,
            p.misplaced,
            p.over,
            p.repeated,
        )
        for p in history
    ]
    table = np.array(rows, float).reshape(len(rows), len(PROJECT_OUTPUTS))
    return {o.name: table[:, i].astype(o.dtype) for i, o in enumerate(PROJECT_OUTPUTS)}
