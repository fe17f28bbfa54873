"""Week by week: the treated arm and one comparator a column, one measure a row."""

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.compare import Comparison
from experiments.estimates import PER_HUNDRED
from experiments.figures import style
from experiments.figures.style import canvas, title
from experiments.messages import arm_label, say
from experiments.outcomes import BANDS, IMBALANCES

Look = dict[str, Any]
TREATED_LINE: Look = {"color": style.BLUE, "linestyle": "-"}
OTHER_LINE: Look = {"color": style.VERMILION, "linestyle": "--"}
FILL = 0.2
ROW_HEIGHT = 1.9
Curve = Callable[[str, str], pd.DataFrame]
"""(arm, measure) -> columns week, low, middle, high."""


def imbalances(comparison: Comparison, lang: str) -> Figure:
    """缺位, 错位 and 越位 over all categories."""
    return _bands(comparison, "imbalances", IMBALANCES, lang)


def weekly(comparison: Comparison, lang: str) -> Figure:
    """Participation, satisfaction, trust and transaction cost."""
    return _bands(comparison, "weekly", BANDS, lang)


def survival(comparison: Comparison, lang: str) -> Figure:
    """Share of networks that have not collapsed by the end of each week."""

    def curve(arm: str, _: str) -> pd.DataFrame:
        rows = comparison.survival[comparison.survival["arm"] == arm]
        scaled = PER_HUNDRED * rows[["low", "value", "high"]]
        return scaled.rename(columns={"value": "middle"}).assign(week=rows["week"])

    figure, panels = _grid(comparison, ["survival"], curve, lang)
    panels[0].set_ylim(0, PER_HUNDRED + 3)
    panels[0].set_ylabel(say("figure.survival.y", lang))
    title(figure, comparison, "survival", lang)
    return figure


def _bands(comparison: Comparison, name: str, measures: Sequence[str], lang: str) -> Figure:
    def curve(arm: str, measure: str) -> pd.DataFrame:
        table = comparison.bands
        rows = table[(table["arm"] == arm) & (table["measure"] == measure)]
        return rows.rename(columns={"median": "middle"})

    figure, panels = _grid(comparison, measures, curve, lang)
    for axes, measure in zip(panels[:: len(comparison.comparators)], measures, strict=True):
        words = say(f"measure.{measure}", lang), say(f"unit.{measure}", lang)
        axes.set_ylabel("\n".join(words), size=9, linespacing=1.3)
        axes.set_ylim(bottom=0)
    figure.align_ylabels()
    title(figure, comparison, name, lang)
    return figure


def _grid(
    comparison: Comparison, measures: Sequence[str], curve: Curve, lang: str
) -> tuple[Figure, list[Axes]]:
    others = comparison.comparators
    height = 1.5 + ROW_HEIGHT * len(measures)
    figure, panels = canvas(len(measures), len(others), height, sharex=True, sharey="row")
    for i, axes in enumerate(panels):
        measure, other = measures[i // len(others)], others[i % len(others)]
        _line(axes, curve(comparison.treated, measure), TREATED_LINE)
        _line(axes, curve(other, measure), OTHER_LINE)
        axes.set_xlim(0, comparison.weeks)
    _label_columns(figure, panels, comparison, lang)
    return figure, panels


def _line(axes: Axes, rows: pd.DataFrame, look: Look) -> None:
    axes.plot(rows["week"], rows["middle"], **look)
    axes.fill_between(
        rows["week"], rows["low"], rows["high"], color=look["color"], alpha=FILL, lw=0
    )
    edge = look | {"linewidth": 0.5}
    axes.plot(rows["week"], rows["low"], rows["week"], rows["high"], **edge)


def _label_columns(figure: Figure, panels: list[Axes], comparison: Comparison, lang: str) -> None:
    for axes, other in zip(panels, comparison.comparators, strict=False):
        axes.set_title(arm_label(other, lang))
    for axes in panels[-len(comparison.comparators) :]:
        axes.set_xlabel(say("figure.week", lang))
    pair = [panels[0].lines[0], panels[0].lines[3]]
    labels = [arm_label(comparison.treated, lang), say("figure.comparator", lang)]
    figure.legend(pair, labels, loc="outside lower center", ncols=2)
