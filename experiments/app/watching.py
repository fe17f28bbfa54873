"""One paired replicate to watch: organisations, ties, projects and imbalances, week by week.

Everything is from what a run hands back: its record, and its networks as ``sim.model.trace`` gives
them. A record holds who started a project, how many joined and from which sectors, but not who
they were, nor for which service; so neither is shown.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import networkx as nx
import numpy as np

from experiments.compose import Composed
from experiments.figures.network import Networks, Places, places
from experiments.replay import Trace, model_trace
from sim.breakdown import DEFAULT
from sim.measures import imbalances
from sim.records import ENDS, RunId, RunRecord
from sim.vocabulary import CATEGORIES, ROLE_CODES, SECTORS, SERVICE, End, Role

SHOWN_FROM = 0.3
"""Trust from which a tie is drawn: enough to mediate or to introduce (network.acquainted)."""
DIGITS = 2
PROJECT_COLUMNS = (
    "start_week", "formed_week", "end_week", "members", "rounds", "mediated", "hub_acts",
    "supplied", "served", "misplaced", "over", "transaction_cost", "spent", "lost", "size",
)  # fmt: skip
Payload = dict[str, Any]


def watched(arms: Sequence[Composed], replicate: int, trace: Trace = model_trace) -> Payload:
    """What there is to see of a replicate in each arm; plain lists and numbers.

    nodes: name, role, number, sector, and its place in [-1, 1] squared, the same in every arm.
    arms: by arm, weeks of ties [i, j, trust], of absent organisations, projects, imbalances.
    """
    runs = {arm.arm: _traced(arm, replicate, trace) for arm in arms}
    networks = {name: dict(graphs) for name, (_, graphs) in runs.items()}
    where = spread(places(Networks(replicate, (), networks)))
    first = next(iter(runs.values()))[1][0]
    names = sorted(first, key=lambda name: (SECTORS.index(first.nodes[name]["sector"]), name))
    return {
        "weeks": arms[0].parameters.horizon,
        "replicate": replicate,
        "nodes": [_node(name, first.nodes[name]["sector"], where[name]) for name in names],
        "arms": {
            arm.arm: {"hub": _has_hub(arm), **_arm(*runs[arm.arm], names)} for arm in arms
        },
    }  # fmt: skip


def spread(where: Places) -> Places:
    """The same places moved and stretched so that they fill [-1, 1] both ways."""
    table = np.array(list(where.values()))
    low, high = table.min(axis=0), table.max(axis=0)
    half = np.where(high > low, (high - low) / 2, 1.0)
    return {name: (place - (low + high) / 2) / half for name, place in where.items()}


def _has_hub(arm: Composed) -> bool:
    hub = arm.parameters.coordinator
    return hub.attention > 0 and not hub.handed_over


def _traced(
    arm: Composed, replicate: int, trace: Trace
) -> tuple[RunRecord, Mapping[int, nx.DiGraph]]:
    weeks = tuple(range(arm.parameters.horizon))
    return trace(arm.parameters, RunId(arm.seed, replicate), weeks)


def _node(name: str, sector: str, place: Any) -> Payload:
    role, _, number = name.rpartition("_")
    x, y = (round(float(each), DIGITS) for each in place)
    return {"name": name, "role": role, "number": int(number), "sector": sector, "x": x, "y": y}


def _arm(record: RunRecord, graphs: Mapping[int, nx.DiGraph], names: list[str]) -> Payload:
    index = {name: i for i, name in enumerate(names)}
    return {
        "ties": [_ties(graph, index) for graph in graphs.values()],
        "absent": [_absent(graph, index) for graph in graphs.values()],
        "projects": projects_of(record, index),
        **_imbalances(record),
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


def projects_of(record: RunRecord, index: Mapping[str, int]) -> list[Payload]:
    """Every opportunity as it was recorded, in order of its start; initiator: row of ``nodes``."""
    table = record.projects
    found = []
    for i in range(len(table["start_week"])):
        code, end = int(table["initiator"][i]), ENDS[int(table["end"][i])]
        kind = _kind(int(table["end"][i]), int(table["formed_week"][i]))
        name = f"{Role(code // ROLE_CODES).name.lower()}_{code % ROLE_CODES + 1}"
        mask = int(table["sectors"][i])
        sectors = [sector for k, sector in enumerate(SECTORS) if mask >> k & 1]
        numbers = {key: round(float(table[key][i]), DIGITS) for key in PROJECT_COLUMNS}
        shown = {"initiator": index[name], "end": end, "kind": kind, "sectors": sectors}
        found.append({**shown, **numbers})
    return found


def _kind(end: int, formed_week: int) -> str:
    """open, served, broken (formed, then broken) or other: how the end is marked."""
    if end == End.OPEN:
        return "open"
    if end in SERVICE:
        return "served"
    return "broken" if end in DEFAULT.broken and formed_week >= 0 else "other"


def _imbalances(record: RunRecord) -> Payload:
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
