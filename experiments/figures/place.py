"""A picture of a community at its start: who lives where, and which organisations know which."""

import io
from typing import Any

import networkx as nx
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.patheffects import withStroke
from numpy.typing import NDArray

from experiments.base.fonts import FONT_FILE
from experiments.config.place.columns import ROLE_NAMES
from experiments.config.place.names import number_of
from experiments.config.place.write import Community
from experiments.figures import style
from experiments.figures.groups import LOOKS as GROUP_LOOKS
from experiments.figures.network import LOOKS as SECTOR_LOOKS
from experiments.figures.network import SHOWN_FROM, THICKEST, THINNEST, Networks, places
from experiments.words.speech import Speaker
from sim.base.vocabulary import GROUPS, ROLE_CODES
from sim.parameters import Parameters
from sim.state.ties import as_graph

HEIGHT, DPI = 5.2, 150
HATCHES = ("", "///", "...")
MOST_LABELS = 24
"""Buildings named under the bars; of more, every second, third, and so on."""
LABEL_SIZE, LINE_LETTERS, LONGEST_LABEL = 7.5, 14, 28
NODE = 60
MOST_SCATTERED = 14
"""Organisations up to which they stand by their ties; more stand on a circle."""
LEVEL = 1e-9
Floats = NDArray[np.float64]
NAMED_IN_FULL = 12
"""Buildings up to which names stand level."""


def picture(community: Community, parameters: Parameters, name: str, say: Speaker) -> bytes:
    """The community as a PNG; the same community, the same bytes."""
    with style.drawing():
        figure, (left, right) = style.canvas(1, 2, HEIGHT)
        _buildings(left, community, parameters, say)
        _network(right, community, parameters, say)
        _explain(figure, bool((community.people.waiting >= 0).any()), say)
        values = {
            "name": name,
            "households": community.people.size,
            "organisations": len(community.names),
            "ties": len(_ties(community)),
            "drawn": _drawn(parameters, say),
        }
        style.title(figure, say("place.picture.title", **values))
        sink = io.BytesIO()
        figure.savefig(sink, format="png", dpi=DPI, metadata={"Software": None})
    return sink.getvalue()


def _drawn(parameters: Parameters, say: Speaker) -> str:
    """Which parts no table gives."""
    place = parameters.place
    parts = [
        say(f"place.picture.{part}")
        for part in ("households", "organisations", "ties")
        if place is None or getattr(place, part) is None
    ]
    if not parts:
        return say("place.picture.given")
    return say("place.picture.drawn", parts=say("place.comma").join(parts))


def _buildings(axes: Axes, community: Community, parameters: Parameters, say: Speaker) -> None:
    people = community.people
    counts = np.zeros((len(GROUPS), people.buildings))
    np.add.at(counts, (people.group, people.building), 1)
    where = np.arange(people.buildings)
    below = np.zeros(people.buildings)
    for group, hatch, number in zip(GROUPS, HATCHES, counts, strict=True):
        colour = GROUP_LOOKS[group][0]
        axes.bar(where, number, 0.8, below, color=colour, hatch=hatch, **style.EDGE)
        below = below + number
    waiting = np.bincount(people.building[(people.waiting >= 0).any(axis=0)], minlength=len(where))
    if waiting.any():
        axes.plot(where, waiting, **_waiting_look())
    step = -(-people.buildings // MOST_LABELS)
    turned = 0 if people.buildings <= NAMED_IN_FULL else 90
    names = [_legible(name, str(i + 1)) for i, name in enumerate(_names(community, parameters))]
    lines = [style.fold(name, 8) if turned == 0 else name for name in names]
    axes.set_xticks(where[::step], lines[::step], rotation=turned, size=style.SMALL)
    axes.set_title(say("place.picture.by_building"))


def _names(community: Community, parameters: Parameters) -> list[str]:
    place = parameters.place
    if place is None or place.households is None:
        return [str(number + 1) for number in range(community.people.buildings)]
    return list(place.households.building_names)


def _legible(name: str, otherwise: str) -> str:
    """A name that the shipped font has every letter of, cut to length; else the other."""
    known = FT2Font(str(FONT_FILE)).get_charmap()
    short = name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1]}…"
    return short if all(ord(letter) in known for letter in short) else otherwise


def _ties(community: Community) -> list[tuple[int, int, float]]:
    """Each pair of which one trusts the other, with the mean of both."""
    mean = (community.trust + community.trust.T) / 2
    return [(int(i), int(j), float(mean[i, j])) for i, j in np.argwhere(np.triu(mean) > 0.0)]


def _network(axes: Axes, community: Community, parameters: Parameters, say: Speaker) -> None:
    number = len(community.names)
    round_table = number > MOST_SCATTERED
    spots = _around(number) if round_table else _scattered(community)
    ties = _ties(community)
    axes.add_collection(
        LineCollection(
            [(spots[i], spots[j]) for i, j, _ in ties],
            linewidths=[_width(trust) for *_, trust in ties],
            colors=style.GREY,
            alpha=0.6,
            zorder=1,
        )
    )
    for sector, (colour, marker) in enumerate(SECTOR_LOOKS.values()):
        across, up = spots[community.organisations.sector == sector].T
        look: dict[str, Any] = {"edgecolors": style.BLACK, "linewidths": 0.5}
        axes.scatter(across, up, s=NODE, c=colour, marker=marker, zorder=2, **look)
    for spot, name in zip(spots, _labels(community, parameters, say), strict=True):
        _label(axes, spot, name, round_table)
    axes.set_title(say("place.picture.network"))
    axes.set_axis_off()
    axes.margins(0.5 if round_table else 0.15)
    if round_table:
        axes.set_aspect("equal")


def _scattered(community: Community) -> Floats:
    """Spots by their ties, (M, 2)."""
    names = [str(j) for j in range(len(community.names))]
    sectors, present = community.organisations.sector, community.standing.present
    graph: nx.DiGraph = as_graph(community.trust, names, sectors, present)
    found = places(Networks(0, {"": {0: graph}}))
    return np.array([found[name] for name in names]).reshape(-1, 2)


def _around(number: int) -> Floats:
    """Spots on a circle, (M, 2), in order of role: where there are many, names stay legible."""
    angles = 2.0 * np.pi * np.arange(number) / number
    return np.stack([np.cos(angles), np.sin(angles)], axis=1)


def _labels(community: Community, parameters: Parameters, say: Speaker) -> list[str]:
    """Names of the table; role and number where there is none, or a letter has no glyph."""
    known, place = community.organisations, parameters.place
    roles = [ROLE_NAMES[int(role)][number_of(say)].replace("_", " ") for role in known.role]
    plain = [
        f"{role} {code % ROLE_CODES + 1}" for role, code in zip(roles, known.code, strict=True)
    ]
    if place is None or place.organisations is None:
        return plain
    return [_legible(name, other) for name, other in zip(community.names, plain, strict=True)]


def _label(axes: Axes, spot: Any, name: str, radial: bool) -> None:
    x, y = spot
    look: dict[str, Any] = {
        "textcoords": "offset points",
        "size": LABEL_SIZE,
        "zorder": 3,
        "path_effects": [withStroke(linewidth=2, foreground=style.WHITE)],
    }
    lines = style.fold(name, LINE_LETTERS)
    if not radial:
        below: dict[str, Any] = {"ha": "center", "va": "top"}
        axes.annotate(lines, (x, y), (0, -6), **below, **look)
        return
    left = x < -LEVEL
    turned = np.degrees(np.arctan2(y, x)) + (180.0 if left else 0.0)
    beside: dict[str, Any] = {"ha": "right" if left else "left", "va": "center", "rotation": turned}
    axes.annotate(lines, (x, y), (8 * x, 8 * y), rotation_mode="anchor", **beside, **look)


def _width(trust: float) -> float:
    return float(THINNEST + (THICKEST - THINNEST) * trust)


def _waiting_look() -> dict[str, Any]:
    return {"linestyle": "none", "marker": "D", "markersize": 5, "color": style.BLACK}


def _explain(figure: Figure, some_wait: bool, say: Speaker) -> None:
    bars = [
        Patch(facecolor=GROUP_LOOKS[group][0], hatch=hatch, **style.EDGE)
        for group, hatch in zip(GROUPS, HATCHES, strict=True)
    ]
    waiting = [Line2D([], [], **_waiting_look())] if some_wait else []
    nodes = [
        Line2D([], [], color=colour, marker=marker, linestyle="none", markersize=7)
        for colour, marker in SECTOR_LOOKS.values()
    ]
    ties = [
        Line2D([], [], color=style.GREY, linewidth=_width(trust)) for trust in (SHOWN_FROM, 1.0)
    ]
    labels = [say(f"group.{group}") for group in GROUPS]
    labels += [say("place.picture.waiting")] * some_wait
    labels += [say(f"sector.{sector}") for sector in SECTOR_LOOKS]
    labels += [say("place.picture.trust", trust=f"{t:g}") for t in (SHOWN_FROM, 1.0)]
    style.legend(figure, [*bars, *waiting, *nodes, *ties], labels, most=4)
