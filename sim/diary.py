"""The run's diary: a preallocated weekly table, filled once a week, handed out as a RunRecord."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.area_diary import AreaDiary
from sim.kernel import kernel
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


COLUMN = {
    name: number
    for number, name in enumerate(
        dict.fromkeys(output.name for output in (*WEEKLY_OUTPUTS, *HISTORY_OUTPUTS))
    )
}
"""Where each declared output stands in the diary's table."""


@kernel
def tell_needs(voiced, opened, waiting):
    """Needs waiting in all places by category, into waiting (K,), from (B, K); returns how many
    are voiced in all. Whole numbers: the order of adding doesn't matter."""
    heard = 0.0
    waiting[:] = 0.0
    for b in range(len(opened)):
        for k in range(len(waiting)):
            waiting[k] += opened[b, k]
            heard += voiced[b, k]
    return heard


@kernel
def tell_means(sums, households, means):
    """Means by group (G,) of what sums (G,) add up, into means (G,)."""
    for g in range(len(means)):
        means[g] = sums[g] / max(1.0, households[g])


@kernel
def tell_sectors(sector, present, honouring, counts, means):
    """How many organisations (M,) of each sector are present, and their mean propensity to honour
    pledges, into counts and means (S,)."""
    counts[:] = 0.0
    means[:] = 0.0
    for c in range(len(sector)):
        counts[sector[c]] += present[c]
        means[sector[c]] += honouring[c] * present[c]
    for s in range(len(means)):
        means[s] /= max(1.0, counts[s])


class Diary:
    """The weekly table of one run, (weeks, outputs), and what the week has tallied so far.

    ``blocks[stem]`` (weeks, items) and ``single[name]`` (weeks,) are views of the table.
    """

    def __init__(self, horizon: int, areas: int = 1) -> None:
        self.table = np.zeros((horizon, len(COLUMN)))
        self.blocks = {stem: self._block(stem, names) for stem, names in BLOCKS.items()}
        named = {f"{stem}_{name}" for stem, names in BLOCKS.items() for name in names}
        self.single = {name: self.table[:, i] for name, i in COLUMN.items() if name not in named}
        self.by_area = AreaDiary(horizon, areas)
        self.spent_on: dict[int, float] = {}
        self.weeks = 0
        self.asked, self.hub, self.peer = np.zeros((3, len(Act)))
        self.served, self.over, self.under = np.zeros((3, len(CATEGORIES)))
        self._clear()

    def _block(self, stem: str, names: tuple[str, ...]) -> NDArray[np.float64]:
        """Columns that stand side by side, one for each name."""
        first = COLUMN[f"{stem}_{names[0]}"]
        return self.table[:, first : first + len(names)]

    def _clear(self) -> None:
        for tally in (self.asked, self.hub, self.peer, self.served, self.over, self.under):
            tally.fill(0.0)
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
        self.spent_on[project.code] = total(project.sunk)
        self.used += self.spent_on[project.code]

    def write(self, model: CoProductionModel) -> None:
        """Write this week's row."""
        week = model.week
        self._write_needs(model, week)
        self._write_residents(model, week)
        self._write_value(model, week)
        self._write_organisations(model, week)
        self._write_network(model, week)
        self._write_flows(model, week)
        self.by_area.write(model)
        self.weeks = week + 1
        self._clear()

    def _write_needs(self, model: CoProductionModel, week: int) -> None:
        row, one, voices = self.blocks, self.single, model.voices
        row["arrived"][week] = voices.arrived
        row["late"][week] = voices.late
        row["served"][week] = self.served
        row["over"][week] = self.over
        row["under"][week] = self.under
        row["served_group"][week] = model.people.served_group
        one["voiced"][week] = tell_needs(voices.voiced, voices.open, row["waiting"][week])

    def _write_residents(self, model: CoProductionModel, week: int) -> None:
        row, one, seen = self.blocks, self.single, model.residence
        households = total(seen.households)
        depth = seen.active_participation / seen.active if seen.active else 0.0
        tell_means(seen.satisfaction, seen.households, row["satisfaction"][week])
        tell_means(seen.participation, seen.households, row["participation"][week])
        one["satisfaction"][week] = model.mean_satisfaction
        one["participation"][week] = total(seen.participation) / households
        one["participation_members"][week] = seen.member_participation / max(1.0, seen.members)
        one["participation_breadth"][week] = seen.active / households
        one["participation_depth"][week] = depth
        one["participation_gini"][week] = seen.gini
        one["resident_trust"][week] = seen.trust / households

    def _write_value(self, model: CoProductionModel, week: int) -> None:
        """Services in all, and net public value; what perished unused is no cost of it."""
        one, rules, paid = self.single, model.parameters, model.coordinator.paid
        served = total(self.served)
        supplied = served + total(self.over)
        value = rules.completion.value_of_size
        costs = self.used + self.transaction_cost + paid
        one["match"][week] = served / supplied if supplied else np.nan
        one["timeliness"][week] = self.waited / served if served else np.nan
        one["served"][week] = served
        one["net_value"][week] = net_value(served, value, model.capacity, costs)
        one["reported"][week] = served + rules.coordinator.formalism * self.hub_served
        one["transaction_cost"][week] = self.transaction_cost
        one["coordination_cost"][week] = paid

    def _write_organisations(self, model: CoProductionModel, week: int) -> None:
        row, one, bodies, hub = self.blocks, self.single, model.bodies, model.coordinator
        formed = [p.formed_week for p in model.projects + model.ended].count(week)
        tell_sectors(
            bodies.sector, bodies.present, bodies.honouring, row["present"][week],
            row["honouring"][week],
        )  # fmt: skip
        row["asked"][week] = self.asked
        row["hub"][week] = self.hub
        row["peer"][week] = self.peer
        row["legitimacy"][week] = hub.legitimacy
        one["sectors_present"][week] = sector_mask(bodies.sector, bodies.present)
        one["formed"][week] = formed
        one["live_projects"][week] = len(model.projects)
        one["firm_balance"][week] = total(model.operator.balance)
        one["collection"][week] = total(model.operator.collection) / len(model.areas)

    def _write_network(self, model: CoProductionModel, week: int) -> None:
        one, ties, rules = self.single, model.ties, model.parameters
        present, acquainted = model.bodies.present, rules.network.acquainted
        largest, joined = ties.live_shape(week, rules.measures.live_window, present)
        one["tie_trust"][week] = ties.mean_trust()
        one["cross_ties"][week] = ties.across_sectors(acquainted)
        one["centralisation"][week] = ties.centralisation(acquainted)
        one["integrated"][week] = largest / max(1, model.bodies.size)
        one["live_joined"][week] = joined

    def _write_flows(self, model: CoProductionModel, week: int) -> None:
        row, accounts = self.blocks, model.accounts
        row["entered"][week] = accounts.entered
        row["spent"][week] = accounts.spent
        row["lost"][week] = accounts.lost
        row["held"][week] = accounts.held
        row["pool"][week] = model.coordinator.pool

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
        rows = self.table[: self.weeks]
        return {o.name: rows[:, COLUMN[o.name]].astype(o.dtype) for o in outputs}


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
