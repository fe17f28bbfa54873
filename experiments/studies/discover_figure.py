"""How much a box holds against how sure it is: from all points to the smallest box."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.analysis.estimates import PER_HUNDRED
from experiments.figures import style
from experiments.figures.style import canvas, legend, side_by_side, title
from experiments.studies.discover_analysis import Discovered
from experiments.studies.population_verdict import SIDES
from experiments.words.speech import Speaker

HEIGHT, MARGIN = 3.4, 1.6
"""Inches."""
LINES = {"share": (style.BLUE, "-", "o"), "judged_share": (style.VERMILION, "--", "s")}
"""Colour, line and marker: where it was sought, and on other points."""


def discovery(found: Discovered, heading: str, say: Speaker) -> Figure:
    """Left where failure is lowered, right where it is raised."""
    rows, columns = side_by_side(len(SIDES))
    figure, panels = canvas(rows, columns, MARGIN + rows * HEIGHT)
    for axes, side in zip(panels, SIDES, strict=True):
        _way(axes, found.curve[found.curve["side"] == side], say)
        own = found.boxes.set_index("side").loc[side]
        axes.set_title(say(f"discover.side.{side}"))
        if not own["found"]:
            axes.annotate(
                say("discover.no_box"), (0.5, 0.94), xycoords="axes fraction", ha="center"
            )
    legend(figure, *panels[0].get_legend_handles_labels())
    title(figure, heading)
    return figure


def _way(axes: Axes, curve: pd.DataFrame, say: Speaker) -> None:
    way, taken = curve[~curve["taken"]], curve[curve["taken"]]
    for name, (colour, line, marker) in LINES.items():
        axes.plot(
            PER_HUNDRED * way["support"], PER_HUNDRED * way[name], color=colour, linestyle=line,
            label=say(f"discover.line.{name}"),
        )  # fmt: skip
        axes.plot(
            PER_HUNDRED * taken["support"], PER_HUNDRED * taken[name], color=colour, marker=marker,
            linestyle="none", markersize=9, markeredgecolor=style.BLACK,
            label=say(f"discover.taken.{name}"),
        )  # fmt: skip
    axes.set_xlim(PER_HUNDRED, 0)
    axes.set_ylim(0, PER_HUNDRED)
    axes.set_xlabel(say("discover.axis.support"))
    axes.set_ylabel(say("discover.axis.share"))
