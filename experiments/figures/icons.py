"""Icon array: each of 100 opportunities as one mark, by what became of it."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from experiments.analysis.compare import Comparison
from experiments.analysis.estimates import PER_HUNDRED
from experiments.figures import style
from experiments.figures.style import (
    by_effect,
    canvas,
    comparison_title,
    is_narrow,
    legend,
    short_label,
)
from experiments.words.speech import Speaker
from sim.base.vocabulary import SERVICE

SIDE = 10
"""Marks in a row, and rows, of 100."""
MARKS = {
    "completed": {"marker": "o", "markerfacecolor": style.BLUE},
    "solo": {"marker": "s", "markerfacecolor": style.SKY},
    "breakdown": {"marker": "X", "markerfacecolor": style.VERMILION},
    "never": {"marker": "o", "markerfacecolor": style.WHITE},
}
"""completed, solo: a service came. breakdown: formed, then broken. never: all others."""
PANEL = 1.75
"""Inches of one arm's 100 marks."""


def icons_data(comparison: Comparison) -> pd.DataFrame:
    """Rows (arm, what): per_100 as estimated, icons as drawn; both add up to 100 by arm.

    Icons are whole numbers by largest remainder; of equal ones the first is rounded up.
    """
    return pd.concat([_arm(comparison, arm) for arm in by_effect(comparison)], ignore_index=True)


def _arm(comparison: Comparison, arm: str) -> pd.DataFrame:
    ends = comparison.ends[comparison.ends["arm"] == arm].set_index("end")["per_100"]
    levels = comparison.levels[comparison.levels["arm"] == arm].set_index("measure")["value"]
    shares = {end.name.lower(): float(ends[end.name.lower()]) for end in SERVICE}
    shares["breakdown"] = PER_HUNDRED * float(levels["breakdown"])
    shares["never"] = PER_HUNDRED - sum(shares.values())
    per_100 = np.array([shares[what] for what in MARKS])
    columns = {"arm": arm, "what": list(MARKS), "per_100": per_100, "icons": whole(per_100)}
    return pd.DataFrame(columns)


def whole(per_100: NDArray[np.float64]) -> NDArray[np.int64]:
    """Shares (n,) that add up to 100 as whole numbers that do; zeros where a share is nan."""
    if np.isnan(per_100).any():
        return np.zeros(len(per_100), np.int64)
    floor: NDArray[np.int64] = np.floor(per_100).astype(np.int64)
    left = round(PER_HUNDRED) - int(floor.sum())
    first = np.argsort(floor - per_100, kind="stable")[:left]
    floor[first] += 1
    return floor


def icons(comparison: Comparison, say: Speaker) -> Figure:
    """100 opportunities an arm, each a mark; read along the rows from the top."""
    names, table = by_effect(comparison), icons_data(comparison)
    columns = min(len(names), 2 if is_narrow() else 3 if len(names) % 3 == 0 else 4)
    rows = -(-len(names) // columns)
    figure, panels = canvas(rows, columns, 1.3 + rows * (PANEL + 0.4))
    for axes, arm in zip(panels, names, strict=False):
        _draw(axes, table[table["arm"] == arm])
        axes.set_title(short_label(arm, say))
    for axes in panels:
        axes.set_axis_off()
    marks = [_mark([], [], what) for what in MARKS]
    legend(figure, marks, [say(f"icon.{what}") for what in MARKS])
    comparison_title(figure, comparison, "icons", say)
    return figure


def _draw(axes: Axes, rows: pd.DataFrame) -> None:
    begin = 0
    for what, count in zip(rows["what"], rows["icons"], strict=True):
        where = np.arange(begin, begin + count)
        axes.add_line(_mark(where % SIDE, where // SIDE, what))
        begin += count
    axes.set_xlim(-0.7, SIDE - 0.3)
    axes.set_ylim(SIDE - 0.3, -0.7)
    axes.set_aspect("equal")


def _mark(x: object, y: object, what: str) -> Line2D:
    look = MARKS[what] | {"markeredgecolor": style.DARK_GREY, "markeredgewidth": 0.6}
    return Line2D(x, y, linestyle="none", markersize=9, label=what, **look)  # type: ignore[arg-type]
