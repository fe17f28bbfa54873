"""What one arm's stored tables say, replicate by replicate: from store to statistics."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim import breakdown, measures
from sim.breakdown import COMPOSITE, INDICATORS, Definition
from sim.records import ENDS
from sim.vocabulary import ACTS, CATEGORIES, RESOURCES

RATES = ("breakdown", "failure", "solo")
"""Counted per opportunity of the cohort."""
COLLAPSES = (*INDICATORS, COMPOSITE)
IMBALANCES = ("unmet", "misplaced", "overreach")
FLOWS = ("entered", "spent", "lost")
STATES = (
    "satisfaction",
    "participation",
    "participation_breadth",
    "participation_gini",
    "resident_trust",
    "tie_trust",
    "match",
    "timeliness",
)
"""Weekly measures averaged from the first week of the cohort on."""
COSTS = ("transaction_cost", "coordination_cost")
REPORTED = "reported_over_real"
LEVELS = (*IMBALANCES, *STATES, *FLOWS, *COSTS, REPORTED)
BANDS = ("participation", "satisfaction", "tie_trust", "transaction_cost")
"""Weekly measures that are shown week by week."""

Cube = NDArray[np.float64]


@dataclass(frozen=True)
class Arm:
    """One arm's tables, as the store hands them out; ``replicate`` is a column of each.

    runs: status ('ok' or 'failed') and RUN_OUTPUTS. projects: PROJECT_OUTPUTS, a row an
    opportunity. history, weekly: ``week`` and HISTORY_OUTPUTS or WEEKLY_OUTPUTS, run by run.
    """

    name: str
    runs: pd.DataFrame
    projects: pd.DataFrame
    history: pd.DataFrame
    weekly: pd.DataFrame

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


def cube(table: pd.DataFrame, columns: tuple[str, ...], replicates: int) -> Cube:
    """Columns of a weekly table as an array (weeks, replicates, columns), replicates in order.

    Raises ValueError when a week of some replicate is missing.
    """
    weeks = table["week"].nunique()
    if len(table) != weeks * replicates:
        raise ValueError(f"weekly table has {len(table)} rows: {weeks} weeks x {replicates} runs")
    ordered: Cube = table.sort_values(["replicate", "week"])[list(columns)].to_numpy(np.float64)
    return ordered.reshape(replicates, weeks, len(columns)).transpose(1, 0, 2)


def followed_cohort(arm: Arm, definition: Definition) -> pd.DataFrame:
    """The cohort's opportunities with ``end`` as it stands after H weeks, and what it counts as."""
    projects = arm.projects
    mine = projects[breakdown.cohort(projects["start_week"], arm.weeks, definition)]
    end = breakdown.end_within(
        mine["end"], mine["start_week"], mine["end_week"], definition.followed
    )
    return pd.DataFrame(
        {
            "replicate": mine["replicate"].to_numpy(),
            "end": end,
            "formed": mine["formed_week"].to_numpy() >= 0,
            "breakdown": breakdown.breakdowns(mine["formed_week"], end, definition.broken),
            "failure": breakdown.failures(end),
        }
    )


def opportunity_counts(arm: Arm, definition: Definition) -> pd.DataFrame:
    """Counts by replicate (index): opportunities, formed, breakdown, failure and every end."""
    cohort = followed_cohort(arm, definition)
    ends = pd.DataFrame({name: cohort["end"] == code for code, name in enumerate(ENDS)})
    flags = pd.concat([cohort[["formed", "breakdown", "failure"]], ends], axis=1)
    flags.insert(0, "opportunities", 1)
    counts = flags.astype(np.int64).groupby(cohort["replicate"].to_numpy()).sum()
    return counts.reindex(arm.replicates, fill_value=0)


def collapse_weeks(arm: Arm, definition: Definition) -> pd.DataFrame:
    """Week of collapse and ``recovery_`` week by replicate (index), for each of COLLAPSES."""
    capacity = arm.runs.set_index("replicate")["capacity"]
    projects = dict(iter(arm.projects.groupby("replicate")))
    history = dict(iter(arm.history.sort_values("week").groupby("replicate")))
    rows = []
    for replicate in arm.replicates:
        mine = projects.get(replicate, arm.projects.iloc[:0])
        signs = breakdown.indicators(
            mine, history[replicate], float(capacity[replicate]), definition
        )
        rows.append(_flat(breakdown.collapses(signs, definition)))
    columns = [*COLLAPSES, *(f"recovery_{name}" for name in COLLAPSES)]
    return pd.DataFrame(rows, index=arm.replicates, columns=columns)


def _flat(found: dict[str, breakdown.Collapse]) -> dict[str, int]:
    weeks = {name: found[name].week for name in COLLAPSES}
    return weeks | {f"recovery_{name}": found[name].recovery for name in COLLAPSES}


def imbalance_cubes(arm: Arm) -> dict[str, Cube]:
    """缺位, 错位 and 越位: arrays (weeks, replicates, categories), in needs, by IMBALANCES."""
    runs = len(arm.replicates)
    late, over, under = (
        cube(arm.weekly, tuple(f"{stem}_{name}" for name in CATEGORIES), runs)
        for stem in ("late", "over", "under")
    )
    return measures.imbalances(late, over, under)._asdict()


def flow_cube(arm: Arm, flow: str) -> Cube:
    """One of FLOWS: (weeks, replicates, resources), in funds a week."""
    columns = tuple(f"{flow}_{name}" for name in RESOURCES)
    return cube(arm.weekly, columns, len(arm.replicates))


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
    states = cube(arm.weekly, STATES, runs)[first:]
    costs = cube(arm.weekly, (*COSTS, "reported"), runs)
    columns = {name: each[first:].sum(axis=2) for name, each in imbalance_cubes(arm).items()}
    columns |= {name: states[:, :, i] for i, name in enumerate(STATES)}
    columns |= {flow: flow_cube(arm, flow).sum(axis=2) for flow in FLOWS}
    columns |= {name: costs[:, :, i] for i, name in enumerate(COSTS)}
    means = {name: _mean_over_weeks(values) for name, values in columns.items()}
    means[REPORTED] = _reported(costs[:, :, -1], cube(arm.history, ("served",), runs)[:, :, 0])
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
