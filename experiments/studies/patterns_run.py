"""The cells that patterns need, and what comes of them: arms at accepted points."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from experiments.analysis.pairing import arm_of
from experiments.base.errors import InputError
from experiments.config.accepted import points_of
from experiments.config.calibrated import read_settings
from experiments.config.compose import Composed
from experiments.store import Cell, Spec, Study
from experiments.studies.declared import composed_arms as declared_arms
from experiments.studies.declared import refuse_taken, with_usual
from experiments.studies.patterns_declared import Declaration, Pattern
from experiments.studies.patterns_judge import Point, at_point, judge
from experiments.studies.patterns_measures import MEASURES, SETTLED

STUDY = "patterns"
LEAST_WEEKS = SETTLED + 26
"""A shorter horizon leaves some pattern nothing to be seen in."""


class Judged(NamedTuple):
    """summary: one row a pattern. points: one row a pattern and point."""

    summary: pd.DataFrame
    points: pd.DataFrame


def composed_arms(
    declared: Declaration, arms: Sequence[str], overrides: list[str], config_dir: Path | None
) -> dict[str, Composed]:
    """Each arm's configuration, the declared community, seed and size unless overridden.

    InputError for what patterns set themselves, and for a horizon that is too short.
    """
    taken = {"arrangement"} | declared.set_by_arms() | set(read_settings().paths)
    refuse_taken(overrides, taken, "patterns or by the accepted points")
    usual = {
        "community": declared.community, "seed": declared.seed,
        "replicates": declared.replicates, "name": STUDY,
    }  # fmt: skip
    base = with_usual(usual, overrides)
    found = declared_arms({arm: declared.arms[arm] for arm in arms}, base, config_dir)
    for each in found.values():
        weeks = each.parameters.horizon
        if weeks < LEAST_WEEKS:
            raise InputError(f"horizon = {weeks}: must be {LEAST_WEEKS} or more for the patterns")
    return found


def chosen_points(available: int, wanted: int | None) -> list[int]:
    """Numbers of the accepted points that are run: all, or so many spread evenly over them."""
    if wanted is None:
        return list(range(available))
    if not 1 <= wanted <= available:
        raise InputError(f"points = {wanted}: must be a whole number in [1, {available}]")
    return [int(each) for each in np.linspace(0, available - 1, wanted).round()]


def open_cells(
    study: Study, composed: Mapping[str, Composed], points: int | None
) -> dict[str, list[Cell]]:
    """The cells of each arm, one a point, listed in the study."""
    settings = {arm: points_of(each.parameters) for arm, each in composed.items()}
    chosen = chosen_points(len(next(iter(settings.values()))), points)
    opened = study.open_cells(
        Spec(settings[arm][n], each.seed, f"{arm}-{n:03d}", each.community, each.replicates)
        for n in chosen
        for arm, each in composed.items()
    )
    study.keep_only(opened)
    return {arm: opened[i :: len(composed)] for i, arm in enumerate(composed)}


def judge_all(
    declared: Declaration,
    patterns: Mapping[str, Pattern],
    cells: Mapping[str, list[Cell]],
    replicates: int,
) -> Judged:
    """Every pattern's verdict; each cell is read once."""
    number = len(next(iter(cells.values())))
    points: dict[str, list[Point]] = {name: [] for name in patterns}
    for n in range(number):
        arms = {arm: arm_of(mine[n], replicates) for arm, mine in cells.items()}
        for name, pattern in patterns.items():
            totals = {a: MEASURES[pattern.measure](arms[a]) for a in pattern.contrast}
            runs = arms[next(iter(pattern.contrast))].runs
            points[name].append(at_point(totals, pattern.contrast, runs["dependence"].mean()))
    rows = [judge(name, each, points[name], declared.verdict) for name, each in patterns.items()]
    return Judged(pd.DataFrame(rows), _points_table(points, cells))


def _points_table(
    points: Mapping[str, list[Point]], cells: Mapping[str, list[Cell]]
) -> pd.DataFrame:
    names = [cell.arm.rpartition("-")[2] for cell in next(iter(cells.values()))]
    return pd.DataFrame(
        {"pattern": pattern, "point": int(name), "value": p.estimate.value}
        | {"low": p.estimate.low, "high": p.estimate.high, "error": p.estimate.error}
        | {"pairs": len(p.without), "dependence": p.dependence}
        for pattern, mine in points.items()
        for name, p in zip(names, mine, strict=True)
    )
