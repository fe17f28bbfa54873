"""The firm's economics: fees, space and cost. ``market`` is the parameters' group."""

from sim.base.kernel import kernel, part

MONTHS_PER_YEAR = 12.0
WEEKS_PER_YEAR = 52.0
SPACE_KINDS = 3
"""Public, semi-public and commercial use."""


@part
def collection(market, satisfied, rest, doubt):
    """(25) Share of households that pay the fee."""
    paying = market.collection_base + market.collection_slope * (satisfied - rest) - doubt
    return min(1.0, max(0.0, paying))


@part
def fee_revenue(fee, floor_area, paying):
    """(36) Fees in yuan a week: fee x floor area of paying households."""
    return fee * floor_area * paying * MONTHS_PER_YEAR / WEEKS_PER_YEAR


@part
def permitted(shares, waiver):
    """(55) Shares of public, semi-public and commercial use: without a waiver all is public."""
    public, semi_public, commercial = shares[0], shares[1], shares[2]
    kept = (1.0 - waiver) * (semi_public + commercial)
    return public + kept, waiver * semi_public, waiver * commercial


@part
def space_revenue(market, week):
    """(37) Yuan a week from opened space: area x (rents by kind x purchasing power - charge)."""
    if week < market.space_week:
        return 0.0
    shares = permitted(market.space_shares, market.rule_waiver)
    rents = 0.0
    for kind in range(SPACE_KINDS):
        rents += shares[kind] * market.space_rents[kind]
    rent = market.space_area * rents * market.purchasing_power
    return rent - market.space_area * market.space_charge


@kernel
def operating_cost(market, areas):
    """(38) Cost in funds a week and area: the fixed part is shared over the areas of one firm."""
    return market.fixed_cost / areas + market.variable_cost
