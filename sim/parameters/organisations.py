"""The organisations: how many, what they hold, what they want, how they are tied."""

from typing import Annotated

from pydantic import Field

from sim.parameters.fields import (
    CategoryMix,
    Group,
    PerCategory,
    PerResource,
    PerSector,
    RealPerSector,
    SharePerSector,
    ToTuple,
    choice,
    parameter,
)

SectorByResource = Annotated[tuple[PerResource, PerResource, PerResource], ToTuple]
SectorByCategory = Annotated[tuple[CategoryMix, CategoryMix, CategoryMix], ToTuple]
Count = Annotated[int, Field(ge=0, le=64)]


class Organisations(Group):
    """Who is there, and with what: 7 administrations, 6 firms, 10 social organisations."""

    departments: Annotated[int, Field(ge=0, le=5)] = choice(5, "organisations", "S", "district departments taking part (housing, civil affairs, urban management, finance, commerce)")
    street_offices: Annotated[int, Field(ge=0, le=1)] = choice(1, "organisations", "S", "street office")
    residents_committees: Annotated[int, Field(ge=0, le=1)] = choice(1, "organisations", "S", "residents' committee")
    lead_enterprises: Annotated[int, Field(ge=0, le=1)] = choice(1, "organisations", "S", "lead enterprise")
    property_companies: Annotated[int, Field(ge=0, le=1)] = choice(1, "organisations", "S", "property company")
    vendors: Count = choice(4, "organisations", "A", "small vendors")
    owners_committees: Annotated[int, Field(ge=0, le=1)] = choice(1, "organisations", "S", "owners' committee")
    social_organisations: Count = choice(4, "organisations", "A", "social organisations")
    volunteer_teams: Count = choice(3, "organisations", "A", "volunteer teams")
    designers: Count = choice(2, "organisations", "A", "community designers")

    shared: bool = choice(True, "switch", "A", "departments and the lead enterprise serve all areas; false: each area has its own")
    shared_growth: float = parameter(1.0, 0.0, 1.0, "ratio", "A", "growth of a shared organisation (income, attention, limits) with each further area, over its size for one")

    heterogeneity: float = parameter(0.7364, 0.0, 20.0, "ratio", "C", "how far goals differ, between sectors and within (0: not at all)")
    goal_spread: float = parameter(1.0, 0.0, 5.0, "log units", "D", "spread of an organisation's own goals at heterogeneity 1")
    goals: SectorByCategory = choice(
        ((1.0, 3.0, 1.0, 3.0, 0.5, 1.0), (0.5, 0.5, 1.5, 0.5, 3.5, 2.0), (3.0, 1.0, 0.5, 2.0, 0.5, 0.7)),
        "weight", "A", "mean goals by sector over the six categories",
    )
    responsiveness: float = parameter(0.3938, 0.0, 1.0, "exponent", "C", "weight of sensed need against own goals (rho); 1 - path dependence")
    sensing_noise: float = parameter(0.3162, 0.0, 5.0, "log units", "C", "noise in sensing voiced needs (sigma_s)")
    visible_bias: float = parameter(0.15, 0.0, 1.0, "share", "S", "administrations' bias to visible output")
    visible_output: CategoryMix = choice((0.0, 2.0, 0.5, 3.0, 0.5, 0.0), "weight", "A", "what counts as visible output")
    commercial_pull: float = parameter(0.5, 0.0, 10.0, "funds", "A", "firms' extra utility from revenue-bearing scope")
    commercial_scope: PerCategory = choice((0.2, 0.0, 0.8, 0.0, 1.0, 0.8), "share", "A", "how far each category bears revenue")
    mission_drift: float = parameter(0.2, 0.0, 1.0, "share", "S", "social organisations' drift from those they represent")
    opportunity_rate: float = parameter(0.03, 0.0, 1.0, "per organisation and week", "A", "rate of opportunities (iota)")
    size_spread: float = parameter(0.4, 0.0, 3.0, "log units", "A", "spread of project sizes (mean 1)")
    open_limit: Annotated[int, Field(ge=1, le=1000)] = choice(5, "projects", "A", "open projects an organisation can have as initiator")
    attention: float = parameter(0.2809, 0.0, 1000.0, "acts per week", "C", "own attention of an organisation")
    honouring_mean: float = parameter(0.6303, 0.05, 0.95, "probability", "C", "mean honouring propensity")
    honouring_spread: float = parameter(0.12, 0.0, 0.5, "probability", "A", "spread of honouring propensity")
    income: SectorByResource = choice(
        ((0.45, 0.25, 0.13, 0.18), (0.60, 0.20, 0.20, 0.08), (0.06, 0.45, 0.40, 0.04)),
        "funds per week", "A", "weekly income of an organisation by sector and resource",
    )
    income_factor: float = parameter(0.9514, 0.0, 100.0, "factor", "C", "factor on all incomes")
    initial_weeks: float = parameter(8.0, 0.0, 520.0, "weeks of income", "A", "stocks at the start")
    perish_rate: float = parameter(0.05, 0.0, 1.0, "per week", "A", "labour and expertise perishing unused")
    running_share: float = parameter(0.1, 0.0, 1.0, "share of funds income", "A", "running cost of an organisation")
    return_floor: RealPerSector = choice((-0.08, -0.06, -0.07), "funds per week", "A", "average net return below which an organisation loses patience")
    patience: Annotated[int, Field(ge=1, le=10_000)] = choice(26, "weeks", "A", "weeks under the floor before leaving")
    entry_rate: float = parameter(0.04, 0.0, 1.0, "per week", "A", "chance that a vacant seat is filled")
    firms_return: bool = choice(False, "switch", "A", "lead enterprise and property company are replaced as others are")
    return_memory: Annotated[int, Field(ge=1, le=520)] = choice(26, "weeks", "A", "memory of the average return")


class Network(Group):
    """Ties between organisations: trust in [0, 1]."""

    within_sector: float = parameter(0.6405, 0.0, 1.0, "probability", "C", "ties within a sector")
    cross_sector: float = parameter(0.2486, 0.0, 1.0, "probability", "C", "ties across sectors")
    weight_alpha: float = parameter(4.0, 0.05, 100.0, "shape", "A", "tie weights: first Beta shape")
    weight_beta: float = parameter(4.0, 0.05, 100.0, "shape", "A", "tie weights: second Beta shape")
    retention: float = parameter(0.998, 0.0, 1.0, "per week", "A", "share of a tie kept each week")
    kept_pledge: float = parameter(0.02731, 0.0, 1.0, "per instalment", "C", "trust gained in a partner who honours")
    broken_pledge: float = parameter(0.05074, 0.0, 1.0, "per instalment", "C", "trust lost in a partner who does not")
    success: float = parameter(0.08, 0.0, 1.0, "per success", "A", "growth of ties between members of a success")
    closure: float = parameter(0.35, 0.0, 1.0, "trust", "A", "new tie between members of a success that had none")
    acquainted: float = parameter(0.3, 0.0, 1.0, "trust", "A", "tie needed to mediate or introduce")
    stranger_weight: float = parameter(0.1, 0.0, 1.0, "trust", "A", "weight of a stranger's voice at the table")
    referral_discount: float = parameter(0.5, 0.0, 1.0, "factor", "A", "discount on trust through a member")
    repair: float = parameter(0.02, 0.0, 1.0, "per mediated round", "A", "repair of members' ties by a mediator")

    attention_price: float = parameter(0.01, 0.0, 100.0, "funds per act", "D", "funds that one act of attention is worth")


class Market(Group):
    """The lead enterprise and the property company: what they earn and what they must pay."""

    fee: float = parameter(0.43, 0.0, 100.0, "yuan per m2 and month", "M", "property fee")
    collection_base: float = parameter(0.75, 0.0, 1.0, "share", "A", "households paying at resting satisfaction, without doubt")
    collection_slope: float = parameter(0.5, 0.0, 5.0, "share per index", "A", "rise of paying households with satisfaction")
    quality_doubt: float = parameter(0.1, 0.0, 1.0, "share", "A", "paying households lost to doubt about quality before trial")
    space_shares: SharePerSector = choice((0.2, 0.3, 0.5), "share", "A", "public, semi-public and commercial share of opened space")
    space_rents: PerSector = choice((0.0, 20.0, 60.0), "yuan per m2 and week", "A", "rent by kind of space at purchasing power 1")
    space_area: float = parameter(1700.0, 0.0, 1e7, "m2", "M", "idle space opened to the lead enterprise")
    space_week: Annotated[int, Field(ge=0, le=10_000)] = choice(8, "week", "A", "week in which the space is opened, in every arm")
    space_charge: float = parameter(0.0, 0.0, 10_000.0, "yuan per m2 and week", "S", "what the firm pays for the space (0: handed over free)")
    rule_waiver: float = parameter(1.0, 0.0, 1.0, "share", "A", "share of semi-public and commercial use that rules on the space are waived for")
    purchasing_power: float = parameter(1.0, 0.0, 10.0, "ratio", "A", "purchasing power of the surroundings")
    fixed_cost: float = parameter(0.3, 0.0, 1000.0, "funds per week", "A", "fixed cost of the firm, shared over areas")
    variable_cost: float = parameter(0.55, 0.0, 1000.0, "funds per week and area", "D", "operating cost in one area")
    capital: float = parameter(5.0, 0.0, 1e6, "funds", "A", "capital that the lead enterprise and the property company each bring")

