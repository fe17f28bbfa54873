"""A project: one attempt at co-production, keyed by (area, initiator, start week)."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from sim.kernel import kernel
from sim.tables import Cell, Counted, Tables, Told, View
from sim.vocabulary import End

_NO_TIES = np.zeros((0, 0), bool)
SMALL = 1e-9  # funds; what is missing below this counts as rounding

KEPT_VIEWS = ("scope", "need", "pooled", "sunk", "kept", "asked", "paid")
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
def is_covered(need, pledged, pooled, size):
    """Is no resource missing but for rounding?"""
    return np.max(missing_of(need, pledged, pooled)) <= SMALL * max(1.0, size)


@kernel
def dependence(mediated, rounds):
    """Share of a project's rounds that went through a mediator, in [0, 1]."""
    return mediated / rounds if rounds > 0 else 0.0


@kernel
def wind_up(projects, p, free, pool, flow):
    """What a project has set aside is free again (M, R), what it had from the pool goes back (R,),
    what it sank goes where it is counted (R,)."""
    for r in range(len(flow)):
        for c in range(len(free)):
            free[c, r] += projects.reserved[p, c, r]
        pool[r] += projects.pooled[p, r]
        flow[r] += projects.sunk[p, r]
    projects.reserved[p] = 0.0
    projects.pooled[p] = 0.0
    projects.sunk[p] = 0.0


class Stage(IntEnum):
    """Where a project stands."""

    FORMING = 0
    SIGN_OFF = 1
    NEGOTIATING = 2
    DELIVERING = 3
    ENDED = 4


class WeekHelp:
    """What attention brought a project this week, in its row of the tables; empty again the next.

    congestion: load of who mediates, nan where nobody does. watched: bool (M,). enforced: (M,),
    share collected of what each would break. introduced: (M,), trust that an introduction brings.
    """

    def __init__(self, tables: Tables, row: int) -> None:
        self.tables = tables
        self.row = row

    whistled = Cell()
    mediated_by_hub = Cell()
    congestion = Cell()
    watched = Cell()
    enforced = Cell()
    introduced = Cell()
    backstopped = Cell()
    guided = Cell()


class Project:
    """State of one project; M organisations, K categories, R resources; all stocks in funds.

    scope: (K,), a simplex point. need: (R,). buildings: targets, int64. places: int64 (n, 2), rows
    of households that take part. pledged, reserved, owed: (M, R): promised in all, set aside now,
    still to be paid. pooled, sunk: (R,): held from the pool; paid in so far. positions: (M, K).
    kept, asked: (M,) instalments honoured and due; paid: (M,) what they came to.
    tied: (M, M), who had a tie to whom when all was pledged. invited: (M,). waits: see Tables.
    sensed: (K,), what its initiator took public need to be; sample: (K,), what a panel found.
    """

    def __init__(
        self,
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
    ) -> None:
        """In its first week, with nobody but its initiator. ``first``: (B + 1,), where households
        of each building start."""
        self.tables = tables
        self.row = tables.take(self)
        self.code, self.area, self.initiator = code, area, initiator
        self.start_week = self.stage_start = week
        self.stage = Stage.FORMING
        self.size = size
        self.scope, self.need, self.sensed = scope, need, sensed
        self._sample: NDArray[np.float64] | None = None
        self.buildings = buildings
        self.places = np.empty((len(buildings), 2), np.int64)
        self.places[:, 0], self.places[:, 1] = first[buildings], first[buildings + 1]
        self.members = [initiator]
        self.invited[initiator] = True
        self.sectors = 0
        self.formed_week = -1
        self.tied = _NO_TIES
        self.consent_due = False
        self.replacing = False
        self.supplied = self.over = self.misplaced = 0.0
        self.served = 0
        self.repeated = False
        self.end: End | None = None
        self.end_week = -1
        self.help = WeekHelp(tables, self.row)

    scope = View()
    need = View()
    pooled = View()
    sunk = View()
    pledged = View()
    reserved = View()
    owed = View()
    kept = View()
    asked = View()
    paid = View()
    positions = View()
    invited = View()
    waits = View()
    code = Told()
    area = Told()
    initiator = Told()
    start_week = Told()
    stage = Told()
    stage_start = Told()
    size = Told()
    consent_due = Told()
    replacing = Told()
    rounds = Counted()
    mediated = Counted()
    hub_acts = Counted()
    transaction_cost = Counted()

    @property
    def members(self) -> list[int]:
        """Organisations in order of joining; see ``join`` and ``part``."""
        return self._members

    @members.setter
    def members(self, members: list[int]) -> None:
        self._members = list(members)
        self.tables.members[self.row, : len(members)] = members
        self.tables.count[self.row] = len(members)

    def join(self, c: int) -> None:
        """An organisation becomes a member."""
        self.tables.members[self.row, len(self._members)] = c
        self._members.append(c)
        self.tables.count[self.row] = len(self._members)

    def part(self, c: int) -> None:
        """A member is none any more."""
        self.members = [m for m in self._members if m != c]

    @property
    def who(self) -> NDArray[np.int64]:
        """Its members as rows of the organisations' arrays, (m,)."""
        return np.array(self._members, np.int64)

    @property
    def sample(self) -> NDArray[np.float64] | None:
        """What its panel found, (K,)."""
        return self._sample

    @sample.setter
    def sample(self, found: NDArray[np.float64] | None) -> None:
        self._sample = found
        self.tables.sampled[self.row] = found is not None
        if found is not None:
            self.tables.sample[self.row] = found

    @property
    def signatures(self) -> list[int]:
        """Departments that still have to sign, in their order."""
        signing = int(self.tables.signing[self.row])
        return [d for d in range(signing.bit_length()) if signing >> d & 1]

    @signatures.setter
    def signatures(self, departments: list[int]) -> None:
        self.tables.signing[self.row] = sum(1 << d for d in departments)

    def in_stage(self, week: int) -> int:
        """Weeks since its stage began."""
        return week - self.stage_start

    def enter(self, stage: Stage, week: int) -> None:
        """Go to another stage."""
        self.stage = stage
        self.stage_start = week

    def is_covered(self) -> bool:
        """Is every resource pledged?"""
        return bool(is_covered(self.need, self.pledged, self.pooled, self.size))

    def let_go(self) -> None:
        """Give an ended project's row back: those of many areas would fill memory."""
        for name in Tables.views:
            own = self.__dict__[name]
            self.__dict__[name] = own.copy() if name in KEPT_VIEWS else own[:0].copy()
        for name in COUNTS:
            self.__dict__[name] = getattr(self, name)
        self.tied = _NO_TIES
        self.tables.give_back(self.row)
        del self.row, self.help  # the row is somebody else's soon: what reaches for it must fail

    def dependence(self) -> float:
        """See ``dependence``."""
        return float(dependence(self.mediated, self.rounds))


COUNTS = tuple(name for name, kind in vars(Project).items() if isinstance(kind, Counted))


def rows_of(projects: list[Project]) -> NDArray[np.int64]:
    """Their rows in the tables, (n,)."""
    return np.array([project.row for project in projects], np.int64)
