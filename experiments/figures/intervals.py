"""Points with 95% intervals: rates by arm, and the treated arm against each comparator."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from experiments.analysis.compare import Comparison
from experiments.analysis.estimates import PER_HUNDRED
from experiments.analysis.statistics import SMALLEST_EFFECT
from experiments.figures import style
from experiments.figures.style import (
    arm_axis,
    canvas,
    comparison_title,
    fold_beside_arms,
    legend,
    side_by_side,
)
from experiments.words.speech import Speaker

MARKS = {"breakdown": (style.VERMILION, "o", -0.15), "failure": (style.BLUE, "s", 0.15)}
"""Colour, marker and offset from the arm's line."""
POINT: dict[str, Any] = {"linestyle": "none", "capsize": 3, "markersize": 7, "elinewidth": 1.6}
MARGIN = 1.15


def rates(comparison: Comparison, say: Speaker) -> Figure:
    """Breakdown and failure per 100 opportunities by arm."""
    names = comparison.names
    figure, (axes,) = canvas(1, 1, 1.9 + 0.5 * len(names))
    for measure, (colour, marker, offset) in MARKS.items():
        levels = comparison.levels
        rows = levels[levels["measure"] == measure].set_index("arm").loc[names]
        _points(axes, rows, offset, colour, marker, say(f"measure.{measure}"))
    arm_axis([axes], names, say)
    axes.set_xlim(left=0)
    axes.grid(axis="x", color=style.LIGHT_GREY)
    axes.set_xlabel(say("figure.rates.x"))
    legend(figure, *axes.get_legend_handles_labels())
    comparison_title(figure, comparison, "rates", say)
    return figure


def rates_data(comparison: Comparison) -> pd.DataFrame:
    """Rows (arm, measure): value and interval per 100 opportunities."""
    return _per_hundred(comparison.levels, "arm")


def _per_hundred(table: pd.DataFrame, who: str) -> pd.DataFrame:
    rows = table[table["measure"].isin(MARKS)]
    return rows[[who, "measure"]].join(PER_HUNDRED * rows[["value", "low", "high"]].astype(float))


def _points(
    axes: Axes, rows: pd.DataFrame, offset: float, colour: str, marker: str, label: str
) -> None:
    scaled = PER_HUNDRED * rows[["value", "low", "high"]]
    spread = [scaled["value"] - scaled["low"], scaled["high"] - scaled["value"]]
    where = np.arange(len(rows)) + offset
    axes.errorbar(
        scaled["value"], where, xerr=spread, color=colour, marker=marker, label=label, **POINT
    )


def differences(comparison: Comparison, say: Speaker) -> Figure:
    """Treated arm minus each comparator: filled points where the interval leaves 0 out."""
    names = comparison.comparators
    rows_of_panels, columns = side_by_side(len(MARKS))
    height = 1.3 + rows_of_panels * (0.8 + 0.5 * len(names))
    figure, panels = canvas(rows_of_panels, columns, height, sharex=True, sharey=True)
    for axes, (measure, (colour, marker, _)) in zip(panels, MARKS.items(), strict=True):
        table = comparison.differences
        rows = table[table["measure"] == measure].set_index("comparator").loc[names]
        _difference_points(axes, rows, colour, marker)
        _zero(axes, say)
        axes.set_title(say(f"measure.{measure}"))
        if rows_of_panels == 1 or axes is panels[-1]:
            axes.set_xlabel(fold_beside_arms(say("figure.differences.x")))
    arm_axis(panels, names, say)
    reach = MARGIN * max(abs(limit) for limit in panels[0].get_xlim())
    panels[0].set_xlim(-reach, reach)
    _explain(figure, panels[0], say)
    comparison_title(figure, comparison, "differences", say)
    return figure


def differences_data(comparison: Comparison) -> pd.DataFrame:
    """Rows (comparator, measure): difference and interval per 100, verdict and pairs."""
    table = comparison.differences
    return _per_hundred(table, "comparator").join(table[["verdict", "equivalent", "pairs"]])


def _difference_points(axes: Axes, rows: pd.DataFrame, colour: str, marker: str) -> None:
    scaled = PER_HUNDRED * rows[["value", "low", "high"]].astype(float)
    for i, (verdict, value, low, high) in enumerate(
        zip(rows["verdict"], scaled["value"], scaled["low"], scaled["high"], strict=True)
    ):
        fill = style.WHITE if verdict == 0 else colour
        spread = [[value - low], [high - value]]
        axes.errorbar(
            value, i, xerr=spread, color=colour, marker=marker, markerfacecolor=fill, **POINT
        )


def _explain(figure: Figure, axes: Axes, say: Speaker) -> None:
    """Legend: the zone of small effects, and what filled and hollow points say."""
    zone = axes.get_legend_handles_labels()[0]
    points = [
        Line2D([], [], color=style.BLACK, marker="o", linestyle="none", markerfacecolor=fill)
        for fill in (style.BLACK, style.WHITE)
    ]
    words = ("zone", "clear", "unclear")
    labels = [say(f"figure.differences.{word}") for word in words]
    legend(figure, [*zone, *points], labels)


def _zero(axes: Axes, say: Speaker) -> None:
    zone = PER_HUNDRED * SMALLEST_EFFECT
    label = say("figure.differences.zone")
    axes.axvspan(-zone, zone, color=style.LIGHT_GREY, alpha=0.6, zorder=0, label=label)
    axes.axvline(0, color=style.BLACK, linewidth=1)
