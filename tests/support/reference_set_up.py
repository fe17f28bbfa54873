"""The model's own set-up as plain numbers, for the reference to start from."""

import math
from typing import Any

import numpy as np

from sim.base.luck import Luck
from sim.base.vocabulary import GROUPS, RESOURCES, ROLE_CODES, Role
from sim.parameters import Parameters
from sim.parameters.place import OrganisationTable
from sim.state.organisations import Organisations, build_organisations
from sim.state.population import NO_NEED, Population
from sim.state.settled import population_of, ties_of
from sim.state.ties import tie_weights
from tests.reference.given import GivenHousehold, GivenOrganisation, SetUp


def set_up_of(parameters: Parameters, seed: int, replicate: int) -> SetUp:
    """What the model would start from."""
    luck = Luck(seed, replicate)
    people = population_of(parameters, luck)
    table = None if parameters.place is None else parameters.place.organisations
    areas = parameters.areas
    organisations = build_organisations(parameters.organisations, luck, table, areas)
    at_work = organisations.shared | (organisations.area == 0)
    return SetUp(
        households=_households(people),
        building_keys=tuple(people.building_key.tolist()),
        organisations=_organisations(organisations, table),
        starters=int(np.count_nonzero(at_work)),
        trust=tuple(map(tuple, ties_of(parameters, organisations, luck).tolist())),
        tie_weights=tuple(tie_weights(parameters.network).tolist()),
        rate_factors=_rate_factors(parameters),
    )


def _rate_factors(parameters: Parameters) -> tuple[float, ...]:
    place = parameters.place
    if place is None or place.rate_factors is None:
        return (1.0,) * len(GROUPS)
    return tuple(place.rate_factors.tolist())


def _households(people: Population) -> tuple[GivenHousehold, ...]:
    starts, ties = people.tie_start.tolist(), people.tie_to.tolist()
    columns = zip(
        people.key.tolist(), people.building.tolist(), people.entrance.tolist(),
        people.group.tolist(), people.owner.astype(bool).tolist(),
        people.member.astype(bool).tolist(), people.floor_area.tolist(), people.baseline.tolist(),
        strict=True,
    )  # fmt: skip
    waiting = people.waiting.T.tolist()
    return tuple(
        GivenHousehold(
            *column,
            neighbours=tuple(ties[starts[row] : starts[row + 1]]),
            waits=tuple(None if weeks == NO_NEED else weeks for weeks in waiting[row]),
        )
        for row, column in enumerate(columns)
    )


def _organisations(
    who: Organisations, table: OrganisationTable | None
) -> tuple[GivenOrganisation, ...]:
    size, resources = len(who.role), len(RESOURCES)
    nothing: list[Any] = [[math.nan] * resources] * size
    income = nothing if table is None else table.income.tolist()
    stock = nothing if table is None else table.stock.tolist()
    attention = [math.nan] * size if table is None else table.attention.tolist()
    return tuple(
        GivenOrganisation(
            role=Role(int(who.role[j])),
            number=int(who.code[j]) % ROLE_CODES,
            area=int(who.area[j]),
            goals=tuple(who.goals[j].tolist()),
            honouring=float(who.honouring[j]),
            income=tuple(map(_told, income[j])),
            stock=tuple(map(_told, stock[j])),
            attention=_told(attention[j]),
        )
        for j in range(size)
    )


def _told(value: float) -> float | None:
    return None if math.isnan(value) else value
