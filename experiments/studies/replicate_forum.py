"""Deliberation, and decisions by three rules (Choi & Robertson 2014)."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.analysis import statistics as st
from experiments.analysis.statistics import Estimate
from experiments.studies.replicate_declared import FORUM, Forum
from experiments.studies.replicate_found import Found, more, point
from experiments.studies.replicate_talks import WHEN, Floats, Talks, Tick, drawn_goals
from sim.base import equations
from sim.base.luck import Luck
from sim.parameters import Parameters
from sim.rules.votes import HALF, TWO_THIRDS

_equations: Any = equations  # compiled functions carry no annotations

UNANIMITY, SUPERMAJORITY, MAJORITY = RULES = ("unanimity", "two_thirds", "majority")
"""Decision rules."""
INITIATOR = 0


def forum(parameters: Parameters, asked: Forum, seed: int, groups: int, tick: Tick) -> Found:
    """What forums decide by rule and rounds, and how it is accepted."""
    accepted = np.empty((groups, len(asked.rounds), len(RULES)))
    for number in range(groups):
        accepted[number] = list(_decisions(parameters, asked, Luck(seed, number)))
        tick()
    decided, worth = ~np.isnan(accepted), np.nan_to_num(accepted)
    curves = [
        row
        for k, rule in enumerate(RULES)
        for r, rounds in enumerate(asked.rounds)
        for row in (
            point(FORUM, rule, rounds, st.mean_interval(worth[:, r, k]), groups),
            point("forum_decided", rule, rounds,
                  st.wilson(float(decided[:, r, k].sum()), groups), groups),
        )
    ]  # fmt: skip
    return Found(curves, _of_forums(accepted, decided, worth))


def _of_forums(
    accepted: Floats, decided: NDArray[np.bool_], worth: Floats
) -> dict[str, tuple[Estimate, int]]:
    every, most, half = (RULES.index(rule) for rule in (UNANIMITY, SUPERMAJORITY, MAJORITY))
    both = decided[:, 0, most] & decided[:, -1, most]
    better = st.mean_difference(accepted[both, -1, most], accepted[both, 0, most])
    rivals = [st.mean_difference(worth[:, -1, most], worth[:, -1, k]) for k in (every, half)]
    return {
        "deliberation_decides": (
            more(decided[:, -1, every], decided[:, 0, every]), len(decided)
        ),
        "deliberation_improves": (better, int(both.sum())),
        "supermajority_best": (least_of(rivals), len(decided)),
    }  # fmt: skip


def least_of(estimates: list[Estimate]) -> Estimate:
    """The least of several, ends taken each alone: above 0 only where each surely is."""
    value, low, high = (min(getattr(each, name) for each in estimates)
                        for name in ("value", "low", "high"))  # fmt: skip
    return Estimate(value, low, high, float("nan"))


def _decisions(parameters: Parameters, asked: Forum, luck: Luck) -> Iterator[list[float]]:
    """Acceptability of what a forum decides by each rule, nan for nothing, by rounds."""
    rules = parameters.organisations
    goals = drawn_goals(rules, rules.heterogeneity, asked.members, luck, WHEN[FORUM])
    group, held = Talks(parameters, goals), 0
    for rounds in asked.rounds:
        for _ in range(rounds - held):
            group.hold()
        held = rounds
        yield decisions(group, parameters.negotiation.tolerance)


def decisions(group: Talks, tolerance: float) -> list[float]:
    """Mean alignment of members' goals with what each of RULES lets the initiator choose."""
    goals, choices = group.goals, [*group.positions, group.mean]
    votes = [_within(group.positions, choice, tolerance) for choice in choices]
    far = [_equations.distance(goals[INITIATOR], choice) for choice in choices]
    found = []
    for rule in RULES:
        open_to = [n for n in range(len(choices)) if passes(rule, votes[n], len(goals))]
        chosen = min(open_to, key=far.__getitem__, default=None)
        found.append(np.nan if chosen is None else _acceptability(goals, choices[chosen]))
    return found


def passes(rule: str, votes: int, members: int) -> bool:
    """Whether so many votes of the members are enough."""
    if rule == UNANIMITY:
        return votes == members
    return votes >= TWO_THIRDS * members if rule == SUPERMAJORITY else votes > HALF * members


def _within(positions: Floats, choice: Floats, tolerance: float) -> int:
    return sum(bool(_equations.distance(each, choice) <= tolerance) for each in positions)


def _acceptability(goals: Floats, choice: Floats) -> float:
    return float(np.mean([_equations.alignment(goal, choice) for goal in goals]))
