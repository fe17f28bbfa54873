"""Factors' shares of the effect's variance, and a tornado of the change over each one's range."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.analysis.estimates import PER_HUNDRED
from experiments.figures import style
from experiments.figures.intervals import MARKS, POINT
from experiments.figures.style import canvas, fold, legend, side_by_side, title
from experiments.studies.sensitivity_analysis import DIFFERENCE
from experiments.studies.sensitivity_text import name_of, of, ranked
from experiments.words.speech import Speaker

ROW, MARGIN = 0.42, 2.0
"""Inches."""
MOST = 14
"""Ranges in the tornado, those with the largest change."""
LETTERS, AXIS_LETTERS = 26, 36
"""Half-width letters in one line: of a factor's name, of what stands under an axis."""
MEASURES = ("failure", "breakdown")


def sensitivity(
    screened: pd.DataFrame, indices: pd.DataFrame, heading: str, say: Speaker
) -> Figure:
    """Left total shares, right changes per 100 opportunities."""
    factors = ranked(indices)
    slopes = of(screened, DIFFERENCE, MEASURES[0]).dropna(subset="slope")
    order = slopes["slope"].abs().sort_values(ascending=False, kind="stable").index[:MOST]
    numbers = slopes.loc[order, "name"].tolist()
    rows, columns = side_by_side(2)
    figure, panels = canvas(
        rows, columns, MARGIN + rows * ROW * (max(len(factors), len(numbers)) + 1)
    )
    shares = indices[indices["kind"] == "total"]
    _points(panels[0], shares, factors, "value", say)
    _points(panels[1], screened, numbers, "slope", say)
    for axes, name in zip(panels, ("shares", "slopes"), strict=True):
        axes.set_title(say(f"sensitivity.panel.{name}"))
        axes.set_xlabel(fold(say(f"sensitivity.axis.{name}"), AXIS_LETTERS))
    legend(figure, *panels[0].get_legend_handles_labels())
    title(figure, heading)
    return figure


def _points(axes: Axes, table: pd.DataFrame, names: list[str], value: str, say: Speaker) -> None:
    axes.axvline(0.0, color=style.BLACK, linewidth=1)
    for measure in MEASURES:
        own = of(table, DIFFERENCE, measure).set_index("name").loc[names]
        middle, low, high = (PER_HUNDRED * own[key] for key in (value, "low", "high"))
        colour, marker, offset = MARKS[measure]
        axes.errorbar(
            middle, [n + offset for n in range(len(own))],
            xerr=[(middle - low).clip(lower=0.0), (high - middle).clip(lower=0.0)],
            color=colour, marker=marker, label=say(f"measure.{measure}"), **POINT,
        )  # fmt: skip
    axes.set_yticks(range(len(names)), [fold(name_of(name, say), LETTERS) for name in names])
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
