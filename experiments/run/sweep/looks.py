"""Stopping when precise enough: few looks, declared beforehand.

Each look is an ordinary sweep over all arms. What is looked at is only how wide the paired
intervals are, never on which side of 0 they lie; and the looks are few and fixed before the first,
for every look more makes it likelier to stop by chance where intervals happen to be narrow.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.analysis.statistics import LEVEL
from experiments.base.errors import InputError
from experiments.run.sweep.plan import Plan
from experiments.run.sweep.table import treated_of
from experiments.store import CHUNK

FIRST = CHUNK
MEASURE = "failure"


@dataclass(frozen=True)
class Rule:
    """Stop at the first of ``looks`` (replicates) at which the widest of all paired intervals of
    the difference in ``measure``, ``treated`` minus each comparator, at each point, has a half
    width of at most ``half_width``."""

    half_width: float
    looks: tuple[int, ...]
    treated: str
    measure: str = MEASURE
    level: float = LEVEL


def rule_of(plan: Plan) -> Rule | None:
    """The rule of a sweep with ``precision``; its last look is at ``replicates``."""
    wanted = plan.settings.precision
    if wanted is None:
        return None
    if plan.arms < 2:
        raise InputError("precision: is of differences between arms; say arrangement=none,party")
    return Rule(wanted, looks(plan.replicates), treated_of(next(plan.points())))


def looks(most: int) -> tuple[int, ...]:
    """Replicates at each look: FIRST, doubled until ``most``, which is the last."""
    found = [min(FIRST, most)]
    while found[-1] < most:
        found.append(min(2 * found[-1], most))
    return tuple(found)


def widest(table: pd.DataFrame) -> float:
    """Half the width of the widest interval of the differences; inf where one is unknown."""
    compared = table[table["compared"]]
    half = (compared[f"{MEASURE}_difference_high"] - compared[f"{MEASURE}_difference_low"]) / 2
    return float(half.fillna(np.inf).max())
