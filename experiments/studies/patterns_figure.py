"""Validation patterns: one row each, expected range, median with both spreads, verdict."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from experiments.figures import style
from experiments.figures.style import canvas, legend, title
from experiments.words.speech import Speaker

MARKS = {
    "met": (style.BLUE, "o", style.BLUE),
    "not_met": (style.ORANGE, "X", style.ORANGE),
    "undecided": (style.BLACK, "D", style.WHITE),
}
"""Line's colour, marker and fill: told apart in grey by shape."""
ROW, MARGIN = 0.36, 1.8
"""Inches."""
BAND = 0.38
"""Half height of the expected range, in rows."""
REACH = 1.12
"""Half width of the axis, where the farthest end of a row's 90% range is 1."""
ENDS = ("median", "low", "high", "mc_low", "mc_high")


def patterns(
    summary: pd.DataFrame, labels: Sequence[str], beside: Sequence[str], heading: str, say: Speaker
) -> Figure:
    """summary: as ``judge`` gives its rows. labels, beside: of each row, at the left and right."""
    rows = summary.to_dict("records")
    figure, (axes,) = canvas(1, 1, MARGIN + ROW * len(rows))
    for i, row in enumerate(rows):
        _row(axes, i, row)
    axes.set_yticks(range(len(rows)), labels)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlim(-REACH, REACH)
    axes.set_xticks([])
    axes.axvline(0, color=style.BLACK, linewidth=1)
    axes.set_xlabel(say("patterns.axis"))
    _numbers(axes, beside)
    _explain(figure, say)
    title(figure, heading)
    return figure


def _row(axes: Axes, i: int, row: Mapping[str, Any]) -> None:
    """The row's numbers over the farthest of them."""
    numbers = np.array([row[name] for name in ENDS], np.float64)
    known = np.abs(numbers[np.isfinite(numbers)])
    unit = known.max() if len(known) and known.max() > 0.0 else 1.0
    low, high = (np.clip(row[end] / unit, -REACH, REACH) for end in ("least", "most"))
    axes.fill_betweenx([i - BAND, i + BAND], low, high, color=style.LIGHT_GREY, zorder=0)
    colour, marker, fill = MARKS[row["verdict"]]
    at = dict(zip(ENDS, np.clip(numbers / unit, -REACH, REACH), strict=True))
    axes.plot([at["low"], at["high"]], [i, i], color=colour, linewidth=1)
    axes.plot([at["mc_low"], at["mc_high"]], [i, i], color=colour, linewidth=4)
    axes.plot(
        at["median"], i, color=colour, marker=marker, markersize=9, markerfacecolor=fill,
        markeredgecolor=style.BLACK,
    )  # fmt: skip


def _numbers(axes: Axes, texts: Sequence[str]) -> None:
    """Median, unit and verdict in words at the right."""
    right: Any = axes.twinx()
    right.set_ylim(axes.get_ylim())
    right.set_yticks(range(len(texts)), texts)
    for each in (axes, right):
        each.tick_params(axis="y", length=0)
        for side in each.spines.values():
            side.set_visible(False)


def _explain(figure: Figure, say: Speaker) -> None:
    points = [
        Line2D([], [], color=colour, marker=marker, markerfacecolor=fill, linestyle="none",
               markeredgecolor=style.BLACK)
        for colour, marker, fill in MARKS.values()
    ]  # fmt: skip
    lines = [Line2D([], [], color=style.BLACK, linewidth=width) for width in (4, 1)]
    words = [f"pattern_verdict.{name}" for name in MARKS]
    words += ["patterns.thick", "patterns.thin", "patterns.expected_zone"]
    handles = [*points, *lines, Patch(color=style.LIGHT_GREY)]
    legend(figure, handles, [say(word) for word in words], most=3)
