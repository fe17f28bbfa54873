"""Who is served: a row a group of residents, the arms in it, so that one sees who gains."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.analysis import statistics as st
from experiments.analysis.compare import reference_among
from experiments.analysis.outcomes import Arm, Cube, cube
from experiments.analysis.verdict import VERDICTS
from experiments.figures import style
from experiments.figures.intervals import POINT
from experiments.figures.looks import look_of
from experiments.figures.style import (
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
SERVED = "served_rate"
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
MOST_ARMS = 6
"""Drawn, those asked about first."""
SPREAD, ABOVE, MARGIN = 0.5, 0.3, 0.12
"""Of a row, over which its arms are spread; of a number over the row; of an axis beside points."""


@dataclass(frozen=True)
class Groups:
    """table: rows (arm, measure, group) with value, low and high; runs by arm. against: rows
    (measure, group) of the treated arm less the reference, over pairs; empty where one arm is
    alone, or a run of either failed.

    served_rate: needs served a year per 100 households of the group, as many as are expected from
    its share. satisfaction, participation: index 0 to 1. Means over runs of the weeks from the
    cohort's first week on.
    """

    runs: dict[str, int]
    table: pd.DataFrame
    treated: str
    reference: str | None
    against: pd.DataFrame

    @property
    def arms(self) -> list[str]:
        """Arms drawn: the reference, the treated one, and others."""
        asked = [arm for arm in (self.reference, self.treated) if arm is not None]
        return [*asked, *(arm for arm in self.runs if arm not in asked)][:MOST_ARMS]


def groups_of(
    arms: Sequence[Arm], households: Mapping[str, Mapping[str, float]], treated: str
) -> Groups:
    """Levels by group of each arm; ``households``: by arm, how many each of GROUPS should have."""
    runs = {arm.name: _by_run(arm, households[arm.name]) for arm in arms}
    rows = [
        {"arm": arm, "measure": measure, "group": group, **_told(st.mean_interval(own[group]))}
        for arm, by_measure in runs.items()
        for measure, own in by_measure.items()
        for group in GROUPS
    ]
    others = [arm.name for arm in arms if arm.name != treated]
    reference = reference_among(others) if others else None
    pair = [arm for arm in arms if arm.name in (treated, reference)]
    told = reference is not None and not any(arm.failed for arm in pair)
    against = _against(runs[treated], runs[reference]) if reference and told else []
    number = {arm.name: len(arm.replicates) for arm in arms}
    return Groups(number, pd.DataFrame(rows), treated, reference, pd.DataFrame(against))


def _told(level: st.Estimate) -> dict[str, float]:
    return {"value": level.value, "low": level.low, "high": level.high}


def _by_run(arm: Arm, households: Mapping[str, float]) -> dict[str, pd.DataFrame]:
    """By measure a value a replicate (index) and group (columns)."""
    found = {}
    for measure, stem in STEMS.items():
        weeks = cube(arm.weekly, tuple(f"{stem}_{group}" for group in GROUPS), len(arm.replicates))
        means = _means(weeks[DEFAULT.first_week :])
        scales = [_per_year(households[g]) if measure == SERVED else 1.0 for g in GROUPS]
        found[measure] = pd.DataFrame(means * scales, arm.replicates, list(GROUPS))
    return found


def _against(
    mine: Mapping[str, pd.DataFrame], other: Mapping[str, pd.DataFrame]
) -> list[dict[str, Any]]:
    rows = []
    for measure, table in mine.items():
        both = table.index.intersection(other[measure].index)
        gain = table.loc[both] - other[measure].loc[both]
        rows += [
            {"measure": measure, "group": group, **_told(st.mean_interval(gain[group]))}
            for group in GROUPS
        ]
    return rows


def _means(values: Cube) -> Cube:
    """(weeks, runs, groups) -> (runs, groups): means of the weeks with a value; nan without any."""
    known = ~np.isnan(values)
    total, weeks = np.where(known, values, 0.0).sum(axis=0), known.sum(axis=0)
    means: Cube = np.divide(total, weeks, out=np.full(total.shape, np.nan), where=weeks > 0)
    return means


def _per_year(households: float) -> float:
    return WEEKS_PER_YEAR * PER_HOUSEHOLDS / households if households > 0 else np.nan


def groups(found: Groups, say: Speaker) -> Figure:
    """A panel a measure, a row a group, a mark an arm; numbers of the two arms asked about."""
    rows, columns = side_by_side(len(STEMS))
    figure, panels = canvas(rows, columns, 1.2 + rows * 2.1, sharey=True)
    for axes, measure in zip(panels, STEMS, strict=True):
        _marks(axes, found, measure, say)
        axes.set_title(say(f"measure.{measure}"))
        axes.set_xlabel(say(f"unit.{measure}"), size=style.SMALL)
        axes.grid(axis="x", color=style.LIGHT_GREY)
        axes.margins(x=MARGIN)
        axes.tick_params(axis="y", length=0)
    panels[0].set_yticks(range(len(GROUPS)), [say(f"group.{group}") for group in GROUPS])
    panels[0].set_ylim(len(GROUPS) - 0.5, -0.5)
    legend(figure, *panels[0].get_legend_handles_labels())
    title(figure, say("figure.groups.title", runs=_runs(found, say)))
    return figure


def _marks(axes: Axes, found: Groups, measure: str, say: Speaker) -> None:
    table = found.table[found.table["measure"] == measure].set_index(["arm", "group"])
    steps = np.linspace(-SPREAD / 2, SPREAD / 2, max(len(found.arms), 2))
    for arm, step in zip(found.arms, steps, strict=False):
        mine, look = table.loc[arm].loc[list(GROUPS)], look_of(arm)
        spread = np.nan_to_num([mine["value"] - mine["low"], mine["high"] - mine["value"]])
        where = np.arange(len(GROUPS)) + step
        mark: dict[str, Any] = {"color": look.colour, "marker": look.marker, "label": say.arm(arm)}
        axes.errorbar(mine["value"], where, xerr=spread, **mark, **POINT)


def _served_verdicts(found: Groups) -> dict[str, int]:
    """By group, -1, 0 or 1: whether fewer or more needs are served with the treated arm."""
    rows = found.against
    if rows.empty:
        return dict.fromkeys(GROUPS, 0)
    mine = rows[rows["measure"] == SERVED].set_index("group")
    return {g: int(mine.loc[g, "low"] > 0) - int(mine.loc[g, "high"] < 0) for g in GROUPS}


def groups_finding(found: Groups, say: Speaker) -> str:
    """Of which groups clearly more or fewer needs are served with the treated arm."""
    if found.reference is None:
        return say("figure.groups.name")
    kinds: dict[str, list[str]] = {kind: [] for kind in ("higher", "lower", "unclear")}
    for group, verdict in _served_verdicts(found).items():
        kinds[VERDICTS[verdict]].append(say(f"group.{group}"))
    parts = (
        say(f"figure.groups.{kind}", groups=say("list.separator").join(names))
        for kind, names in kinds.items()
        if names
    )
    told = say("figure.finding.separator").join(parts)
    arms = {"treated": say.arm(found.treated), "reference": say.arm(found.reference)}
    return say("figure.groups.finding", told=told, **arms)


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
        for arm in found.arms
    ]
    return say("alt.groups", parts=say("alt.stop").join(parts), runs=_runs(found, say))
