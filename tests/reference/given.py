"""What the reference takes as given: the model's own set-up draws, as plain numbers.

Who lives where and knows whom, which organisations there are at first, what they want and how far
they honour pledges, and who trusts whom come from numpy's generators, from quantiles of the Beta
distribution and from a community's own tables. The reference doesn't draw them a second time: it
starts where set-up ends. Who fills a seat later is drawn by it (``seats``), but for the quantiles.
"""

from dataclasses import dataclass

from sim.base.vocabulary import Role


@dataclass(frozen=True)
class GivenHousehold:
    """A household in its building (of all areas), with its number for luck.

    waits: weeks that its open need of each category has waited, None where none is open.
    """

    key: int
    building: int
    entrance: int
    group: int
    is_owner: bool
    is_member: bool
    floor_area: float
    baseline: float
    neighbours: tuple[int, ...]
    waits: tuple[int | None, ...]


@dataclass(frozen=True)
class GivenOrganisation:
    """An organisation in its area; what a community's own tables don't tell of it is None."""

    role: Role
    number: int
    area: int
    goals: tuple[float, ...]
    honouring: float
    income: tuple[float | None, ...]
    stock: tuple[float | None, ...]
    attention: float | None


@dataclass(frozen=True)
class SetUp:
    """A run before its first week.

    building_keys: what each building's luck is keyed by. starters: organisations at work in one
    area. trust: of each organisation in each. tie_weights: the equally likely values of a tie.
    rate_factors: needs of each group over the rate of all.
    """

    households: tuple[GivenHousehold, ...]
    building_keys: tuple[int, ...]
    organisations: tuple[GivenOrganisation, ...]
    starters: int
    trust: tuple[tuple[float, ...], ...]
    tie_weights: tuple[float, ...]
    rate_factors: tuple[float, ...]
