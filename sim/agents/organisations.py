"""The organisations: administrations, firms and social organisations, as one sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.agents.face import Face, snapshot
from sim.agents.project import Project, projects_of
from sim.base.vocabulary import ADMINISTRATIVE, MARKET, SOCIAL, Role
from sim.week.delivery import honours, instalment_of, record_of
from sim.week.learning import leaves
from sim.week.lifecycle import leave_between_weeks
from sim.week.negotiation import gives_up, round_of
from sim.week.partners import joins, known_in, offer, pledge
from sim.week.scopes import draw_up, place_for, sense

if TYPE_CHECKING:
    import mesa

    from sim.simulation import Simulation


class Organisation(Face):
    """One organisation: what it is, how it stands, and what it would decide now."""

    def __init__(
        self, model: mesa.Model, simulation: Simulation, number: int, index: int, name: str
    ) -> None:
        super().__init__(model, simulation, number)
        self.index = index
        self.name = name

    # -- what it is -------------------------------------------------------------------------------

    @property
    def code(self) -> int:
        """What its luck is keyed by."""
        return int(self._world.organisations.code[self.index])

    @property
    def role(self) -> Role:
        """What it is in the community."""
        return Role(int(self._world.organisations.role[self.index]))

    @property
    def sector(self) -> int:
        """Administrative, market or social."""
        return int(self._world.organisations.sector[self.index])

    @property
    def goals(self) -> NDArray[np.float64]:
        """Its priorities g over the categories, (K,)."""
        return snapshot(self._world.organisations.goals[self.index])

    # -- how it stands ----------------------------------------------------------------------------

    @property
    def stock(self) -> NDArray[np.float64]:
        """What it holds and has not set aside, by resource (R,), in funds."""
        return snapshot(self._world.standing.free[self.index])

    @property
    def honouring(self) -> float:
        """Its propensity to honour a pledge."""
        return float(self._world.standing.honouring[self.index])

    @property
    def attention(self) -> float:
        """Acts that it has left this week."""
        return float(self._world.standing.attention[self.index])

    @property
    def ties(self) -> NDArray[np.float64]:
        """Its trust in each organisation, (M,); 0 where it has no tie."""
        return snapshot(self._world.ties.trust[self.index])

    @property
    def present(self) -> bool:
        """Is it, or who came to its seat since, in the community?"""
        return bool(self._world.standing.present[self.index])

    @property
    def projects(self) -> list[Project]:
        """Projects under way of which it is a member."""
        under_way = [p for p in projects_of(self.simulation) if p.end_week < 0]
        return [project for project in under_way if self.index in project.members]

    # -- what it would decide now -----------------------------------------------------------------
    # Of a project of which it must be a member: ValueError where it is none.

    def sense(self, area: int = 0) -> NDArray[np.float64]:
        """Need of an area's residents, as it takes it, (K,)."""
        return np.asarray(sense(self._world, self.index, area))

    def propose(self, area: int = 0) -> NDArray[np.float64]:
        """The scope it would draw up, from what it senses, (K,)."""
        return np.asarray(draw_up(self._world, self.index, self.sense(area), area))

    def choose_place(self, scope: NDArray[np.float64], count: int, area: int = 0) -> list[int]:
        """The buildings it would go to with a scope."""
        chosen = place_for(self._world, self.index, np.array(scope, float), count, area)
        found: list[int] = np.flatnonzero(chosen).tolist()
        return found

    def joins(self, project: Project) -> bool:
        """Would it join, if it were asked?"""
        world = self._world
        return bool(joins(world, project.row, self.index, offer(world, project.row, self.index)))

    def sets_aside(self, project: Project) -> NDArray[np.float64]:
        """What it would set aside for a project that is forming, by resource (R,), in funds."""
        self._seat(project)
        return np.asarray(pledge(self._world, project.row, self.index))

    def position_after_round(self, project: Project) -> NDArray[np.float64]:
        """Where it would stand after a round of talks, (K,)."""
        place = self._seat(project)
        held: Any = round_of(self._world, project.row)
        position: NDArray[np.float64] = held.positions[place]
        return position

    def gives_up(self, project: Project) -> bool:
        """Would it leave the table after a round?"""
        world, p, place = self._world, project.row, self._seat(project)
        held: Any = round_of(world, p)
        trust: Any = known_in(world, p)
        return bool(gives_up(world, p, self.index, trust[self.index], held, held.costs[place]))

    def pays(self, project: Project) -> bool:
        """Would it honour this week's instalment, if one is due?"""
        self._seat(project)
        world, p, j = self._world, project.row, self.index
        return bool(honours(world, p, j, instalment_of(world, p, j), record_of(world, p, j)))

    def leaves(self) -> bool:
        """Would it leave the community, with what it has gained this week?"""
        return bool(leaves(self._world, self.index))

    def _seat(self, project: Project) -> int:
        """Its place among a project's members."""
        if self.index not in project.members:
            raise ValueError(f"{self.name}: not a member of project {project.number}")
        return project.members.index(self.index)

    def remove(self) -> None:
        """It leaves its seat, and with it what it was part of; it is no agent any more."""
        if self.present:
            leave_between_weeks(self._world, self.index)
        super().remove()


class Administration(Organisation):
    """Departments, street office, residents' committee: authority, budget, and visible results."""


class Firm(Organisation):
    """Lead enterprise, property company, vendors: drawn to what bears revenue."""


class SocialOrganisation(Organisation):
    """Social organisations, owners' committee, volunteers, designers: they speak for others."""


CLASS_OF_SECTOR = {ADMINISTRATIVE: Administration, MARKET: Firm, SOCIAL: SocialOrganisation}
