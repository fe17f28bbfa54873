"""Conditional co-operation round by round, by the model's own rules of honouring."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments.analysis import statistics as st
from experiments.studies.replicate_declared import COOPERATION, Cooperation
from experiments.studies.replicate_found import Found, point
from experiments.studies.replicate_talks import Tick
from sim.base.luck import Luck, Process
from sim.parameters import Parameters
from sim.parameters.plain import plain
from sim.rules import honouring

_honouring: Any = honouring  # compiled functions carry no annotations

NEUTRAL = 0.5
"""Trust and alignment that move nothing."""


class Variant(NamedTuple):
    """Which of the two rules of conditional co-operation act: partners' record, and learning."""

    record: bool
    learning: bool


VARIANTS = {
    "both": Variant(record=True, learning=True),
    "record": Variant(record=True, learning=False),
    "learning": Variant(record=False, learning=True),
}
JUDGED = "both"


def cooperation(
    parameters: Parameters, asked: Cooperation, seed: int, groups: int, tick: Tick
) -> Found:
    """Share of instalments honoured by round, under each variant."""
    paid = {name: np.empty((groups, asked.rounds)) for name in VARIANTS}
    for number in range(groups):
        for name, variant in VARIANTS.items():
            paid[name][number] = list(_rounds(parameters, asked, variant, Luck(seed, number)))
        tick()
    curves = [
        point(COOPERATION, name, number + 1, st.mean_interval(column), groups)
        for name, table in paid.items()
        for number, column in enumerate(table.T)
    ]
    first, last = (asked.members * paid[JUDGED][:, end] for end in (0, -1))
    units = np.full(groups, float(asked.members))
    change = st.ratio_difference(last, units, first, units)
    left = st.paired_ratio(last, units, first, units)
    estimates = {"profile_falls": change, "profile_size": left, "observed_rises": change}
    return Found(curves, {name: (each, groups) for name, each in estimates.items()})


def _rounds(
    parameters: Parameters, asked: Cooperation, variant: Variant, luck: Luck
) -> Iterator[float]:
    """Share of members who honour, round by round."""
    rules, who = plain(parameters)["delivery"], np.arange(asked.members)
    propensity = np.full(asked.members, asked.first)
    kept, due = np.zeros(asked.members), np.zeros(asked.members)
    for number in range(asked.rounds):
        chance = _chances(rules, propensity, kept, due, variant)
        honoured = luck.uniforms(Process.HONOUR, who, number) < chance
        kept, due = kept + honoured, due + 1.0
        if variant.learning:
            others = (honoured.sum() - honoured) / (asked.members - 1)
            for j in who:
                propensity[j] = _honouring.reciprocate(
                    propensity[j], others[j], rules["reciprocity"], rules["imperfection"]
                )
        yield float(honoured.mean())


def _chances(
    rules: np.void,
    propensity: NDArray[np.float64],
    kept: NDArray[np.float64],
    due: NDArray[np.float64],
    variant: Variant,
) -> NDArray[np.float64]:
    """Chance of each that it honours, unwatched and untempted: (m,)."""
    who, neutral = np.arange(len(kept)), rules["peers_neutral"]
    chances = np.empty(len(kept))
    for j in who:
        peers = (
            _honouring.partners_record(kept, due, j, who, neutral) if variant.record else neutral
        )
        chances[j] = _honouring.honour_probability(
            rules, propensity[j], NEUTRAL, NEUTRAL, peers, 0.0, 0.0, 0.0
        )
    return chances
