"""A project: its state, what it still lacks, and how it ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from sim.base.vocabulary import CATEGORIES, LABOUR, RESOURCES, SERVICE, Act, End

from .formulas import Shares
from .sums import total

if TYPE_CHECKING:
    from .households import Building, Household
    from .organisations import Organisation
    from .world import World

K, R = len(CATEGORIES), len(RESOURCES)
SMALL = 1e-9  # funds; what is missing below this counts as rounding
NEVER = -1
TWO_SECTORS = 2
NOT_DUE, BROKEN, KEPT = -1, 0, 1
LOST_BY_MEDIATION = {"none_lost": 0.0, "half_of_growth": 0.5, "growth": 1.0, "growth_and_loss": 1.0}


class Stage(IntEnum):
    """Where a project stands."""

    FORMING = 0
    SIGN_OFF = 1
    NEGOTIATING = 2
    DELIVERING = 3
    ENDED = 4


@dataclass
class Help:
    """What attention brought a project this week. congestion: of its mediator, if it has one."""

    whistled: bool = False
    mediated_by_hub: bool = False
    congestion: float | None = None
    watched: set[int] = field(default_factory=set)
    enforced: dict[int, float] = field(default_factory=dict)
    introduced: dict[int, float] = field(default_factory=dict)
    backstopped: bool = False
    guided: bool = False


class Project:
    """One attempt at co-production. Tables of stocks are by organisation, then by resource."""

    def __init__(
        self, world: World, code: int, area: int, initiator: Organisation, size: float,
        scope: Shares, sensed: Shares, buildings: list[Building],
    ) -> None:  # fmt: skip
        m = len(world.organisations)
        self.code, self.area, self.initiator = code, area, initiator.index
        self.start_week = self.stage_start = world.week
        self.tenure = world.week - initiator.since if initiator.is_present else -1
        self.stage = Stage.FORMING
        self.size = size
        self.scope, self.sensed = scope, sensed
        self.sample: Shares | None = None
        self.need = need_of(world, scope, size)
        self.buildings = buildings
        self.homes: list[Household] = [h for b in buildings for h in b.households]
        self.members = [initiator.index]
        self.invited = {c.index for c in world.organisations if not c.works_in(area)}
        self.invited.add(initiator.index)
        self.pledged = [[0.0] * R for _ in range(m)]
        self.reserved = [[0.0] * R for _ in range(m)]
        self.owed = [[0.0] * R for _ in range(m)]
        self.pooled = [0.0] * R
        self.sunk = [0.0] * R
        self.asked = [0] * m
        self.kept = [0] * m
        self.paid = [0.0] * m
        self.positions: dict[int, Shares] = {}
        self.tied: set[tuple[int, int]] = set()
        self.formed_week = NEVER
        self.signatures: set[int] = set()
        self.is_consent_due = False
        self.is_replacing = False
        self.waits: dict[Act, int] = {}
        self.help = Help()
        self.done: dict[int, int] = {}
        self.paid_week = self.met_week = NEVER
        self.rounds = self.mediated = self.hub_acts = 0
        self.stages = [Stage.FORMING]  # that it came to
        self.first_act: Stage | None = None  # in which the coordinator first acted
        self.misguided: set[int] = set()  # sectors
        self.target: Shares | None = None  # of guidance, in the last round
        self.heard: dict[int, float] = {}  # who heard it then, and with what weight
        self.round_costs: dict[int, list[float]] = {}
        self.transaction_cost = 0.0
        self.used = 0.0
        self.supplied = self.over = self.misplaced = 0.0
        self.served = 0
        self.is_repeated = False
        self.end = End.OPEN
        self.end_week = NEVER

    def is_forming(self) -> bool:
        """Is it still looking for partners?"""
        return self.stage == Stage.FORMING

    def enter(self, world: World, stage: Stage) -> None:
        """Go to another stage."""
        self.stage = stage
        self.stages.append(stage)
        self.stage_start = world.week

    def in_stage(self, world: World) -> int:
        """Weeks since its stage began."""
        return world.week - self.stage_start

    def note_hub_act(self) -> None:
        """The coordinator acts with content."""
        self.hub_acts += 1
        if self.first_act is None:
            self.first_act = self.stage

    def sectors(self, world: World) -> set[int]:
        """Sectors among its members."""
        return {world.organisations[c].sector for c in self.members}

    def is_joint(self, world: World) -> bool:
        """Do members come from two sectors at least?"""
        return len(self.sectors(world)) >= TWO_SECTORS

    def missing(self) -> list[float]:
        """What neither pledges nor the pool cover; pledges are added in order of organisation."""
        promised = [total(row[r] for row in self.pledged) for r in range(R)]
        return [max(0.0, self.need[r] - promised[r] - self.pooled[r]) for r in range(R)]

    def is_covered(self) -> bool:
        """Is no resource missing, but for rounding?"""
        return max(self.missing()) <= SMALL * max(1.0, self.size)

    def is_short_of_labour(self) -> bool:
        """Do members owe labour beyond what they have set aside?"""
        owed, reserved = (
            total(row[LABOUR] for row in table) for table in (self.owed, self.reserved)
        )
        return owed - reserved > SMALL

    def own_share(self, world: World) -> float:
        """Share of what its rounds taught that stays with the members' own ties."""
        dependence = self.mediated / self.rounds if self.rounds > 0 else 0.0
        return 1.0 - LOST_BY_MEDIATION[world.rules.structure.dependence] * dependence

    def is_complete(self, completeness: float) -> bool:
        """Is enough of every resource in?"""
        return all(self.sunk[r] >= completeness * self.need[r] - SMALL for r in range(R))

    def release(self, world: World, c: int) -> None:
        """A member leaves it and takes back what it had set aside."""
        free = world.organisations[c].free
        for r in range(R):
            free[r] += self.reserved[c][r]
        for table in (self.reserved, self.pledged, self.owed):
            table[c] = [0.0] * R
        self.members.remove(c)

    def finish(self, world: World, how: End) -> None:
        """It ends: reservations and pooled stock return, what was sunk was spent, or is lost."""
        self.end, self.end_week, self.stage = how, world.week, Stage.ENDED
        world.projects.remove(self)
        self.used = total(self.sunk)
        world.diary.used += self.used
        flow = world.accounts.spent if how in SERVICE else world.accounts.lost
        for r in range(R):
            for c in world.organisations:
                c.free[r] += self.reserved[c.index][r]
            world.coordinator.pool[r] += self.pooled[r]
            flow[r] += self.sunk[r]
        self.reserved = [[0.0] * R for _ in world.organisations]
        self.pooled, self.sunk = [0.0] * R, [0.0] * R
        world.organisations[self.initiator].open_projects -= 1
        if self.formed_week != NEVER and how not in SERVICE and how != End.UNNEEDED:
            for building in self.buildings:
                building.broken += 1
        world.ended.append(self)


def need_of(world: World, scope: Shares, size: float) -> list[float]:
    """(33) Resources needed."""
    table = world.rules.forming.needs
    return [total(scope[k] * table[k][r] for k in range(K)) * size for r in range(R)]


def begin(world: World, project: Project) -> None:
    """A project is under way."""
    world.projects.append(project)
    world.history.append(project)
    world.organisations[project.initiator].open_projects += 1
