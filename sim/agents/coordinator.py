"""The coordinator as one sees it: attention, legitimacy and four mechanisms."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.agents.face import Face, snapshot
from sim.agents.project import Project
from sim.base.vocabulary import NOBODY, Act
from sim.week.acts import (
    content_luck,
    has_content,
    is_possible,
    may_receive,
    transfer_to,
    whom_to_introduce,
    would_change,
)
from sim.week.coordinator import election_is_due, who_is_elected
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
        return snapshot(self._world.hub.legitimacy)

    @property
    def pool(self) -> NDArray[np.float64]:
        """What it holds, by resource (R,), in funds."""
        return snapshot(self._world.hub.pool)

    @property
    def reached(self) -> NDArray[np.bool_]:
        """Whom it reaches, (M,)."""
        return snapshot(self._world.hub.reached)

    @property
    def lead(self) -> int | None:
        """Row of the organisation that leads it; None unless one was elected."""
        lead = int(self._world.hub.now["lead"])
        return None if lead == NOBODY else lead

    # -- what it would decide now -----------------------------------------------------------------

    def can(self, project: Project, act: Act) -> bool:
        """Does its reach allow an act for a project?"""
        return bool(is_possible(self._world, project.row, int(act)))

    def has_content(self, project: Project, act: Act) -> bool:
        """Would this week's act for a project have content, or be an empty one?"""
        world, luck = self._world, content_luck(self._world, project.row, int(act))
        return bool(has_content(world, int(act), luck))

    def acts(self, project: Project, act: Act) -> bool:
        """Would it act for a project, if it had attention? Not where its reach doesn't allow it,
        where the act would have no content, or where it could change nothing."""
        could = self.can(project, act) and self.has_content(project, act)
        return could and bool(would_change(self._world, project.row, int(act)))

    def target(self, project: Project) -> NDArray[np.float64]:
        """What it asks a project to be about, (K,)."""
        return np.asarray(target(self._world, project.row))

    def refuses(self, project: Project, scope: NDArray[np.float64]) -> bool:
        """Would it refuse a scope to agree on (K,), at a table that it guides?"""
        return bool(refuses(self._world, project.row, np.array(scope, float)))

    def introduces(self, project: Project) -> int | None:
        """Row of the organisation that it would introduce to a project; None where none is."""
        whom: Any = whom_to_introduce(self._world, project.row)
        return None if whom == NOBODY else int(whom)

    def may_fund(self, project: Project) -> bool:
        """Is a project near enough to what its pool is earmarked for?"""
        return bool(may_receive(self._world, project.row))

    def transfers(self, project: Project) -> NDArray[np.float64]:
        """What it would move to a project, by resource (R,), in funds; nothing where it may not."""
        if not self.may_fund(project):
            return np.zeros(len(self.pool))
        found: Any = transfer_to(self._world, project.row)
        given: NDArray[np.float64] = found[0]
        return given

    def elects(self) -> int | None:
        """Row of the organisation that would be elected to lead it; None where no election is due,
        or nobody can be."""
        world = self._world
        handed_over = self.simulation.parameters.coordinator.handed_over
        if handed_over or not self.active or not election_is_due(world):
            return None
        whom: Any = who_is_elected(world)
        return None if whom == NOBODY else int(whom)

    def remove(self) -> None:
        """Refused: its end is a parameter, alike in every run."""
        raise ValueError("the coordinator: set coordinator.end_week, or shock.coordinator_removed")
