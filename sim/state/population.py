"""Set-up of the households: who lives where, and who knows whom."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.base.kernel import kernel, part
from sim.base.luck import Luck, SetUp
from sim.base.single_normals import single_normals
from sim.base.vocabulary import CATEGORIES
from sim.parameters import Community, Residents

NO_NEED = -1


@dataclass
class Population:
    """Households as arrays, sorted by building; N households, B buildings, K categories.

    group, owner, member: int8 (N,). building, entrance: int32 (N,). floor_area: float32 (N,), m2.
    first: int64 (B + 1,), households of building b are first[b]:first[b + 1].
    baseline, participation, satisfaction, trust: float32 (N,).
    waiting: int16 (K, N), weeks an open need has waited, NO_NEED where none is open.
    tie_start: int64 (N + 1,) and tie_to: int32: neighbours in compressed rows.
    key (N,), building_key (B,): int64, what luck is keyed by: their indices unless tables give
    others. luck_keys: ``key`` where the weekly luck of needs and voice has to look it up, else
    empty: keys in a row are faster.
    """

    group: NDArray[np.int8]
    owner: NDArray[np.int8]
    member: NDArray[np.int8]
    building: NDArray[np.int32]
    entrance: NDArray[np.int32]
    floor_area: NDArray[np.float32]
    first: NDArray[np.int64]
    baseline: NDArray[np.float32]
    participation: NDArray[np.float32]
    satisfaction: NDArray[np.float32]
    trust: NDArray[np.float32]
    waiting: NDArray[np.int16]
    tie_start: NDArray[np.int64]
    tie_to: NDArray[np.int32]
    key: NDArray[np.int64]
    building_key: NDArray[np.int64]
    luck_keys: NDArray[np.int64]

    @property
    def size(self) -> int:
        """Number of households, N."""
        return len(self.group)

    @property
    def buildings(self) -> int:
        """Number of buildings, B."""
        return len(self.first) - 1


def build_population(
    community: Community, residents: Residents, luck: Luck, area: int = 0
) -> Population:
    """Draw a community. Each attribute has a stream of its own, so none shifts another."""
    n = community.households
    group = _groups(community, luck, area)
    owner = luck.stream(SetUp.OWNERSHIP, area).random(n) < np.array(community.owner_shares)[group]
    member = luck.stream(SetUp.MEMBERSHIP, area).random(n) < community.member_share
    building, entrance, first = _buildings(community)
    spread = community.floor_area_spread
    log_area = single_normals(luck.stream(SetUp.FLOOR_AREA, area), n) * spread
    baseline = _baseline(residents, group, member, luck, area)
    tie_start, tie_to = _ties(community, first, luck, area)
    return Population(
        key=np.arange(n, dtype=np.int64),
        building_key=np.arange(len(first) - 1, dtype=np.int64),
        luck_keys=np.empty(0, np.int64),
        group=group,
        owner=owner.astype(np.int8),
        member=member.astype(np.int8),
        building=building,
        entrance=entrance,
        floor_area=(community.floor_area * np.exp(log_area - spread**2 / 2)).astype(np.float32),
        first=first,
        baseline=baseline,
        participation=baseline.copy(),
        satisfaction=np.full(n, residents.satisfaction_start, np.float32),
        trust=np.full(n, residents.trust_start, np.float32),
        waiting=np.full((len(CATEGORIES), n), NO_NEED, np.int16),
        tie_start=tie_start,
        tie_to=tie_to,
    )


def join_populations(parts: list[Population]) -> Population:
    """Households of several areas as one table, area by area; ties stay within an area."""
    if len(parts) == 1:
        return parts[0]
    rows = np.cumsum([0, *(part.size for part in parts)])
    floors = np.cumsum([0, *(part.buildings for part in parts)])
    ends = np.cumsum([0, *(part.tie_start[-1] for part in parts)])
    same = (
        "group", "owner", "member", "entrance", "floor_area", "baseline", "participation",
        "satisfaction", "trust",
    )  # fmt: skip
    return Population(
        **{name: np.concatenate([getattr(part, name) for part in parts]) for name in same},
        building=_shifted([p.building for p in parts], floors),
        first=_joined_starts([p.first for p in parts], rows),
        waiting=np.concatenate([p.waiting for p in parts], axis=1),
        tie_start=_joined_starts([p.tie_start for p in parts], ends),
        tie_to=_shifted([p.tie_to for p in parts], rows),
        key=np.arange(rows[-1]),
        building_key=np.concatenate([p.building_key for p in parts]),
        luck_keys=parts[0].luck_keys,
    )


def _shifted(parts: list[NDArray[np.int32]], shifts: NDArray[np.int64]) -> NDArray[np.int32]:
    moved = [part + shift for part, shift in zip(parts, shifts[:-1], strict=True)]
    return np.concatenate(moved).astype(np.int32)


def _joined_starts(parts: list[NDArray[np.int64]], shifts: NDArray[np.int64]) -> NDArray[np.int64]:
    moved = [part[:-1] + shift for part, shift in zip(parts, shifts[:-1], strict=True)]
    return np.concatenate([*moved, shifts[-1:]])


def _groups(community: Community, luck: Luck, area: int) -> NDArray[np.int8]:
    shares = np.array(community.group_shares)
    edges = np.cumsum(shares / shares.sum())[:-1]
    draws = luck.stream(SetUp.GROUP, area).random(community.households)
    return np.searchsorted(edges, draws, side="right").astype(np.int8)


def _buildings(
    community: Community,
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]:
    """Households spread evenly over buildings, entrances of fixed size within a building."""
    n = community.households
    count = min(community.buildings, n)
    index = np.arange(n, dtype=np.int64)
    building = (index * count // n).astype(np.int32)
    first = np.searchsorted(building, np.arange(count + 1)).astype(np.int64)
    entrance = ((index - first[building]) // community.households_per_entrance).astype(np.int32)
    return building, entrance, first


def _baseline(
    residents: Residents, group: NDArray[np.int8], member: NDArray[np.bool_], luck: Luck, area: int
) -> NDArray[np.float32]:
    draws = luck.stream(SetUp.PARTICIPATION, area).beta(
        residents.participation_alpha, residents.participation_beta, len(group)
    )
    factor = np.array(residents.group_factors)[group] * np.where(
        member, residents.member_factor, 1.0
    )
    return np.minimum(1.0, draws * factor).astype(np.float32)


def _ties(
    community: Community, first: NDArray[np.int64], luck: Luck, area: int
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Rings of random order: one in each building, one across the community (symmetric ties)."""
    return ring_ties(community, first, *ring_orders(community, luck, area))


def ring_orders(
    community: Community, luck: Luck, area: int = 0
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Numbers (N,) by which households stand in the rings of building and community."""
    n = community.households
    order = luck.stream(SetUp.RING, area, 0).random(n, dtype=np.float32)
    outside = luck.stream(SetUp.RING, area, 1).random(n, dtype=np.float32)
    return order, outside


def ring_ties(
    community: Community, first: NDArray[np.int64], order: NDArray[Any], outside: NDArray[Any]
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Neighbours are those next in two orders (N,): inside the building, across the community."""
    across = np.argsort(outside, kind="stable")
    building_of = np.repeat(np.arange(len(first) - 1), np.diff(first))
    inside = np.lexsort((order, building_of))
    return _ring_ties(
        inside, across, first, community.ties_in_building // 2, community.ties_outside // 2
    )


@kernel
def _ring_ties(inside, across, first, reach_inside, reach_outside):
    n = len(inside)
    widest = 2 * (reach_inside + reach_outside)
    table = np.empty((n, max(1, widest)), np.int32)
    degree = np.zeros(n, np.int64)
    for b in range(len(first) - 1):
        _link_ring(inside[first[b] : first[b + 1]], reach_inside, table, degree)
    _link_ring(across, reach_outside, table, degree)
    start = np.zeros(n + 1, np.int64)
    for i in range(n):
        start[i + 1] = start[i] + degree[i]
    to = np.empty(start[n], np.int32)
    for i in range(n):
        for j in range(degree[i]):
            to[start[i] + j] = table[i, j]
    return start, to


@kernel
def _link_ring(ring, reach, table, degree):
    """Tie each household to ``reach`` others on either side, without self ties or double ties."""
    size = len(ring)
    for position in range(size):
        for step in range(1, reach + 1):
            for sign in (1, -1):
                _link(ring[position], ring[(position + sign * step) % size], table, degree)


@part
def _link(i, j, table, degree):
    if i == j:
        return
    for known in range(degree[i]):
        if table[i, known] == j:
            return
    table[i, degree[i]] = j
    degree[i] += 1
