"""A project: one attempt at co-production, keyed by (area, initiator, start week)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from sim.kernel import kernel
from sim.tables import Tables, View
from sim.vocabulary import CATEGORIES, End

SMALL = 1e-9  # funds; what is missing below this counts as rounding

KEPT_VIEWS = ("need", "pooled", "sunk")
"""Of its row in the tables, what an ended project still shows; the rest would fill memory."""


@kernel
def total(amounts):
    """Sum of a few amounts, in order."""
    added = 0.0
    for amount in amounts:
        added += amount
    return added


@kernel
def total_by_resource(table):
    """Sum of what organisations have in a table (M, R), by resource (R,), in order."""
    added = np.zeros(table.shape[1])
    for c in range(len(table)):
        for r in range(len(added)):
            added[r] += table[c, r]
    return added


@kernel
def missing_of(need, pledged, pooled):
    """What neither pledges (M, R) nor the pool cover of a need, (R,)."""
    out = total_by_resource(pledged)
    for r in range(len(need)):
        out[r] = max(0.0, need[r] - out[r] - pooled[r])
    return out


@kernel
def is_covered(need, pledged, pooled, limit):
    """Is no resource missing but for rounding?"""
    return np.max(missing_of(need, pledged, pooled)) <= limit


class Stage(IntEnum):
    """Where a project stands."""

    FORMING = 0
    SIGN_OFF = 1
    NEGOTIATING = 2
    DELIVERING = 3
    ENDED = 4


@dataclass(slots=True)
class WeekHelp:
    """What attention brought a project this week; empty again the next."""

    introduced: dict[int, float] = field(default_factory=dict)  # organisation -> trust
    whistled: bool = False
    mediated_by_hub: bool = False
    congestion: float | None = None  # None: nobody mediates
    watched: NDArray[np.bool_] | None = None
    enforced: NDArray[np.float64] | None = None  # share collected of what each would break
    backstopped: bool = False
    guided: bool = False


@dataclass(eq=False)
class Project:
    """State of one project; M organisations, K categories, R resources; all stocks in funds.

    scope: (K,), a simplex point. need: (R,). buildings: targets, int64. places: int64 (n, 2), rows
    of households that take part. pledged, reserved, owed: (M, R): promised in all, set aside now,
    still to be paid. pooled, sunk: (R,): held from the pool; paid in so far. positions: (M, K).
    kept, asked: (M,) instalments honoured and due; paid: (M,) what they came to.
    tied: (M, M), who had a tie to whom when all was pledged. invited: (M,). waits: see Tables.
    who: (m,), its members as rows of the organisations' arrays.
    """

    tables: Tables
    code: int
    area: int
    initiator: int
    start_week: int
    size: float
    scope: NDArray[np.float64]
    buildings: NDArray[np.int64]
    places: NDArray[np.int64]
    positions: NDArray[np.float64]
    kept: NDArray[np.float64]
    asked: NDArray[np.float64]
    paid: NDArray[np.float64]
    tied: NDArray[np.bool_]
    sensed: NDArray[np.float64]
    stage: Stage = Stage.FORMING
    stage_start: int = 0
    formed_week: int = -1
    sectors: int = 0
    signatures: list[int] = field(default_factory=list)
    consent_due: bool = False
    replacing: bool = False
    sample: NDArray[np.float64] | None = None
    rounds: int = 0
    mediated: int = 0
    hub_acts: int = 0
    transaction_cost: float = 0.0
    supplied: float = 0.0
    served: int = 0
    over: float = 0.0
    misplaced: float = 0.0
    repeated: bool = False
    end: End | None = None
    end_week: int = -1
    help: WeekHelp = field(default_factory=WeekHelp)
    helped: bool = False

    need = View()
    pooled = View()
    sunk = View()
    pledged = View()
    reserved = View()
    owed = View()
    invited = View()
    waits = View()

    def __post_init__(self) -> None:
        self.row = self.tables.take(self)
        for name in ("initiator", "code", "area"):
            getattr(self.tables, name)[self.row] = getattr(self, name)
        self.invited[self.initiator] = True
        self.members = [self.initiator]

    @property
    def members(self) -> list[int]:
        """Organisations in order of joining; see ``join`` and ``part``."""
        return self._members

    @members.setter
    def members(self, members: list[int]) -> None:
        self._members = members
        self.tables.members[self.row, : len(members)] = members
        self.tables.count[self.row] = len(members)
        self.who = np.array(members, np.int64)

    def join(self, c: int) -> None:
        """An organisation becomes a member."""
        self.members = [*self._members, c]

    def part(self, c: int) -> None:
        """A member is none any more."""
        self.members = [m for m in self._members if m != c]

    def age(self, week: int) -> int:
        """Weeks since its start."""
        return week - self.start_week

    def in_stage(self, week: int) -> int:
        """Weeks since its stage began."""
        return week - self.stage_start

    def enter(self, stage: Stage, week: int) -> None:
        """Go to another stage."""
        self.stage = stage
        self.stage_start = week

    def missing(self) -> NDArray[np.float64]:
        """What no pledge covers yet, (R,)."""
        return missing_of(self.need, self.pledged, self.pooled)

    def is_covered(self) -> bool:
        """Is every resource pledged?"""
        rounding = SMALL * max(1.0, self.size)
        return bool(is_covered(self.need, self.pledged, self.pooled, rounding))

    def let_go(self) -> None:
        """Give an ended project's row back: those of many areas would fill memory."""
        for name in Tables.views:
            own = self.__dict__[name]
            self.__dict__[name] = own.copy() if name in KEPT_VIEWS else own[:0].copy()
        self.positions, self.tied = self.positions[:0].copy(), self.tied[:0].copy()
        self.tables.give_back(self.row)

    def dependence(self) -> float:
        """Share of its rounds that went through a mediator, in [0, 1]."""
        return self.mediated / self.rounds if self.rounds else 0.0


def new_project(
    tables: Tables,
    code: int,
    area: int,
    initiator: int,
    week: int,
    size: float,
    scope: NDArray[np.float64],
    need: NDArray[np.float64],
    sensed: NDArray[np.float64],
    buildings: NDArray[np.int64],
    first: NDArray[np.int64],
) -> Project:
    """A project in its first week, with nobody but its initiator."""
    organisations = tables.organisations
    project = Project(
        tables=tables,
        code=code,
        area=area,
        initiator=initiator,
        start_week=week,
        stage_start=week,
        size=size,
        scope=scope,
        sensed=sensed,
        buildings=buildings,
        places=np.column_stack((first[buildings], first[buildings + 1])),
        positions=np.zeros((organisations, len(CATEGORIES))),
        kept=np.zeros(organisations),
        asked=np.zeros(organisations),
        paid=np.zeros(organisations),
        tied=np.zeros((organisations, organisations), bool),
    )
    project.need = need
    return project
