"""The network of organisations at its start and its end, of paired replicates: with and without a
coordinator, and what that did."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
from experiments.figures.looks import look_of
from experiments.figures.months import months
from experiments.figures.style import canvas, legend, short_label, side_by_side, title
from experiments.run.coordinating import Graphs, HubWeek, coordinated
from experiments.store import Cell
from experiments.words.speech import Speaker, speak
from sim.base.vocabulary import SECTORS
from sim.measure.records import RunId
from sim.parameters import Parameters

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
SHOWN_FROM = 0.3
"""Trust from which a tie is drawn: enough to mediate or to introduce (network.acquainted)."""
GROWN = 0.1
"""Trust by which a tie has grown, or weakened, for it to be drawn so."""
MOST_ACTS = 4.0
"""Points of the coordinator's widest line."""
ABOVE = 0.35
"""How far over the topmost organisation the coordinator stands, in heights of them all."""
PANEL, REST = 2.7, 1.5
"""Inches of a panel, and of what stands above and below."""
NODE = 52
CROWD = 30
"""Organisations from which on markers shrink: several areas have many."""
Look = dict[str, Any]
Places = dict[str, NDArray[np.float64]]
Trace = Callable[[Parameters, RunId, Sequence[int]], tuple[Graphs, list[HubWeek]]]
TIES: dict[str, tuple[Any, str, float]] = {
    "grown": ("-", style.BLACK, 0.75),
    "alike": ("-", style.GREY, 0.5),
    "weaker": (":", style.VERMILION, 0.9),
}
"""Line, colour and opacity of a tie by what became of it since the start."""


@dataclass(frozen=True)
class Networks:
    """graphs: by arm, the reference first, then week, as ``sim.simulation.trace`` gives them.
    acts: by arm what its coordinator did, week by week; of arms in which one did anything."""

    replicate: int
    graphs: Mapping[str, Mapping[int, "nx.DiGraph[str]"]]
    acts: Mapping[str, Sequence[HubWeek]] = field(default_factory=dict)

    @property
    def weeks(self) -> tuple[int, int]:
        """First and last week shown, the same in every arm."""
        weeks = sorted(next(iter(self.graphs.values())))
        return weeks[0], weeks[-1]

    @property
    def panels(self) -> list[tuple[str, int]]:
        """Arm and week of each picture: the start, that all arms share, then each arm's end."""
        first, last = self.weeks
        return [(next(iter(self.graphs)), first), *((arm, last) for arm in self.graphs)]


def networks_of(cells: Sequence[Cell], trace: Trace = coordinated) -> Networks:
    """Run the first replicate that every cell has again, and keep start and end, and all that a
    coordinator did.

    Raises InputError when the cells have no replicate in common.
    """
    both = common_replicates(cells)
    if not both:
        raise InputError(f"network: {speak('en')('plot.no_pair')}")
    replicate = min(both)
    graphs: dict[str, Graphs] = {}
    acts: dict[str, list[HubWeek]] = {}
    for cell in cells:
        weeks = (0, cell.parameters.horizon - 1)
        run_id = RunId(cell.seed, replicate)
        graphs[cell.arm], found = trace(cell.parameters, run_id, weeks)
        if any(week.acts for week in found):
            acts[cell.arm] = found
    return Networks(replicate, graphs, acts)


def common_replicates(cells: Sequence[Cell]) -> set[int]:
    """Numbers of the replicates that ended well in every cell."""
    tables = [cell.runs() for cell in cells]
    ran = [set(map(int, runs.loc[runs["status"] == "ok", "replicate"])) for runs in tables]
    return set.intersection(*ran)


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


def acts_by(weeks: Sequence[HubWeek]) -> dict[str, int]:
    """All acts of a coordinator, by organisation whose projects they were for."""
    total: dict[str, int] = {}
    for week in weeks:
        for who, number in week.acts.items():
            total[who] = total.get(who, 0) + number
    return total


def mediated_by(weeks: Sequence[HubWeek]) -> set[str]:
    """Organisations that sat at a table at which the coordinator mediated."""
    return {who for week in weeks for table in week.tables for who in table}


def network(found: Networks, say: Speaker) -> Figure:
    """The start, then the end of each arm, side by side, with what its coordinator did."""
    where = places(found)
    first, _ = found.weeks
    rows, columns = side_by_side(len(found.panels))
    figure, panels = canvas(rows, columns, REST + PANEL * rows, sharex=True, sharey=True)
    for axes, (arm, week) in zip(panels, found.panels, strict=True):
        start, graph = found.graphs[arm][first], found.graphs[arm][week]
        _ties_of(axes, start, graph, where)
        if week != first and arm in found.acts:
            _coordinator(axes, found.acts[arm], where, say)
        _organisations(axes, graph, where)
        _label(axes, arm if week != first else None, week, say)
    _explain(figure, bool(found.acts), say)
    title(figure, say("figure.network.title", replicate=found.replicate))
    return figure


def _label(axes: Axes, arm: str | None, week: int, say: Speaker) -> None:
    name = say("figure.network.start") if arm is None else short_label(arm, say)
    when = say("figure.network.week", week=week, month=months(week + 1))
    colour = style.BLACK if arm is None else look_of(arm).ink
    axes.set_title(f"{name}\n{when}", size=style.SMALL, color=colour)
    axes.set_axis_off()
    axes.margins(0.08)


def _ties_of(axes: Axes, start: Any, graph: Any, where: Places) -> None:
    """Ties as wide as their trust, by what became of them since the start."""
    before = {(a, b): trust for a, b, trust in _ties([start])}
    drawn: dict[str, list[tuple[str, str, float]]] = {kind: [] for kind in TIES}
    now = {(a, b): trust for a, b, trust in _ties([graph])}
    for pair in sorted({*before, *now}):
        then, trust = before.get(pair, 0.0), now.get(pair, 0.0)
        if max(then, trust) >= SHOWN_FROM:
            drawn[_became(then, trust)].append((*pair, trust))
    for kind, (line, colour, alpha) in TIES.items():
        lines = LineCollection(
            [(where[a], where[b]) for a, b, _ in drawn[kind]],
            linewidths=[_width(trust) for *_, trust in drawn[kind]],
            linestyles=line, colors=colour, alpha=alpha, zorder=1,
        )  # fmt: skip
        axes.add_collection(lines)


def _became(then: float, trust: float) -> str:
    return "grown" if trust >= then + GROWN else "weaker" if trust <= then - GROWN else "alike"


def _width(trust: float) -> float:
    return THINNEST + (THICKEST - THINNEST) * trust


def hub_place(where: Places) -> NDArray[np.float64]:
    """Where a coordinator stands: over the middle of all organisations."""
    table = np.array(list(where.values()))
    low, high = table.min(axis=0), table.max(axis=0)
    height = max(float(high[1] - low[1]), float(high[0] - low[0]) / 2, 1e-9)
    return np.array([(low[0] + high[0]) / 2, high[1] + ABOVE * height])


def _coordinator(axes: Axes, weeks: Sequence[HubWeek], where: Places, say: Speaker) -> None:
    """Its mark, a line to each organisation that it acted for, and to those it mediated among."""
    spot, acts = hub_place(where), acts_by(weeks)
    most, colour = max(acts.values()), style.VERMILION
    for who in sorted({*acts, *mediated_by(weeks)}):
        (x, y), number = where[who], acts.get(who, 0)
        line = "-" if number else "--"
        width = max(0.5, MOST_ACTS * number / most)
        axes.plot([spot[0], x], [spot[1], y], line, color=colour, linewidth=width, alpha=0.55)
    axes.plot(*spot, HUB, zorder=3, **_hub_look())


def _organisations(axes: Axes, graph: Any, where: Places) -> None:
    node = NODE * min(1.0, CROWD / max(len(graph), 1))
    for sector, (colour, marker) in LOOKS.items():
        mine = [name for name, data in graph.nodes(data=True) if data["sector"] == sector]
        for here, fill, symbol in ((True, colour, marker), (False, style.DARK_GREY, LEFT)):
            spots = np.array([where[n] for n in mine if graph.nodes[n]["present"] is here])
            if len(spots):
                edge: Look = {"edgecolors": style.BLACK, "linewidths": 0.5}
                edge = edge if here else {"linewidths": 2.0}
                look: Look = {"s": node, "c": fill, "marker": symbol, "zorder": 2, **edge}
                axes.scatter(spots[:, 0], spots[:, 1], **look)


def _hub_look() -> Look:
    return {
        "markersize": 14,
        "markerfacecolor": style.VERMILION,
        "markeredgecolor": style.BLACK,
        "markeredgewidth": 0.6,
        "linestyle": "none",
    }


def _explain(figure: Figure, hub: bool, say: Speaker) -> None:
    marks = [
        Line2D([], [], color=colour, marker=marker, linestyle="none", markersize=7)
        for colour, marker in LOOKS.values()
    ]
    marks.append(Line2D([], [], color=style.DARK_GREY, marker=LEFT, linestyle="none"))
    words = ["left", *(f"tie.{kind}" for kind in TIES)]
    for line, colour, alpha in TIES.values():
        marks.append(Line2D([], [], color=colour, linestyle=line, alpha=alpha, linewidth=1.6))
    if hub:
        marks.append(Line2D([], [], marker=HUB, **_hub_look()))
        for line, width in (("-", 3.0), ("--", 0.8)):
            look: Look = {"linestyle": line, "linewidth": width, "alpha": 0.55}
            marks.append(Line2D([], [], color=style.VERMILION, **look))
        words += ["hub", "acts", "mediated"]
    labels = [say(f"sector.{name}") for name in LOOKS]
    labels += [say(f"figure.network.{word}") for word in words]
    legend(figure, marks, labels, most=4)


def network_data(found: Networks) -> pd.DataFrame:
    """Rows (arm, week, kind, source, target): of a tie its mean trust in both directions; of the
    coordinator its acts for the target's projects until then, and whether it mediated there. Where
    both stand, and whether they are there."""
    where = {**places(found), HUB_NAME: hub_place(places(found))}
    rows = [
        {"arm": arm, "week": week, "kind": kind, "source": source, "target": target}
        | values
        | {f"{end}_present": _present(graph, who) for end, who in ends(source, target)}
        | {f"{end}_{axis}": where[who][i] for end, who in ends(source, target)
           for i, axis in enumerate("xy")}
        for arm, by_week in found.graphs.items()
        for week, graph in sorted(by_week.items())
        for kind, source, target, values in _links(found, arm, week)
    ]  # fmt: skip
    return pd.DataFrame(rows)


HUB_NAME = "coordinator"
"""What it is called in the table."""


def ends(source: str, target: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """Both ends of a link, by name."""
    return ("source", source), ("target", target)


def _present(graph: Any, who: str) -> bool:
    return True if who == HUB_NAME else bool(graph.nodes[who]["present"])


def _links(
    found: Networks, arm: str, week: int
) -> Iterator[tuple[str, str, str, dict[str, float]]]:
    for source, target, trust in _ties([found.graphs[arm][week]]):
        yield "tie", source, target, {"trust": trust}
    done = list(found.acts.get(arm, ()))[: week + 1]
    acts, mediated = acts_by(done), mediated_by(done)
    for who in sorted({*acts, *mediated}):
        yield "acts", HUB_NAME, who, {"acts": acts.get(who, 0), "mediated": who in mediated}


def _summary(graph: Any) -> dict[str, Any]:
    trusts = [trust for *_, trust in _ties([graph]) if trust >= SHOWN_FROM]
    return {
        "present": sum(data["present"] for _, data in graph.nodes(data=True)),
        "ties": len(trusts),
        "trust": float(np.mean(trusts)) if trusts else 0.0,
    }


def network_finding(found: Networks, say: Speaker) -> str:
    """What became of the ties in this pair of runs, and what the coordinator did."""
    first, last = found.weeks
    start = _summary(next(iter(found.graphs.values()))[first])
    ends_of = (
        say("alt.value", arm=say.arm(arm), value=_summary(by_week[last])["ties"])
        for arm, by_week in found.graphs.items()
    )
    parts = [
        say(
            "figure.network.ties",
            start=start["ties"],
            least=SHOWN_FROM,
            ends=say("alt.and").join(ends_of),
        )
    ]
    parts += [_did(arm, weeks, say) for arm, weeks in found.acts.items()]
    return say("figure.finding.separator").join(parts)


def _did(arm: str, weeks: Sequence[HubWeek], say: Speaker) -> str:
    return say(
        "figure.network.did",
        arm=say.arm(arm),
        acts=sum(acts_by(weeks).values()),
        projects=len({number for week in weeks for number in week.projects}),
        tables=sum(len(week.tables) for week in weeks),
    )


def network_alt(found: Networks, say: Speaker) -> str:
    """Organisations present, ties drawn and their mean trust, by arm and week; and what each
    coordinator did."""

    def of(arm: str, week: int) -> str:
        told = _summary(found.graphs[arm][week])
        trust = say.number(told.pop("trust"), 2)
        return say("alt.network.week", week=week, trust=trust, **told)

    parts = [
        say(
            "alt.arm",
            arm=say.arm(arm),
            what=say("alt.list").join(of(arm, week) for week in found.weeks),
        )
        for arm in found.graphs
    ]
    parts += [_did(arm, weeks, say) for arm, weeks in found.acts.items()]
    return say("alt.network", replicate=found.replicate, parts=say("alt.stop").join(parts))
