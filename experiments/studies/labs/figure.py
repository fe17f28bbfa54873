"""A lab at one glance: a panel a measure, a row an arm, values with their 95% intervals."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures import style
from experiments.figures.style import canvas, fold, side_by_side, title
from experiments.studies.labs.measures import MEASURES, UNITS
from experiments.studies.labs.words import measure_label, shown
from experiments.words.speech import Speaker

ROW, MARGIN = 0.42, 1.9
"""Inches."""
LABEL_LETTERS = 24
"""Half-width letters of an arm's name before it goes on in a new line."""
AXIS_LETTERS = 26
ROOM = 0.15
"""Part of the span that is left free beside what is drawn."""
MARKERS = ("o", "s", "D", "^", "v", "P")
COLOURS = (style.BLACK, style.BLUE, style.ORANGE, style.GREEN, style.VERMILION, style.PURPLE)


def lab_figure(levels: pd.DataFrame, arms: Mapping[str, str], heading: str, say: Speaker) -> Figure:
    """levels: arm, measure, value, low, high. arms: their labels, by name, in order."""
    measures = list(levels["measure"].unique())
    rows, columns = side_by_side(len(measures))
    height = (MARGIN + ROW * len(arms)) * rows
    figure, panels = canvas(rows, columns, height, sharey=columns > 1)
    for axes, measure in zip(panels, measures, strict=True):
        mine = levels[levels["measure"] == measure].set_index("arm").loc[list(arms)]
        _panel(axes, mine, measure, say)
    names = [fold(label, LABEL_LETTERS) for label in arms.values()]
    for axes in panels if rows > 1 else panels[:1]:
        axes.set_yticks(range(len(names)), names)
        axes.set_ylim(len(names) - 0.5, -0.5)
    title(figure, heading)
    return figure


def _panel(axes: Axes, rows: pd.DataFrame, measure: str, say: Speaker) -> None:
    scale = UNITS[MEASURES[measure].unit].scale
    ends = [0.0] if MEASURES[measure].unit != "index" else []
    for i, row in enumerate(rows.to_dict("records")):
        value, low, high = (scale * row[name] for name in ("value", "low", "high"))
        colour, marker = COLOURS[i % len(COLOURS)], MARKERS[i % len(MARKERS)]
        spread = [[value - low], [high - value]]
        axes.errorbar(value, i, xerr=spread, color=colour, marker=marker, markersize=7, capsize=3)
        axes.annotate(
            shown(measure, row["value"], say), (value, i), xytext=(0, 7), ha="center",
            textcoords="offset points", fontsize=style.SMALL,
        )  # fmt: skip
        ends += [end for end in (low, high) if np.isfinite(end)]
    room = ROOM * (max(ends) - min(ends) or 1.0)
    axes.set_xlim(min(ends) - room, max(ends) + room)
    axes.set_xlabel(fold(measure_label(measure, say), AXIS_LETTERS))
    axes.grid(axis="x", color=style.LIGHT_GREY, linewidth=0.6)
    axes.tick_params(axis="y", length=0)
