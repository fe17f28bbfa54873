"""Directions of the parameters of a project's life, of the slate and of what is counted."""

from direction_outcomes import Direction, history, project, share, start, weekly
from direction_stages import (
    FLAT,
    LIFTS,
    PARKING,
    after_learning,
    cost_of_a_round,
    homes_that_consent,
    honour_of_members,
    introduced,
    kept,
    other_sectors_invited,
    panel_error,
    panel_scope,
    pledged,
    signatures,
    spread_after_a_round,
    utility,
    votes,
    weeks_to_sign,
)
from small import EASY, Row, record_of

from sim.base.equations import distance
from sim.base.vocabulary import End, Role
from sim.week.forming import propose

D = Direction
RULE = "double_majority"
OWNERS = {"community.owner_shares": (1.0, 1.0, 1.0), "community.households": 240,
          "community.buildings": 24}  # fmt: skip
BUSY = {"organisations.opportunity_rate": 0.06}
DIVIDED = {"organisations.goal_spread": 2.0}
SLOW = {**EASY, "sign_off.hazard": 0.2}
UNSURE = {**OWNERS, "consent.approval": 0.3}
WRONG = {**EASY, "community.needs_mix": ((1.0, 0.0, 0.0, 0.0, 0.3, 0.0),) * 3,
         "community.supply_ratio": 1.0, "forming.target_share": 1.0,
         "organisations.responsiveness": 0.2}  # fmt: skip
WAVERING = {**EASY, "organisations.honouring_mean": 0.6, "delivery.alignment": 0.0,
            "delivery.peers": 0.0}  # fmt: skip


def needs(factor: float):
    return ((5.0 * factor,) * 4,) * 6


def weeks_to_complete(changes, r: int) -> float:
    projects = record_of(changes, r).projects
    done = projects["end"] == End.COMPLETED
    return float((projects["end_week"] - projects["start_week"])[done].mean(dtype=float))


def deliberated(model, project) -> None:
    project.sampled, project.sample = True, FLAT


def trusting(model, project) -> None:
    model.world.residents.trust[:] = 0.9


def rich(model, project) -> None:
    model.world.standing.free[:, 0] = 50.0


def places_proposed(model) -> float:
    """To how many buildings a project of size 1 would go."""
    return float(len(Row(model, propose(model.world, 0, 0, 1.0)).buildings))


def joined_weeks(changes, r: int) -> float:
    return float(record_of(changes, r).history["live_joined"].sum())


FORMING = [
    D("forming.needs", needs(0.3), needs(3.0), share(End.NO_PARTNER), 1, BUSY, 3),
    D("forming.benefit", 0.0, 20.0, utility(Role.DESIGNER), 1),
    D("forming.private_cost", 0.0, 0.5, utility(Role.DESIGNER), -1),
    D("forming.transaction_rate", 0.001, 0.5, cost_of_a_round, 1),
    D("forming.max_share", 0.1, 0.9, pledged, 1),
    D("forming.reserve_share", 0.05, 0.3, pledged, 1, {"forming.max_share": 1.0}),
    D("forming.deadline", 1, 20, share(End.NO_PARTNER), -1, BUSY, 3),
    D("forming.asks_per_week", 1, 20, history("formed"), 1, BUSY, 3),
    D("forming.complement", 0.1, 50.0, other_sectors_invited, 1, {"forming.asks_per_week": 6}, 3),
    D("forming.introduced_tie", 0.1, 0.6, introduced(lambda model, chosen, tie: tie), 1),
    D("forming.target_share", 0.1, 0.9, start(places_proposed), 1),
    D("forming.panel_size", 5, 200, panel_error, -1),
    D("forming.panel_weight", 0.0, 1.0, panel_scope(lambda p: distance(p.scope, PARKING)), -1),
    D("sign_off.hazard", 0.02, 0.6, weeks_to_sign, -1, {}, 5),
    D("sign_off.deadline", 1, 30, share(End.SIGN_OFF), -1, SLOW),
    D("sign_off.relevance", 0.0, 0.9, signatures, -1),
    D("sign_off.whistle_factor", 1.0, 10.0, weeks_to_sign, -1, {"sign_off.hazard": 0.1}, 5),
]  # fmt: skip

CONSENT = [
    D("consent.rules", ("none",) * 6, (RULE,) * 6, homes_that_consent(PARKING), -1,
      {**OWNERS, "consent.approval": -3.0}),
    D("consent.relevance", 0.1, 0.9, homes_that_consent(FLAT), 1,
      {**OWNERS, "consent.approval": -3.0}),
    D("consent.canvass_weeks", 1, 6, votes, 1, {**OWNERS, "consent.turnout": 0.2}),
    D("consent.turnout", 0.1, 0.9, votes, 1, {**OWNERS, "consent.canvass_weeks": 1}),
    D("consent.turnout_participation", 0.0, 1.0, votes, 1,
      {**OWNERS, "consent.canvass_weeks": 1, "consent.turnout": 0.2}),
    D("consent.quorum", 0.1, 0.9, homes_that_consent(PARKING), -1,
      {**OWNERS, "consent.canvass_weeks": 1, "consent.turnout": 0.5}),
    D("consent.approval", -3.0, 3.0, homes_that_consent(PARKING), 1, OWNERS),
    D("consent.objection", 1.0, 9.0, homes_that_consent(LIFTS), 1,
      {**OWNERS, "consent.approval": 2.5, "consent.turnout": 1.0}),
    D("consent.climate", 0.0, 6.0, homes_that_consent(PARKING), -1,
      {**OWNERS, "consent.approval": 1.5}),
    D("consent.shift_trust", 0.0, 9.0, homes_that_consent(PARKING, trusting), 1, UNSURE),
    D("consent.shift_panel", 0.0, 9.0, homes_that_consent(PARKING, deliberated), 1, UNSURE),
    D("consent.shift_compensation", 0.0, 9.0, homes_that_consent(PARKING, rich), 1,
      {**UNSURE, "consent.compensation": 1.0}),
    D("consent.compensation", 0.0, 9.0, homes_that_consent(PARKING, rich), 1, UNSURE),
]  # fmt: skip

NEGOTIATION = [
    D("negotiation.step", 0.02, 0.5, spread_after_a_round, -1, {"negotiation.confidence": 1.0}),
    D("negotiation.confidence", 0.05, 1.0, spread_after_a_round, -1),
    D("negotiation.tolerance", 0.02, 0.5, project("rounds"), -1, {**EASY, **DIVIDED}),
    D("negotiation.pull_back", 0.0, 0.5, spread_after_a_round, 1, {"negotiation.confidence": 1.0}),
    D("negotiation.rounds", 1, 60, share(End.GOAL_CONFLICT), -1,
      {**EASY, **DIVIDED, "negotiation.tolerance": 0.1, "negotiation.pull_back": 0.0}),
    D("negotiation.disagreement", 0.0, 9.0, cost_of_a_round, 1),
]  # fmt: skip

DELIVERY = [
    D("delivery.weeks", 2, 20, weeks_to_complete, 1, EASY),
    D("delivery.slack", 0, 20, share(End.FREE_RIDING), -1, WAVERING),
    D("delivery.trust", 0.0, 6.0, kept(trust=0.9), 1),
    D("delivery.alignment", 0.0, 6.0, kept(), 1),
    D("delivery.peers", 0.0, 6.0, kept(peers=0.0), -1),
    D("delivery.peers_neutral", 0.0, 1.0, kept(peers=0.5), -1),
    D("delivery.monitoring", 0.0, 6.0, kept(watched=True, aligned=False), 1),
    D("delivery.temptation", 0.0, 19.0, kept(aligned=False), -1),
    D("delivery.crowding_out", 0.0, 0.3, kept(exposure=1.0, aligned=False), -1, {}, 4),
    D("delivery.exposure_memory", 0.1, 0.95,
      after_learning(lambda m, p: m.world.standing.exposure[p.members].sum()), -1),
    D("delivery.completeness", 0.3, 1.0, weeks_to_complete, 1, {**EASY, "delivery.weeks": 10}),
    D("delivery.reciprocity", 0.0, 0.5, after_learning(honour_of_members, End.FREE_RIDING), -1),
    D("delivery.imperfection", 0.0, 0.5, after_learning(honour_of_members, End.FREE_RIDING, 1.0),
      -1),
    D("delivery.success_lift", 0.0, 0.5, after_learning(honour_of_members), 1),
]  # fmt: skip

REST = [
    D("completion.misplaced_limit", 0.0, 1.0, share(End.VALUE_DISORDER), -1, WRONG),
    D("completion.unneeded_limit", 0.0, 1.0, share(End.UNNEEDED), -1,
      {**EASY, "community.supply_ratio": 1.0, "completion.misplaced_limit": 1.0}),
    D("completion.digging_window", 1, 50, project("repeated"), 1, EASY),
    D("completion.value_of_size", 1.0, 90.0, history("net_value"), 1, EASY),
    D("slate.enabled", False, True, history("formed"), 1,
      {"network.within_sector": 0.0, "network.cross_sector": 0.0}),
    D("slate.members", 2, 8, project("members"), 1, {"slate.enabled": True}),
    D("measures.late_after", 2, 40, weekly("late_elder_care"), -1,
      {"community.arrival_rate": 0.3}),
    D("measures.active_from", 0.1, 0.7, weekly("participation_breadth"), -1),
    D("measures.live_window", 1, 52, joined_weeks, 1, EASY),
]  # fmt: skip
