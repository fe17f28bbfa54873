"""The paired comparison of arms: tidy tables with intervals, by estimand.

Estimands: breakdown and failure per opportunity, over the cohort of ``sim.measure.breakdown``, as
ratios of totals over replicates; their differences, treated arm minus comparator, over paired
replicates; network collapse as the share of weeks in it, and besides whether it ever came by the
horizon and in what restricted mean time.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.analysis import estimates
from experiments.analysis import estimates_collapse as runs
from experiments.analysis import estimates_weekly as weekly
from experiments.analysis.definitions import definitions
from experiments.analysis.estimates import Row, Side
from experiments.analysis.outcomes import Arm, refuse_missing
from experiments.base.errors import InputError
from sim.measure.breakdown import DEFAULT, Definition

TREATED = "party"
REFERENCE = "none"
"""The comparator of the headline; the first other arm when it is not among the arms."""


@dataclass(frozen=True)
class Comparison:
    """Tidy tables of a comparison; one row a thing, ``arm`` or ``comparator`` in the first column.

    arms: runs attempted, finished (runs), failed, excluded (without their pair in the treated
    arm). levels: arm x measure (RATES per opportunity, LEVELS in their units) with interval, and
    bounds with failed runs counted at best and at worst. differences: treated minus comparator,
    by measure, over ``pairs``: both levels, value, low, high, error; ratio with its interval; the
    90% interval (narrow_low, narrow_high) behind ``equivalent``; finding (lower, higher,
    equivalent, undecided); correlation over pairs, and ``worth``, how many pairs of independent
    runs a pair is worth; bounds. ends: per 100 opportunities. incidence: share of opportunities
    come to each end so many weeks after their start. collapse, collapse_differences: by sign of
    collapse; value, low and high are of the share of weeks collapsed, ``ever`` of runs that ever
    collapsed; saved, harmed, both and neither of these are under this coupling, with the bounds
    that hold under any; weeks until then are restricted means. survival, bands: by week.
    resources, categories: means by kind of resource, and of the imbalances by service category.
    costs: funds per failure averted. effects: each arm but the reference minus the reference, as
    differences; services: its funds per service completed beyond the reference's. definitions: the
    differences from the reference under other definitions.
    """

    treated: str
    weeks: int
    definition: Definition
    arms: pd.DataFrame
    levels: pd.DataFrame
    differences: pd.DataFrame
    ends: pd.DataFrame
    incidence: pd.DataFrame
    collapse: pd.DataFrame
    collapse_differences: pd.DataFrame
    survival: pd.DataFrame
    bands: pd.DataFrame
    resources: pd.DataFrame
    categories: pd.DataFrame
    costs: pd.DataFrame
    effects: pd.DataFrame
    services: pd.DataFrame
    definitions: pd.DataFrame

    @property
    def names(self) -> list[str]:
        """Arms, in the order given."""
        return list(self.arms["arm"])

    @property
    def comparators(self) -> list[str]:
        """Arms other than the treated one, in the order given."""
        return [name for name in self.names if name != self.treated]

    @property
    def reference(self) -> str:
        """The comparator of the headline."""
        return reference_among(self.comparators)


def reference_among(comparators: list[str]) -> str:
    """REFERENCE, or the first where it is not among them."""
    return REFERENCE if REFERENCE in comparators else comparators[0]


def difference(comparison: Comparison, comparator: str, measure: str) -> pd.Series:
    """The row of one paired difference, treated minus comparator."""
    table = comparison.differences
    return table[(table["comparator"] == comparator) & (table["measure"] == measure)].iloc[0]


def compare(
    arms: list[Arm], treated: str = TREATED, definition: Definition = DEFAULT
) -> Comparison:
    """Compare the treated arm with each other arm, replicate by replicate.

    Raises InputError when the treated arm is missing or alone, an arm is there twice or without a
    finished run, a column is missing, horizons differ, or no replicate ran in both arms of a pair.
    """
    _check(arms, treated)
    sides = [estimates.side_of(arm, definition) for arm in arms]
    mine = next(side for side in sides if side.arm.name == treated)
    others = [side for side in sides if side.arm.name != treated]
    headline = reference_among([side.arm.name for side in others])
    reference = next(side for side in others if side.arm.name == headline)
    return Comparison(
        treated,
        arms[0].weeks,
        definition,
        arms=pd.DataFrame([estimates.arm_row(side, mine) for side in sides]),
        definitions=definitions(mine.arm, reference.arm, declared=definition),
        **_by_arm(sides, definition),
        **_by_comparator(mine, others, definition),
        **_from_reference([side for side in sides if side is not reference], reference, definition),
    )


def _by_arm(sides: list[Side], definition: Definition) -> dict[str, pd.DataFrame]:
    arms, weeks = [side.arm for side in sides], sides[0].arm.weeks
    return {
        "levels": _table(estimates.level_rows(side) for side in sides),
        "ends": _table(estimates.end_rows(side) for side in sides),
        "incidence": _stack(estimates.incidence_table(side) for side in sides),
        "collapse": _table(runs.collapse_rows(side, definition) for side in sides),
        "survival": _stack(runs.survival_table(side, weeks) for side in sides),
        "bands": _stack(weekly.bands(arm) for arm in arms),
        "resources": _table(weekly.resource_rows(arm) for arm in arms),
        "categories": _table(weekly.category_rows(arm, definition) for arm in arms),
    }


def _by_comparator(
    mine: Side, others: list[Side], definition: Definition
) -> dict[str, pd.DataFrame]:
    return {
        "differences": _table(estimates.difference_rows(mine, other) for other in others),
        "collapse_differences": _table(
            runs.collapse_difference_rows(mine, other, definition) for other in others
        ),
        "costs": _table([estimates.cost_row(mine, other, definition)] for other in others),
    }


def _from_reference(
    sides: list[Side], reference: Side, definition: Definition
) -> dict[str, pd.DataFrame]:
    return {
        "effects": _table(estimates.effect_rows(side, reference) for side in sides),
        "services": _table(estimates.service_rows(side, reference, definition) for side in sides),
    }


def _check(arms: list[Arm], treated: str) -> None:
    names = [arm.name for arm in arms]
    if treated not in names:
        raise InputError(f"treated arm {treated!r} is not among the arms: {', '.join(names)}")
    if len(names) < 2:
        raise InputError(f"only the arm {treated!r} is there: a comparison needs two at least")
    if len(set(names)) < len(names):
        raise InputError(f"an arm is there twice: {', '.join(names)}")
    for arm in arms:
        _check_runs(arm)
    mine = next(arm for arm in arms if arm.name == treated)
    for arm in arms:
        _check_pair(mine, arm)


def _check_runs(arm: Arm) -> None:
    refuse_missing(arm, weekly=False)
    if len(arm.replicates) == 0:
        raise InputError(f"arm {arm.name!r} has no finished run")
    if len(arm.weekly) == 0:
        raise InputError(
            f"arm {arm.name!r}: weekly measures were not kept run by run (weekly=runs)"
        )
    refuse_missing(arm)


def _check_pair(mine: Arm, other: Arm) -> None:
    if other.weeks != mine.weeks:
        raise InputError(
            f"arm {other.name!r} ran {other.weeks} weeks, {mine.name!r} {mine.weeks}:"
            " not comparable"
        )
    if len(np.intersect1d(mine.replicates, other.replicates)) == 0:
        raise InputError(
            f"no replicate ran both in {mine.name!r} ({_span(mine)}) and in {other.name!r}"
            f" ({_span(other)}): nothing to pair"
        )


def _span(arm: Arm) -> str:
    return f"{arm.replicates[0]} to {arm.replicates[-1]}"


def _table(parts: Iterable[list[Row]]) -> pd.DataFrame:
    return pd.DataFrame([row for part in parts for row in part])


def _stack(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(list(parts), ignore_index=True)
