"""One paired replicate to watch: organisations, ties, projects and imbalances, week by week.

Pictures are drawn from plain lists and numbers (``Shown``); stories are told from the same cases as
``coprod explain`` tells them from.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np

from experiments.app.buildings import Buildings
from experiments.config.compose import Composed
from experiments.figures.network import SHOWN_FROM, Networks, Places, places
from experiments.report.explain.case import first_difference, limits_of
from experiments.report.explain.life import Case, Key, Life, Twin
from experiments.report.explain.watch import Watcher
from experiments.run.coordinating import Coordinating, HubWeek
from sim.base.vocabulary import CATEGORIES, SECTORS, SERVICE, End
from sim.measure.breakdown import DEFAULT
from sim.measure.measures import imbalances
from sim.measure.records import ENDS, RunId, RunRecord
from sim.simulation import Simulation

DIGITS = 2
Shown = dict[str, Any]


@dataclass(frozen=True)
class Watched:
    """A replicate in several arms.

    shown: weeks, nodes and arms, for pictures; nodes have a name, a sector and a place in [-1, 1]
    squared, the same in every arm; arms, by name, have weeks of ties [i, j, trust] and of absent
    organisations, projects and imbalances, and of the coordinator's acts [organisation, number] and
    tables [organisations]. cases: by arm, of every project as in that list. buildings: by arm.
    """

    shown: Shown
    cases: dict[str, list[Case]]
    buildings: dict[str, Buildings]


@dataclass(frozen=True)
class Run:
    """What was seen of one arm: its record, its network after each week, its projects' lives, what
    its coordinator did in each week, and its buildings."""

    record: RunRecord
    graphs: list[nx.DiGraph]
    lives: list[Life]
    hub: list[HubWeek]
    buildings: Buildings


def watched(arms: Sequence[Composed], replicate: int) -> Watched:
    """What there is to see of a replicate in one arm, or in two beside each other."""
    runs = {arm.arm: _run(arm, replicate) for arm in arms}
    networks = {name: dict(enumerate(run.graphs)) for name, run in runs.items()}
    where = spread(places(Networks(replicate, networks)))
    first = next(iter(runs.values())).graphs[0]
    names = sorted(first, key=lambda name: (SECTORS.index(first.nodes[name]["sector"]), name))
    shown = {
        "weeks": arms[0].parameters.horizon,
        "replicate": replicate,
        "nodes": [_node(name, first.nodes[name]["sector"], where[name]) for name in names],
        "arms": {arm.arm: _arm(runs[arm.arm], names) for arm in arms},
    }
    cases = {arm.arm: _cases(arm, replicate, runs) for arm in arms}
    return Watched(shown, cases, {name: run.buildings for name, run in runs.items()})


def _run(arm: Composed, replicate: int) -> Run:
    watcher, graphs = Watcher(lambda key: True), []
    coordinating, buildings = Coordinating(), Buildings()
    simulation = Simulation(arm.parameters, RunId(arm.seed, replicate))
    for _ in range(arm.parameters.horizon):
        simulation.step()
        for each in (watcher, coordinating, buildings):
            each.look(simulation)
        graphs.append(simulation.graph())
    record = simulation.result()
    lives = list(watcher.lives(record).values())
    return Run(record, graphs, lives, coordinating.weeks, buildings)


def _cases(arm: Composed, replicate: int, runs: dict[str, Run]) -> list[Case]:
    """A case of every project of an arm; its twin is the same project in the other arm."""
    mine, limits = runs[arm.arm], limits_of(arm.parameters)
    other = next((name for name in runs if name != arm.arm), None)
    twins = {} if other is None else _twins(mine.record, other, runs[other])
    return [
        Case(arm.arm, replicate, arm.seed, limits, life, twins.get(life.key), chosen=False)
        for life in mine.lives
    ]


def _twins(record: RunRecord, arm: str, other: Run) -> dict[Key, Twin]:
    week, columns = first_difference(record, other.record)
    return {life.key: Twin(arm, life, week, columns) for life in other.lives}


def spread(where: Places) -> Places:
    """The same places moved so that they fill [-1, 1] both ways and keep their order.

    Half stretched, half evenly spaced: one organisation far away doesn't press the others together.
    """
    table = np.array(list(where.values()))
    low, high = table.min(axis=0), table.max(axis=0)
    stretched = (table - low) / np.where(high > low, high - low, 1.0)
    even = table.argsort(axis=0, kind="stable").argsort(axis=0) / max(1, len(table) - 1)
    return {name: place for name, place in zip(where, stretched + even - 1.0, strict=True)}


def _node(name: str, sector: str, place: Any) -> Shown:
    x, y = (round(float(each), DIGITS) for each in place)
    return {"name": name, "sector": sector, "x": x, "y": y}


def _arm(run: Run, names: list[str]) -> Shown:
    index = {name: i for i, name in enumerate(names)}
    return {
        "ties": [_ties(graph, index) for graph in run.graphs],
        "absent": [_absent(graph, index) for graph in run.graphs],
        "projects": [project_of(life, index) for life in run.lives],
        "acts": [[[index[who], n] for who, n in week.acts.items()] for week in run.hub],
        "tables": [[[index[who] for who in table] for table in week.tables] for week in run.hub],
        **_imbalances(run.record),
    }


def _ties(graph: nx.DiGraph, index: Mapping[str, int]) -> list[list[float]]:
    """Pairs whose stronger trust is at least SHOWN_FROM."""
    strongest: dict[tuple[int, int], float] = {}
    for one, other, trust in graph.edges(data="trust"):
        pair = (min(index[one], index[other]), max(index[one], index[other]))
        strongest[pair] = max(trust, strongest.get(pair, 0.0))
    return [
        [*pair, round(trust, DIGITS)]
        for pair, trust in sorted(strongest.items())
        if trust >= SHOWN_FROM
    ]


def _absent(graph: nx.DiGraph, index: Mapping[str, int]) -> list[int]:
    return sorted(index[name] for name, here in graph.nodes(data="present") if not here)


def project_of(life: Life, index: Mapping[str, int]) -> Shown:
    """A project as it is drawn: who takes part [organisation, joined, left], what is asked most."""
    row = life.project
    weeks = {key: int(row[key]) for key in ("start_week", "formed_week", "end_week")}
    members = zip(*(life.members[key] for key in ("name", "joined", "left")), strict=True)
    return {
        **weeks,
        "initiator": index[life.initiator],
        "size": round(row["size"], DIGITS),
        "service": CATEGORIES[int(np.argmax(life.weeks["scope"].iloc[0]))],
        "members": [[index[name], int(joined), int(left)] for name, joined, left in members],
        "end": ENDS[int(row["end"])],
        "kind": _kind(int(row["end"]), weeks["formed_week"]),
    }


def _kind(end: int, formed_week: int) -> str:
    """open, served, broken (formed, then broken) or other: how the end is marked."""
    if end == End.OPEN:
        return "open"
    if end in SERVICE:
        return "served"
    return "broken" if end in DEFAULT.broken and formed_week >= 0 else "other"


def _imbalances(record: RunRecord) -> Shown:
    """The three imbalances over all services, in needs, a value a week."""

    def flow(stem: str) -> Any:
        return np.column_stack([record.weekly[f"{stem}_{name}"] for name in CATEGORIES])

    found = imbalances(flow("late"), flow("over"), flow("under"))
    return {
        "imbalances": {
            name: [round(float(value), 1) for value in table.sum(axis=1)]
            for name, table in found._asdict().items()
        }
    }
