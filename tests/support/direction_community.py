"""Directions of the community's, residents', organisations' and network's parameters."""

import numpy as np
from direction_outcomes import (
    Direction,
    acts,
    drift_from_baseline,
    history,
    opportunities,
    scope_of_first,
    sensing_error,
    share,
    spread_of_goals,
    spread_of_size,
    start,
    weekly,
    weeks_until_someone_leaves,
)
from direction_stages import (
    LIFTS,
    after_learning,
    cost_of_a_round,
    homes_that_consent,
    spread_after_a_round,
    utility,
)
from small import EASY

from sim.base.equations import distance, normalise
from sim.base.vocabulary import End, Role
from sim.measure.network import mean_trust
from sim.rules.partners import trust_in

D = Direction
NEEDY = {"community.arrival_rate": 0.3}
OWNERS = {"community.owner_shares": (1.0, 1.0, 1.0)}
ALOOF = {"residents.habit": 0.0, "residents.encouragement": 0.0, "residents.slight": 0.0,
         "residents.discouragement": 0.0}  # fmt: skip
SERVED = {**EASY, "community.supply_ratio": 1.0}
BREAKING = {**EASY, "sign_off.hazard": 0.0, "sign_off.deadline": 1}
VISIBLE = (0.0, 2.0, 0.5, 3.0, 0.5, 0.0)


def mix(parking: float):
    return ((1.0, 1.0, parking, 1.0, 1.0, 1.0),) * 3


def sector_goals(parking: float):
    return ((1.0, 1.0, parking, 1.0, 1.0, 1.0),) * 3


def incomes(amount: float):
    return ((amount,) * 4,) * 3


def farther(trust: float):
    def found(model) -> float:
        table = np.zeros_like(model.world.ties.trust)
        table[3, 1] = trust
        discount = model.parameters.network.referral_discount
        return trust_in(table, np.array([0, 1]), 0, discount)[3]

    return found


def trust_of(one: int, other: int):
    """Trust of a member in another, by their places in the project."""
    return lambda m, p: m.world.ties.trust[p.members[one], p.members[other]]


def in_admin(k: int):
    return scope_of_first(Role.STREET_OFFICE, lambda _, scope: scope[k])


COMMUNITY = [
    D("horizon", 20, 60, opportunities, 1),
    D("community.households", 30, 120, weekly("waiting_elder_care"), 1, NEEDY),
    D("community.buildings", 3, 30, start(lambda m: np.diff(m.world.places.first).max()), -1),
    D("community.households_per_entrance", 2, 30, homes_that_consent(LIFTS), -1,
      {**OWNERS, "consent.objection": 0.0, "consent.approval": 3.0, "consent.turnout": 1.0}, 6),
    D("community.group_shares", (0.0, 1.0, 0.0), (1.0, 0.0, 0.0), weekly("arrived_elder_care"), 1,
      NEEDY),
    D("community.owner_shares", (0.0, 0.0, 0.0), (1.0, 1.0, 1.0), homes_that_consent(LIFTS), -1,
      {"consent.approval": -3.0}),
    D("community.member_share", 0.0, 0.6, weekly("participation"), 1,
      {"residents.member_factor": 3.0}),
    D("community.floor_area", 30.0, 90.0, weekly("firm_balance"), 1),
    D("community.floor_area_spread", 0.05, 1.0,
      start(lambda m: m.world.people.floor_area.std()), 1),
    D("community.yuan_per_unit", 5e4, 9e4, weekly("firm_balance"), -1),
    D("community.arrival_rate", 0.01, 0.1, weekly("waiting_convenience_retail"), 1),
    D("community.supply_ratio", 0.05, 2.0, history("served"), 1, {**EASY, **NEEDY}),
    D("community.needs_mix", mix(0.1), mix(9.0), weekly("arrived_parking"), 1, NEEDY),
    D("community.ties_in_building", 0, 12, weekly("participation_gini"), -1,
      {**ALOOF, "residents.contagion": 0.2, "community.ties_outside": 0}),
    D("community.ties_outside", 0, 12, weekly("participation_gini"), -1,
      {**ALOOF, "residents.contagion": 0.2, "community.ties_in_building": 0}),
]  # fmt: skip

RESIDENTS = [
    D("residents.participation_alpha", 1.0, 3.0, weekly("participation"), 1),
    D("residents.participation_beta", 3.0, 9.0, weekly("participation"), -1),
    D("residents.group_factors", (0.5, 1.0, 1.0), (2.0, 1.0, 1.0), weekly("participation_elderly"),
      1),
    D("residents.member_factor", 0.5, 2.0, weekly("participation_members"), 1,
      {"community.member_share": 0.3}),
    D("residents.selectivity", 0.0, 0.9, weekly("voiced"), -1, NEEDY),
    D("residents.contagion", 0.0, 0.3, weekly("participation_gini"), -1, ALOOF),
    D("residents.habit", 0.0, 0.2, drift_from_baseline, -1),
    D("residents.discouragement", 0.0, 0.1, weekly("participation"), -1, NEEDY),
    D("residents.discouragement_cap", 2, 6, weekly("participation"), 1,
      {"residents.discouragement": 0.1}),
    D("residents.encouragement", 0.0, 0.3, weekly("participation"), 1, SERVED),
    D("residents.slight", 0.0, 0.3, weekly("participation"), -1, EASY),
    D("residents.satisfaction_start", 0.4, 0.9, weekly("satisfaction"), 1),
    D("residents.satisfaction_recovery", 0.0, 0.2, weekly("satisfaction"), 1, NEEDY),
    D("residents.satisfaction_relief", 0.0, 0.6, weekly("satisfaction"), 1, SERVED),
    D("residents.satisfaction_strain", 0.0, 0.2, weekly("satisfaction"), -1, NEEDY),
    D("residents.trust_start", 0.2, 0.8, weekly("resident_trust"), 1),
    D("residents.trust_recovery", 0.0, 0.5, weekly("resident_trust"), 1,
      {**BREAKING, "residents.trust_gain": 0.0, "residents.trust_break": 0.3}),
    D("residents.trust_gain", 0.0, 0.3, weekly("resident_trust"), 1, SERVED),
    D("residents.trust_break", 0.0, 0.3, weekly("resident_trust"), -1, BREAKING),
]  # fmt: skip

ROLES = {
    "departments": 5, "street_offices": 1, "residents_committees": 1, "lead_enterprises": 1,
    "property_companies": 1, "vendors": 9, "owners_committees": 1, "social_organisations": 9,
    "volunteer_teams": 9, "designers": 9,
}  # fmt: skip

ORGANISATIONS = [
    *(D(f"organisations.{role}", 0, most, opportunities, 1,
        {"organisations.opportunity_rate": 0.3, "horizon": 20}) for role, most in ROLES.items()),
    D("areas", 1, 3, start(lambda m: len(m.world.people.group)), 1),
    D("organisations.shared", False, True, start(lambda m: len(m.organisations)), -1, {"areas": 2}),
    D("organisations.shared_growth", 0.0, 1.0,
      start(lambda m: m.world.organisations.income.sum()), 1, {"areas": 2}),
    D("organisations.heterogeneity", 0.1, 10.0, start(spread_of_goals), 1),
    D("organisations.goal_spread", 0.1, 2.0, start(spread_of_goals), 1),
    D("organisations.goals", sector_goals(0.5), sector_goals(9.0),
      start(lambda m: m.world.organisations.goals[:, 2].mean()), 1),
    D("organisations.responsiveness", 0.0, 1.0, in_admin(0), 1),
    D("organisations.sensing_noise", 0.1, 1.5, start(sensing_error), 1),
    D("organisations.visible_bias", 0.0, 0.8,
      scope_of_first(Role.STREET_OFFICE, lambda _, s: distance(s, normalise(np.array(VISIBLE)))),
      -1),
    D("organisations.visible_output", (0.0, 1.0, 0, 0, 0, 0), (9.0, 1.0, 0, 0, 0, 0), in_admin(0),
      1),
    D("organisations.commercial_pull", 0.0, 3.0, utility(Role.VENDOR), 1),
    D("organisations.commercial_scope", (0.0,) * 6, (1.0,) * 6, utility(Role.VENDOR), 1),
    D("organisations.mission_drift", 0.0, 0.9,
      scope_of_first(Role.DESIGNER, lambda o, scope: distance(scope, o.goals)), -1),
    D("organisations.opportunity_rate", 0.01, 0.1, opportunities, 1),
    D("organisations.size_spread", 0.1, 1.0, spread_of_size, 1),
    D("organisations.open_limit", 1, 50, share(End.BLOCKED), -1,
      {"organisations.opportunity_rate": 0.4}),
    D("organisations.attention", 0.05, 2.0, acts("peer"), 1),
    D("organisations.honouring_mean", 0.1, 0.9, share(End.FREE_RIDING), -1,
      {**EASY, "delivery.alignment": 0.0, "delivery.peers": 0.0}),
    D("organisations.honouring_spread", 0.0, 0.3,
      start(lambda m: m.world.standing.honouring.std()), 1),
    D("organisations.income", incomes(0.02), incomes(2.0), history("formed"), 1),
    D("organisations.income_factor", 0.02, 4.0, history("formed"), 1),
    D("organisations.initial_weeks", 0.0, 60.0, weekly("held_funds"), 1, {"horizon": 20}),
    D("organisations.perish_rate", 0.0, 0.5, weekly("held_labour"), -1),
    D("organisations.running_share", 0.0, 1.0, weekly("held_funds"), -1),
    D("organisations.return_floor", (-9.0,) * 3, (0.5,) * 3, weekly("present_social"), -1,
      {"organisations.patience": 5}),
    D("organisations.patience", 3, 40, weekly("present_social"), 1,
      {"organisations.return_floor": (0.5,) * 3}),
    D("organisations.return_memory", 2, 40, weeks_until_someone_leaves, 1,
      {"organisations.patience": 5, "organisations.return_floor": (-0.5,) * 3}),
]  # fmt: skip

NETWORK = [
    D("network.within_sector", 0.1, 0.9, start(lambda m: (m.world.ties.trust > 0).sum()), 1),
    D("network.cross_sector", 0.05, 0.9, weekly("cross_ties"), 1),
    D("network.weight_alpha", 2.0, 8.0, start(lambda m: mean_trust(m.world.ties.trust)), 1),
    D("network.weight_beta", 2.0, 8.0, start(lambda m: mean_trust(m.world.ties.trust)), -1),
    D("network.retention", 0.95, 1.0, weekly("tie_trust"), 1),
    D("network.kept_pledge", 0.0, 0.3,
      after_learning(trust_of(1, 0)), 1),
    D("network.broken_pledge", 0.0, 0.3,
      after_learning(trust_of(0, 1)), -1),
    D("network.success", 0.0, 0.5,
      after_learning(trust_of(0, 2)), 1),
    D("network.closure", 0.1, 0.9,
      after_learning(trust_of(2, 0)), 1),
    D("network.acquainted", 0.1, 0.9, acts("peer", "mediation"), -1,
      {"organisations.attention": 2.0}, 2),
    D("network.stranger_weight", 0.0, 0.5, spread_after_a_round, -1,
      {"negotiation.confidence": 1.0}),
    D("network.referral_discount", 0.2, 0.9, start(farther(0.8)), 1),
    D("network.repair", 0.0, 0.5,
      after_learning(trust_of(0, 2), End.GOAL_CONFLICT), 1),
    D("network.attention_price", 0.0, 0.5, cost_of_a_round, 1),
]  # fmt: skip
