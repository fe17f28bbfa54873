"""What a validation pattern is about, each a named pure function of one arm's stored tables.

Every measure is a ratio of totals: by replicate (index) a ``top`` and a ``bottom``; a mean over
replicates has bottom 1.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.analysis.outcomes import Arm, cube, opportunity_counts
from sim.base.vocabulary import SECTORS, End
from sim.measure.breakdown import DEFAULT

HALF_TIME = 78
"""Week in which the arm ``removed`` loses its hub."""
SETTLED = HALF_TIME + 26
"""First week from which live ties (26 weeks) tell nothing of the time before."""
LAST = 26
"""Weeks at the end over which a state is averaged."""

Floats = NDArray[np.float64]


def failure(arm: Arm) -> pd.DataFrame:
    """Neither completed nor delivered solo, per opportunity of the cohort."""
    return counts(arm, ["failure"], "opportunities")


def late_failure(arm: Arm) -> pd.DataFrame:
    """The same, of opportunities that start after half time."""
    return counts(arm, ["failure"], "opportunities", HALF_TIME)


def negotiation_failure(arm: Arm) -> pd.DataFrame:
    """Ended by transaction cost or goal conflict, per formed project of the cohort."""
    return counts(arm, ["transaction_cost", "goal_conflict"], "formed")


def free_riding(arm: Arm) -> pd.DataFrame:
    """Ended by free riding, per formed project of the cohort."""
    return counts(arm, ["free_riding"], "formed")


def completed_of_formed(arm: Arm) -> pd.DataFrame:
    """Completed, per formed project of the cohort."""
    return counts(arm, ["completed"], "formed")


def counts(
    arm: Arm, parts: list[str], whole: str, first_week: int = DEFAULT.first_week
) -> pd.DataFrame:
    """Some counts of the cohort (``opportunity_counts``) per another one."""
    table = opportunity_counts(arm, replace(DEFAULT, first_week=first_week))
    return pd.DataFrame({"top": table[parts].sum(axis=1), "bottom": table[whole]})


def weeks_to_completion(arm: Arm) -> pd.DataFrame:
    """Weeks from formation to completion, per completed project started from week 26 on."""
    done = _started(arm)
    done = done[(done["end"] == End.COMPLETED) & (done["formed_week"] >= 0)]
    weeks = done["end_week"].astype(float) - done["formed_week"]
    return _summed(arm, done["replicate"], weeks, pd.Series(1.0, done.index))


def misplaced(arm: Arm) -> pd.DataFrame:
    """错位: misplaced supply per supply, of projects started from week 26 on."""
    mine = _started(arm)
    return _summed(arm, mine["replicate"], mine["misplaced"], mine["supplied"])


def _started(arm: Arm) -> pd.DataFrame:
    return arm.projects[arm.projects["start_week"] >= DEFAULT.first_week]


def _summed(arm: Arm, who: pd.Series, top: pd.Series, bottom: pd.Series) -> pd.DataFrame:
    table = pd.DataFrame({"top": top.astype(float), "bottom": bottom.astype(float)})
    return table.groupby(who).sum().reindex(arm.replicates, fill_value=0.0)


def mediation_undone(arm: Arm) -> pd.DataFrame:
    """Mediation asked for that neither hub nor organisations did, per request and week."""
    return undone(arm, ("mediation",))


def undone(arm: Arm, acts: Sequence[str]) -> pd.DataFrame:
    """Acts asked for that nobody did, hub or organisations, per act asked for."""
    asked, hub, peer = (
        cube(arm.weekly, tuple(f"{who}_{act}" for act in acts), len(arm.replicates)).sum((0, 2))
        for who in ("asked", "hub", "peer")
    )
    return pd.DataFrame({"top": asked - hub - peer, "bottom": asked}, index=arm.replicates)


def funds_held(arm: Arm) -> pd.DataFrame:
    """Funds held by all, free, reserved and pooled, mean from week 26 on."""
    return _mean(arm, _weeks(arm, "held_funds")[DEFAULT.first_week :])


def participation(arm: Arm) -> pd.DataFrame:
    """Mean participation of residents, from week 26 on."""
    return _mean(arm, _weeks(arm, "participation")[DEFAULT.first_week :])


def late_integrated(arm: Arm) -> pd.DataFrame:
    """Organisations in the largest live component, share; mean from half a year after half time."""
    return _mean(arm, _weeks(arm, "integrated")[SETTLED:])


def centralisation_change(arm: Arm) -> pd.DataFrame:
    """Degree centralisation of ties: mean of the last half year less the first week's."""
    weeks = _weeks(arm, "centralisation")
    return _mean(arm, weeks[-LAST:] - weeks[0])


def honouring_change(arm: Arm) -> pd.DataFrame:
    """Mean honouring propensity of organisations present: last week's less the first week's."""
    columns = [f"{stem}_{sector}" for stem in ("honouring", "present") for sector in SECTORS]
    weeks = cube(arm.weekly, tuple(columns), len(arm.replicates))
    value, present = np.split(weeks, 2, axis=2)
    present = np.where(np.isnan(value), 0.0, present)
    mean = (np.nan_to_num(value) * present).sum(axis=2) / np.maximum(present.sum(axis=2), 1.0)
    return _mean(arm, (mean[-1] - mean[0])[None])


def _weeks(arm: Arm, column: str) -> Floats:
    """A weekly column as (weeks, replicates)."""
    weeks: Floats = cube(arm.weekly, (column,), len(arm.replicates))[:, :, 0]
    return weeks


def _mean(arm: Arm, weeks: Floats) -> pd.DataFrame:
    return pd.DataFrame({"top": weeks.mean(axis=0), "bottom": 1.0}, index=arm.replicates)


MEASURES: dict[str, Callable[[Arm], pd.DataFrame]] = {
    measure.__name__: measure
    for measure in (
        failure, late_failure, negotiation_failure, free_riding, completed_of_formed,
        weeks_to_completion, misplaced, mediation_undone, funds_held, participation,
        late_integrated, centralisation_change, honouring_change,
    )
}  # fmt: skip
SHARES = (
    "failure", "late_failure", "negotiation_failure", "free_riding", "completed_of_formed",
    "misplaced", "mediation_undone", "participation", "late_integrated", "centralisation_change",
    "honouring_change",
)  # fmt: skip
"""Measures shown per 100; the others in weeks or funds."""
