"""A search: every setting in the order tried, and the finalists with luck of their own."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from experiments.analysis.estimates import PER_HUNDRED
from experiments.analysis.statistics import SMALLEST_EFFECT
from experiments.figures import style
from experiments.figures.intervals import POINT
from experiments.figures.style import canvas, fold, legend, title
from experiments.words.speech import Speaker

HEIGHT = 5.0
"""Inches."""
LETTERS = 44


def search(
    trials: pd.DataFrame,
    found: pd.DataFrame,
    raises: bool,
    startup: int,
    heading: str,
    say: Speaker,
) -> Figure:
    """Rows of one measure. trials: of all settings, the first ``startup`` by lot. found: as
    ``found_table`` gives it. raises: whether the highest is looked for, not the lowest."""
    figure, panels = canvas(1, 2, HEIGHT, sharey=True, width_ratios=[3, 2])
    _course(panels[0], trials, raises, startup)
    _finalists(panels[1], found)
    panels[0].set_xlabel(say("search.trials_axis"))
    panels[1].set_xlabel(say("search.header.rank"))
    for axes in panels:
        zone = PER_HUNDRED * SMALLEST_EFFECT
        axes.axhspan(-zone, zone, color=style.LIGHT_GREY, alpha=0.6, zorder=0)
        axes.axhline(0, color=style.BLACK, linewidth=1)
    panels[0].set_ylabel(fold(say("search.axis"), LETTERS))
    _explain(figure, say)
    title(figure, heading)
    return figure


def _course(axes: Axes, trials: pd.DataFrame, raises: bool, startup: int) -> None:
    ordered = trials.sort_values("point")
    value = PER_HUNDRED * ordered["value"].to_numpy(np.float64)
    number = ordered["point"].to_numpy()
    lot = number < startup
    for mine, (marker, colour) in ((lot, LOT), (~lot, SAMPLER)):
        axes.plot(
            number[mine], value[mine], linestyle="none", marker=marker, color=colour, markersize=4
        )
    farther = np.fmax if raises else np.fmin
    axes.step(number, farther.accumulate(value), where="post", color=style.BLACK, linewidth=1.4)


LOT, SAMPLER = ("x", style.GREY), ("o", style.SKY)
"""Marker and colour of settings by lot, and by the sampler."""


def _finalists(axes: Axes, found: pd.DataFrame) -> None:
    for i, row in enumerate(found.sort_values("rank").itertuples()):
        axes.plot(i, PER_HUNDRED * row.searched, **SEARCHED)
        value, low, high = (PER_HUNDRED * each for each in (row.value, row.low, row.high))
        spread = [[value - low], [high - value]]
        axes.errorbar(i, value, yerr=spread, color=style.BLUE, marker="s", **POINT)
    axes.set_xticks(range(len(found)), [str(rank) for rank in sorted(found["rank"])])
    axes.set_xlim(-0.5, len(found) - 0.5)


SEARCHED: dict[str, Any] = {
    "marker": "D", "color": style.ORANGE, "markerfacecolor": style.WHITE, "markersize": 7,
    "linestyle": "none",
}  # fmt: skip


def _explain(figure: Figure, say: Speaker) -> None:
    dots = [
        Line2D([], [], linestyle="none", marker=marker, color=colour, markersize=5)
        for marker, colour in (LOT, SAMPLER)
    ]
    line = Line2D([], [], color=style.BLACK, linewidth=1.4)
    fresh = Line2D([], [], color=style.BLUE, marker="s", markersize=7)
    words = ("by_lot", "by_sampler", "extreme", "searched", "fresh")
    handles = [*dots, line, Line2D([], [], **SEARCHED), fresh]
    legend(figure, handles, [say(f"search.{word}") for word in words], most=3)
