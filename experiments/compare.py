"""The paired comparison of arms: tidy tables with intervals, by estimand.

Estimands: breakdown and failure per opportunity, over the cohort of ``sim.breakdown``, as ratios
of totals over replicates; their differences, treated arm minus comparator, over paired replicates;
network collapse by the horizon as a difference of shares and of restricted mean time.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path

import pandas as pd

from experiments import estimates
from experiments.errors import InputError
from experiments.estimates import Row
from experiments.outcomes import Arm
from sim.breakdown import DEFAULT, Definition

TREATED = "party"
REFERENCE = "none"
"""The comparator of the headline; the first other arm when it is not among the arms."""


@dataclass(frozen=True)
class Comparison:
    """Tidy tables of a comparison; one row a thing, ``arm`` or ``comparator`` in the first column.

    levels: arm x measure (RATES per opportunity, LEVELS in their units) with interval, and bounds
    with failed runs counted. differences: treated minus comparator, by measure. ends: per 100
    opportunities. collapse, collapse_differences: by sign of collapse. survival, bands: by week.
    resources, categories: means by kind of resource, and of the imbalances by service category.
    costs: funds per failure averted.
    """

    treated: str
    weeks: int
    definition: Definition
    arms: pd.DataFrame
    levels: pd.DataFrame
    differences: pd.DataFrame
    ends: pd.DataFrame
    collapse: pd.DataFrame
    collapse_differences: pd.DataFrame
    survival: pd.DataFrame
    bands: pd.DataFrame
    resources: pd.DataFrame
    categories: pd.DataFrame
    costs: pd.DataFrame

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
        return REFERENCE if REFERENCE in self.comparators else self.comparators[0]


def compare(
    arms: list[Arm], treated: str = TREATED, definition: Definition = DEFAULT
) -> Comparison:
    """Compare the treated arm with each other arm, replicate by replicate.

    Raises InputError when the treated arm is missing or alone, an arm is there twice or without a
    finished run, or horizons differ.
    """
    _check(arms, treated)
    sides = [estimates.side_of(arm, definition) for arm in arms]
    mine = next(side for side in sides if side.arm.name == treated)
    others = [side for side in sides if side.arm.name != treated]
    weeks = arms[0].weeks
    return Comparison(
        treated,
        weeks,
        definition,
        arms=_table(estimates.arm_row(side) for side in sides),
        levels=_table(row for side in sides for row in estimates.level_rows(side)),
        differences=_table(
            row for other in others for row in estimates.difference_rows(mine, other)
        ),
        ends=_table(row for side in sides for row in estimates.end_rows(side)),
        collapse=_table(row for side in sides for row in estimates.collapse_rows(side)),
        collapse_differences=_table(
            row
            for other in others
            for row in estimates.collapse_difference_rows(mine, other, definition)
        ),
        survival=_table(row for side in sides for row in estimates.survival_rows(side, weeks)),
        bands=pd.concat([estimates.bands(arm) for arm in arms], ignore_index=True),
        resources=_table(row for arm in arms for row in estimates.resource_rows(arm)),
        categories=_table(row for arm in arms for row in estimates.category_rows(arm, definition)),
        costs=_table(estimates.cost_row(mine, other, definition) for other in others),
    )


def write_tables(comparison: Comparison, folder: Path) -> list[Path]:
    """Write each table as ``comparison_<table>.csv`` into ``folder``; returns the paths."""
    written = []
    for field in fields(comparison):
        table = getattr(comparison, field.name)
        if isinstance(table, pd.DataFrame):
            written.append(folder / f"comparison_{field.name}.csv")
            table.to_csv(written[-1], index=False)
    return written


def _check(arms: list[Arm], treated: str) -> None:
    names = [arm.name for arm in arms]
    if treated not in names:
        raise InputError(f"treated arm {treated!r} is not among the arms: {', '.join(names)}")
    if len(names) < 2:
        raise InputError(f"only the arm {treated!r} is there: a comparison needs two at least")
    if len(set(names)) < len(names):
        raise InputError(f"an arm is there twice: {', '.join(names)}")
    for arm in arms:
        _check_runs(arm, arms[0].weeks)


def _check_runs(arm: Arm, weeks: int) -> None:
    if len(arm.replicates) == 0:
        raise InputError(f"arm {arm.name!r} has no finished run")
    if len(arm.weekly) == 0:
        raise InputError(
            f"arm {arm.name!r}: weekly measures were not kept run by run (weekly=runs)"
        )
    if arm.weeks != weeks:
        raise InputError(f"arm {arm.name!r} ran {arm.weeks} weeks, others {weeks}: not comparable")


def _table(rows: Iterable[Row]) -> pd.DataFrame:
    return pd.DataFrame(list(rows))
