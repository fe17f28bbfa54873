"""What the whole headline has besides its points: shares of variance, a coordinator that comes
late, and a check of the emulator; each says what it runs, and what that comes to."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import pandas as pd

from experiments.analysis.answer import PRIMARY
from experiments.analysis.outcomes import opportunity_counts
from experiments.analysis.pairing import arm_of
from experiments.analysis.statistics import ratio_difference
from experiments.config.accepted import accepted_points
from experiments.config.calibrated import read_settings
from experiments.config.compose import Composed
from experiments.config.hub import has_hub
from experiments.store import Cell, Spec
from experiments.studies import population_analysis as analysis
from experiments.studies import population_variance as variance
from experiments.studies.population_ground import (
    HALVES,
    REFERENCE,
    TREATED,
    Declaration,
    Ground,
    parameters_at,
    seed_at,
)
from experiments.studies.population_points import dimensions, group_columns, points_of
from sim.measure.breakdown import DEFAULT, after
from sim.parameters import Parameters

ARMS = (TREATED, REFERENCE)
LATE, UNITS = "late", "opportunities"
SHOWN = "failure"
"""The measure by whose expected difference points are chosen for the check."""


class Variance:
    """Runs behind the shares of variance, and what they come to."""

    def __init__(self, declared: Declaration, arms: dict[str, Composed], seed: int) -> None:
        settings, accepted = read_settings(), accepted_points()
        columns = group_columns(settings, declared.hub)
        number = dimensions(settings, declared.hub)
        self.seed, self.points = seed, declared.halves
        self.drawn = variance.samples(columns, number, declared.halves, seed)
        self.grounds = {
            name: Ground(declared, arms, points_of(unit, settings, accepted, declared.hub))
            for name, unit in self.drawn.unit.items()
        }

    @cached_property
    def keys(self) -> list[tuple[str, str, int]]:
        """Sample, arm and point of each cell. Where nothing differs that matters without a
        coordinator, the reference of a sample is the first's."""
        return [
            (name, arm, number)
            for name in variance.RUN
            for arm in ARMS
            if not (arm == REFERENCE and name in variance.HUB_ONLY)
            for number in range(self.points)
        ]

    @property
    def specs(self) -> list[Spec]:
        """In the order of keys; the dummy's are those of the first sample with other luck."""
        found = []
        for name, arm, number in self.keys:
            ground = self.grounds[name]
            wanted = ground.arms[arm]
            seed = seed_at(wanted.seed, number, name == variance.DUMMY)
            parameters = parameters_at(ground, arm, number)
            label = f"{name}-{arm}-{number:04d}"
            found.append(Spec(parameters, seed, label, wanted.community, HALVES))
        return found

    def table(self, cells: Sequence[Cell]) -> pd.DataFrame:
        """As ``variance_table`` gives it; cells: of specs, in their order."""
        by_key = dict(zip(self.keys, cells, strict=True))
        pairs = {
            name: [
                variance.pair_of(by_key[name, TREATED, n], by_key[reference, REFERENCE, n])
                for n in range(self.points)
            ]
            for name in variance.RUN
            for reference in [variance.A if name in variance.HUB_ONLY else name]
        }
        return variance.variance_table(pairs, self.drawn, self.seed)


def late_specs(ground: Ground) -> list[Spec]:
    """Both arms at the first points; the coordinator comes late, for as long as otherwise."""
    late, found = ground.declared.late, []
    for arm in ARMS:
        wanted = ground.arms[arm]
        for number in range(min(late.points, len(ground.points.accepted))):
            parameters = _late(parameters_at(ground, arm, number), late.start)
            label = f"{arm}-{number:04d}"
            seed = seed_at(wanted.seed, number)
            found.append(Spec(parameters, seed, f"{LATE}-{label}", wanted.community, HALVES))
    return found


def _late(parameters: Parameters, start: int) -> Parameters:
    """Where there is a coordinator, it comes in week ``start``; the horizon is as much later."""
    hub = parameters.coordinator
    if has_hub(hub):
        hub = hub.model_copy(update={"start_week": start})
    horizon = parameters.horizon + start
    return parameters.model_copy(update={"coordinator": hub, "horizon": horizon})


def late_effects(ground: Ground, cells: Sequence[Cell]) -> pd.DataFrame:
    """As ``analysis.effects`` gives them, of opportunities that start as long after the coordinator
    came as those of the cohort do after the first week."""
    judged = after(ground.declared.late.start + DEFAULT.first_week)
    found = analysis.effects(cells, f"{LATE}-{TREATED}", HALVES, judged)
    return found.assign(against=REFERENCE)


class Check:
    """Points from the least to the largest expected difference, run with much luck of their own."""

    def __init__(self, ground: Ground, expected: pd.DataFrame) -> None:
        """expected: as ``analysis.Answer.points``."""
        checked = ground.declared.checked
        ranks = np.linspace(0, len(expected) - 1, min(checked.points, len(expected)))
        order = expected.sort_values(f"{SHOWN}_mean", kind="stable")
        self.ground, self.chosen = ground, order.iloc[np.rint(ranks).astype(int)]

    @property
    def keys(self) -> list[tuple[str, int]]:
        """Arm and point of each cell."""
        return [(arm, int(number)) for arm in ARMS for number in self.chosen["point"]]

    @property
    def specs(self) -> list[Spec]:
        """In the order of keys."""
        checked, arms = self.ground.declared.checked, self.ground.arms
        return [
            Spec(parameters_at(self.ground, arm, number), seed_at(checked.seed, number),
                 f"checked-{arm}-{number:04d}", arms[arm].community, checked.replicates)
            for arm, number in self.keys
        ]  # fmt: skip

    def table(self, cells: Sequence[Cell]) -> pd.DataFrame:
        """A row a point and measure: expected difference and its spread, the difference seen with
        fresh luck and its standard error, and how many standard errors they are apart."""
        by_key = dict(zip(self.keys, cells, strict=True))
        rows = []
        for point in self.chosen.to_dict("records"):
            number = int(point["point"])
            sides = [self._counts(by_key[arm, number]) for arm in ARMS]
            both = sides[0].index.intersection(sides[1].index)
            for measure in PRIMARY:
                columns = [side.loc[both, key] for side in sides for key in (measure, UNITS)]
                seen = ratio_difference(*columns)
                expected, spread = point[f"{measure}_mean"], point[f"{measure}_spread"]
                apart = (seen.value - expected) / np.hypot(seen.error, spread)
                rows.append({
                    "point": number, "measure": measure, "expected": expected, "spread": spread,
                    "seen": seen.value, "low": seen.low, "high": seen.high, "error": seen.error,
                    "apart": apart,
                })  # fmt: skip
        return pd.DataFrame(rows)

    def _counts(self, cell: Cell) -> pd.DataFrame:
        replicates = self.ground.declared.checked.replicates
        return opportunity_counts(arm_of(cell, replicates, weekly=False), DEFAULT)
