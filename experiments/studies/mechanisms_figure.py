"""Shapley shares of the mechanisms, and main effects of the acts, as points with intervals."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.analysis.answer import PRIMARY
from experiments.analysis.estimates import PER_HUNDRED
from experiments.figures import style
from experiments.figures.intervals import MARKS, POINT
from experiments.figures.style import canvas, legend, side_by_side, title
from experiments.studies.mechanisms_design import ACTS
from experiments.studies.mechanisms_text import LINES, act_name, name_of
from experiments.words.speech import Speaker

ROW, MARGIN = 0.42, 1.8
"""Inches."""


def mechanisms(shapley: pd.DataFrame, main: pd.DataFrame, heading: str, say: Speaker) -> Figure:
    """Left the mechanisms, right the acts; per 100 opportunities."""
    rows, columns = side_by_side(2)
    height = MARGIN + rows * ROW * (max(len(LINES), len(ACTS)) + 1)
    figure, panels = canvas(rows, columns, height, sharex=True)
    acts = main[(main["of"] == "act") & (main["kind"] == "main")]
    _points(panels[0], shapley, {name: name_of(name, say) for name in LINES}, say)
    _points(panels[1], acts, {act: act_name(act, say) for act in ACTS}, say)
    panels[0].set_title(say("mechanisms.panel.shares"))
    panels[1].set_title(say("mechanisms.panel.acts"))
    for axes in panels:
        axes.set_xlabel(say("mechanisms.axis"))
    legend(figure, *panels[0].get_legend_handles_labels())
    title(figure, heading)
    return figure


def _points(axes: Axes, table: pd.DataFrame, labels: dict[str, str], say: Speaker) -> None:
    axes.axvline(0.0, color=style.BLACK, linewidth=1)
    for measure in PRIMARY:
        own = table[table["measure"] == measure].set_index("name").loc[list(labels)]
        value, low, high = (PER_HUNDRED * own[key] for key in ("value", "low", "high"))
        colour, marker, offset = MARKS[measure]
        axes.errorbar(
            value, [n + offset for n in range(len(own))], xerr=[value - low, high - value],
            color=colour, marker=marker, label=say(f"measure.{measure}"), **POINT,
        )  # fmt: skip
    axes.set_yticks(range(len(labels)), list(labels.values()))
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
