"""Made-up material for every figure, with arms of any names."""

from collections.abc import Sequence
from itertools import product

import networkx as nx
import pandas as pd
from fabricated import fabricated_arm

from experiments.analysis.compare import compare
from experiments.analysis.definitions import definitions
from experiments.figures import Material
from experiments.figures.definitions import DefinitionMap
from experiments.figures.groups import groups_of
from experiments.figures.network import Networks
from experiments.figures.phase import MEASURES, PhaseMap
from experiments.figures.responses_table import DIFFERENCE, Responses
from experiments.run.coordinating import HubWeek
from sim.base.vocabulary import GROUPS, SECTORS

HOUSEHOLDS = dict.fromkeys(GROUPS, 100.0)
RULE = "structure.asked_first"
PARAMETERS = ("coordinator.attention", "organisations.attention")


def full_material(names: Sequence[str], treated: str, replicates: int = 8) -> Material:
    """Arms that break less the later they come; maps and networks of treated and first other."""
    arms = [
        fabricated_arm(name, 0.35 - 0.03 * i, replicates=replicates, seed=i)
        for i, name in enumerate(names)
    ]
    mine = next(arm for arm in arms if arm.name == treated)
    other = next(arm for arm in arms if arm.name != treated)
    return Material(
        compare(arms, treated),
        groups_of(arms, {name: HOUSEHOLDS for name in names}, treated),
        PhaseMap(treated, other.name, *PARAMETERS, _plane()),
        DefinitionMap(treated, other.name, definitions(mine, other)),
        _networks(other.name, treated),
        Responses(treated, other.name, (8, 8), _curves(treated, other.name), _points(treated)),
    )


def _curves(treated: str, other: str) -> pd.DataFrame:
    """Both rise along one parameter by 2 a step, and fall along others; a rule has words."""
    along = {PARAMETERS[0]: [4.0, 12.0, 24.0], PARAMETERS[1]: [0.5, 1.0], RULE: ["hub", "peers"]}
    rows = [
        {"parameter": name, "x": x, "group": i, "line": line, "measure": measure, "points": 3,
         "value": level + 2.0 * i * (1 if name == PARAMETERS[0] else -1)}
        for name, values in along.items()
        for i, x in enumerate(values)
        for line, level in ((treated, 40.0), (other, 50.0), (DIFFERENCE, -10.0))
        for measure in MEASURES
    ]  # fmt: skip
    table = pd.DataFrame(rows)
    return table.assign(low=table["value"] - 3.0, high=table["value"] + 3.0)


def _points(treated: str) -> pd.DataFrame:
    """Points of the difference, and of the treated arm, against two numbers and a rule."""
    values = {PARAMETERS[0]: [4.0, 12.0, 24.0], PARAMETERS[1]: [0.5, 1.0, 0.5],
              RULE: ["hub", "peers", "hub"], "value": [-10.0, -8.0, -6.0]}  # fmt: skip
    table = pd.DataFrame(values).assign(low=-14.0, high=-3.0)
    lines = [table.assign(line=line, measure=m) for line in (treated, DIFFERENCE) for m in MEASURES]
    return pd.concat(lines, ignore_index=True)


def _plane() -> pd.DataFrame:
    rows = [
        {"measure": measure, "x": x, "y": y, "value": x - 8.0 * y, "pairs": 8}
        for measure, x, y in product(MEASURES, (4, 12, 24), (0.5, 1.0, 2.0))
    ]
    table = pd.DataFrame(rows)
    return table.assign(low=table["value"] - 5.0, high=table["value"] + 5.0)


def _networks(other: str, treated: str) -> Networks:
    """Nine organisations, one of which leaves; the treated arm's coordinator acts for two."""
    weeks = [
        HubWeek({"body_0": 3, "body_5": 1}, (week,), (("body_0", "body_2"),)) for week in (0, 1)
    ]
    graphs = {name: {0: _graph(9.0), 155: _graph(8.0)} for name in (other, treated)}
    return Networks(0, graphs, {treated: weeks})


def _graph(of: float) -> nx.DiGraph:
    graph = nx.DiGraph()
    for i in range(9):
        graph.add_node(f"body_{i}", sector=SECTORS[i % 3], present=i != 4)
    for i in range(9):
        graph.add_edge(f"body_{i}", f"body_{(i + 1) % 9}", trust=i / of)
        graph.add_edge(f"body_{i}", f"body_{(i + 4) % 9}", trust=i / of)
    return graph
