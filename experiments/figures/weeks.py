"""Week by week: a panel a measure, with the lines of all arms in it; months beside weeks."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.analysis.answer import best_first
from experiments.analysis.compare import Comparison
from experiments.analysis.estimates import PER_HUNDRED
from experiments.analysis.outcomes import BANDS, COSTS, IMBALANCES
from experiments.figures import findings, style
from experiments.figures.labels import label_ends
from experiments.figures.looks import look_of
from experiments.figures.months import week_axis
from experiments.figures.style import canvas, comparison_title, is_narrow
from experiments.words.speech import Speaker
from sim.measure.breakdown import COMPOSITE

FILL, THIN, THICK = 0.15, 0.9, 2.0
ROW_HEIGHT, REST, HEADS = 1.75, 1.1, 0.6
"""Inches: of a row of panels, of what stands above and below, and of a panel's own title."""
NARROW_REST = 0.7
"""Inches more on a narrow page, where titles have more lines."""
HEAD_ROOM = 5
MOST_COLUMNS = 3
MOST_LINES = 6
"""Arms of which lines are drawn; of more, those asked about and the best."""
QUARTER = 13
"""Weeks at the beginning and at the end between which a move is told."""
MOVES = 0.1
"""Of the first level: by how much all arms must move for it to be told."""
WEEKLY = tuple(name for name in BANDS if name not in COSTS)
COSTING = tuple(name for name in BANDS if name in COSTS)
EFFORT = (*COSTING, "attention_asked", "attention_granted")
GROUND = "#EFEFEF"


def imbalances(comparison: Comparison, say: Speaker) -> Figure:
    """缺位, 错位 and 越位 over all categories."""
    return _bands(comparison, "imbalances", IMBALANCES, say)


def imbalances_data(comparison: Comparison) -> pd.DataFrame:
    """Rows (arm, measure, week): low, median and high over replicates, in needs."""
    return comparison.bands[comparison.bands["measure"].isin(IMBALANCES)]


def weekly(comparison: Comparison, say: Speaker) -> Figure:
    """Participation, satisfaction, trust."""
    return _bands(comparison, "weekly", WEEKLY, say)


def effort(comparison: Comparison, say: Speaker) -> Figure:
    """Transaction cost, attention asked for and granted."""
    return _bands(comparison, "effort", EFFORT, say)


def effort_data(comparison: Comparison) -> pd.DataFrame:
    """Rows (arm, measure, week): low, median and high over replicates, in the measure's unit."""
    return comparison.bands[comparison.bands["measure"].isin(EFFORT)]


def weekly_data(comparison: Comparison) -> pd.DataFrame:
    """Rows (arm, measure, week): low, median and high over replicates, in the measure's unit."""
    return comparison.bands[comparison.bands["measure"].isin(WEEKLY)]


def survival(comparison: Comparison, say: Speaker) -> Figure:
    """Share of networks that have not collapsed by the end of each week."""
    table = survival_data(comparison).rename(columns={"percent": "middle"})
    figure, (axes,) = canvas(1, 1, REST + 1.4 * ROW_HEIGHT)
    _lines(axes, comparison, table, "steps-post")
    axes.set_ylim(0, PER_HUNDRED + HEAD_ROOM)
    axes.set_ylabel(say("figure.survival.y"))
    week_axis(axes, comparison.weeks, say)
    _label(axes, comparison, table, 1.4 * ROW_HEIGHT, say)
    comparison_title(figure, comparison, "survival", say)
    return figure


def survival_data(comparison: Comparison) -> pd.DataFrame:
    """Rows (arm, week): per cent of runs not collapsed, with interval."""
    table = comparison.survival
    scaled = PER_HUNDRED * table[["value", "low", "high"]]
    return table[["arm", "week"]].join(scaled.rename(columns={"value": "percent"}))


def collapsed(comparison: Comparison, say: Speaker) -> str:
    """How many networks collapsed in both arms of the question, and whether that is settled."""
    table = comparison.collapse[comparison.collapse["sign"] == COMPOSITE].set_index("arm")
    if not table["ever"].any():
        return say("figure.survival.none")
    rows = comparison.collapse_differences
    mine = rows[(rows["comparator"] == comparison.reference) & (rows["sign"] == COMPOSITE)].iloc[0]
    clear = mine["ever_low"] > 0 or mine["ever_high"] < 0
    failed = comparison.arms.set_index("arm")["failed"][list(_asked(comparison))].any()
    counts = {
        f"{side}_{what}": int(table.loc[arm, column])
        for side, arm in (("treated", comparison.treated), ("reference", comparison.reference))
        for what, column in (("ever", "ever"), ("runs", "runs"))
    }
    key = "figure.survival.clear" if clear and not failed else "figure.survival.open"
    return say(key, **findings.arms_of(comparison, say), **counts)


def featured(comparison: Comparison) -> list[str]:
    """Arms whose lines are drawn, those asked about first."""
    asked = _asked(comparison)
    others = [arm for arm in best_first(comparison) if arm not in asked]
    return [*asked, *others][:MOST_LINES]


def _asked(comparison: Comparison) -> tuple[str, str]:
    """The two arms of the question."""
    return comparison.treated, comparison.reference


def _bands(comparison: Comparison, name: str, measures: Sequence[str], say: Speaker) -> Figure:
    columns = 1 if is_narrow() else min(MOST_COLUMNS, len(measures))
    rows = -(-len(measures) // columns)
    figure, panels = canvas(rows, columns, REST + NARROW_REST * is_narrow() + ROW_HEIGHT * rows)
    table = comparison.bands.rename(columns={"median": "middle"})
    for i, (axes, measure) in enumerate(zip(panels, measures, strict=True)):
        own = table[table["measure"] == measure]
        _lines(axes, comparison, own)
        axes.set_ylim(bottom=0)
        names = {"measure": say(f"measure.{measure}"), "unit": say(f"unit.{measure}")}
        lines = [say("figure.weekly.measure", **names), moved(comparison, measure, say)]
        axes.set_title("\n".join(filter(None, lines)), size=style.SMALL, linespacing=1.35)
        week_axis(axes, comparison.weeks, say, told=i == len(measures) - columns)
    i = _clearest(comparison, measures)
    own = table[table["measure"] == measures[i]]
    _label(panels[i], comparison, own, ROW_HEIGHT - HEADS, say)
    comparison_title(figure, comparison, name, say)
    return figure


def _clearest(comparison: Comparison, measures: Sequence[str]) -> int:
    """The measure in whose panel the lines end farthest apart."""
    last = comparison.bands[comparison.bands["week"] == comparison.weeks - 1]
    ends = last.pivot(index="measure", columns="arm", values="median").loc[list(measures)]
    most = comparison.bands.groupby("measure")["high"].max().loc[list(measures)]
    apart = ends[featured(comparison)].std(axis=1) / most.where(most > 0, 1.0)
    return int(np.argmax(np.nan_to_num(apart.to_numpy())))


def moved(comparison: Comparison, measure: str, say: Speaker) -> str:
    """That all arms rise, or fall, from the first weeks that count to the last; else nothing."""
    moves = [_move(comparison, arm, measure) for arm in comparison.names]
    if all(move > MOVES for move in moves):
        return say("figure.weekly.all_rise")
    return say("figure.weekly.all_fall") if all(move < -MOVES for move in moves) else ""


def _move(comparison: Comparison, arm: str, measure: str) -> float:
    """By how much of its first level an arm's median moves."""
    table = comparison.bands
    rows = table[(table["arm"] == arm) & (table["measure"] == measure)].sort_values("week")
    middle = rows["median"].to_numpy(np.float64)[comparison.definition.first_week :]
    if len(middle) <= QUARTER:
        return 0.0
    first, last = np.nanmean(middle[:QUARTER]), np.nanmean(middle[-QUARTER:])
    return float((last - first) / abs(first)) if first else 0.0


def _lines(axes: Axes, comparison: Comparison, table: pd.DataFrame, steps: str = "default") -> None:
    """All lines; bands of the two arms asked about; the weeks before those that count, shaded."""
    asked = _asked(comparison)
    for arm in reversed(featured(comparison)):
        rows, look = table[table["arm"] == arm], look_of(arm)
        week, low, high = (rows[name].to_numpy() for name in ("week", "low", "high"))
        wide = THICK if arm in asked else THIN
        line: dict[str, Any] = {"color": look.colour, "linestyle": look.line, "drawstyle": steps}
        axes.plot(week, rows["middle"], linewidth=wide, **line)
        if arm in asked:
            step: Any = "post" if steps == "steps-post" else None
            axes.fill_between(week, low, high, step=step, color=look.colour, alpha=FILL, lw=0)
    axes.axvspan(0, comparison.definition.first_week, color=GROUND, zorder=0, linewidth=0)
    axes.set_xlim(0, comparison.weeks)


def _label(
    axes: Axes, comparison: Comparison, table: pd.DataFrame, height: float, say: Speaker
) -> None:
    """Each line by its arm, where it ends."""
    last = table[table["week"] == comparison.weeks - 1].set_index("arm")["middle"]
    label_ends(axes, {arm: float(last[arm]) for arm in featured(comparison)}, height, say)
