"""The operator of each area (step 3): fees, space and cost, shared by its two firms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.base.vocabulary import FUNDS, Role
from sim.parameters import Market

from .formulas import collection
from .organisations import Organisation
from .sums import dot

if TYPE_CHECKING:
    from .areas import Area
    from .world import World

MONTHS_PER_YEAR, WEEKS_PER_YEAR = 12.0, 52.0


def fee_revenue(market: Market, floor_area: float, paying: float) -> float:
    """(36) Yuan a week."""
    return market.fee * floor_area * paying * MONTHS_PER_YEAR / WEEKS_PER_YEAR


def permitted(shares: tuple[float, float, float], waiver: float) -> tuple[float, float, float]:
    """(55) Shares of use that the rules permit."""
    public, semi_public, commercial = shares
    kept = (1.0 - waiver) * (semi_public + commercial)
    return public + kept, waiver * semi_public, waiver * commercial


def space_revenue(market: Market, week: int) -> float:
    """(37) Yuan a week."""
    if week < market.space_week:
        return 0.0
    rents = dot(permitted(market.space_shares, market.rule_waiver), market.space_rents)
    rent = market.space_area * rents * market.purchasing_power
    return rent - market.space_area * market.space_charge


def operating_cost(market: Market, areas: int) -> float:
    """(38) Funds a week and area."""
    return market.fixed_cost / areas + market.variable_cost


def is_operator(c: Organisation) -> bool:
    """Does it operate property?"""
    return c.role in (Role.LEAD_ENTERPRISE, Role.PROPERTY_COMPANY)


def bring_capital(world: World) -> None:
    """Before the first week."""
    for c in world.organisations:
        if is_operator(c):
            c.free[FUNDS] += world.rules.market.capital * c.scale


def settle(world: World) -> None:
    """Each area's balance, shared by those of its two firms that are present."""
    lead_serves_all = any(
        c.is_shared and c.is_present and c.role == Role.LEAD_ENTERPRISE for c in world.organisations
    )
    cost = operating_cost(world.rules.market, len(world.areas) if lead_serves_all else 1)
    for area in world.areas:
        area.collection = area.balance = 0.0
        firms = [c for c in area.organisations if is_operator(c) and c.is_present]
        if firms:
            _settle_area(world, area, firms, cost)


def _settle_area(world: World, area: Area, firms: list[Organisation], cost: float) -> None:
    rules = world.rules.market
    doubt = rules.quality_doubt * (1.0 - world.coordinator.trial_share(world))
    area.collection = collection(
        rules.collection_base, rules.collection_slope, area.satisfaction,
        world.rules.residents.satisfaction_start, doubt,
    )  # fmt: skip
    fees = fee_revenue(rules, area.floor_area, area.collection)
    yuan = fees + space_revenue(rules, world.week)
    area.balance = yuan / world.rules.community.yuan_per_unit - cost
    share, paid = area.balance / len(firms), 0.0
    for c in firms:
        c.gained += share
        change = max(share, -c.free[FUNDS])
        c.free[FUNDS] += change
        paid -= min(change, 0.0)
    if share >= 0.0:
        world.accounts.entered[FUNDS] += area.balance
    else:
        world.accounts.spent[FUNDS] += paid
