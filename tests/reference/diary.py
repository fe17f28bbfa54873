"""The record (step 9): a row a week, a row an opportunity, and totals."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sim.base.vocabulary import ACTS, CATEGORIES, GROUPS, RESOURCES, SECTORS, SERVICE, Act
from sim.measure.records import (
    AREA_OUTPUTS,
    HISTORY_OUTPUTS,
    PROJECT_OUTPUTS,
    WEEKLY_OUTPUTS,
    Output,
    RunId,
    RunRecord,
)

from . import network
from .projects import Project
from .sums import total

if TYPE_CHECKING:
    from .areas import Area
    from .world import World

Row = dict[str, float]
K, S = len(CATEGORIES), len(SECTORS)


def net_value(served: float, value_of_size: float, capacity: float, costs: float) -> float:
    """(41) Net public value."""
    return served * value_of_size / capacity - costs if capacity > 0.0 else -costs


class Diary:
    """What is tallied in a week, and the rows of the weeks so far."""

    def __init__(self, areas: int) -> None:
        self.weeks: list[Row] = []
        self.areas: list[list[Row]] = [[] for _ in range(areas)]
        self.number_of_areas = areas
        self.clear()

    def clear(self) -> None:
        """A week's tallies begin at nothing."""
        self.asked, self.hub, self.peer = ([0] * len(Act) for _ in range(3))
        self.served = [0] * K
        self.over, self.under = [0.0] * K, [0.0] * K
        areas = range(self.number_of_areas)
        self.served_in = [[0] * K for _ in areas]
        self.over_in, self.under_in = ([[0.0] * K for _ in areas] for _ in range(2))
        self.served_group = [0] * len(GROUPS)
        self.waited = 0
        self.hub_served = 0
        self.transaction_cost = 0.0
        self.used = 0.0

    def note_service(
        self, project: Project, k: int, served: int, waited: int, over: float, under: float
    ) -> None:
        """Count a service of one category."""
        if project.hub_acts > 0:
            self.hub_served += served
        self.served[k] += served
        self.over[k] += over
        self.under[k] += under
        self.served_in[project.area][k] += served
        self.over_in[project.area][k] += over
        self.under_in[project.area][k] += under
        self.waited += waited

    def write(self, world: World) -> None:
        """Write this week's rows."""
        self.weeks.append(
            _needs(world) | _residents(world) | _value(world) | _organisations(world)
            | _network(world) | _flows(world)
        )  # fmt: skip
        for area in world.areas:
            self.areas[area.number].append(_area(world, area))
        self.clear()


def _named(stem: str, names: tuple[str, ...], values: list[float] | list[int]) -> Row:
    return {f"{stem}_{name}": value for name, value in zip(names, values, strict=True)}


def _over_areas(world: World, what: str) -> list[int]:
    return [sum(getattr(area, what)[k] for area in world.areas) for k in range(K)]


def _needs(world: World) -> Row:
    diary = world.diary
    waiting = [sum(area.waiting()[k] for area in world.areas) for k in range(K)]
    return {
        **_named("arrived", CATEGORIES, _over_areas(world, "arrived")),
        **_named("late", CATEGORIES, _over_areas(world, "late")),
        **_named("waiting", CATEGORIES, waiting),
        **_named("served", CATEGORIES, diary.served),
        **_named("over", CATEGORIES, diary.over),
        **_named("under", CATEGORIES, diary.under),
        **_named("served_group", GROUPS, diary.served_group),
        "voiced": sum(sum(area.voiced()) for area in world.areas),
    }


def _means(sums: list[float], households: list[float]) -> list[float]:
    return [added / max(1.0, count) for added, count in zip(sums, households, strict=True)]


def _residents(world: World) -> Row:
    seen = world.residence
    households = total(seen.households)
    return {
        **_named("satisfaction", GROUPS, _means(seen.satisfaction, seen.households)),
        **_named("participation", GROUPS, _means(seen.participation, seen.households)),
        "satisfaction": seen.mean_satisfaction(),
        "participation": total(seen.participation) / households,
        "participation_members": seen.member_participation / max(1.0, seen.members),
        "participation_breadth": seen.active / households,
        "participation_depth": seen.active_participation / seen.active if seen.active else 0.0,
        "participation_gini": seen.gini,
        "resident_trust": seen.trust / households,
    }


def _value(world: World) -> Row:
    """What perished unused is no cost of co-production."""
    diary, rules, paid = world.diary, world.rules, world.coordinator.paid
    served = total(diary.served)
    supplied = served + total(diary.over)
    costs = diary.used + diary.transaction_cost + paid
    return {
        "match": served / supplied if supplied else math.nan,
        "timeliness": diary.waited / served if served else math.nan,
        "served": served,
        "net_value": net_value(served, rules.completion.value_of_size, world.capacity, costs),
        "reported": served + rules.coordinator.formalism * diary.hub_served,
        "transaction_cost": diary.transaction_cost,
        "coordination_cost": paid,
    }


def _organisations(world: World) -> Row:
    diary, present = world.diary, [c for c in world.organisations if c.is_present]
    by_sector = [[c for c in present if c.sector == s] for s in range(S)]
    honouring = [total(c.honouring for c in who) / max(1, len(who)) for who in by_sector]
    under_way = world.projects + world.ended
    return {
        **_named("present", SECTORS, [len(who) for who in by_sector]),
        **_named("honouring", SECTORS, honouring),
        **_named("asked", ACTS, diary.asked),
        **_named("hub", ACTS, diary.hub),
        **_named("peer", ACTS, diary.peer),
        **_named("legitimacy", SECTORS, world.coordinator.legitimacy),
        "vacant": _vacant(world),
        "formed": sum(project.formed_week == world.week for project in under_way),
        "live_projects": len(world.projects),
        "firm_balance": total(area.balance for area in world.areas),
        "collection": total(area.collection for area in world.areas) / len(world.areas),
    }


def _vacant(world: World) -> float:
    """The largest share of a sector's seats that nobody holds."""
    seats = [[c for c in world.organisations if c.sector == s] for s in range(S)]
    return max(sum(not c.is_present for c in of) / len(of) if of else 0.0 for of in seats)


def _network(world: World) -> Row:
    groups = network.components(world)
    largest = max((len(group) for group in groups), default=0)
    return {
        "tie_trust": network.mean_trust(world),
        "cross_ties": network.ties_across(world),
        "centralisation": network.centralisation(world),
        "integrated": largest / max(1, len(world.organisations)),
        "live_joined": any(network.joins_all_sectors(group) for group in groups),
    }


def _flows(world: World) -> Row:
    accounts = world.accounts
    return {
        **_named("entered", RESOURCES, accounts.entered),
        **_named("spent", RESOURCES, accounts.spent),
        **_named("lost", RESOURCES, accounts.lost),
        **_named("held", RESOURCES, accounts.held),
        **_named("pool", RESOURCES, world.coordinator.pool),
    }


def _area(world: World, area: Area) -> Row:
    diary, seen, a = world.diary, area.residence, area.number
    households = total(seen.households)
    return {
        "area": a,
        "week": world.week,
        **_named("arrived", CATEGORIES, area.arrived),
        **_named("waiting", CATEGORIES, area.waiting()),
        **_named("late", CATEGORIES, area.late),
        **_named("served", CATEGORIES, diary.served_in[a]),
        **_named("over", CATEGORIES, diary.over_in[a]),
        **_named("under", CATEGORIES, diary.under_in[a]),
        "satisfaction": area.satisfaction,
        "participation": total(seen.participation) / households,
        "voiced": sum(area.voiced()),
        "resident_trust": seen.trust / households,
        "firm_balance": area.balance,
        "collection": area.collection,
    }


# -- what a run hands back ------------------------------------------------------------------------


def record(world: World, run_id: RunId) -> RunRecord:
    """The declared outputs, each in its declared type."""
    diary = world.diary
    several = [row for rows in diary.areas for row in rows] if len(world.areas) > 1 else []
    return RunRecord(
        id=run_id,
        run=_totals(world),
        projects=_columns(PROJECT_OUTPUTS, [_project(world, p) for p in world.history]),
        history=_columns(HISTORY_OUTPUTS, diary.weeks),
        weekly=_columns(WEEKLY_OUTPUTS, diary.weeks),
        areas=_columns(AREA_OUTPUTS, several) if several else {},
    )


def _columns(outputs: tuple[Output, ...], rows: list[Row]) -> dict[str, np.ndarray]:
    return {o.name: np.array([row[o.name] for row in rows], float).astype(o.dtype)
            for o in outputs}  # fmt: skip


def _totals(world: World) -> Row:
    rounds = sum(project.rounds for project in world.history)
    mediated = sum(project.mediated for project in world.history)
    return {
        "opportunities": float(len(world.history)),
        "capacity": world.capacity,
        "dependence": mediated / rounds if rounds else 0.0,
        "imbalance_of_accounts": world.accounts.error,
    }


def _project(world: World, project: Project) -> Row:
    initiator, has_served = world.organisations[project.initiator], project.end in SERVICE
    return {
        "area": project.area,
        "initiator": initiator.code,
        "sector": initiator.sector,
        "tenure": project.tenure,
        "start_week": project.start_week,
        "size": project.size,
        "end": project.end,
        "end_week": project.end_week,
        "formed_week": project.formed_week,
        "members": len(project.members),
        "sectors": sum(2**s for s in project.sectors(world)),
        "rounds": project.rounds,
        "mediated": project.mediated,
        "hub_acts": project.hub_acts,
        "transaction_cost": project.transaction_cost,
        "spent": project.used if has_served else 0.0,
        "lost": 0.0 if has_served else project.used,
        "supplied": project.supplied,
        "served": project.served,
        "misplaced": project.misplaced,
        "over": project.over,
        "repeated": project.is_repeated,
    }
