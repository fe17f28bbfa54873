"""What one arm's stored tables say, replicate by replicate: from store to statistics."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.analysis.collapse import COLLAPSES, FOUND, Gauges, found_collapses, gauges, signs
from experiments.base.errors import InputError
from sim.base.vocabulary import ACTS, CATEGORIES, RESOURCES, End
from sim.measure import breakdown, measures
from sim.measure.breakdown import NEVER, Definition
from sim.measure.records import ENDS, WEEKLY_OUTPUTS, Averaged, Shown

RATES = ("breakdown", "failure", "completed", "solo")
"""Counted per opportunity of the cohort."""
UNITS = "counted"
"""Opportunities of the cohort, as a column of ``outcomes_of``."""
MOST_NAMED = 3
"""Missing columns that are named."""
RECORDED = ("vacant", "live_joined", "net_value", "served")
"""Columns of history that collapse is read from."""
IMBALANCES = ("unmet", "misplaced", "overreach")


def _averaged(how: Averaged) -> tuple[str, ...]:
    """Weekly measures, and families of them, that are averaged so."""
    return tuple(dict.fromkeys(o.measure for o in WEEKLY_OUTPUTS if o.averaged is how))


def _columns(measure: str) -> tuple[str, ...]:
    """The columns of a weekly measure that is averaged: its own, or its family's."""
    return tuple(o.name for o in WEEKLY_OUTPUTS if o.averaged and o.measure == measure)


STATES = (*_averaged(Averaged.COHORT), *_averaged(Averaged.SERVING))
"""Weekly measures averaged from the first week of the cohort on."""
FLOWS = tuple(
    name
    for name in _averaged(Averaged.RUN)
    if _columns(name) == tuple(f"{name}_{resource}" for resource in RESOURCES)
)
"""Those of the whole run that are told by resource; COSTS: the others."""
COSTS = tuple(name for name in _averaged(Averaged.RUN) if name not in FLOWS)
REPORTED = "reported_over_real"
LEVELS = (*IMBALANCES, *STATES, *FLOWS, *COSTS, REPORTED)
STATES_SHOWN = tuple(output.name for output in WEEKLY_OUTPUTS if Shown.TEXT in output.shown)
BANDS = tuple(sorted(output.name for output in WEEKLY_OUTPUTS if Shown.WEEKS in output.shown))
"""Weekly measures that are shown week by week."""

NEEDED = {
    "runs": ("replicate", "status", "capacity"),
    "projects": ("replicate", "start_week", "end_week", "formed_week", "end", "size"),
    "history": ("replicate", "week", *RECORDED),
}
"""Columns without which nothing can be said of an arm."""
WHOLE = ("projects", "history")
"""Of these tables, whole numbers and sums that every run has."""
WEEKLY_NEEDED = (
    "replicate",
    "week",
    "reported",
    *dict.fromkeys(name for measure in (*STATES, *COSTS, *FLOWS) for name in _columns(measure)),
    *(name for name in BANDS if not _columns(name)),
    *(f"{stem}_{name}" for stem in ("late", "over", "under") for name in CATEGORIES),
)

Cube = NDArray[np.float64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Arm:
    """One arm's tables, as the store hands them out; ``replicate`` is a column of each.

    runs: status ('ok' or 'failed') and RUN_OUTPUTS. projects: PROJECT_OUTPUTS, a row an
    opportunity. history, weekly: ``week`` and HISTORY_OUTPUTS or WEEKLY_OUTPUTS, run by run.
    areas: AREA_OUTPUTS, run by run and area by area; empty where there is one area.
    """

    name: str
    runs: pd.DataFrame
    projects: pd.DataFrame
    history: pd.DataFrame
    weekly: pd.DataFrame
    areas: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def replicates(self) -> NDArray[np.int64]:
        """Numbers of the replicates that ran, in order."""
        ran = self.runs.loc[self.runs["status"] == "ok", "replicate"]
        return np.sort(ran.to_numpy(np.int64))

    @property
    def failed(self) -> int:
        """How many runs failed."""
        return int((self.runs["status"] != "ok").sum())

    @property
    def weeks(self) -> int:
        """Horizon T in weeks; 0 when every run failed."""
        return int(self.history["week"].max()) + 1 if len(self.history) else 0


def refuse_missing(arm: Arm, weekly: bool = True) -> None:
    """Raise InputError naming the first columns that an arm's tables lack; nothing is guessed.

    What all programs recorded is lacking where a part of it is: only a measure that was declared
    later may be missing in older parts.
    """
    needed = NEEDED | ({"weekly": WEEKLY_NEEDED} if weekly else {})
    for table, columns in needed.items():
        known = getattr(arm, table)
        missing = [name for name in columns if name not in known]
        if table in WHOLE:
            missing += [name for name in columns if name in known and known[name].isna().any()]
        if missing:
            raise InputError(
                f"arm {arm.name!r}: table {table} has no column {', '.join(missing[:MOST_NAMED])};"
                " it was written by something else than this program, or is damaged"
            )


def only(arm: Arm, replicates: NDArray[np.int64]) -> Arm:
    """The same arm with these replicates only, and no failed run."""
    tables = {
        name: table[table["replicate"].isin(replicates)] if len(table) else table
        for name, table in vars(arm).items()
        if name != "name"
    }
    return Arm(arm.name, **tables)


def cube(table: pd.DataFrame, columns: tuple[str, ...], replicates: int) -> Cube:
    """Columns of a weekly table as an array (weeks, replicates, columns), replicates in order.

    Raises ValueError when a week of some replicate is missing.
    """
    weeks = table["week"].nunique()
    if len(table) != weeks * replicates:
        raise ValueError(f"weekly table has {len(table)} rows: {weeks} weeks x {replicates} runs")
    order = np.lexsort((table["week"], table["replicate"]))
    ordered: Cube = table[list(columns)].to_numpy(np.float64)[order]
    return ordered.reshape(replicates, weeks, len(columns)).transpose(1, 0, 2)


def tally(arm: Arm, definition: Definition) -> NDArray[np.int64]:
    """The cohort's opportunities, counted: (replicates, never formed or formed, ends).

    An end is what it is after H weeks. Only H and the first week of the definition are read.
    """
    projects, replicates = arm.projects, arm.replicates
    mine = projects[breakdown.cohort(projects["start_week"], arm.weeks, definition)]
    end = breakdown.end_within(
        mine["end"], mine["start_week"], mine["end_week"], definition.followed
    )
    formed = mine["formed_week"].to_numpy() >= 0
    place = np.searchsorted(replicates, mine["replicate"])
    counts = np.zeros((len(replicates), 2, len(ENDS)), np.int64)
    np.add.at(counts, (place, formed.astype(np.int64), end), 1)
    return counts


def broken_of(counts: NDArray[np.int64], broken: tuple[End, ...]) -> NDArray[np.int64]:
    """Breakdowns by replicate of a ``tally``, when ``broken`` are the ends that count."""
    ends = np.arange(len(ENDS))
    hit = np.stack([breakdown.breakdowns(np.full(len(ends), f), ends, broken) for f in (NEVER, 0)])
    found: NDArray[np.int64] = (counts * hit).sum(axis=(1, 2))
    return found


def opportunity_counts(arm: Arm, definition: Definition) -> pd.DataFrame:
    """Counts by replicate (index): opportunities, formed, breakdown, failure and every end."""
    counts = tally(arm, definition)
    by_end = counts.sum(axis=1)
    columns = {
        "opportunities": by_end.sum(axis=1),
        "formed": counts[:, 1].sum(axis=1),
        "breakdown": broken_of(counts, definition.broken),
        "failure": by_end[:, breakdown.failures(np.arange(len(ENDS)))].sum(axis=1),
    }
    columns |= {name: by_end[:, code] for code, name in enumerate(ENDS)}
    return pd.DataFrame(columns, index=arm.replicates)


def incidence_counts(arm: Arm, definition: Definition) -> Floats:
    """Opportunities of the cohort that came to each end within so many weeks of their start.

    Shape (ends, H, replicates); entry [e, a, r] counts those ended in week a or sooner after the
    week in which they started, which is week 0. What is open has no end.
    """
    projects = arm.projects
    mine = projects[breakdown.cohort(projects["start_week"], arm.weeks, definition)]
    ended, start = (mine[name].to_numpy(np.int64) for name in ("end_week", "start_week"))
    age, end = np.where(ended >= 0, ended - start, NEVER), mine["end"].to_numpy()
    place = np.searchsorted(arm.replicates, mine["replicate"])
    counts = np.zeros((len(ENDS), definition.followed, len(arm.replicates)))
    for replicate in np.unique(place):
        his = place == replicate
        shares = measures.cumulative_incidence(end[his], age[his], definition.followed)
        counts[:, :, replicate] = np.rint(his.sum() * shares)
    return counts


def gauges_of(arm: Arm, definition: Definition) -> Gauges:
    """What collapse of this arm's networks is read from."""
    replicates = arm.replicates
    runs = arm.runs.set_index("replicate").loc[replicates].reset_index()
    return gauges(runs, arm.projects, _recorded(arm, replicates), definition)


def _recorded(arm: Arm, replicates: NDArray[np.int64]) -> dict[str, Floats]:
    """RECORDED by name, (weeks, replicates) each; by place, for there may be millions of rows."""
    history, shape = arm.history, (arm.weeks, len(replicates))
    if len(history) != shape[0] * shape[1]:
        raise ValueError(f"history has {len(history)} rows: {shape[0]} weeks x {shape[1]} runs")
    place = np.searchsorted(replicates, history["replicate"])
    found = {name: np.empty(shape) for name in RECORDED}
    for name, values in found.items():
        values[history["week"].to_numpy(), place] = history[name]
    return found


def collapses_of(arm: Arm, definition: Definition) -> pd.DataFrame:
    """FOUND by replicate (index), for each of COLLAPSES: ``collapse_composite`` and so on."""
    if len(arm.replicates) == 0:
        kinds = {f"{what}_{sign}": kind for what, kind in FOUND.items() for sign in COLLAPSES}
        return pd.DataFrame({name: np.empty(0, kind) for name, kind in kinds.items()})
    found = found_collapses(signs(gauges_of(arm, definition), definition), definition)
    return pd.DataFrame(found, index=arm.replicates)


def outcomes_of(arm: Arm, definition: Definition) -> pd.DataFrame:
    """A row a replicate that ran (index): opportunities ``counted`` (see ``breakdown.cohort``), how
    many formed, broke down, failed and came to each end (``end_NAME``); by each of COLLAPSES the
    week of collapse (``collapse_SIGN``) and of recovery from it (``recovery_SIGN``), -1 if it never
    came, and the share of weeks collapsed (``collapsed_SIGN``)."""
    counts = opportunity_counts(arm, definition)
    ends = {name: f"end_{name}" for name in ENDS}
    named = counts.rename(columns=ends | {"opportunities": UNITS})
    return pd.concat([named, collapses_of(arm, definition)], axis=1)


def imbalance_cubes(arm: Arm) -> dict[str, Cube]:
    """缺位, 错位 and 越位: arrays (weeks, replicates, categories), in needs, by IMBALANCES.

    Those of several areas are found area by area and added: what is too much in one area isn't
    set against what is missing in another.
    """
    parts = [arm.weekly] if arm.areas.empty else [each for _, each in arm.areas.groupby("area")]
    found = [_imbalance_cubes(part, len(arm.replicates)) for part in parts]
    return {name: sum(each[name] for each in found[1:]) + found[0][name] for name in IMBALANCES}


def _imbalance_cubes(weekly: pd.DataFrame, runs: int) -> dict[str, Cube]:
    late, over, under = (
        cube(weekly, tuple(f"{stem}_{name}" for name in CATEGORIES), runs)
        for stem in ("late", "over", "under")
    )
    return measures.imbalances(late, over, under)._asdict()


def flow_cube(arm: Arm, flow: str) -> Cube:
    """One of FLOWS: (weeks, replicates, resources), in funds a week."""
    return cube(arm.weekly, _columns(flow), len(arm.replicates))


def attention_by_week(arm: Arm) -> dict[str, NDArray[np.float64]]:
    """Attention asked for and granted, by hub and organisations: (weeks, replicates), in acts."""
    runs = len(arm.replicates)
    asked, hub, peer = (
        cube(arm.weekly, tuple(f"{stem}_{name}" for name in ACTS), runs).sum(axis=2)
        for stem in ("asked", "hub", "peer")
    )
    return {"attention_asked": asked, "attention_granted": hub + peer}


def run_levels(arm: Arm, definition: Definition) -> pd.DataFrame:
    """One value a replicate (index) for each of LEVELS, in the unit it has by the week.

    States and imbalances are means from the cohort's first week on, flows and costs means over
    the whole run, reported over real a ratio of the run's totals.
    """
    runs, first = len(arm.replicates), definition.first_week
    columns = {name: each[first:].sum(axis=2) for name, each in imbalance_cubes(arm).items()}
    for name in (*STATES, *FLOWS, *COSTS):
        week = first if name in STATES else 0
        columns[name] = cube(arm.weekly, _columns(name), runs)[week:].sum(axis=2)
    means = {name: _mean_over_weeks(values) for name, values in columns.items()}
    reported, served = cube(arm.weekly, ("reported",), runs), cube(arm.history, ("served",), runs)
    means[REPORTED] = _reported(reported[:, :, 0], served[:, :, 0])
    return pd.DataFrame(means, index=arm.replicates)


def _mean_over_weeks(values: Cube) -> NDArray[np.float64]:
    """Mean by replicate of (weeks, replicates), over the weeks that have a value."""
    known = ~np.isnan(values)
    total, weeks = np.where(known, values, 0.0).sum(axis=0), known.sum(axis=0)
    means: Cube = np.divide(total, weeks, out=np.full(values.shape[1], np.nan), where=weeks > 0)
    return means


def _reported(reported: Cube, served: Cube) -> NDArray[np.float64]:
    totals = zip(reported.sum(axis=0), served.sum(axis=0), strict=True)
    return np.array([measures.reported_over_real(float(r), float(s)) for r, s in totals])
