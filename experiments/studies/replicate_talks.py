"""Published results on talks, by the model's own rounds: threshold, conflict, forum.

Groups are drawn by ``sim.base.luck``; those of equal number share it. Positions are (m, K).
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.analysis import statistics as st
from experiments.analysis.estimates import Row
from experiments.analysis.statistics import Estimate
from experiments.studies.replicate_declared import CONFLICT, FORUM, THRESHOLD, Conflict, Forum
from experiments.studies.replicate_declared import Threshold as Bounded
from experiments.studies.replicate_found import Found, point
from sim.base import equations, normal
from sim.base.luck import Luck, Process
from sim.base.vocabulary import CATEGORIES, SECTORS
from sim.parameters import Negotiation, Organisations, Parameters
from sim.parameters.plain import plain
from sim.rules import talks
from sim.rules.votes import HALF, TWO_THIRDS
from sim.state import seats
from sim.state.organisations import log_shares_of

_talks: Any = talks  # compiled functions carry no annotations
_equations: Any = equations
_seats: Any = seats
_normal: Any = normal

Floats = NDArray[np.float64]
Tick = Callable[[], None]
NEVER = 0
"""Round in which a group that never agrees does so."""
WHEN = {THRESHOLD: 0, CONFLICT: 1, FORUM: 2}
"""Time of the draws, so that results share none."""
UNANIMITY, SUPERMAJORITY, MAJORITY = RULES = ("unanimity", "two_thirds", "majority")
"""Decision rules."""
INITIATOR = 0


class Talks:
    """Rounds of one group from its goals on, all trusting alike and nobody guiding."""

    def __init__(self, parameters: Parameters, goals: Floats) -> None:
        members, width = goals.shape
        self.rules = plain(parameters)["negotiation"]
        self.goals, self.positions = goals, goals.copy()
        self.trust, self.silent = np.ones((members, members)), np.zeros(members)
        self.target = np.zeros(width)

    def hold(self) -> float:
        """One round; how far it moved anybody in a category."""
        before = self.positions
        self.positions, _ = _talks.negotiation_round(
            before, self.goals, self.trust, 1.0, self.target, self.silent, 0.0, self.rules
        )
        return float(np.abs(self.positions - before).max())

    @property
    def spread(self) -> float:
        """How far the farthest is from the mean."""
        return float(_talks.farthest(self.positions, _talks.mean_position(self.positions)))


def _with(parameters: Parameters, **changed: float) -> Parameters:
    negotiation: Negotiation = parameters.negotiation.model_copy(update=changed)
    return parameters.model_copy(update={"negotiation": negotiation})


def drawn_goals(
    rules: Organisations, heterogeneity: float, members: int, luck: Luck, when: int
) -> Floats:
    """Goals of members, sectors in turn, as the model draws those of its organisations: (m, K)."""
    categories, shares = np.arange(len(CATEGORIES)), log_shares_of(rules)
    goals = np.empty((members, len(categories)))
    for j in range(members):
        own = _normal.normals(
            luck.uniforms(Process.GOALS, np.full(len(categories), j), when, categories)
        )
        goals[j] = _seats.goals_from(
            shares, j % len(SECTORS), heterogeneity, rules.goal_spread, own
        )
    return goals


# -- threshold ------------------------------------------------------------------------------------


def threshold(parameters: Parameters, asked: Bounded, seed: int, tick: Tick) -> Found:
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
    parameters: Parameters, asked: Bounded, luck: Luck, members: int, tick: Tick
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


def _least(agreed: NDArray[np.bool_], asked: Bounded) -> float:
    """The least confidence from which on all are agreed; a step past the last where none is."""
    values = asked.confidence.values
    without = np.flatnonzero(~agreed)
    number = int(without[-1]) + 1 if len(without) else 0
    return values[number] if number < len(values) else values[-1] + asked.confidence.by


# -- conflict -------------------------------------------------------------------------------------


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
        "high_conflict": (_more(most, least), groups),
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


def _more(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> Estimate:
    """Difference of two shares of the same groups."""
    alone = np.ones(len(one))
    return st.ratio_difference(one.astype(float), alone, other.astype(float), alone)


# -- forum ----------------------------------------------------------------------------------------


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
            _more(decided[:, -1, every], decided[:, 0, every]), len(decided)
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
        yield decisions(goals, group.positions, parameters.negotiation.tolerance)


def decisions(goals: Floats, positions: Floats, tolerance: float) -> list[float]:
    """Mean alignment of members' goals with what each of RULES lets the initiator choose."""
    choices = [*positions, _talks.mean_position(positions)]
    members = len(goals)
    yes = [
        sum(_equations.distance(each, choice) <= tolerance for each in positions)
        for choice in choices
    ]
    far = [_equations.distance(goals[INITIATOR], choice) for choice in choices]
    passes: dict[str, Callable[[int], bool]] = {
        UNANIMITY: lambda votes: votes == members,
        SUPERMAJORITY: lambda votes: votes >= TWO_THIRDS * members,
        MAJORITY: lambda votes: votes > HALF * members,
    }
    found = []
    for rule in RULES:
        open_to = [n for n in range(len(choices)) if passes[rule](yes[n])]
        chosen = min(open_to, key=far.__getitem__, default=None)
        found.append(
            float("nan") if chosen is None
            else float(np.mean([_equations.alignment(goal, choices[chosen]) for goal in goals]))
        )  # fmt: skip
    return found
