"""Who operates the property of each area settles the week: fees, space, cost."""

from sim.base.kernel import kernel, part
from sim.base.vocabulary import FUNDS, Role
from sim.rules.market import collection, fee_revenue, operating_cost, space_revenue
from sim.week.hub import is_at_work


@kernel
def operates(world, c, area):
    """Is it the lead enterprise or the property company of an area, and still present?"""
    role = world.organisations.role[c]
    firm = role == Role.LEAD_ENTERPRISE or role == Role.PROPERTY_COMPANY
    return firm and world.standing.present[c] and not world.places.elsewhere[area, c]


@part
def trial_share(world):
    """Share of doubt about quality that trial before purchase removes this week (先尝后买)."""
    rules = world.rules.coordinator
    return rules.guidance * rules.trial if is_at_work(world) else 0.0


@kernel
def areas_of_one_firm(world):
    """Over how many areas a firm's fixed cost is shared: all, where one lead enterprise is."""
    organisations, areas = world.organisations, len(world.places.floor_area)
    for c in range(len(organisations.role)):
        leads = organisations.role[c] == Role.LEAD_ENTERPRISE and organisations.shared[c]
        if leads and world.standing.present[c]:
            return areas
    return 1


@kernel
def settle(world):
    """Revenue less cost of each area, shared by those of its two firms still present."""
    world.market.collection[:] = 0.0
    world.market.balance[:] = 0.0
    cost = operating_cost(world.rules.market, areas_of_one_firm(world))
    for area in range(len(world.places.floor_area)):
        operators = 0
        for c in range(len(world.organisations.role)):
            operators += operates(world, c, area)
        if operators > 0:
            settle_area(world, area, operators, cost)


@kernel
def settle_area(world, area, operators, cost):
    """One area's revenue less cost goes to, or comes from, its operators in equal parts."""
    rules, standing, market = world.rules.market, world.standing, world.market
    doubt = rules.quality_doubt * (1.0 - trial_share(world))
    rest = world.rules.residents.satisfaction_start
    paying = collection(rules, world.voices.satisfaction[area], rest, doubt)
    fees = fee_revenue(rules.fee, world.places.floor_area[area], paying)
    yuan = fees + space_revenue(rules, world.now.week)
    balance = yuan / world.rules.community.yuan_per_unit - cost
    share, paid = balance / operators, 0.0
    for c in range(len(standing.gained)):
        if operates(world, c, area):
            standing.gained[c] += share
            change = max(share, -standing.free[c, FUNDS])
            standing.free[c, FUNDS] += change
            paid -= min(change, 0.0)
    if share >= 0.0:
        world.accounts.entered[FUNDS] += balance
    else:
        world.accounts.spent[FUNDS] += paid
    market.collection[area], market.balance[area] = paying, balance
