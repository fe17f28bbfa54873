"""Cumulative incidence: how opportunities end, by week since each began."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.analysis.compare import Comparison
from experiments.analysis.estimates import PER_HUNDRED
from experiments.figures import style
from experiments.figures.bars import END_STYLES, widest
from experiments.figures.findings import arms_of, nothing
from experiments.figures.style import (
    by_effect,
    canvas,
    comparison_title,
    is_narrow,
    legend,
    runs_text,
    short_label,
)
from experiments.words.speech import Speaker
from sim.base.vocabulary import End

PANEL_HEIGHT = 2.6
MOST_COLUMNS = 3
STACK = tuple(end for end in END_STYLES if end != End.OPEN.name.lower())
"""From below: service first, then what never formed, then what broke."""


def incidence(comparison: Comparison, say: Speaker) -> Figure:
    """A panel an arm: areas that pile up to all that has ended."""
    names, table = by_effect(comparison), incidence_data(comparison)
    columns = 1 if is_narrow() else min(len(names), MOST_COLUMNS)
    rows = -(-len(names) // columns)
    figure, panels = canvas(rows, columns, 2.2 + PANEL_HEIGHT * rows, sharex=True, sharey=True)
    for axes, name in zip(panels, names, strict=False):
        _areas(axes, table[table["arm"] == name], say)
        axes.set_title(short_label(name, say))
    for axes in panels[len(names) :]:
        axes.set_axis_off()
    for axes in panels[::columns]:
        axes.set_ylabel(say("figure.ends.x"))
    for i in range(len(names) - columns, len(names)):
        panels[i].set_xlabel(say("figure.incidence.x"))
        panels[i].tick_params(labelbottom=True)
    handles, labels = panels[0].get_legend_handles_labels()
    legend(figure, handles, labels, most=5)
    last = table[table["weeks_since_start"] == table["weeks_since_start"].max()]
    comparison_title(figure, comparison, "incidence", say, widest=widest(last, say))
    return figure


def _areas(axes: Axes, rows: pd.DataFrame, say: Speaker) -> None:
    week = np.append(0, np.unique(rows["weeks_since_start"]))
    base = np.zeros(len(week))
    for name in STACK:
        values = rows.loc[rows["end"] == name, "per_100"].to_numpy()
        top = base + np.append(0.0, values)
        colour, hatch = END_STYLES[name]
        label = say(f"end.{name}")
        axes.fill_between(
            week, base, top, step="post", facecolor=colour, hatch=hatch, label=label, **style.EDGE
        )
        base = top
    axes.set_xlim(0, week[-1])
    axes.set_ylim(0, PER_HUNDRED)


def incidence_data(comparison: Comparison) -> pd.DataFrame:
    """Rows (arm, end, weeks_since_start): ended so by then, per 100, with interval."""
    table = comparison.incidence
    numbers = PER_HUNDRED * table[["value", "low", "high"]]
    scaled = numbers.rename(columns={"value": "per_100"})
    return table[["arm", "end", "weeks_since_start"]].join(scaled)


def incidence_finding(comparison: Comparison, say: Speaker) -> str:
    """How many were completed in half and in all of the weeks followed."""
    table = comparison.incidence[comparison.incidence["end"] == "completed"]
    done = PER_HUNDRED * table.set_index(["arm", "weeks_since_start"])["value"]
    weeks = comparison.definition.followed
    if done.isna().any():
        return nothing(comparison, say)
    told = {
        f"{side}_{part}": say.number(done[arm, week], 0)
        for side, arm in (("treated", comparison.treated), ("reference", comparison.reference))
        for part, week in (("half", weeks // 2), ("all", weeks))
    }
    both = arms_of(comparison, say)
    return say("figure.incidence.finding", half=weeks // 2, all=weeks, **both, **told)


def incidence_alt(comparison: Comparison, say: Speaker) -> str:
    """How many had ended after a quarter, half and all of the weeks followed, and completed."""
    table = incidence_data(comparison)
    ended = table[table["end"].isin(STACK)].groupby(["arm", "weeks_since_start"])["per_100"].sum()
    done = table[table["end"] == "completed"].set_index(["arm", "weeks_since_start"])["per_100"]
    weeks = [comparison.definition.followed * part // 4 for part in (1, 2, 4)]

    def of(arm: str) -> str:
        each = (
            say(
                "alt.incidence.week",
                week=week,
                ended=say.number(ended[arm, week], 0),
                completed=say.number(done[arm, week], 0),
            )
            for week in weeks
        )
        what = say("alt.list").join(each)
        return say("alt.arm", arm=say.arm(arm), what=what)

    parts = say("alt.stop").join(map(of, comparison.names))
    runs = runs_text(comparison, say)
    return say("alt.incidence", parts=parts, runs=runs)
