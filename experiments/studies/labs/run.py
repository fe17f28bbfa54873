"""Run a lab: its arms with the same luck, levels with intervals, and whether its claims hold."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from experiments.analysis.estimates import interval
from experiments.analysis.pairing import arm_of
from experiments.base.errors import InputError
from experiments.config.alike import for_arm
from experiments.config.compose import Composed, compose
from experiments.run.progress import shown
from experiments.run.runner import Outcome, run_cells
from experiments.store import Cell, Spec, Study
from experiments.studies.labs.declared import Claim, Lab, read_lab
from experiments.studies.labs.measures import MEASURES
from experiments.studies.patterns_judge import Totals, at_point

LEAST_WEEKS = 156
"""Labs are declared for this horizon; a shorter one leaves some measure nothing to see."""


class Found(NamedTuple):
    """levels: arm, measure, value, low, high. claims: one row each; holds: its whole interval
    lies in the declared range. replicates: that ran in every arm."""

    name: str
    lab: Lab
    levels: pd.DataFrame
    claims: pd.DataFrame
    replicates: int


class Ran(NamedTuple):
    """A lab that ran: where it is stored, its cells, what became of the runs, what was found."""

    study: Study
    cells: list[Cell]
    outcome: Outcome
    found: Found


def composed_arms(
    name: str, lab: Lab, overrides: Sequence[str] = (), config_dir: Path | None = None
) -> dict[str, Composed]:
    """Each arm's configuration; what the lab declares, unless overridden.

    InputError for what the lab's arms set themselves, and for a horizon that is too short.
    """
    given = {override.partition("=")[0] for override in overrides}
    fixed = {"arrangement", *lab.set, *(path for arm in lab.arms.values() for path in arm.set)}
    taken = sorted(given & fixed)
    if taken:
        raise InputError(f"{', '.join(taken)}: set by the lab {name}; choose something else")
    usual = {
        "community": lab.community, "seed": lab.seed, "replicates": lab.replicates,
        "name": study_name(name),
    }  # fmt: skip
    base = [f"{key}={value}" for key, value in usual.items() if key not in given]
    base += [*overrides, *_written(lab.set)]
    found = {}
    for arm, setting in lab.arms.items():
        changed = [*for_arm(setting.arrangement, base, config_dir), *_written(setting.set)]
        found[arm] = compose(changed, config_dir)
        if found[arm].parameters.horizon < LEAST_WEEKS:
            weeks = found[arm].parameters.horizon
            raise InputError(f"horizon = {weeks}: must be {LEAST_WEEKS} or more for the labs")
    return found


def study_name(name: str) -> str:
    """The study that a lab is stored as."""
    return f"lab-{name}"


def _written(changes: Mapping[str, object]) -> list[str]:
    return [
        f"{path}={str(value).lower() if isinstance(value, bool) else value}"
        for path, value in changes.items()
    ]


def run_lab(
    name: str,
    overrides: Sequence[str] = (),
    out: Path = Path("results"),
    config_dir: Path | None = None,
) -> Ran:
    """Run what is missing of a lab and judge it. InputError for anything wrong."""
    lab = read_lab(name)
    composed = composed_arms(name, lab, overrides, config_dir)
    wanted = next(iter(composed.values()))
    study = Study(out / wanted.name)
    cells = study.open_study(
        Spec(c.parameters, c.seed, arm, c.community, c.replicates) for arm, c in composed.items()
    )
    outcome = run_cells(cells, wanted.replicates, wanted.processes, partial(shown, wanted.name))
    return Ran(study, cells, outcome, judged(name, lab, cells, wanted.replicates))


def judged(name: str, lab: Lab, cells: Sequence[Cell], replicates: int) -> Found:
    """Levels and claims from stored cells, one for each arm in the order declared."""
    arms = {arm: arm_of(cell, replicates) for arm, cell in zip(lab.arms, cells, strict=True)}
    used = dict.fromkeys([*lab.measures, *(claim.measure for claim in lab.claims.values())])
    totals = {m: {name: MEASURES[m].of(arm) for name, arm in arms.items()} for m in used}
    both = set.intersection(*(set(arm.replicates.tolist()) for arm in arms.values()))
    claims = [
        {"claim": key, **_claim_row(claim, totals[claim.measure])}
        for key, claim in lab.claims.items()
    ]
    levels = [_level_row(arm, m, totals[m][arm]) for m in lab.measures for arm in lab.arms]
    return Found(name, lab, pd.DataFrame(levels), pd.DataFrame(claims), len(both))


def _level_row(arm: str, measure: str, totals: pd.DataFrame) -> dict[str, object]:
    found = at_point({arm: totals}, {arm: 1}, np.nan).estimate
    return {"arm": arm, "measure": measure, **interval(found)}


def _claim_row(claim: Claim, totals: Totals) -> dict[str, object]:
    found = at_point(totals, claim.contrast, np.nan).estimate
    low, high = claim.ends
    holds = bool(low < found.low and found.high < high)
    return {
        "measure": claim.measure, **interval(found), "least": low, "most": high,
        "seen": claim.seen, "holds": holds,
    }  # fmt: skip
