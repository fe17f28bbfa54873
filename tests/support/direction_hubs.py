"""Directions of the market's and the coordinator's parameters."""

import numpy as np
from direction_outcomes import Direction, acts, project, weekly
from direction_stages import (
    after_learning,
    content,
    guided_when_scarce,
    hub,
    introduced,
    legitimacy_after_backlash,
    refusals,
    target,
    transferred,
)
from small import EASY, PARTY, STRONG

from sim.base.equations import distance, normalise
from sim.base.vocabulary import FUNDS, MARKET, Act
from sim.week.coordinator import collect_running_cost
from sim.week.hub import estimate

D = Direction
LET = {"market.space_area": 100.0}
SAD = {"community.arrival_rate": 0.3, "residents.satisfaction_strain": 0.2}
NAMES = ("mediation", "guidance", "monitoring", "introduction", "transfer", "whistle", "panel",
         "backstop")  # fmt: skip
REST = [name for name in NAMES if name != "guidance"]
GUIDANCE_LAST, GUIDANCE_FIRST = (*REST, "guidance"), ("guidance", *REST)
AGENDA = (0.0, 0.0, 0.0, 0.0, 0.0, 1.0)
SLACK = {"organisations.initial_weeks": 60.0, "horizon": 10}


def legitimacy_after_success(model, project) -> float:
    return float(model.coordinator.legitimacy.sum())


def coverage_of(model, chosen: int, tie: float) -> float:
    return float(model.world.standing.free[chosen].sum())


def paid_by_firms(coordinator, model, project) -> float:
    funds = model.world.standing.free[:, FUNDS]
    funds[:] = 5.0
    collect_running_cost(model.world)
    return float((5.0 - funds[model.world.organisations.sector == MARKET]).sum())


def estimate_error(coordinator, model, project) -> float:
    voiced = np.arange(1.0, 7.0)
    model.world.voices.voiced[:] = voiced
    errors = []
    for code in range(30):
        errors.append(distance(estimate(model.world, code, 0), normalise(voiced)))
    return float(np.mean(errors))


MARKET_TABLE = [
    D("market.fee", 0.1, 3.0, weekly("firm_balance"), 1),
    D("market.collection_base", 0.3, 0.9, weekly("collection"), 1),
    D("market.collection_slope", 0.0, 2.0, weekly("collection"), -1, SAD),
    D("market.quality_doubt", 0.0, 0.5, weekly("collection"), -1),
    D("market.space_shares", (1.0, 0.0, 0.0), (0.0, 0.0, 1.0), weekly("firm_balance"), 1, LET),
    D("market.space_rents", (0.0, 1.0, 1.0), (0.0, 9.0, 90.0), weekly("firm_balance"), 1, LET),
    D("market.space_area", 0.0, 900.0, weekly("firm_balance"), 1),
    D("market.space_week", 0, 40, weekly("firm_balance"), -1, LET),
    D("market.purchasing_power", 0.2, 3.0, weekly("firm_balance"), 1, LET),
    D("market.fixed_cost", 0.0, 2.0, weekly("firm_balance"), -1),
    D("market.variable_cost", 0.0, 2.0, weekly("firm_balance"), -1),
    D("market.capital", 0.0, 50.0, weekly("held_funds"), 1),
]

ATTENTION = [
    D("coordinator.start_week", 5, 50, acts("hub"), -1, PARTY),
    D("coordinator.end_week", 10, 50, acts("hub"), 1, PARTY),
    D("coordinator.attention", 1.0, 24.0, acts("hub"), 1, PARTY),
    D("coordinator.formalism", 0.0, 0.8, acts("hub"), -1, {**PARTY, "coordinator.attention": 3.0}),
    D("coordinator.reach", (0.2, 0.2, 0.2), (1.0, 1.0, 1.0), acts("hub"), 1, PARTY),
    D("coordinator.attention_cost", 0.0, 0.05, weekly("coordination_cost"), 1, PARTY),
    D("coordinator.payers", (1.0, 0.1, 1.0), (1.0, 9.0, 1.0), hub(paid_by_firms), 1,
      {"coordinator.attention_cost": 0.1}),
    D("coordinator.handed_over", False, True, acts("hub"), -1, PARTY),
    D("coordinator.priorities", GUIDANCE_LAST, GUIDANCE_FIRST, hub(guided_when_scarce), 1),
]  # fmt: skip

MECHANISMS = [
    D("coordinator.mobilisation", 0.0, 1.0, weekly("participation_members"), 1,
      {**PARTY, "community.member_share": 0.3}),
    D("coordinator.guidance", 0.0, 1.0, project("hub_acts"), 1, STRONG),
    D("coordinator.resources", 0.0, 1.0, weekly("pool_funds"), 1, {**STRONG, **SLACK}),
    D("coordinator.integration", 0.0, 1.0, project("mediated"), 1,
      {**STRONG, **EASY, "negotiation.tolerance": 0.02, "organisations.attention": 0.0,
       "forming.transaction_rate": 0.02}),
    D("coordinator.share_panel", 0.1, 0.9, content(Act.PANEL), 1),
    D("coordinator.share_introduction", 0.1, 0.9, content(Act.INTRODUCTION), 1),
    D("coordinator.share_transfer", 0.1, 0.9, content(Act.TRANSFER), 1),
    D("coordinator.share_whistle", 0.1, 0.9, content(Act.WHISTLE), 1),
    D("coordinator.share_mediation", 0.1, 0.9, content(Act.MEDIATION), 1),
    D("coordinator.share_monitoring", 0.1, 0.9, content(Act.MONITORING), 1),
    D("coordinator.share_backstop", 0.1, 0.9, content(Act.BACKSTOP), 1),
    D("coordinator.share_guidance", 0.1, 0.9, content(Act.GUIDANCE), 1),
    D("coordinator.resident_mobilisation", 0.0, 0.1, weekly("participation"), 1, PARTY),
    D("coordinator.member_floor", 0.0, 0.9, weekly("participation_members"), 1,
      {**PARTY, "community.member_share": 0.3}),
    D("coordinator.trial", 0.0, 1.0, weekly("collection"), 1, PARTY),
    D("coordinator.slack_weeks", 1.0, 50.0, weekly("pool_funds"), -1, {**STRONG, **SLACK}),
    D("coordinator.pool_rate", 0.05, 0.9, weekly("pool_funds"), 1, {**STRONG, **SLACK}),
    D("coordinator.transfer_share", 0.05, 0.5, hub(transferred), 1),
]  # fmt: skip

KNOWING = [
    D("coordinator.informed", False, True, introduced(coverage_of), 1, {}, 6),
    D("coordinator.sensing_noise", 0.1, 1.5, hub(estimate_error), 1),
    D("coordinator.agenda_bias", 0.0, 0.9, target(lambda t: distance(t, np.array(AGENDA))), -1,
      {"coordinator.agenda": AGENDA}),
    D("coordinator.agenda", (1.0, 0, 0, 0, 0, 0.0), AGENDA, target(lambda t: t[5]), 1,
      {"coordinator.agenda_bias": 0.5}),
    D("coordinator.red_line", 0.05, 0.95, hub(refusals), -1),
    D("coordinator.legitimacy", (-0.5,) * 3, (0.5,) * 3, introduced(lambda m, c, tie: tie), 1),
    D("coordinator.legitimacy_gain", 0.0, 0.5, after_learning(legitimacy_after_success), 1, STRONG),
    D("coordinator.backlash", 0.0, 0.3, hub(legitimacy_after_backlash), -1),
]  # fmt: skip
