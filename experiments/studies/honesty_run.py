"""The cells that the declared experiments need, and their paired differences."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.analysis.answer import PRIMARY
from experiments.analysis.pairing import arm_of, refuse_unpaired
from experiments.analysis.spread import differences
from experiments.analysis.statistics import SMALLEST_EFFECT
from experiments.base.errors import InputError
from experiments.config.compose import Composed
from experiments.store import Cell, Spec, Study
from experiments.studies.declared import composed_arms, refuse_taken, with_usual
from experiments.studies.honesty_declared import HEADLINE, SIGN, Declaration, Experiment
from sim.measure.breakdown import DEFAULT, Definition, after

STUDY = "honesty"
HELPS, HARMS, WITHIN, LOWER, HIGHER, LOWER_WITHIN, HIGHER_WITHIN, UNCLEAR = (
    "helps", "harms", "within", "lower", "higher", "lower_within", "higher_within", "unclear",
)  # fmt: skip
KEPT, TURNED, NO_SIGN = "kept", "turned", "no_sign"


def compose_arms(
    declared: Declaration,
    experiments: dict[str, Experiment],
    overrides: list[str],
    config_dir: Path | None,
) -> dict[str, Composed]:
    """Each needed arm's configuration; the declared community, seed and size unless overridden.

    InputError for what the arms set themselves.
    """
    refuse_taken(overrides, {"arrangement"} | declared.set_by_arms(), "the declared arms")
    usual = {
        "community": declared.community, "seed": declared.seed,
        "replicates": declared.replicates, "name": STUDY,
    }  # fmt: skip
    return composed_arms(declared.arms_of(experiments), with_usual(usual, overrides), config_dir)


def open_cells(study: Study, composed: Mapping[str, Composed]) -> dict[str, Cell]:
    """The cell of each arm, listed in the study."""
    cells = study.open_study(
        Spec(each.parameters, each.seed, arm, each.community, each.replicates)
        for arm, each in composed.items()
    )
    return dict(zip(composed, cells, strict=True))


def differ(
    experiments: Mapping[str, Experiment], cells: Mapping[str, Cell], replicates: int
) -> pd.DataFrame:
    """A row for each experiment and primary measure: arms' shares, difference, interval, finding.

    Columns as ``experiments.analysis.spread.differences`` has them, and: experiment, rule, after;
    dependence (mean share of interaction through mediators, treated arm); finding: what ``size``
    says of the interval; for rule ``sign`` whether the headline's sign is kept, turned,
    unclear here, or no_sign.
    """
    arms = {name: arm_of(cell, replicates, weekly=False) for name, cell in cells.items()}
    rows: list[dict[str, Any]] = []
    for name, each in experiments.items():
        refuse_unpaired(each.treated, cells[each.treated], each.reference, cells[each.reference])
        pair = arms[each.treated], arms[each.reference]
        table = differences([pair], _definition(each, cells[each.treated]))
        mine = table[table["measure"].isin(PRIMARY)].drop(columns="point")
        about = {"experiment": name, "rule": each.rule, "after": each.after}
        about |= {"treated_arm": each.treated, "reference_arm": each.reference}
        dependence = float(arms[each.treated].runs["dependence"].mean())
        rows += [about | row | {"dependence": dependence} for row in mine.to_dict("records")]
    found = pd.DataFrame(rows)
    return found.assign(finding=[_finding(row, rows) for row in rows])


def _definition(experiment: Experiment, cell: Cell) -> Definition:
    last = cell.parameters.horizon - DEFAULT.followed
    if experiment.after is not None and experiment.after > last:
        raise InputError(f"after = {experiment.after}: must be a week in [0, {last}]")
    return DEFAULT if experiment.after is None else after(experiment.after)


def _finding(row: Mapping[str, Any], rows: list[dict[str, Any]]) -> str:
    if row["rule"] != SIGN:
        return size(row["low"], row["high"])
    headline = next(
        each for each in rows if each["rule"] == HEADLINE and each["measure"] == row["measure"]
    )
    return sign(row["low"], row["high"], headline["verdict"])


def size(low: float, high: float) -> str:
    """Where a difference's whole interval lies: beyond the smallest effect of interest (helps,
    harms), within it (lower_within, higher_within, or across 0: within), beyond 0 only (lower,
    higher), or none of these (unclear)."""
    if high <= -SMALLEST_EFFECT:
        return HELPS
    if low >= SMALLEST_EFFECT:
        return HARMS
    small = low > -SMALLEST_EFFECT and high < SMALLEST_EFFECT
    if high < 0.0:
        return LOWER_WITHIN if small else LOWER
    if low > 0.0:
        return HIGHER_WITHIN if small else HIGHER
    return WITHIN if small else UNCLEAR


def sign(low: float, high: float, headline: int) -> str:
    """Whether an interval lies on the headline's side of 0.

    headline: -1 or 1 where its own interval leaves 0 out, else 0: then there is no sign to hold.
    """
    if headline == 0:
        return NO_SIGN
    verdict = int(low > 0.0) - int(high < 0.0)
    return UNCLEAR if verdict == 0 else KEPT if verdict == headline else TURNED
