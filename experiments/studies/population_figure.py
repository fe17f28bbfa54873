"""The headline as a figure: shares over margins, and the median level by level."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.analysis.answer import PRIMARY
from experiments.analysis.estimates import PER_HUNDRED
from experiments.figures import style
from experiments.figures.style import page_width, title
from experiments.studies.population_analysis import LEVEL, Answer
from experiments.studies.population_points import LEVELS, rule_name
from experiments.words.speech import Speaker

TOP, ROW, MARGIN = 2.6, 0.2, 2.4
"""Inches."""
SIDES = {"lowers": (style.BLUE, "-"), "raises": (style.VERMILION, "--")}
"""Colour and line of the share on each side."""
APART = 0.16
"""Rows between the marks of two measures."""
MARKS = dict(zip(PRIMARY, ("o", "s"), strict=True))


def population(answer: Answer, heading: str, say: Speaker) -> Figure:
    """Above, the share of the population at each margin or beyond; below, medians by level."""
    rows = sum(map(len, LEVELS.values()))
    heights = [TOP, ROW * (rows + len(LEVELS))]
    figure = Figure(figsize=(page_width(), MARGIN + sum(heights)))
    panels: Any = figure.subplots(2, 1, height_ratios=heights)
    _margins(panels[0], answer.margins, say)
    _levels(panels[1], answer.levels, say)
    title(figure, heading)
    return figure


def _margins(axes: Axes, table: pd.DataFrame, say: Speaker) -> None:
    own = table[table["measure"] == "failure"]
    for side, (colour, line) in SIDES.items():
        share = PER_HUNDRED * own[side]
        axes.plot(own["margin"], share, line, color=colour, label=say(f"population.header.{side}"))
    axes.set_ylim(0, PER_HUNDRED)
    axes.set_xlabel(say("population.axis.margin"))
    axes.set_ylabel(say("population.axis.share"))
    axes.legend(frameon=False)


def _levels(axes: Axes, table: pd.DataFrame, say: Speaker) -> None:
    keys = [(rule, level) for rule, levels in LEVELS.items() for level in levels]
    places = {key: number + list(LEVELS).index(key[0]) for number, key in enumerate(keys)}
    axes.axvline(0.0, color=style.GREY, linewidth=0.8)
    for number, (measure, mark) in enumerate(MARKS.items()):
        own = table[table["measure"] == measure]
        at = [places[key] + (number - 0.5) * 2 * APART
              for key in zip(own["rule"], own["level"], strict=True)]  # fmt: skip
        reach = PER_HUNDRED * LEVEL * own["median_error"]
        axes.errorbar(
            PER_HUNDRED * own["median"], at, xerr=reach, fmt=mark, markersize=3.5, linewidth=0.9,
            color=style.BLACK if number else style.ORANGE, label=say(f"measure.{measure}"),
        )  # fmt: skip
    labels = [
        say("population.level", rule=rule_name(rule, say), level=say(f"token.{level}"))
        for rule, level in keys
    ]
    axes.set_yticks([places[key] for key in keys], labels)
    axes.set_ylim(max(places.values()) + 1, -1)
    axes.set_xlabel(say("population.axis.median"))
    axes.legend(frameon=False)
