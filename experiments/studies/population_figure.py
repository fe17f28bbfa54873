"""The headline as a figure: shares over margins, and the median level by level."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from experiments.analysis.answer import PRIMARY
from experiments.analysis.estimates import PER_HUNDRED
from experiments.figures import style
from experiments.figures.style import fold, legend, page_width, title
from experiments.studies.population_analysis import Answer
from experiments.studies.population_points import LEVELS, rule_name
from experiments.studies.population_verdict import LEVEL, SIDES
from experiments.words.speech import Speaker

TOP, ROW, MARGIN = 2.2, 0.21, 1.9
"""Inches."""
LINES: dict[str, tuple[str, Any]] = dict(
    zip(SIDES, ((style.BLUE, "-"), (style.VERMILION, "--")), strict=True)
)
"""Colour and line of the share on each side."""
MARKS = dict(zip(PRIMARY, ((style.ORANGE, "o"), (style.BLACK, "s")), strict=True))
"""Colour and mark of a measure."""
APART = 0.18
"""Rows between a row's middle and the mark of a measure."""
LETTERS = 60
"""Half-width letters of a rule's name in one line."""


def population(answer: Answer, heading: str, say: Speaker) -> Figure:
    """Above, the share of the population at each margin or beyond; below, medians by level."""
    rows = sum(map(len, LEVELS.values())) + len(LEVELS)
    heights = [TOP, ROW * rows]
    figure = Figure(figsize=(page_width(), MARGIN + sum(heights)))
    panels: Any = figure.subplots(2, 1, height_ratios=heights)
    _margins(panels[0], answer.margins, say)
    _levels(panels[1], answer.levels, say)
    _explain(figure, say)
    title(figure, heading)
    return figure


def _margins(axes: Axes, table: pd.DataFrame, say: Speaker) -> None:
    own = table[table["measure"] == "failure"]
    for side, (colour, line) in LINES.items():
        axes.plot(own["margin"], PER_HUNDRED * own[side], line, color=colour)
    axes.set_ylim(0, PER_HUNDRED)
    axes.set_xlabel(say("population.axis.margin"))
    axes.set_ylabel(say("population.axis.share"))


def _levels(axes: Axes, table: pd.DataFrame, say: Speaker) -> None:
    places = _places()
    axes.axvline(0.0, color=style.GREY, linewidth=0.8)
    for number, (measure, (colour, mark)) in enumerate(MARKS.items()):
        own = table[table["measure"] == measure]
        keys = zip(own["rule"], own["level"], strict=True)
        at = [places[key] + (2 * number - 1) * APART for key in keys]
        reach = PER_HUNDRED * LEVEL * own["median_error"]
        axes.errorbar(
            PER_HUNDRED * own["median"], at, xerr=reach, fmt=mark, markersize=3.5, linewidth=0.9,
            color=colour,
        )  # fmt: skip
    axes.set_yticks(list(places.values()), [say(f"token.{level}") for _, level in places])
    for rule, levels in LEVELS.items():
        axes.text(
            0.01, places[rule, levels[0]] - 1, fold(rule_name(rule, say), LETTERS), va="center",
            transform=axes.get_yaxis_transform(), fontsize=style.SMALL,
            bbox={"facecolor": style.WHITE, "edgecolor": "none", "pad": 1.0},
        )  # fmt: skip
    axes.set_ylim(max(places.values()) + 0.7, -0.7)
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel(say("population.axis.median"))


def _places() -> dict[tuple[str, str], int]:
    """Row of each level; each rule has one for its name above them."""
    keys = [(rule, level) for rule, levels in LEVELS.items() for level in levels]
    return {key: row + list(LEVELS).index(key[0]) + 1 for row, key in enumerate(keys)}


def _explain(figure: Figure, say: Speaker) -> None:
    lines = [Line2D([], [], color=colour, linestyle=line) for colour, line in LINES.values()]
    marks = [Line2D([], [], color=c, marker=m, linestyle="none") for c, m in MARKS.values()]
    words = [say(f"population.line.{side}") for side in LINES]
    legend(figure, [*lines, *marks], [*words, *(say(f"measure.{m}") for m in MARKS)], most=2)
