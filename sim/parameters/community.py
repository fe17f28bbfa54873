"""The place and its residents: who lives there, what they need, how they take part."""

from typing import Annotated

from pydantic import Field

from sim.parameters.fields import (
    CategoryMix,
    Group,
    GroupMix,
    PerGroup,
    SharePerGroup,
    ToTuple,
    choice,
    parameter,
)

NeedsMix = Annotated[tuple[CategoryMix, CategoryMix, CategoryMix], ToTuple]


class Community(Group):
    """One community: households, buildings and needs."""

    households: Annotated[int, Field(ge=1, le=2_000_000)] = choice(3605, "households", "S", "households")
    buildings: Annotated[int, Field(ge=1, le=100_000)] = choice(43, "buildings", "S", "residential buildings")
    households_per_entrance: Annotated[int, Field(ge=1, le=1000)] = choice(12, "households", "A", "households sharing an entrance")
    group_shares: GroupMix = choice((0.396, 0.370, 0.234), "share", "S", "share of elderly, young renters, others")
    owner_shares: SharePerGroup = choice((0.9, 0.05, 0.75), "share", "A", "share of owners in each group")
    member_share: float = parameter(0.07, 0.0, 1.0, "share", "A", "households with a party member")
    floor_area: float = parameter(55.0, 10.0, 500.0, "m2", "D", "mean floor area of a flat")
    floor_area_spread: float = parameter(0.2, 0.0, 1.0, "log units", "A", "spread of floor areas")
    yuan_per_unit: float = parameter(66000.0, 1.0, 1e9, "yuan per unit of funds", "D", "yuan that one unit of funds stands for")
    arrival_rate: float = parameter(0.03, 0.0, 1.0, "needs per household and week", "A", "rate at which needs arise (lambda)")
    supply_ratio: float = parameter(1.0, 0.01, 20.0, "ratio", "A", "potential capacity over arrivals (psi)")
    needs_mix: NeedsMix = choice(
        (
            (0.36, 0.26, 0.04, 0.12, 0.12, 0.10),
            (0.02, 0.06, 0.14, 0.18, 0.38, 0.22),
            (0.12, 0.10, 0.28, 0.18, 0.14, 0.18),
        ),
        "share", "A", "mix of needs by group over the six categories",
    )
    ties_in_building: Annotated[int, Field(ge=0, le=12)] = choice(6, "ties", "A", "ties of a household in its building (even)")
    ties_outside: Annotated[int, Field(ge=0, le=12)] = choice(2, "ties", "A", "ties of a household across the community (even)")


class Residents(Group):
    """How a household speaks up, takes part, is content and trusts."""

    participation_alpha: float = parameter(1.5, 0.05, 50.0, "shape", "A", "initial participation: first Beta shape")
    participation_beta: float = parameter(6.0, 0.05, 50.0, "shape", "A", "initial participation: second Beta shape")
    group_factors: PerGroup = choice((1.3, 0.6, 1.0), "factor", "F", "initial participation by group: committee activity rises with age")
    member_factor: float = parameter(1.35, 0.1, 5.0, "factor", "F", "initial participation of party members: 65.1 against 48.4%")
    selectivity: float = parameter(0.3, 0.0, 1.0, "share", "S", "selective participation (sigma)")
    contagion: float = parameter(0.01681, 0.0, 1.0, "per week", "C", "pull toward neighbours' participation (eta)")
    habit: float = parameter(0.02533, 0.0, 1.0, "per week", "C", "pull toward one's own baseline participation")
    discouragement: float = parameter(0.02406, 0.0, 1.0, "per week", "C", "loss of participation while needs wait (delta)")
    discouragement_cap: Annotated[int, Field(ge=1, le=6)] = choice(3, "needs", "A", "waiting needs at which discouragement is full")
    encouragement: float = parameter(0.03355, 0.0, 1.0, "per need served", "C", "gain of participation when served (phi)")
    slight: float = parameter(0.02, 0.0, 1.0, "per project", "A", "loss when a project comes to the building and leaves one out")
    satisfaction_start: float = parameter(0.70, 0.0, 1.0, "index 0-1", "F", "initial and resting satisfaction (township government 70.2%)")
    satisfaction_recovery: float = parameter(0.02, 0.0, 1.0, "per week", "A", "return of satisfaction to rest")
    satisfaction_relief: float = parameter(0.20, 0.0, 1.0, "per need served", "A", "satisfaction gained when served")
    satisfaction_strain: float = parameter(0.02, 0.0, 1.0, "per week", "A", "satisfaction lost while needs wait")
    trust_start: float = parameter(0.5, 0.0, 1.0, "index 0-1", "A", "initial and resting trust of residents")
    trust_recovery: float = parameter(0.02, 0.0, 1.0, "per week", "A", "return of residents' trust to rest")
    trust_gain: float = parameter(0.05, 0.0, 1.0, "per need served", "A", "residents' trust gained when served")
    trust_break: float = parameter(0.02, 0.0, 1.0, "per broken project", "A", "residents' trust lost when a project in the building breaks")
