"""Households, where they live, and what a week brings them; N of them, B buildings, A areas.

State of households is stored in single precision, arithmetic is in double.
"""

import numpy as np
from numpy.typing import NDArray

from sim.base.kernel import kernel
from sim.base.luck import Luck, Process
from sim.base.normal import normals
from sim.base.struct import Struct
from sim.base.vocabulary import CATEGORIES, GROUPS
from sim.parameters import Consent, Parameters
from sim.state.organisations import Organisations
from sim.state.population import Population

_K, _G = len(CATEGORIES), len(GROUPS)
SUMS = np.dtype(
    [(name, np.float64) for name in ("trust", "members", "of_members", "active", "of_active")]
)
"""What the week's end shows over households: sum of trust; members of the party, and the sum of
their participation; active households, and the sum of theirs."""


class People(Struct):
    """What stays of households: (N,), sorted by building.

    tie_start: int64 (N + 1,) and tie_to: int32: neighbours in compressed rows. key: what luck is
    keyed by; luck_keys: the same where weekly luck has to look it up, else empty: keys in a row are
    faster. edges: (G, K), each group's needs by category, added up; rate_factors: (G,), rate of
    needs over ``community.arrival_rate``.
    """

    group: NDArray[np.int8]
    owner: NDArray[np.int8]
    member: NDArray[np.int8]
    floor_area: NDArray[np.float32]
    baseline: NDArray[np.float32]
    tie_start: NDArray[np.int64]
    tie_to: NDArray[np.int32]
    key: NDArray[np.int64]
    luck_keys: NDArray[np.int64]
    edges: NDArray[np.float64]
    rate_factors: NDArray[np.float64]


class Residents(Struct):
    """What changes of households: (N,). waiting: int16 (K, N), weeks an open need has waited,
    NO_NEED where none is open. next: participation in the making. served, left_out: this week."""

    participation: NDArray[np.float32]
    next: NDArray[np.float32]
    satisfaction: NDArray[np.float32]
    trust: NDArray[np.float32]
    waiting: NDArray[np.int16]
    served: NDArray[np.int8]
    left_out: NDArray[np.int8]


class Places(Struct):
    """Buildings (B,), their entrances (E,), and areas (A,).

    first: int64 (B + 1,), households of building b are first[b]:first[b + 1]; entrance: (E + 1,),
    the same of entrances; entrance_of: (B + 1,), entrances of a building; area: (A + 1,), buildings
    of an area. key: what a building's luck is keyed by. climate: (B, K), what its people tend to
    think of a category, in logits; it persists. last_works: (B, K), week of the last. floor_area:
    (A,), m2. elsewhere: bool (A, M), organisations that don't work in an area.
    """

    first: NDArray[np.int64]
    entrance: NDArray[np.int64]
    entrance_of: NDArray[np.int64]
    area: NDArray[np.int64]
    key: NDArray[np.int64]
    climate: NDArray[np.float64]
    last_works: NDArray[np.float64]
    floor_area: NDArray[np.float64]
    elsewhere: NDArray[np.bool_]


class Voices(Struct):
    """What a week brings, and what it leaves.

    voiced, open: (B, K); late, arrived: int64 (A, K). broken: (B,), projects broken there this
    week. served_group: int64 (G,). groups: (A, 3, G), by group: households, sums of satisfaction
    and of participation; sums: SUMS (A,); gini, satisfaction: (A,), of participation, and mean.
    """

    voiced: NDArray[np.float64]
    open: NDArray[np.float64]
    late: NDArray[np.int64]
    arrived: NDArray[np.int64]
    broken: NDArray[np.float64]
    served_group: NDArray[np.int64]
    groups: NDArray[np.float64]
    sums: NDArray[np.void]
    gini: NDArray[np.float64]
    satisfaction: NDArray[np.float64]


def people_of(population: Population, parameters: Parameters) -> People:
    """What stays of a drawn population."""
    mix = np.array(parameters.community.needs_mix)
    place = parameters.place
    given = None if place is None else place.rate_factors
    same = (
        "group", "owner", "member", "floor_area", "baseline", "tie_start", "tie_to", "key",
        "luck_keys",
    )  # fmt: skip
    return People(
        **{name: getattr(population, name) for name in same},
        edges=np.cumsum(mix / mix.sum(axis=1, keepdims=True), axis=1),
        rate_factors=np.ones(_G) if given is None else given,
    )


def residents_of(population: Population) -> Residents:
    """How households of a drawn population stand before the first week."""
    return Residents(
        participation=population.participation,
        next=np.empty_like(population.participation),
        satisfaction=population.satisfaction,
        trust=population.trust,
        waiting=population.waiting,
        served=np.zeros(population.size, np.int8),
        left_out=np.zeros(population.size, np.int8),
    )


def places_of(
    population: Population, parameters: Parameters, organisations: Organisations, luck: Luck
) -> Places:
    """Where a drawn population lives, and who works there."""
    buildings, areas = population.buildings, parameters.areas
    area = np.arange(areas + 1) * (buildings // areas)
    entrance, entrance_of = _entrances(population.first, population.entrance)
    rows = population.first[area]
    floors = [population.floor_area[rows[a] : rows[a + 1]] for a in range(areas)]
    here = organisations.shared | (organisations.area == np.arange(areas)[:, None])
    keys = np.split(population.building_key, areas)
    return Places(
        first=population.first,
        entrance=entrance,
        entrance_of=entrance_of,
        area=area,
        key=population.building_key,
        climate=np.concatenate([
            climates(parameters.consent, own, luck, a) for a, own in enumerate(keys)
        ]),
        last_works=np.full((buildings, _K), -np.inf),
        floor_area=np.array([float(own.sum(dtype=np.float64)) for own in floors]),
        elsewhere=~here,
    )  # fmt: skip


@kernel
def _entrances(first, entrance):
    """First households of all entrances (E + 1,), and first entrances of all buildings (B + 1,).

    An entrance begins where its number changes; a building in which nobody lives has one.
    """
    starts = np.empty(len(entrance) + len(first), np.int64)
    of = np.empty(len(first), np.int64)
    found = 0
    for b in range(len(first) - 1):
        of[b] = found
        starts[found] = first[b]
        found += 1
        for i in range(first[b] + 1, first[b + 1]):
            if entrance[i] != entrance[i - 1]:
                starts[found] = i
                found += 1
    of[-1] = found
    starts[found] = first[-1]
    return starts[: found + 1].copy(), of


def climates(
    rules: Consent, keys: NDArray[np.int64], luck: Luck, area: int = 0
) -> NDArray[np.float64]:
    """What people of an area's buildings tend to think of each category, in logits, (B, K), by
    the buildings' keys (B,)."""
    rows, categories = np.divmod(np.arange(len(keys) * _K, dtype=np.int64), _K)
    draws = luck.uniforms(Process.CLIMATE, keys[rows], 0, categories, area)
    return np.asarray(rules.climate * normals(draws)).reshape(len(keys), _K)


def silence(buildings: int, areas: int, satisfaction: float) -> Voices:
    """Nobody needs anything yet."""
    return Voices(
        voiced=np.zeros((buildings, _K)),
        open=np.zeros((buildings, _K)),
        late=np.zeros((areas, _K), np.int64),
        arrived=np.zeros((areas, _K), np.int64),
        broken=np.zeros(buildings),
        served_group=np.zeros(_G, np.int64),
        groups=np.zeros((areas, 3, _G)),
        sums=np.zeros(areas, SUMS),
        gini=np.zeros(areas),
        satisfaction=np.full(areas, satisfaction),
    )
