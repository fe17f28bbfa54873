"""Cumulative incidence: how opportunities end, by week since each began."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.estimates import PER_HUNDRED
from experiments.figures import style
from experiments.figures.bars import END_STYLES
from experiments.figures.style import (
    canvas,
    count_range,
    is_narrow,
    legend,
    short_label,
    title,
)
from experiments.messages import arm_label, say
from experiments.outcomes import Arm
from experiments.text_table import number
from sim import breakdown
from sim.breakdown import DEFAULT
from sim.records import ENDS
from sim.vocabulary import End

PANEL_HEIGHT = 2.6
MOST_COLUMNS = 3
STACK = tuple(end for end in END_STYLES if end != End.OPEN.name.lower())
"""From below: service first, then what never formed, then what broke."""


@dataclass(frozen=True)
class Incidence:
    """table: rows (arm, end, week) with per_100, the opportunities of 100 that have ended so by
    the end of that week since their start; runs by arm."""

    runs: dict[str, int]
    table: pd.DataFrame


def incidence_of(arms: Sequence[Arm]) -> Incidence:
    """Cumulative incidence of every end over the cohort of each arm, all replicates together.

    Everyone is followed for the same H weeks, so shares of the cohort need no weights for
    censoring, and ends compete with each other.
    """
    table = pd.concat([_arm(arm) for arm in arms], ignore_index=True)
    return Incidence({arm.name: len(arm.replicates) for arm in arms}, table)


def _arm(arm: Arm) -> pd.DataFrame:
    ran = arm.projects[arm.projects["replicate"].isin(arm.replicates)]
    cohort = ran[breakdown.cohort(ran["start_week"], arm.weeks)]
    end = breakdown.end_within(
        cohort["end"], cohort["start_week"], cohort["end_week"], DEFAULT.followed
    )
    age = (cohort["end_week"] - cohort["start_week"]).to_numpy(np.int64)
    weeks = np.arange(DEFAULT.followed)
    shares = [
        np.sum((end == ENDS.index(name)) & (age <= weeks[:, None]), axis=1) / max(len(cohort), 1)
        for name in STACK
    ]
    return pd.DataFrame(
        {
            "arm": arm.name,
            "end": np.repeat(np.array(STACK, object), len(weeks)),
            "week": np.tile(weeks, len(STACK)),
            "per_100": PER_HUNDRED * np.concatenate(shares),
        }
    )


def incidence(found: Incidence, lang: str) -> Figure:
    """A panel an arm: areas that pile up to all that has ended."""
    names = list(found.runs)
    columns = 1 if is_narrow() else min(len(names), MOST_COLUMNS)
    rows = -(-len(names) // columns)
    figure, panels = canvas(rows, columns, 2.2 + PANEL_HEIGHT * rows, sharex=True, sharey=True)
    for axes, name in zip(panels, names, strict=False):
        _areas(axes, found.table[found.table["arm"] == name], lang)
        axes.set_title(short_label(name, lang))
    for axes in panels[len(names) :]:
        axes.set_axis_off()
    for axes in panels[::columns]:
        axes.set_ylabel(say("figure.ends.x", lang))
    for i in range(len(names) - columns, len(names)):
        panels[i].set_xlabel(say("figure.incidence.x", lang))
        panels[i].tick_params(labelbottom=True)
    handles, labels = panels[0].get_legend_handles_labels()
    legend(figure, handles, labels, most=5)
    title(figure, say("figure.incidence.title", lang, runs=_runs(found, lang)))
    return figure


def _areas(axes: Axes, rows: pd.DataFrame, lang: str) -> None:
    week = np.append(np.unique(rows["week"]), DEFAULT.followed)
    base = np.zeros(len(week))
    for name in STACK:
        values = rows.loc[rows["end"] == name, "per_100"].to_numpy()
        top = base + np.append(values, values[-1])
        colour, hatch = END_STYLES[name]
        label = say(f"end.{name}", lang)
        axes.fill_between(
            week, base, top, step="post", facecolor=colour, hatch=hatch, label=label, **style.EDGE
        )
        base = top
    axes.set_xlim(0, DEFAULT.followed)
    axes.set_ylim(0, PER_HUNDRED)


def _runs(found: Incidence, lang: str) -> str:
    return count_range(min(found.runs.values()), max(found.runs.values()), lang)


def incidence_data(found: Incidence) -> pd.DataFrame:
    """Rows (arm, end, week): ended so by the end of that week, per 100 opportunities."""
    return found.table


def incidence_alt(found: Incidence, lang: str) -> str:
    """How many had ended at a quarter, half and all of the weeks followed, and served of them."""
    total = found.table.groupby(["arm", "week"])["per_100"].sum()
    done = found.table[found.table["end"] == "completed"].set_index(["arm", "week"])["per_100"]
    weeks = [DEFAULT.followed * part // 4 for part in (1, 2, 4)]

    def of(arm: str) -> str:
        each = (
            say(
                "alt.incidence.week",
                lang,
                week=week,
                ended=number(total[arm, week - 1], 0),
                completed=number(done[arm, week - 1], 0),
            )
            for week in weeks
        )
        what = say("alt.list", lang).join(each)
        return say("alt.arm", lang, arm=arm_label(arm, lang), what=what)

    return say(
        "alt.incidence",
        lang,
        parts=say("alt.stop", lang).join(map(of, found.runs)),
        runs=_runs(found, lang),
    )
