"""Points of the headline's population: rules, a community, and a coordinator at each."""

from collections.abc import Mapping
from typing import NamedTuple, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.base.describe import describe_field
from experiments.config.calibrated import STRUCTURE, Settings
from experiments.studies.ranges import Range
from experiments.words.speech import Speaker
from sim.parameters.structure import Structure

Floats = NDArray[np.float64]
LEVELS = {
    STRUCTURE + name: get_args(field.annotation) for name, field in Structure.model_fields.items()
}
"""The levels of each contested rule, by its dotted name, the pole for a hub first."""
WEIGHT = "weight"
RULES, COMMUNITY, HUB = "rules", "community", "hub"
"""Groups of inputs."""
SETS, OTHERS = "sets", "others"
"""A community with the rules of its set, which it tells; and all other rules."""


def rule_name(rule: str, say: Speaker) -> str:
    """A contested rule, by its dotted name, as readers know it."""
    return say.parameter(rule, describe_field(rule).en)


class Points(NamedTuple):
    """Points of the population, a row each.

    rules: level of each contested rule, by dotted name; community: calibrated parameters; hub:
    drawn parameters of the coordinator; accepted: number of the accepted point.
    """

    rules: pd.DataFrame
    community: pd.DataFrame
    hub: pd.DataFrame
    accepted: NDArray[np.int64]

    @property
    def design(self) -> pd.DataFrame:
        """What is at each point: its accepted point, its rules, its community, its coordinator."""
        found = self.rules.join(self.community).join(self.hub)
        found.insert(0, "accepted", self.accepted)
        return found

    def coordinates(self, settings: Settings, ranges: Mapping[str, Range]) -> Floats:
        """As an emulator sees them, (points, dimensions): of each rule a column a level but its
        first, 0 or 1; parameters as shares of their ranges."""
        levels = [
            (self.rules[rule] == level).to_numpy(np.float64)
            for rule, names in LEVELS.items()
            for level in names[1:]
        ]
        community = (self.community.to_numpy(np.float64) - settings.low) / (
            settings.high - settings.low
        )
        low, high = (np.array([getattr(each, end) for each in ranges.values()]) for end in ENDS)
        hub = (self.hub.to_numpy(np.float64) - low) / (high - low)
        return np.column_stack([*levels, community, hub])


ENDS = ("low", "high")


def unit_points(settings: Settings, ranges: Mapping[str, Range], points: int, seed: int) -> Floats:
    """The first points of a scrambled Sobol sequence, (points, dimensions): so a short study is the
    beginning of the whole one, and every level and every part of a range has its share."""
    from scipy.stats import qmc

    sequence = qmc.Sobol(dimensions(settings, ranges), rng=np.random.default_rng(seed))
    power = int(np.ceil(np.log2(points)))
    return np.asarray(sequence.random_base2(power)[:points], np.float64)


def dimensions(settings: Settings, ranges: Mapping[str, Range]) -> int:
    """Of a point: its set of rules, a community in it, each other rule, each hub parameter."""
    return 2 + len(LEVELS) - len(settings.rules) + len(ranges)


def group_columns(settings: Settings, ranges: Mapping[str, Range]) -> dict[str, list[int]]:
    """Which of a point's shares belong to its rules, its community, its coordinator, and so on."""
    first_hub = 2 + len(LEVELS) - len(settings.rules)
    return {
        RULES: [0, *range(2, first_hub)],
        COMMUNITY: [1],
        HUB: list(range(first_hub, first_hub + len(ranges))),
        SETS: [0, 1],
        OTHERS: list(range(2, first_hub)),
    }


def points_of(
    unit: Floats, settings: Settings, accepted: pd.DataFrame, ranges: Mapping[str, Range]
) -> Points:
    """Points at shares (points, dimensions) in [0, 1).

    The rules that act without a hub come in the sets that have accepted points, alike in weight;
    the community is one of its set, by weight.
    """
    sets = list(accepted.groupby(settings.rules, sort=False).indices.values())
    chosen = [sets[int(u * len(sets))] for u in unit[:, 0]]
    weights = accepted[WEIGHT].to_numpy(np.float64)
    numbers = np.array(
        [own[weighted(weights[own], u)] for own, u in zip(chosen, unit[:, 1], strict=True)]
    )
    rules = accepted.iloc[numbers][settings.rules].reset_index(drop=True)
    others = [rule for rule in LEVELS if rule not in settings.rules]
    for column, rule in enumerate(others, start=2):
        levels = LEVELS[rule]
        rules[rule] = [levels[int(u * len(levels))] for u in unit[:, column]]
    hub = {
        name: [each.at(float(u)) for u in unit[:, column]]
        for column, (name, each) in enumerate(ranges.items(), start=2 + len(others))
    }
    community = accepted.iloc[numbers][settings.paths].reset_index(drop=True)
    return Points(rules[list(LEVELS)], community, pd.DataFrame(hub), numbers)


def weighted(weights: Floats, unit: float) -> int:
    """The number whose part of the weights, one after the other, ``unit`` falls into."""
    upto = np.cumsum(weights) / weights.sum()
    return min(int(np.searchsorted(upto, unit, side="right")), len(weights) - 1)
