"""Base rates as a figure: failure by supply, year and tenure, a line an arm."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.analysis.base_rates import UNKNOWN, by_number
from experiments.analysis.estimates import PER_HUNDRED
from experiments.figures.looks import look_of
from experiments.figures.style import canvas, fold, legend, side_by_side, title
from experiments.words.speech import Speaker

SHOWN = "failure"
HEIGHT, MARGIN = 3.0, 1.3
"""Inches."""
APART = 0.06
"""Classes between the marks of arms."""
LEAST = 50
"""Opportunities of a class from which it is drawn; all are in the table."""
LETTERS = 34
"""Half-width letters of an axis' name in one line."""
TOP = 103.0


def rates(table: pd.DataFrame, heading: str, say: Speaker) -> Figure:
    """A panel for each thing that rates are told by; what is vacant stands in the table only."""
    own = table[(table["measure"] == SHOWN) & (table["class"] != UNKNOWN)]
    own = own[own["opportunities"] >= LEAST]
    kinds = list(dict.fromkeys(own["by"]))
    rows, columns = side_by_side(len(kinds))
    figure, panels = canvas(rows, columns, MARGIN + HEIGHT * rows, sharey=True)
    for axes, by in zip(panels, kinds, strict=True):
        _panel(axes, own[own["by"] == by], say)
        axes.set_xlabel(fold(say(f"rates.axis.{by}"), LETTERS))
    panels[0].set_ylim(0, TOP)
    panels[0].set_ylabel(say("rates.axis.failure"))
    legend(figure, *panels[0].get_legend_handles_labels())
    title(figure, heading)
    return figure


def _panel(axes: Axes, table: pd.DataFrame, say: Speaker) -> None:
    names = sorted(table["class"].unique(), key=by_number)
    for number, (arm, part) in enumerate(table.groupby("arm", sort=False)):
        at = [names.index(each) + (2 * number - 1) * APART for each in part["class"]]
        value, low, high = (PER_HUNDRED * part[key] for key in ("value", "low", "high"))
        look = look_of(str(arm))
        axes.errorbar(
            at, value, yerr=[value - low, high - value], label=say.arm(str(arm)), capsize=2,
            markersize=5, color=look.colour, marker=look.marker, linestyle=look.line,
        )  # fmt: skip
    axes.set_xticks(range(len(names)), names)
