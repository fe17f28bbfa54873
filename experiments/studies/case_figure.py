"""Given the case as a figure: what the hub did, by how far the facts may be off."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from experiments.analysis.answer import PRIMARY
from experiments.analysis.estimates import PER_HUNDRED
from experiments.figures import style
from experiments.figures.style import legend, page_width, side_by_side, title
from experiments.studies.case_analysis import PLACES, PRIOR, THIS, Answer
from experiments.words.speech import Speaker

HEIGHT = 3.6
"""Inches of a panel, with its share of title and legend."""
MARKS: dict[str, tuple[str, str, float]] = {
    PRIOR: (style.GREY, "D", 0.0),
    THIS: (style.BLUE, "o", -0.12),
    PLACES: (style.VERMILION, "s", 0.12),
}
"""Colour and mark of an estimand, and how far it stands from the middle of its rung."""


def case(answer: Answer, heading: str, say: Speaker) -> Figure:
    """A panel a measure: the prior, then the ladder of tolerances, each with 95% intervals."""
    rows, columns = side_by_side(len(PRIMARY))
    figure = Figure(figsize=(page_width(), 1.2 + HEIGHT * rows))
    panels: Any = figure.subplots(rows, columns, squeeze=False, sharey=True)
    for axes, measure in zip(panels.flat, PRIMARY, strict=True):
        _panel(axes, answer, measure, say)
    marks = [Line2D([], [], color=c, marker=m, linestyle="none") for c, m, _ in MARKS.values()]
    legend(figure, marks, [say(f"case.estimand.{name}") for name in MARKS])
    title(figure, f"{heading}\n{say('case.bars')}")
    return figure


def _panel(axes: Axes, answer: Answer, measure: str, say: Speaker) -> None:
    tolerances = sorted(answer.ladder["tolerance"].unique(), reverse=True)
    places = {tolerance: rung for rung, tolerance in enumerate(tolerances, start=1)}
    axes.axhline(0.0, color=style.GREY, linewidth=0.8)
    _points(axes, answer.prior[answer.prior["measure"] == measure], PRIOR, [0])
    own = answer.ladder[answer.ladder["measure"] == measure]
    for estimand in (THIS, PLACES):
        rows = own[(own["estimand"] == estimand) & own["published"]]
        _points(axes, rows, estimand, [places[each] for each in rows["tolerance"]])
    for tolerance in own.loc[~own["published"], "tolerance"].unique():
        axes.text(
            places[tolerance], 0.02, say("case.refused_here"), rotation=90, ha="center",
            va="bottom", transform=axes.get_xaxis_transform(), fontsize=style.SMALL,
        )  # fmt: skip
    names = [say("case.unweighed"), *(say("case.times", factor=f"{t:g}") for t in tolerances)]
    axes.set_xticks(range(len(names)), names)
    axes.set_xlim(-0.5, len(names) - 0.5)
    axes.set_xlabel(say("case.axis.tolerance"))
    axes.set_ylabel(say("case.axis.effect"))
    axes.set_title(say(f"measure.{measure}"))


def _points(axes: Axes, rows: pd.DataFrame, estimand: str, places: list[int]) -> None:
    colour, mark, aside = MARKS[estimand]
    value, low, high = (PER_HUNDRED * rows[name] for name in ("value", "low", "high"))
    axes.errorbar(
        [place + aside for place in places], value, yerr=[value - low, high - value], fmt=mark,
        markersize=5, linewidth=1.2, color=colour,
    )  # fmt: skip
