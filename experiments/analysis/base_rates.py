"""Breakdown and failure per opportunity, class by class of opportunities."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from experiments.analysis.answer import PRIMARY
from experiments.analysis.estimates import interval
from experiments.analysis.outcomes import Arm
from experiments.analysis.statistics import ratio_interval
from sim.measure.breakdown import DEFAULT, Definition, breakdowns, cohort, end_within, failures

YEAR = 52
"""Weeks."""
UNKNOWN = "vacant"
"""The class of opportunities of a seat that nobody holds."""


def years(arm: Arm) -> pd.Series:
    """Calendar year of each opportunity's start, the first being 1."""
    return (arm.projects["start_week"] // YEAR + 1).astype(str)


def tenures(arm: Arm, edges: Sequence[float], from_week: int) -> pd.Series:
    """Class of each opportunity by how long its initiator had held its seat; parted at edges, in
    years. Those that start before ``from_week`` have none (missing)."""
    names = [f"<{edges[0]:g}", *(f"{a:g}-{b:g}" for a, b in pairwise(edges)),
             f"{edges[-1]:g}+"]  # fmt: skip
    held = arm.projects["tenure"].to_numpy(np.int64)
    numbers = np.searchsorted(np.asarray(edges) * YEAR, held, side="right")
    found = pd.Series(np.array(names, object)[numbers], index=arm.projects.index)
    found[held < 0] = UNKNOWN
    return found.where(arm.projects["start_week"] >= from_week)


def by_class(arm: Arm, classes: pd.Series, definition: Definition = DEFAULT) -> pd.DataFrame:
    """A row a class and measure: share of the cohort's opportunities of that class, with its 95%
    interval over replicates, and how many they are. Classes in the order of their names."""
    projects = arm.projects
    mine = cohort(projects["start_week"], arm.weeks, definition) & classes.notna().to_numpy()
    projects, classes = projects[mine], classes[mine]
    end = end_within(
        projects["end"], projects["start_week"], projects["end_week"], definition.followed
    )
    hits = {
        "breakdown": breakdowns(projects["formed_week"], end, definition.broken),
        "failure": failures(end),
    }
    place = np.searchsorted(arm.replicates, projects["replicate"])
    rows = []
    for label in sorted(classes.unique(), key=by_number):
        own = (classes == label).to_numpy()
        units = np.bincount(place[own], minlength=len(arm.replicates))
        for measure in PRIMARY:
            events = np.bincount(place[own & hits[measure]], minlength=len(arm.replicates))
            found = interval(ratio_interval(events, units))
            rows.append({"class": label, "measure": measure, **found, "opportunities": units.sum()})
    return pd.DataFrame(rows)


def by_number(label: str) -> tuple[bool, bool, float]:
    """By the number with which a name begins: under the first edge before all, no number last."""
    number = label.lstrip("<").rstrip("+").partition("-")[0]
    known = number.replace(".", "").isdigit()
    return not known, not label.startswith("<"), float(number) if known else 0.0
