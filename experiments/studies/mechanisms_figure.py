"""Shapley shares of the mechanisms, and main effects of the acts, as points with intervals."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.analysis.answer import PRIMARY
from experiments.analysis.estimates import PER_HUNDRED
from experiments.figures import style
from experiments.figures.intervals import MARKS, POINT
from experiments.figures.style import canvas, fold, legend, side_by_side, title
from experiments.studies.mechanisms_design import ACTS
from experiments.studies.mechanisms_text import LINES, act_name, name_of, pair_name
from experiments.words.speech import Speaker

PARTS = (("act", "main"), ("mechanism", "pair"))
LETTERS = 30
"""Half-width letters in one line."""
ROW, MARGIN = 0.42, 1.8
"""Inches."""


def mechanisms(shapley: pd.DataFrame, main: pd.DataFrame, heading: str, say: Speaker) -> Figure:
    """The mechanisms, the acts, and what two mechanisms do to each other; per 100 opportunities."""
    acts, pairs = (main[(main["of"] == of) & (main["kind"] == kind)] for of, kind in PARTS)
    names = [str(name) for name in pairs["name"].drop_duplicates()]
    told = (
        ("shares", shapley, {name: name_of(name, say) for name in LINES}),
        ("acts", acts, {act: act_name(act, say) for act in ACTS}),
        ("pairs", pairs, {name: pair_name(name, say) for name in names}),
    )
    rows, columns = side_by_side(2)
    rows += 1
    height = MARGIN + rows * ROW * (max(len(labels) for *_, labels in told) + 1)
    figure, panels = canvas(rows, columns, height, sharex=True)
    for axes, (panel, table, labels) in zip(panels, told, strict=False):
        _points(axes, table, labels, say)
        axes.set_title(say(f"mechanisms.panel.{panel}"))
        axes.set_xlabel(fold(say("mechanisms.axis"), LETTERS))
        axes.tick_params(axis="x", labelbottom=True)
    for axes in panels[len(told) :]:
        axes.set_axis_off()
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
    axes.set_yticks(range(len(labels)), [fold(each, LETTERS) for each in labels.values()])
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
