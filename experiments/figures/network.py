"""The network of organisations along the way, of paired replicates: with and without a hub."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from experiments.base.errors import InputError
from experiments.figures import style
from experiments.figures.style import canvas, is_narrow, legend, short_label, title
from experiments.run.replay import Trace, model_trace
from experiments.store import Cell
from experiments.words.speech import Speaker, speak
from sim.base.vocabulary import SECTORS
from sim.measure.records import RunId

LOOKS = {
    "administrative": (style.BLUE, "s"),
    "market": (style.ORANGE, "^"),
    "social": (style.GREEN, "o"),
}
"""Colour and marker of a sector."""
LEFT = "x"
HUB = "*"
LAYOUT_SEED = 0
LAYOUT_ROUNDS = 300
CLOSENESS = 1.5
"""How far apart organisations stand, in units of what the drawing's area gives each."""
THINNEST, THICKEST = 0.2, 2.6
"""Points: a tie of trust 0 and of trust 1."""
SHOWN_FROM = 0.1
"""Trust from which a tie is drawn."""
PANEL = 2.5
NODE = 52
CROWD = 30
"""Organisations from which on markers shrink: several areas have many."""
Look = dict[str, Any]
Places = dict[str, NDArray[np.float64]]


@dataclass(frozen=True)
class Networks:
    """graphs: by arm, then week, as ``sim.simulation.trace`` gives them. hubs: arms with a hub."""

    replicate: int
    hubs: tuple[str, ...]
    graphs: dict[str, dict[int, nx.DiGraph]]

    @property
    def weeks(self) -> list[int]:
        """Weeks shown, the same in every arm."""
        return sorted(next(iter(self.graphs.values())))


def networks_of(cells: Sequence[Cell], trace: Trace = model_trace) -> Networks:
    """Run the first replicate that every cell has again, and keep start, middle and end.

    Raises InputError when the cells have no replicate in common.
    """
    both = common_replicates(cells)
    if not both:
        raise InputError(f"network: {speak('en')('plot.no_pair')}")
    replicate = min(both)
    graphs = {cell.arm: _graphs(cell, replicate, trace) for cell in cells}
    rules = {cell.arm: cell.parameters.coordinator for cell in cells}
    hubs = [arm for arm, each in rules.items() if each.attention > 0 and not each.handed_over]
    return Networks(replicate, tuple(hubs), graphs)


def common_replicates(cells: Sequence[Cell]) -> set[int]:
    """Numbers of the replicates that ended well in every cell."""
    tables = [cell.runs() for cell in cells]
    ran = [set(map(int, runs.loc[runs["status"] == "ok", "replicate"])) for runs in tables]
    return set.intersection(*ran)


def _graphs(cell: Cell, replicate: int, trace: Trace) -> dict[int, nx.DiGraph]:
    last = cell.parameters.horizon - 1
    weeks = tuple(sorted({0, last // 2, last}))
    return dict(trace(cell.parameters, RunId(cell.seed, replicate), weeks)[1])


def places(found: Networks) -> Places:
    """Where each organisation stands: once for all panels, from the mean of all their ties.

    A spring layout that starts with each sector in a third of a circle; seeded.
    """
    union = nx.Graph()
    graphs = [graph for by_week in found.graphs.values() for graph in by_week.values()]
    for graph in graphs:
        union.add_nodes_from(graph.nodes(data=True))
    for source, target, trust in _ties(graphs):
        known = union.get_edge_data(source, target, {"trust": 0.0})["trust"]
        union.add_edge(source, target, trust=known + trust / len(graphs))
    nodes = sorted(union, key=lambda name: (SECTORS.index(union.nodes[name]["sector"]), name))
    ordered = nx.Graph()
    ordered.add_nodes_from(nodes)
    ordered.add_edges_from(sorted(union.edges(data=True), key=lambda tie: sorted(tie[:2])))
    start = nx.circular_layout(ordered)
    found_places: Places = nx.spring_layout(
        ordered,
        k=CLOSENESS / np.sqrt(max(len(nodes), 1)),
        pos=start,
        weight="trust",
        iterations=LAYOUT_ROUNDS,
        seed=LAYOUT_SEED,
    )
    return found_places


def _ties(graphs: Sequence[nx.DiGraph]) -> Iterator[tuple[str, str, float]]:
    """Each pair that is tied, once a graph, with the mean of both directions' trust."""
    for graph in graphs:
        for source, target in sorted({tuple(sorted(edge)) for edge in graph.edges}):
            both = [
                graph.get_edge_data(*edge, {"trust": 0.0})["trust"]
                for edge in ((source, target), (target, source))
            ]
            yield source, target, sum(both) / len(both)


def network(found: Networks, say: Speaker) -> Figure:
    """A row an arm and a column a week; on a narrow page the other way round."""
    where = places(found)
    arms, weeks = list(found.graphs), found.weeks
    panels_of = [(arm, week) for arm in arms for week in weeks]
    rows, columns = len(arms), len(weeks)
    if is_narrow():
        panels_of = [(arm, week) for week in weeks for arm in arms]
        rows, columns = columns, rows
    figure, panels = canvas(rows, columns, 1.5 + PANEL * rows, sharex=True, sharey=True)
    for axes, (arm, week) in zip(panels, panels_of, strict=True):
        _panel(axes, found.graphs[arm][week], where, arm in found.hubs)
        week_text = say("figure.network.week", week=week)
        axes.set_title(f"{short_label(arm, say)}\n{week_text}", size=style.SMALL)
    _explain(figure, say)
    title(figure, say("figure.network.title", replicate=found.replicate))
    return figure


def _panel(axes: Axes, graph: nx.DiGraph, where: Places, hub: bool) -> None:
    shown = [(a, b, trust) for a, b, trust in _ties([graph]) if trust >= SHOWN_FROM]
    widths = [THINNEST + (THICKEST - THINNEST) * trust for *_, trust in shown]
    lines = LineCollection(
        [(where[a], where[b]) for a, b, _ in shown],
        linewidths=widths,
        colors=style.GREY,
        alpha=0.6,
        zorder=1,
    )
    axes.add_collection(lines)
    node = NODE * min(1.0, CROWD / max(len(graph), 1))
    for sector, (colour, marker) in LOOKS.items():
        mine = [name for name, data in graph.nodes(data=True) if data["sector"] == sector]
        for here, fill, symbol in ((True, colour, marker), (False, style.DARK_GREY, LEFT)):
            spots = np.array([where[n] for n in mine if graph.nodes[n]["present"] is here])
            if len(spots):
                edge: Look = {"edgecolors": style.BLACK, "linewidths": 0.5}
                edge = edge if here else {"linewidths": 2.0}
                axes.scatter(
                    spots[:, 0], spots[:, 1], s=node, c=fill, marker=symbol, zorder=2, **edge
                )
    if hub:
        axes.plot(0.04, 0.95, HUB, transform=axes.transAxes, clip_on=False, **_hub_look())
    axes.set_axis_off()
    axes.margins(0.08)
    axes.set_aspect("equal")


def _hub_look() -> Look:
    return {
        "markersize": 13,
        "markerfacecolor": style.VERMILION,
        "markeredgecolor": style.BLACK,
        "markeredgewidth": 0.6,
        "linestyle": "none",
    }


def _explain(figure: Figure, say: Speaker) -> None:
    nodes = [
        Line2D([], [], color=colour, marker=marker, linestyle="none", markersize=7)
        for colour, marker in LOOKS.values()
    ]
    left = Line2D([], [], color=style.DARK_GREY, marker=LEFT, linestyle="none", markersize=7)
    hub = Line2D([], [], marker=HUB, **_hub_look())
    ties = [
        Line2D([], [], color=style.GREY, linewidth=THINNEST + (THICKEST - THINNEST) * trust)
        for trust in (SHOWN_FROM, 1.0)
    ]
    labels = [say(f"sector.{name}") for name in LOOKS]
    labels += [say(f"figure.network.{word}") for word in ("left", "hub")]
    labels += [say("figure.network.tie", trust=f"{trust:g}") for trust in (SHOWN_FROM, 1.0)]
    legend(figure, [*nodes, left, hub, *ties], labels, most=4)


def network_data(found: Networks) -> pd.DataFrame:
    """Rows (arm, week, source, target): mean trust of both directions, and where both stand."""
    where = places(found)
    rows = [
        {"arm": arm, "week": week, "source": source, "target": target, "trust": trust}
        | {"source_present": graph.nodes[source]["present"]}
        | {"target_present": graph.nodes[target]["present"]}
        | {f"source_{axis}": where[source][i] for i, axis in enumerate("xy")}
        | {f"target_{axis}": where[target][i] for i, axis in enumerate("xy")}
        for arm, by_week in found.graphs.items()
        for week, graph in sorted(by_week.items())
        for source, target, trust in _ties([graph])
    ]
    return pd.DataFrame(rows)


def network_alt(found: Networks, say: Speaker) -> str:
    """Organisations present, ties drawn and their mean trust, by arm and week."""

    def of(arm: str, week: int) -> str:
        graph = found.graphs[arm][week]
        trusts = [trust for *_, trust in _ties([graph]) if trust >= SHOWN_FROM]
        return say(
            "alt.network.week",
            week=week,
            present=sum(data["present"] for _, data in graph.nodes(data=True)),
            ties=len(trusts),
            trust=say.number(float(np.mean(trusts)) if trusts else 0.0, 2),
        )

    parts = [
        say(
            "alt.arm",
            arm=say.arm(arm),
            what=say("alt.list").join(of(arm, week) for week in found.weeks),
        )
        for arm in found.graphs
    ]
    return say("alt.network", replicate=found.replicate, parts=say("alt.stop").join(parts))
