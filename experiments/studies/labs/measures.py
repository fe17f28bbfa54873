"""What labs look at, each a named pure function of one arm's stored tables.

Every measure is a ratio of totals: by replicate (index) a ``top`` and a ``bottom``; a mean over
replicates has bottom 1. Cohorts, weeks and thresholds are those of the validation patterns.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import pandas as pd

from experiments.analysis.outcomes import Arm, cube
from experiments.studies import patterns_measures as patterns
from sim.base.vocabulary import ACTS, CATEGORIES, End
from sim.measure.breakdown import DEFAULT

Totals = Callable[[Arm], pd.DataFrame]
SETTLED = patterns.SETTLED


class Measure(NamedTuple):
    """A measure and its unit, one of UNITS."""

    of: Totals
    unit: str


class Unit(NamedTuple):
    """How numbers of a unit are shown: times scale, with so many digits."""

    scale: float
    digits: int


UNITS = {
    "share": Unit(100.0, 1),
    "index": Unit(1.0, 3),
    "needs": Unit(1.0, 1),
    "needs_a_year": Unit(52.0, 1),
    "funds_a_week": Unit(1.0, 2),
    "firms": Unit(1.0, 2),
    "ratio": Unit(1.0, 2),
}


def oversupply(arm: Arm) -> pd.DataFrame:
    """越位 and 错位: supply that met no need, per supply, of projects started from week 26 on."""
    mine = arm.projects[arm.projects["start_week"] >= DEFAULT.first_week]
    done = mine[mine["end"] != End.OPEN]
    sums = done.groupby("replicate")[["over", "supplied"]].sum()
    table = sums.reindex(arm.replicates, fill_value=0.0).astype(float)
    return pd.DataFrame({"top": table["over"], "bottom": table["supplied"]})


def weekly_mean(
    columns: tuple[str, ...], signs: tuple[int, ...], first: int, arm: Arm
) -> pd.DataFrame:
    """Signed sum of weekly columns, mean from week ``first`` on."""
    weeks = cube(arm.weekly, columns, len(arm.replicates))[first:]
    return pd.DataFrame({"top": (weeks @ list(signs)).mean(axis=0), "bottom": 1.0}, arm.replicates)


def last_week(column: str, arm: Arm) -> pd.DataFrame:
    """A weekly column in the last week."""
    weeks = cube(arm.weekly, (column,), len(arm.replicates))[-1, :, 0]
    return pd.DataFrame({"top": weeks, "bottom": 1.0}, arm.replicates)


def reported_over_real(arm: Arm) -> pd.DataFrame:
    """Needs reported as served per need served."""
    runs = len(arm.replicates)
    reported = cube(arm.weekly, ("reported",), runs)[:, :, 0].sum(axis=0)
    served = cube(arm.history, ("served",), runs)[:, :, 0].sum(axis=0)
    return pd.DataFrame({"top": reported, "bottom": served}, arm.replicates)


def _mean(*columns: str, first: int = DEFAULT.first_week) -> Totals:
    return partial(weekly_mean, columns, (1,) * len(columns), first)


def _gap(one: str, other: str) -> Totals:
    return partial(weekly_mean, (one, other), (1, -1), DEFAULT.first_week)


def _counted(*columns: str) -> Measure:
    return Measure(lambda arm: patterns.counts(arm, list(columns), "opportunities"), "share")


MEASURES: dict[str, Measure] = {
    "breakdown": _counted("breakdown"),
    "failure": _counted("failure"),
    "sign_off": _counted("sign_off"),
    "transaction_cost": _counted("transaction_cost"),
    "goal_conflict": _counted("goal_conflict"),
    "free_riding": _counted("free_riding"),
    "exit": _counted("exit"),
    "unneeded": _counted("unneeded"),
    "misplaced": Measure(patterns.misplaced, "share"),
    "oversupply": Measure(oversupply, "share"),
    "late_failure": Measure(patterns.late_failure, "share"),
    "late_integrated": Measure(patterns.late_integrated, "share"),
    "late_trust": Measure(_mean("tie_trust", first=SETTLED), "index"),
    "undone": Measure(lambda arm: patterns.undone(arm, ACTS), "share"),
    "participation": Measure(patterns.participation, "index"),
    "participation_gap": Measure(
        _gap("participation_elderly", "participation_young_renter"), "index"
    ),
    "served_elderly": Measure(_mean("served_group_elderly"), "needs_a_year"),
    "served_young_renter": Measure(_mean("served_group_young_renter"), "needs_a_year"),
    "waiting_long": Measure(_mean(*(f"late_{name}" for name in CATEGORIES)), "needs"),
    "firm_balance": Measure(_mean("firm_balance"), "funds_a_week"),
    "firms_present": Measure(partial(last_week, "present_market"), "firms"),
    "reported_over_real": Measure(reported_over_real, "ratio"),
}
