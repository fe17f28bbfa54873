"""The firm's economics: fees, space and cost, shared by lead enterprise and property company."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.equations import collection
from sim.parameters import Market
from sim.vocabulary import FUNDS, Role

if TYPE_CHECKING:
    from sim.model import CoProductionModel

MONTHS_PER_YEAR = 12.0
WEEKS_PER_YEAR = 52.0
OPERATORS = (Role.LEAD_ENTERPRISE, Role.PROPERTY_COMPANY)


def fee_revenue(market: Market, floor_area: float, paying: float) -> float:
    """(36) Fees in yuan a week: fee x floor area of paying households."""
    return market.fee * floor_area * paying * MONTHS_PER_YEAR / WEEKS_PER_YEAR


def permitted(shares: tuple[float, float, float], waiver: float) -> tuple[float, float, float]:
    """(55) Shares of public, semi-public and commercial use: without a waiver all is public."""
    public, semi_public, commercial = shares
    kept = (1.0 - waiver) * (semi_public + commercial)
    return public + kept, waiver * semi_public, waiver * commercial


def space_revenue(market: Market, week: int) -> float:
    """(37) Yuan a week from opened space: area x (rents by kind x purchasing power - charge)."""
    if week < market.space_week:
        return 0.0
    shares = permitted(market.space_shares, market.rule_waiver)
    rents = sum(s * r for s, r in zip(shares, market.space_rents, strict=True))
    rent = market.space_area * rents * market.purchasing_power
    return rent - market.space_area * market.space_charge


def operating_cost(market: Market, areas: int) -> float:
    """(38) Cost in funds a week and area: the fixed part is shared over areas."""
    return market.fixed_cost / areas + market.variable_cost


class Operator:
    """Who operates the property: collection rate and weekly balance in funds."""

    def __init__(self, model: CoProductionModel) -> None:
        self.members = np.flatnonzero(np.isin(model.bodies.role, OPERATORS)).tolist()
        model.bodies.free[self.members, FUNDS] += model.parameters.market.capital
        self.cost = operating_cost(model.parameters.market, model.parameters.areas)
        self.collection = 0.0
        self.balance = 0.0

    def settle(self, model: CoProductionModel) -> None:
        """Revenue less cost, shared by those of the two firms that are still present."""
        bodies = model.bodies
        who = [j for j in self.members if bodies.present[j]]
        self.collection, self.balance = 0.0, 0.0
        if not who:
            return
        rules = model.parameters.market
        doubt = rules.quality_doubt * (1.0 - model.coordinator.trial_share())
        self.collection = collection(
            rules.collection_base, rules.collection_slope, model.mean_satisfaction,
            model.parameters.residents.satisfaction_start, doubt,
        )  # fmt: skip
        yuan = fee_revenue(rules, model.floor_area, self.collection) + space_revenue(
            rules, model.week
        )
        revenue = yuan / model.parameters.community.yuan_per_unit
        self.balance = revenue - self.cost
        share = self.balance / len(who)
        paid = 0.0
        for j in who:
            bodies.gained[j] += share
            change = max(share, -float(bodies.free[j, FUNDS]))
            bodies.free[j, FUNDS] += change
            paid -= min(change, 0.0)
        if share >= 0.0:
            model.accounts.entered[FUNDS] += self.balance
        else:
            model.accounts.spend_one(FUNDS, paid)
