"""The model's own set-up as plain numbers, for the reference to start from."""

import math
from typing import Any

from sim.organisations import Bodies

from sim.base.luck import Luck
from sim.base.vocabulary import RESOURCES, ROLE_CODES, Role
from sim.parameters import Parameters
from sim.parameters.place import OrganisationTable
from sim.state.population import NO_NEED, Population
from sim.state.settled import population_of, rate_factors, ties_of
from tests.reference.given import GivenHousehold, GivenOrganisation, SetUp


def set_up_of(parameters: Parameters, seed: int, replicate: int) -> SetUp:
    """What the model would start from."""
    luck = Luck(seed, replicate)
    people = population_of(parameters, luck)
    table = None if parameters.place is None else parameters.place.organisations
    bodies = Bodies(parameters.organisations, luck, table, parameters.areas)
    trust = ties_of(parameters, bodies, luck).trust
    return SetUp(
        households=_households(people),
        building_keys=tuple(people.building_key.tolist()),
        organisations=_organisations(bodies, table),
        starters=bodies.starters,
        trust=tuple(map(tuple, trust.tolist())),
        rate_factors=tuple(rate_factors(parameters).tolist()),
    )


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
    bodies: Bodies, table: OrganisationTable | None
) -> tuple[GivenOrganisation, ...]:
    size, resources = bodies.size, len(RESOURCES)
    nothing: list[Any] = [[math.nan] * resources] * size
    income = nothing if table is None else table.income.tolist()
    stock = nothing if table is None else table.stock.tolist()
    attention = [math.nan] * size if table is None else table.attention.tolist()
    return tuple(
        GivenOrganisation(
            role=Role(int(bodies.role[j])),
            number=int(bodies.code[j]) % ROLE_CODES,
            area=int(bodies.area[j]),
            goals=tuple(bodies.goals[j].tolist()),
            honouring=float(bodies.honouring[j]),
            income=tuple(map(_told, income[j])),
            stock=tuple(map(_told, stock[j])),
            attention=_told(attention[j]),
        )
        for j in range(size)
    )


def _told(value: float) -> float | None:
    return None if math.isnan(value) else value
