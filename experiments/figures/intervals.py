"""Points with 95% intervals: breakdown and failure by arm."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.analysis.compare import Comparison
from experiments.analysis.estimates import PER_HUNDRED
from experiments.figures import style
from experiments.figures.style import (
    arm_axis,
    by_effect,
    canvas,
    comparison_title,
    legend,
)
from experiments.words.speech import Speaker

MARKS = {"breakdown": (style.VERMILION, "o", -0.15), "failure": (style.BLUE, "s", 0.15)}
"""Colour, marker and offset from the arm's line."""
POINT: dict[str, Any] = {"linestyle": "none", "capsize": 3, "markersize": 7, "elinewidth": 1.6}


def rates(comparison: Comparison, say: Speaker) -> Figure:
    """Breakdown and failure per 100 opportunities by arm."""
    names = by_effect(comparison)
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
    rows = comparison.levels[comparison.levels["measure"].isin(MARKS)]
    return rows[["arm", "measure"]].join(PER_HUNDRED * rows[["value", "low", "high"]].astype(float))


def _points(
    axes: Axes, rows: pd.DataFrame, offset: float, colour: str, marker: str, label: str
) -> None:
    scaled = PER_HUNDRED * rows[["value", "low", "high"]]
    spread = [scaled["value"] - scaled["low"], scaled["high"] - scaled["value"]]
    where = np.arange(len(rows)) + offset
    axes.errorbar(
        scaled["value"], where, xerr=spread, color=colour, marker=marker, label=label, **POINT
    )
