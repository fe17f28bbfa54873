"""Week by week: the treated arm and one comparator a column, one measure a row."""

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.analysis.compare import Comparison
from experiments.analysis.estimates import PER_HUNDRED
from experiments.analysis.outcomes import BANDS, IMBALANCES
from experiments.figures import style
from experiments.figures.style import canvas, comparison_title, is_narrow, legend
from experiments.words.speech import Speaker

Look = dict[str, Any]
TREATED_LINE: Look = {"color": style.BLUE, "linestyle": "-"}
OTHER_LINE: Look = {"color": style.VERMILION, "linestyle": "--"}
STEPS = {"steps-post": "post"}
"""How a band follows a line that goes in steps."""
FILL = 0.2
ROW_HEIGHT = 1.9
HEAD_ROOM = 3
WEEKLY = (*BANDS, "attention_asked", "attention_granted")
Curve = Callable[[str, str], pd.DataFrame]
"""(arm, measure) -> columns week, low, middle, high."""


def imbalances(comparison: Comparison, say: Speaker) -> Figure:
    """缺位, 错位 and 越位 over all categories."""
    return _bands(comparison, "imbalances", IMBALANCES, say)


def imbalances_data(comparison: Comparison) -> pd.DataFrame:
    """Rows (arm, measure, week): low, median and high over replicates, in needs."""
    return comparison.bands[comparison.bands["measure"].isin(IMBALANCES)]


def weekly(comparison: Comparison, say: Speaker) -> Figure:
    """Participation, satisfaction, trust, transaction cost, attention asked for and granted."""
    return _bands(comparison, "weekly", WEEKLY, say)


def weekly_data(comparison: Comparison) -> pd.DataFrame:
    """Rows (arm, measure, week): low, median and high over replicates, in the measure's unit."""
    return comparison.bands[comparison.bands["measure"].isin(WEEKLY)]


def survival(comparison: Comparison, say: Speaker) -> Figure:
    """Share of networks that have not collapsed by the end of each week."""
    table = survival_data(comparison)

    def curve(arm: str, _: str) -> pd.DataFrame:
        return table[table["arm"] == arm].rename(columns={"percent": "middle"})

    stepped = {"drawstyle": "steps-post"}
    figure, panels = _grid(comparison, ["survival"], curve, say, stepped)
    panels[0].set_ylim(0, PER_HUNDRED + HEAD_ROOM)
    panels[0].set_ylabel(say("figure.survival.y"))
    comparison_title(figure, comparison, "survival", say)
    return figure


def survival_data(comparison: Comparison) -> pd.DataFrame:
    """Rows (arm, week): per cent of runs not collapsed, with interval."""
    table = comparison.survival
    scaled = PER_HUNDRED * table[["value", "low", "high"]]
    return table[["arm", "week"]].join(scaled.rename(columns={"value": "percent"}))


def _bands(comparison: Comparison, name: str, measures: Sequence[str], say: Speaker) -> Figure:
    def curve(arm: str, measure: str) -> pd.DataFrame:
        table = comparison.bands
        rows = table[(table["arm"] == arm) & (table["measure"] == measure)]
        return rows.rename(columns={"median": "middle"})

    figure, panels = _grid(comparison, measures, curve, say)
    for axes, measure in zip(panels[:: len(_others(comparison))], measures, strict=True):
        words = say(f"measure.{measure}"), say(f"unit.{measure}")
        axes.set_ylabel("\n".join(words), size=style.SMALL, linespacing=1.3)
        axes.set_ylim(bottom=0)
    figure.align_ylabels()
    comparison_title(figure, comparison, name, say)
    return figure


def _others(comparison: Comparison) -> list[str]:
    """Comparators that have a column: on a narrow page, that of the headline."""
    return [comparison.reference] if is_narrow() else comparison.comparators


def _grid(
    comparison: Comparison,
    measures: Sequence[str],
    curve: Curve,
    say: Speaker,
    look: Look | None = None,
) -> tuple[Figure, list[Axes]]:
    others = _others(comparison)
    height = 1.5 + ROW_HEIGHT * len(measures)
    figure, panels = canvas(len(measures), len(others), height, sharex=True, sharey="row")
    for i, axes in enumerate(panels):
        measure, other = measures[i // len(others)], others[i % len(others)]
        _line(axes, curve(comparison.treated, measure), TREATED_LINE | (look or {}))
        _line(axes, curve(other, measure), OTHER_LINE | (look or {}))
        axes.set_xlim(0, comparison.weeks)
    _label_columns(figure, panels, comparison, say)
    return figure, panels


def _line(axes: Axes, rows: pd.DataFrame, look: Look) -> None:
    week, low, high = (rows[name].to_numpy() for name in ("week", "low", "high"))
    axes.plot(week, rows["middle"], **look)
    step: Any = STEPS.get(look.get("drawstyle", ""))
    axes.fill_between(week, low, high, step=step, color=look["color"], alpha=FILL, lw=0)
    edge = look | {"linewidth": 0.5}
    axes.plot(week, low, week, high, **edge)


def _label_columns(
    figure: Figure, panels: list[Axes], comparison: Comparison, say: Speaker
) -> None:
    others = _others(comparison)
    letters = round(style.LETTERS_PER_INCH * (figure.get_figwidth() - 1) / len(others))
    for axes, other in zip(panels, others, strict=False):
        axes.set_title(style.fold(say("figure.against", arm=say.arm(other)), letters))
    for axes in panels[-len(others) :]:
        axes.set_xlabel(say("figure.week"))
    pair = [panels[0].lines[0], panels[0].lines[3]]
    labels = [say.arm(comparison.treated), say("figure.comparator")]
    legend(figure, pair, labels)
