"""Who is served: the groups of residents beside each other, so that inequality shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.analysis import statistics as st
from experiments.analysis.outcomes import Arm, Cube, cube
from experiments.figures import style
from experiments.figures.intervals import POINT
from experiments.figures.style import (
    arm_axis,
    canvas,
    count_range,
    legend,
    side_by_side,
    title,
)
from experiments.words.speech import Speaker
from sim.base.vocabulary import GROUPS
from sim.measure.breakdown import DEFAULT

WEEKS_PER_YEAR = 52.0
PER_HOUSEHOLDS = 100.0
HEAD_ROOM = 1.06
"""Length of an axis, in units of the largest value."""
STEMS = {
    "served_rate": "served_group",
    "satisfaction": "satisfaction",
    "participation": "participation",
}
"""Measure -> beginning of the names of its columns, one a group."""
LOOKS = {
    "elderly": (style.VERMILION, "o", -0.22),
    "young_renter": (style.BLUE, "s", 0.0),
    "other": (style.GREEN, "^", 0.22),
}
"""Colour, marker, and offset from the arm's line."""
DIGITS = {"served_rate": 0, "satisfaction": 2, "participation": 2}


@dataclass(frozen=True)
class Groups:
    """table: rows (arm, measure, group) with value, low and high; runs by arm.

    served_rate: needs served a year per 100 households of the group, as many as are expected from
    its share. satisfaction, participation: index 0 to 1. Means over runs of the weeks from the
    cohort's first week on.
    """

    runs: dict[str, int]
    table: pd.DataFrame


def groups_of(arms: Sequence[Arm], households: Mapping[str, Mapping[str, float]]) -> Groups:
    """Levels by group of each arm; ``households``: by arm, how many each of GROUPS should have."""
    rows = [row for arm in arms for row in _rows(arm, households[arm.name])]
    return Groups({arm.name: len(arm.replicates) for arm in arms}, pd.DataFrame(rows))


def _rows(arm: Arm, households: Mapping[str, float]) -> list[dict[str, Any]]:
    runs, found = len(arm.replicates), list[dict[str, Any]]()
    for measure, stem in STEMS.items():
        weeks = cube(arm.weekly, tuple(f"{stem}_{group}" for group in GROUPS), runs)
        means = _means(weeks[DEFAULT.first_week :])
        for i, group in enumerate(GROUPS):
            scale = _per_year(households[group]) if measure == "served_rate" else 1.0
            level = st.mean_interval(scale * means[:, i])
            head = {"arm": arm.name, "measure": measure, "group": group}
            found.append(head | {"value": level.value, "low": level.low, "high": level.high})
    return found


def _means(values: Cube) -> Cube:
    """(weeks, runs, groups) -> (runs, groups): means of the weeks with a value; nan without any."""
    known = ~np.isnan(values)
    total, weeks = np.where(known, values, 0.0).sum(axis=0), known.sum(axis=0)
    means: Cube = np.divide(total, weeks, out=np.full(total.shape, np.nan), where=weeks > 0)
    return means


def _per_year(households: float) -> float:
    return WEEKS_PER_YEAR * PER_HOUSEHOLDS / households if households > 0 else np.nan


def groups(found: Groups, say: Speaker) -> Figure:
    """A panel a measure, arms down the side, a mark a group."""
    names = list(found.runs)
    rows, columns = side_by_side(len(STEMS))
    height = 1.4 + rows * (0.8 + 0.62 * len(names))
    figure, panels = canvas(rows, columns, height, sharey=True)
    for axes, measure in zip(panels, STEMS, strict=True):
        table = found.table[found.table["measure"] == measure]
        for group, (colour, marker, offset) in LOOKS.items():
            mine = table[table["group"] == group].set_index("arm").loc[names]
            spread = [mine["value"] - mine["low"], mine["high"] - mine["value"]]
            where, label = np.arange(len(names)) + offset, say(f"group.{group}")
            axes.errorbar(
                mine["value"], where, xerr=spread, color=colour, marker=marker, label=label, **POINT
            )
        axes.set_xlim(0, HEAD_ROOM * table["high"].max())
        axes.grid(axis="x", color=style.LIGHT_GREY)
        axes.set_title(say(f"measure.{measure}"))
        axes.set_xlabel(say(f"unit.{measure}"), size=style.SMALL)
    arm_axis(panels, names, say)
    legend(figure, *panels[0].get_legend_handles_labels())
    title(figure, say("figure.groups.title", runs=_runs(found, say)))
    return figure


def _runs(found: Groups, say: Speaker) -> str:
    return count_range(min(found.runs.values()), max(found.runs.values()), say)


def groups_data(found: Groups) -> pd.DataFrame:
    """Rows (arm, measure, group): value and interval."""
    return found.table


def groups_alt(found: Groups, say: Speaker) -> str:
    """Each arm's levels by group."""
    table = found.table.set_index(["arm", "measure", "group"])["value"]

    def of(arm: str, measure: str) -> str:
        each = (
            say(
                "alt.value",
                arm=say(f"group.{group}"),
                value=say.number(table[arm, measure, group], DIGITS[measure]),
            )
            for group in GROUPS
        )
        values = say("alt.and").join(each)
        return say("alt.weeks.part", measure=say(f"measure.{measure}"), arms=values)

    parts = [
        say(
            "alt.arm",
            arm=say.arm(arm),
            what=say("alt.list").join(of(arm, m) for m in STEMS),
        )
        for arm in found.runs
    ]
    return say("alt.groups", parts=say("alt.stop").join(parts), runs=_runs(found, say))
