"""Explicit inputs: who lives in a place, which organisations are there, and what is waiting.

A Place is given beside the parameters and replaces what the set-up would draw. What it doesn't
say (a table that is None, an entry that is UNKNOWN or nan) is drawn: from luck keyed by the
household's, building's or organisation's own number, so that one more changes nobody else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.base.vocabulary import GROUPS, Role

UNKNOWN = -1
"""Of whole numbers: not given, so drawn. Of reals it is nan."""
COUNT_OF_ROLE = {
    Role.DEPARTMENT: "departments",
    Role.STREET_OFFICE: "street_offices",
    Role.RESIDENTS_COMMITTEE: "residents_committees",
    Role.LEAD_ENTERPRISE: "lead_enterprises",
    Role.PROPERTY_COMPANY: "property_companies",
    Role.VENDOR: "vendors",
    Role.OWNERS_COMMITTEE: "owners_committees",
    Role.SOCIAL_ORGANISATION: "social_organisations",
    Role.VOLUNTEER_TEAM: "volunteer_teams",
    Role.DESIGNER: "designers",
}
"""The parameter of Organisations that says how many of a role there are."""


@dataclass(frozen=True, eq=False)
class HouseholdTable:
    """N households of B buildings, in order of building.

    key (N,), building_key (B,): int64 in [0, 2**32), what their luck is keyed by, each its own.
    building, entrance: int32 (N,), the entrance within its building, UNKNOWN for all or none.
    group, owner, member: int8 (N,); owner and member may be UNKNOWN. floor_area (m2) and
    participation: float32 (N,), nan where unknown. inside, across: int64 (N,), order among
    neighbours in the building and in the community, UNKNOWN for all or none.
    """

    key: NDArray[np.int64]
    building_key: NDArray[np.int64]
    building_names: tuple[str, ...]
    building: NDArray[np.int32]
    entrance: NDArray[np.int32]
    group: NDArray[np.int8]
    owner: NDArray[np.int8]
    member: NDArray[np.int8]
    floor_area: NDArray[np.float32]
    participation: NDArray[np.float32]
    inside: NDArray[np.int64]
    across: NDArray[np.int64]

    @property
    def size(self) -> int:
        """Number of households, N."""
        return len(self.key)

    @property
    def counts(self) -> NDArray[np.int64]:
        """Households of each group, (G,)."""
        return np.bincount(self.group, minlength=len(GROUPS))


@dataclass(frozen=True, eq=False)
class OrganisationTable:
    """M organisations, in order of role and number; nan where a value is to be drawn.

    number: int64 (M,), from 0, its own within its role. goals: float64 (M, K), rows that sum to 1.
    income (funds a week, final: no factor is applied) and stock (funds at the start, before
    capital): float64 (M, R). attention (acts a week), honouring: float64 (M,).
    """

    role: NDArray[np.int64]
    number: NDArray[np.int64]
    names: tuple[str, ...]
    goals: NDArray[np.float64]
    income: NDArray[np.float64]
    stock: NDArray[np.float64]
    attention: NDArray[np.float64]
    honouring: NDArray[np.float64]

    def count(self, role: Role) -> int:
        """Number of organisations of a role."""
        return int(np.count_nonzero(self.role == role))


@dataclass(frozen=True, eq=False)
class OpenNeeds:
    """Needs open at the start, R entries, int64 (R,): ``number`` households of a building and
    group (UNKNOWN: of any group) have one of a category and have waited ``weeks``."""

    building: NDArray[np.int64]
    group: NDArray[np.int64]
    category: NDArray[np.int64]
    number: NDArray[np.int64]
    weeks: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Place:
    """What is given of a community; None where the set-up draws it.

    ties: float64 (M, M), trust of row in column, zero diagonal; needs ``organisations``.
    rate_factors: float64 (G,), a group's rate of needs over ``community.arrival_rate``.
    fixed: parameters that follow from the tables, by dotted name. texts: each table in its normal
    form, by its role; two places are equal when these are.
    """

    households: HouseholdTable | None = None
    organisations: OrganisationTable | None = None
    ties: NDArray[np.float64] | None = None
    rate_factors: NDArray[np.float64] | None = None
    open_needs: OpenNeeds | None = None
    fixed: Mapping[str, object] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Place) and dict(self.texts) == dict(other.texts)

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.texts.items())))
