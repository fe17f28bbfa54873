"""Honesty rules as a forest plot: a row an experiment, failure and breakdown side by side."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from experiments.analysis.estimates import PER_HUNDRED
from experiments.analysis.statistics import SMALLEST_EFFECT
from experiments.figures import style
from experiments.figures.intervals import MARKS, POINT
from experiments.figures.style import canvas, fold, legend, title
from experiments.words.speech import Speaker

ROW, MARGIN = 0.42, 1.9
"""Inches."""
LETTERS = 34
"""Half-width letters of an experiment's name in one line."""
REACH = 1.05


def honesty(
    table: pd.DataFrame,
    labels: Mapping[str, str],
    rules: Sequence[str],
    heading: str,
    say: Speaker,
) -> Figure:
    """table: as ``differ`` gives it. labels: of experiments, by name, in order; rules: theirs.

    A line parts settings from tests of the sign.
    """
    names = list(labels)
    figure, panels = canvas(1, len(MARKS), MARGIN + ROW * len(names), sharex=True, sharey=True)
    for axes, measure in zip(panels, ("failure", "breakdown"), strict=True):
        rows = table[table["measure"] == measure].set_index("experiment").loc[names]
        _points(axes, rows, measure)
        axes.set_title(say(f"measure.{measure}"))
        axes.set_xlabel(fold(say("honesty.axis"), LETTERS))
        _ground(axes, rules)
    panels[0].set_yticks(range(len(names)), [fold(each, LETTERS) for each in labels.values()])
    panels[0].set_ylim(len(names) - 0.5, -0.5)
    reach = REACH * max(abs(end) for end in panels[0].get_xlim())
    panels[0].set_xlim(-reach, reach)
    _explain(figure, say)
    title(figure, heading)
    return figure


def _points(axes: Axes, rows: pd.DataFrame, measure: str) -> None:
    colour, marker, _ = MARKS[measure]
    for i, row in enumerate(rows.itertuples()):
        value, low, high = (PER_HUNDRED * each for each in (row.value, row.low, row.high))
        fill = style.WHITE if row.verdict == 0 else colour
        axes.errorbar(
            value, i, xerr=[[value - low], [high - value]], color=colour, marker=marker,
            markerfacecolor=fill, **POINT,
        )  # fmt: skip
    axes.tick_params(axis="y", length=0)


def _ground(axes: Axes, rules: Sequence[str]) -> None:
    zone = PER_HUNDRED * SMALLEST_EFFECT
    axes.axvspan(-zone, zone, color=style.LIGHT_GREY, alpha=0.6, zorder=0)
    axes.axvline(0, color=style.BLACK, linewidth=1)
    for i, (before, rule) in enumerate(pairwise(rules)):
        if before != rule:
            dashes = "-" if rule == "sign" else ":"
            axes.axhline(i + 0.5, color=style.GREY, linewidth=0.8, linestyle=dashes)


def _explain(figure: Figure, say: Speaker) -> None:
    points = [
        Line2D([], [], color=style.BLACK, marker="o", linestyle="none", markerfacecolor=fill)
        for fill in (style.BLACK, style.WHITE)
    ]
    words = [say(f"honesty.{word}") for word in ("zone", "clear", "unclear")]
    legend(figure, [Patch(color=style.LIGHT_GREY), *points], words)
