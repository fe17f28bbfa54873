"""From which confidence on a group reaches consensus (Hegselmann & Krause 2002; Fortunato 2005)."""

import numpy as np
from numpy.typing import NDArray

from experiments.analysis import statistics as st
from experiments.analysis.estimates import Row
from experiments.studies.replicate_declared import THRESHOLD, Threshold
from experiments.studies.replicate_found import Found, point
from experiments.studies.replicate_talks import WHEN, Floats, Talks, Tick
from sim.base.luck import Luck, Process
from sim.parameters import Negotiation, Parameters


def threshold(parameters: Parameters, asked: Threshold, seed: int, tick: Tick) -> Found:
    """Consensus by confidence; a start's threshold is the least from which on all agree."""
    curves: list[Row] = []
    thresholds: dict[int, Floats] = {}
    for members in asked.members:
        agreed = np.array([_agreed(parameters, asked, Luck(seed, n), members, tick)
                           for n in range(asked.starts)])  # fmt: skip
        for confidence, column in zip(asked.confidence.values, agreed.T, strict=True):
            share = st.wilson(float(column.sum()), asked.starts)
            curves.append(point(THRESHOLD, str(members), confidence, share, asked.starts))
        thresholds[members] = np.array([_least(row, asked) for row in agreed])
    for members, values in thresholds.items():
        own = st.mean_interval(values)
        curves.append(point("threshold_mean", str(members), members, own, asked.starts))
    few, many = thresholds[min(asked.members)], thresholds[max(asked.members)]
    estimates = {
        "threshold_large": (st.mean_interval(many), asked.starts),
        "threshold_falls": (st.mean_difference(many, few), asked.starts),
    }
    return Found(curves, estimates)


def _agreed(
    parameters: Parameters, asked: Threshold, luck: Luck, members: int, tick: Tick
) -> list[bool]:
    """Whether a start ends in consensus, by confidence."""
    first = luck.uniforms(Process.GOALS, np.arange(members), WHEN[THRESHOLD])
    start = np.column_stack([first, 1.0 - first])
    found = []
    for confidence in asked.confidence.values:
        variant = {"step": asked.step, "pull_back": asked.pull_back}
        group = Talks(_with(parameters, confidence=confidence, **variant), start)
        for _ in range(asked.rounds):
            if group.hold() < asked.still:
                break
        found.append(group.spread <= asked.consensus)
        tick()
    return found


def _least(agreed: NDArray[np.bool_], asked: Threshold) -> float:
    """The least confidence from which on all are agreed; a step past the last where none is."""
    values = asked.confidence.values
    without = np.flatnonzero(~agreed)
    number = int(without[-1]) + 1 if len(without) else 0
    return values[number] if number < len(values) else values[-1] + asked.confidence.by


def _with(parameters: Parameters, **changed: float) -> Parameters:
    negotiation: Negotiation = parameters.negotiation.model_copy(update=changed)
    return parameters.model_copy(update={"negotiation": negotiation})
