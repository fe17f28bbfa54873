"""Talks of one group by the model's own rounds, and goals as the model draws them.

Groups are drawn by ``sim.base.luck``; those of equal number share it. Positions are (m, K).
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.studies.replicate_declared import CONFLICT, FORUM, THRESHOLD
from sim.base import normal
from sim.base.luck import Luck, Process
from sim.base.vocabulary import CATEGORIES, SECTORS
from sim.parameters import Organisations, Parameters
from sim.parameters.plain import plain
from sim.rules import talks
from sim.state import seats
from sim.state.organisations import log_shares_of

_talks: Any = talks  # compiled functions carry no annotations
_seats: Any = seats
_normal: Any = normal

Floats = NDArray[np.float64]
Tick = Callable[[], None]
WHEN = {THRESHOLD: 0, CONFLICT: 1, FORUM: 2}
"""Time of the draws, so that results share none."""


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
    def mean(self) -> Floats:
        """The mean position, (K,)."""
        return np.asarray(_talks.mean_position(self.positions))

    @property
    def spread(self) -> float:
        """How far the farthest is from the mean."""
        return float(_talks.farthest(self.positions, self.mean))


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
