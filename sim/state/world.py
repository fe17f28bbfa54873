"""The world: all state of one run, and the set-up that draws it."""

import numpy as np
from numpy.typing import NDArray

from sim.base.kernel import kernel
from sim.base.luck import Key, Luck, Process, uniform
from sim.base.struct import Struct
from sim.base.vocabulary import FUNDS, Role
from sim.parameters import Parameters
from sim.parameters.plain import plain
from sim.state.accounts import (
    Accounts,
    Diary,
    Market,
    empty_diary,
    first_accounts,
    first_market,
)
from sim.state.community import (
    People,
    Places,
    Residents,
    Voices,
    people_of,
    places_of,
    residents_of,
    silence,
)
from sim.state.coordinator import Hub, first_hub
from sim.state.organisations import (
    Organisations,
    Standing,
    build_organisations,
    first_standing,
)
from sim.state.projects import (
    FIRST_ROWS,
    Members,
    Plans,
    Projects,
    empty_members,
    empty_plans,
    empty_projects,
    wider,
    with_free_rows,
)
from sim.state.settled import population_of, ties_of
from sim.state.ties import Ties, first_ties

OPERATORS = (Role.LEAD_ENTERPRISE, Role.PROPERTY_COMPANY)
"""Who operates the property of an area."""
NOW = np.dtype([("week", "i8"), ("capacity", "f8"), ("size_shift", "f8")])
"""The week that is lived next; needs that a project of size 1 can serve; what the mean of a size's
logarithm is below 0, so that sizes have mean 1."""


class World(Struct):
    """All state of one run. rules: the parameters' record; luck: the key of all draws; needs:
    (K, R), resources that a project of size 1 needs."""

    now: np.void
    rules: np.void
    luck: Key
    needs: NDArray[np.float64]
    people: People
    residents: Residents
    places: Places
    voices: Voices
    organisations: Organisations
    standing: Standing
    ties: Ties
    projects: Projects
    plans: Plans
    members: Members
    hub: Hub
    accounts: Accounts
    market: Market
    diary: Diary


def capacity_per_size(parameters: Parameters, organisations: int) -> float:
    """(40) Needs a project of size 1 can serve, so that psi = potential capacity / arrivals.

    Of one area, in which so many organisations start projects.
    """
    starts = organisations * parameters.organisations.opportunity_rate
    arrivals = parameters.community.arrival_rate * parameters.community.households
    return parameters.community.supply_ratio * arrivals / starts if starts > 0.0 else 0.0


@kernel
def count_starts(luck, codes, elsewhere, rate, starts):
    """How many opportunities there are in each week, into starts (weeks,). elsewhere: (A, M)."""
    for week in range(len(starts)):
        for area in range(len(elsewhere)):
            for c in range(len(codes)):
                if not elsewhere[area, c]:
                    draw = uniform(luck, Process.OPPORTUNITY, codes[c], 0, week, area)
                    starts[week] += draw < rate


def set_up(parameters: Parameters, luck: Luck) -> World:
    """The world before its first week."""
    rules, areas, place = parameters, parameters.areas, parameters.place
    table = None if place is None else place.organisations
    population = population_of(rules, luck)
    organisations = build_organisations(rules.organisations, luck, table, areas)
    places = places_of(population, rules, organisations, luck)
    standing = first_standing(
        rules.organisations, organisations, table, population.buildings, areas, luck
    )
    operators = np.isin(organisations.role, OPERATORS)
    standing.free[operators, FUNDS] += rules.market.capital * organisations.scale[operators]
    starts = np.zeros(rules.horizon, np.int64)
    rate = rules.organisations.opportunity_rate
    count_starts(luck.key, organisations.code, places.elsewhere, rate, starts)
    rows = FIRST_ROWS + int(starts.max())
    now = np.zeros(1, NOW)
    now["capacity"] = capacity_per_size(rules, int((~places.elsewhere[0]).sum()))
    now["size_shift"] = rules.organisations.size_spread**2 / 2
    return World(
        now=now[0],
        rules=plain(rules),
        luck=luck.key,
        needs=np.array(rules.forming.needs),
        people=people_of(population, rules),
        residents=residents_of(population),
        places=places,
        voices=silence(population.buildings, areas, rules.residents.satisfaction_start),
        organisations=organisations,
        standing=standing,
        ties=first_ties(ties_of(rules, organisations, luck), rules.network),
        projects=empty_projects(rows, int(starts.sum()), int(starts.max())),
        plans=empty_plans(rows),
        members=empty_members(rows, len(organisations.role), len(places.entrance) - 1),
        hub=first_hub(rules.coordinator, organisations, luck),
        accounts=first_accounts(),
        market=first_market(areas),
        diary=empty_diary(rules.horizon, areas),
    )


def with_room(world: World) -> World:
    """The same world; with twice the rows for projects where they are short for a week to come."""
    count = world.projects.count
    if count["free"] >= count["most"]:
        return world
    rows = 2 * len(world.projects.life)
    parts = {name: getattr(world, name) for name in World.fields}
    parts["projects"] = with_free_rows(world.projects, rows)
    parts["plans"] = wider(world.plans, rows)
    parts["members"] = wider(world.members, rows)
    return World(**parts)
