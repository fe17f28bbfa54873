"""Agreement by conflict of goals, as calibrated (Choi & Robertson 2011)."""

from collections.abc import Iterator

import numpy as np

from experiments.analysis import statistics as st
from experiments.studies.replicate_declared import CONFLICT, Conflict
from experiments.studies.replicate_found import Found, more, point
from experiments.studies.replicate_talks import WHEN, Talks, Tick, drawn_goals
from sim.base.luck import Luck
from sim.parameters import Negotiation, Parameters

NEVER = 0
"""Round in which a group that never agrees does so."""


def conflict(parameters: Parameters, asked: Conflict, seed: int, groups: int, tick: Tick) -> Found:
    """Agreement by heterogeneity of goals: ever, and within few rounds."""
    agreed = np.empty((groups, len(asked.heterogeneity)), np.int64)
    for number in range(groups):
        agreed[number] = list(_rounds(parameters, asked, Luck(seed, number)))
        tick()
    ever = agreed != NEVER
    soon = ever & (agreed <= asked.few)
    curves = [
        point(CONFLICT, line, at, st.wilson(float(column.sum()), groups), groups)
        for line, flags in (("soon", soon), ("ever", ever))
        for at, column in zip(asked.heterogeneity, flags.T, strict=True)
    ]
    least, most = (ever[:, end] for end in (0, -1))
    estimates = {
        "low_conflict": (st.wilson(float(soon[:, 0].sum()), groups), groups),
        "high_conflict": (more(most, least), groups),
    }
    return Found(curves, estimates)


def _rounds(parameters: Parameters, asked: Conflict, luck: Luck) -> Iterator[int]:
    """The round in which a group agrees, or NEVER, by heterogeneity."""
    for heterogeneity in asked.heterogeneity:
        rules, when = parameters.organisations, WHEN[CONFLICT]
        group = Talks(parameters, drawn_goals(rules, heterogeneity, asked.members, luck, when))
        yield _round_of_agreement(group, parameters.negotiation)


def _round_of_agreement(group: Talks, rules: Negotiation) -> int:
    for number in range(1, rules.rounds + 1):
        group.hold()
        if group.spread <= rules.tolerance:
            return number
    return NEVER
