"""The coordinator as one sees it: attention, legitimacy and four mechanisms."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.agents.face import Face
from sim.agents.project import Project
from sim.base.luck import Process, uniform
from sim.base.vocabulary import NOBODY, Act
from sim.week.acts import is_possible, may_receive, whom_to_introduce
from sim.week.hub import is_active, target
from sim.week.negotiation import refuses


class Coordinator(Face):
    """The central node of all areas; with no attention and no strength it does nothing at all."""

    @property
    def active(self) -> bool:
        """Is it there this week?"""
        return bool(is_active(self._world))

    @property
    def attention(self) -> float:
        """Acts that it has left this week."""
        return float(self._world.hub.now["left"])

    @property
    def supply(self) -> float:
        """Acts that it was given this week."""
        return float(self._world.hub.now["supply"])

    @property
    def legitimacy(self) -> NDArray[np.float64]:
        """By sector (S,), in [-1, 1]."""
        legitimacy: NDArray[np.float64] = self._world.hub.legitimacy
        return legitimacy

    @property
    def pool(self) -> NDArray[np.float64]:
        """What it holds, by resource (R,), in funds."""
        pool: NDArray[np.float64] = self._world.hub.pool
        return pool

    @property
    def reached(self) -> NDArray[np.bool_]:
        """Whom it reaches, (M,)."""
        reached: NDArray[np.bool_] = self._world.hub.reached
        return reached

    # -- what it would decide now -----------------------------------------------------------------

    def can(self, project: Project, act: Act) -> bool:
        """Does its reach allow an act for a project?"""
        return bool(is_possible(self._world, project.row, int(act)))

    def has_content(self, project: Project, act: Act) -> bool:
        """Would this week's act for a project have content, or be an empty one?"""
        world = self._world
        draw: Any = uniform(world.luck, Process.CONTENT, project.code, int(act), self._week, 0)
        return bool(draw < world.hub.strength[act])

    @property
    def _week(self) -> int:
        return self.simulation.week

    def target(self, project: Project) -> NDArray[np.float64]:
        """What it asks a project to be about, (K,)."""
        return np.asarray(target(self._world, project.row))

    def refuses(self, project: Project, scope: NDArray[np.float64]) -> bool:
        """Would it refuse a scope to agree on (K,), at a table that it guides?"""
        return bool(refuses(self._world, project.row, scope))

    def introduces(self, project: Project) -> int | None:
        """Row of the organisation that it would introduce to a project, or None."""
        whom: Any = whom_to_introduce(self._world, project.row)
        return None if whom == NOBODY else int(whom)

    def may_fund(self, project: Project) -> bool:
        """Is a project near enough to what its pool is earmarked for?"""
        return bool(may_receive(self._world, project.row))

    def remove(self) -> None:
        """Refused: its end is a parameter, alike in every run."""
        raise ValueError("the coordinator: set coordinator.end_week, or shock.coordinator_removed")
