"""The firm's economics: fees, space and cost, shared by lead enterprise and property company."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.equations import collection
from sim.parameters import Market
from sim.vocabulary import FUNDS, Role

if TYPE_CHECKING:
    from sim.areas import Area
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
    """(38) Cost in funds a week and area: the fixed part is shared over the areas of one firm."""
    return market.fixed_cost / areas + market.variable_cost


class Operator:
    """Who operates the property of each area: collection rates and weekly balances in funds.

    members: by area, rows of the lead enterprise and the property company. collection, balance:
    (A,), of the week.
    """

    def __init__(self, model: CoProductionModel) -> None:
        bodies = model.bodies
        operators = np.isin(bodies.role, OPERATORS)
        bodies.free[operators, FUNDS] += model.parameters.market.capital * bodies.scale[operators]
        self.members = [area.rows[operators[area.rows]].tolist() for area in model.areas]
        self.lead = np.flatnonzero(bodies.shared & (bodies.role == Role.LEAD_ENTERPRISE)).tolist()
        self.collection = np.zeros(len(model.areas))
        self.balance = np.zeros(len(model.areas))

    def settle(self, model: CoProductionModel) -> None:
        """Revenue less cost of each area, shared by those of its two firms still present."""
        self.collection.fill(0.0)
        self.balance.fill(0.0)
        shared = any(model.bodies.present[j] for j in self.lead)
        cost = operating_cost(model.parameters.market, len(model.areas) if shared else 1)
        for area, members in zip(model.areas, self.members, strict=True):
            who = [j for j in members if model.bodies.present[j]]
            if who:
                self._settle_area(model, area, who, cost)

    def _settle_area(
        self, model: CoProductionModel, area: Area, who: list[int], cost: float
    ) -> None:
        rules, bodies = model.parameters.market, model.bodies
        doubt = rules.quality_doubt * (1.0 - model.coordinator.trial_share())
        paying = collection(
            rules.collection_base, rules.collection_slope, area.satisfaction,
            model.parameters.residents.satisfaction_start, doubt,
        )  # fmt: skip
        yuan = fee_revenue(rules, area.floor_area, paying) + space_revenue(rules, model.week)
        balance = yuan / model.parameters.community.yuan_per_unit - cost
        share = balance / len(who)
        paid = 0.0
        for j in who:
            bodies.gained[j] += share
            change = max(share, -float(bodies.free[j, FUNDS]))
            bodies.free[j, FUNDS] += change
            paid -= min(change, 0.0)
        if share >= 0.0:
            model.accounts.entered[FUNDS] += balance
        else:
            model.accounts.spend_one(FUNDS, paid)
        self.collection[area.number], self.balance[area.number] = paying, balance
