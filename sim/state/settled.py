"""Set-up from tables (sim.parameters.place): what they say is taken, what they leave out is drawn.

Draws are keyed by each household's own number, so that another household, or another column of
the table, changes nobody else's luck. Without tables, set-up is ``sim.state.population``'s and
``sim.state.ties``'s.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

from sim.base.luck import Luck, Process
from sim.base.normal import normals
from sim.base.vocabulary import CATEGORIES
from sim.parameters import Community, Parameters, Residents
from sim.parameters.place import UNKNOWN, HouseholdTable, OpenNeeds
from sim.state.organisations import Organisations, strangers
from sim.state.population import (
    NO_NEED,
    Population,
    build_population,
    join_populations,
    ring_orders,
    ring_ties,
)
from sim.state.ties import build_ties

IN_BUILDING, IN_COMMUNITY = 0, 1


def population_of(parameters: Parameters, luck: Luck) -> Population:
    """The households that the place's tables tell of, or drawn ones where there are none."""
    place = parameters.place
    if place is None or place.households is None:
        community, residents = parameters.community, parameters.residents
        areas = range(parameters.areas)
        return join_populations([build_population(community, residents, luck, a) for a in areas])
    people = settled(place.households, parameters.community, parameters.residents, luck)
    if place.open_needs is not None:
        open_at_start(people, place.open_needs, luck)
    return people


def ties_of(
    parameters: Parameters, organisations: Organisations, luck: Luck
) -> NDArray[np.float64]:
    """First trust (M, M) that the place's tables tell of, or drawn where there are none."""
    place = parameters.place
    if place is None or place.ties is None:
        code, sector = organisations.code, organisations.sector
        return build_ties(parameters.network, code, sector, luck, strangers(organisations))
    return place.ties.copy()


def settled(
    table: HouseholdTable, community: Community, residents: Residents, luck: Luck
) -> Population:
    """The table's households as the model has them."""
    n = table.size
    first = np.searchsorted(table.building, np.arange(len(table.building_key) + 1))
    first = first.astype(np.int64)
    owner = _flags(table.owner, table.key, np.array(community.owner_shares)[table.group], luck)
    chance = np.full(n, community.member_share)
    member = _flags(table.member, table.key, chance, luck, Process.MEMBER)
    baseline = _baseline(table, residents, member, luck)
    tie_start, tie_to = ring_ties(community, first, *_orders(table, luck))
    return Population(
        group=table.group,
        owner=owner,
        member=member,
        building=table.building,
        entrance=_entrances(table, first, community.households_per_entrance),
        floor_area=_floor_areas(table, community, luck),
        first=first,
        baseline=baseline,
        participation=baseline.copy(),
        satisfaction=np.full(n, residents.satisfaction_start, np.float32),
        trust=np.full(n, residents.trust_start, np.float32),
        waiting=np.full((len(CATEGORIES), n), NO_NEED, np.int16),
        tie_start=tie_start,
        tie_to=tie_to,
        key=table.key,
        building_key=table.building_key,
        luck_keys=table.key,
    )


def _flags(
    said: NDArray[np.int8],
    keys: NDArray[np.int64],
    chance: NDArray[np.float64],
    luck: Luck,
    process: Process = Process.OWNER,
) -> NDArray[np.int8]:
    drawn = luck.uniforms(process, keys, 0) < chance
    return np.where(said == UNKNOWN, drawn, said).astype(np.int8)


def _floor_areas(table: HouseholdTable, community: Community, luck: Luck) -> NDArray[np.float32]:
    """As given, or lognormal with the community's mean and spread."""
    spread = community.floor_area_spread
    logs = spread * normals(luck.uniforms(Process.FLOOR_AREA, table.key, 0))
    drawn = (community.floor_area * np.exp(logs - spread**2 / 2)).astype(np.float32)
    return np.where(np.isnan(table.floor_area), drawn, table.floor_area)


def _baseline(
    table: HouseholdTable, residents: Residents, member: NDArray[np.int8], luck: Luck
) -> NDArray[np.float32]:
    """As given, or Beta times the factors of group and membership, at most 1."""
    uniforms = luck.uniforms(Process.PARTICIPATION, table.key, 0)
    draws = betaincinv(residents.participation_alpha, residents.participation_beta, uniforms)
    factor = np.array(residents.group_factors)[table.group]
    factor = factor * np.where(member, residents.member_factor, 1.0)
    drawn = np.minimum(1.0, draws * factor).astype(np.float32)
    return np.where(np.isnan(table.participation), drawn, table.participation)


def _entrances(
    table: HouseholdTable, first: NDArray[np.int64], households: int
) -> NDArray[np.int32]:
    """As given, or so many ``households`` an entrance, in order of their keys."""
    if (table.entrance != UNKNOWN).all():
        return table.entrance
    return ((np.arange(table.size) - first[table.building]) // households).astype(np.int32)


def neighbour_orders(parameters: Parameters, luck: Luck) -> tuple[NDArray[Any], NDArray[Any]]:
    """Numbers (N,) by which households stand in the rings of building and community."""
    place = parameters.place
    if place is None or place.households is None:
        return ring_orders(parameters.community, luck)
    return _orders(place.households, luck)


def _orders(table: HouseholdTable, luck: Luck) -> tuple[NDArray[Any], NDArray[Any]]:
    """As given, or drawn."""
    return (
        _order(table.inside, IN_BUILDING, table.key, luck),
        _order(table.across, IN_COMMUNITY, table.key, luck),
    )


def _order(
    said: NDArray[np.int64], ring: int, keys: NDArray[np.int64], luck: Luck
) -> NDArray[np.float64]:
    if (said != UNKNOWN).all():
        return said.astype(np.float64)
    return luck.uniforms(Process.NEIGHBOURS, keys, 0, np.full(len(keys), ring, np.int64))


def open_at_start(people: Population, needs: OpenNeeds, luck: Luck) -> None:
    """Open what waits before the first week, in households of each building and group by lot.

    A household has at most one open need of a category: entries of a category fill those that
    have none yet. Changes ``people.waiting``.
    """
    for entry in range(len(needs.building)):
        k, building = int(needs.category[entry]), int(needs.building[entry])
        rows = np.arange(people.first[building], people.first[building + 1])
        if needs.group[entry] != UNKNOWN:
            rows = rows[people.group[rows] == needs.group[entry]]
        rows = rows[people.waiting[k, rows] == NO_NEED]
        lots = luck.uniforms(Process.OPEN_NEED, people.key[rows], 0, np.full(len(rows), k))
        chosen = rows[np.argsort(lots, kind="stable")[: needs.number[entry]]]
        people.waiting[k, chosen] = needs.weeks[entry]
