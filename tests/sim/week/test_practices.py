"""Practices that are no act of their own: each does what it says, alone, and nothing when off."""

import numpy as np
import pytest
from direction_mandates import _one_act
from small import STRONG, hub, hub_does, made, one_of, only_at, project_with, small, tie_all

from sim.base.equations import blend, logit, normalise
from sim.base.vocabulary import Act, Role, Stage
from sim.parameters.plain import plain
from sim.rules.honouring import honour_probability
from sim.rules.market import permitted, space_revenue
from sim.week.acts import hub_order, is_daily, satisfaction_at
from sim.week.coordinator import begin_coordinator_week, co_managed
from sim.week.delivery import covenant
from sim.week.hub import heard, is_at_work
from sim.week.learning import exits, learn, meet_at_station
from sim.week.market import operates, settle
from sim.week.panels import hold_panel, two_tiers
from sim.week.requests import Requests, attention


def group(name: str, changes=None) -> np.void:
    """A group of parameters as compiled functions take it."""
    return plain(small(changes))[name]


# -- knowing ---------------------------------------------------------------------------------------


def test_observation_finds_its_share_of_what_nobody_voiced():
    voiced, waiting = np.array([4.0, 0.0]), np.array([8.0, 2.0])
    assert heard(voiced, waiting, 0.25) == pytest.approx([5.0, 0.5])
    assert heard(voiced, waiting, 0.0) == pytest.approx(voiced)
    assert heard(voiced, waiting, 1.0) == pytest.approx(waiting)


def test_two_tiers_blend_shares_near_by_with_shares_in_the_whole():
    near, whole = np.array([3.0, 1.0]), np.array([10.0, 30.0])
    assert two_tiers(near, whole, 0.5) == pytest.approx([0.5, 0.5])
    assert two_tiers(near, whole, 0.0) == pytest.approx([0.75, 0.25])
    assert two_tiers(np.zeros(2), whole, 0.0) == pytest.approx([0.25, 0.75])


def test_a_plan_moves_toward_the_target_each_week_that_the_hub_watches():
    model, project = hub({"coordinator.revision": 0.25}, Stage.DELIVERING)
    before, need = project.scope.copy(), project.need.copy()
    target = model.coordinator.target(project)
    hub_does(model, project, Act.MONITORING)
    assert project.scope == pytest.approx(0.75 * before + 0.25 * target)
    assert np.array_equal(project.need, need)  # what was covered stays what is delivered
    hub_does(model, project, Act.MONITORING)
    assert project.scope == pytest.approx(blend(0.75 * before + 0.25 * target, target, 0.25))


# -- whose turn it is ------------------------------------------------------------------------------


def test_major_matters_start_at_their_size_and_without_one_all_is_daily():
    rules = group("coordinator", {"coordinator.joint_meeting_size": 1.5})
    assert [is_daily(rules, size) for size in (1.0, 1.5, 2.0)] == [True, False, False]
    assert is_daily(group("coordinator"), 1e9)


def test_the_joint_meeting_serves_the_major_matter_before_one_that_waited():
    assert _one_act({}, (3.0, 1.0)) == [0.0, 1.0]
    assert _one_act({"coordinator.joint_meeting_size": 2.0}, (3.0, 1.0)) == [1.0, 0.0]
    assert _one_act({"coordinator.joint_meeting_size": 9.0}, (3.0, 1.0)) == [0.0, 1.0]


def test_the_yardstick_serves_the_discontented_before_one_that_waited():
    assert _one_act({}, (1.0, 1.0)) == [0.0, 1.0]
    assert _one_act({"coordinator.yardstick": True}, (1.0, 1.0)) == [1.0, 0.0]


@pytest.mark.parametrize("practice", [{"yardstick": True}, {"joint_meeting_size": 2.0}])
def test_a_week_in_which_nobody_asks_for_anything_passes(practice):
    model, project = hub({f"coordinator.{name}": value for name, value in practice.items()})
    project.stage, project.consent_due = Stage.SIGN_OFF, True  # signed, and the canvass under way
    attention(model.world)
    assert not model.world.diary.asked.any() and not model.world.diary.hub.any()


def test_an_uninformed_hub_has_no_yardstick():
    model, project = hub({"coordinator.informed": False, "coordinator.yardstick": True})
    rows, lots = np.full(3, project.row), np.array([0.7, 0.2, 0.9])
    asked = Requests(rows, np.full(3, Act.PANEL), np.zeros(3, np.int64), lots, lots, lots > 0)
    assert hub_order(model.world, asked).tolist() == [1, 0, 2]


def test_satisfaction_at_a_place_is_the_mean_of_its_households():
    model = made({"community.households_per_entrance": 1})
    project = project_with(model, [0])
    satisfaction = model.world.residents.satisfaction
    satisfaction[:] = 0.0
    satisfaction[[2, 3, 10]] = [0.3, 0.6, 0.9]
    project.entrance = False
    project.entrance[[2, 3, 10]] = True
    assert satisfaction_at(model.world, project.row) == pytest.approx(0.6)


# -- honouring and ties ----------------------------------------------------------------------------


def test_a_covenant_adds_its_logits():
    rules = group("delivery")

    def chance(bound: float) -> float:
        return honour_probability(rules, 0.7, 0.5, 0.5, 0.6, 0.0, 0.5, bound)

    assert logit(chance(0.8)) - logit(chance(0.0)) == pytest.approx(0.8)


def test_a_covenant_binds_those_reached_by_a_mobilising_hub_at_work():
    model, project = hub({"coordinator.covenant": 0.8, "coordinator.mobilisation": 0.5})
    model.world.hub.reached[project.members[1]] = False
    assert [covenant(model.world, c) for c in project.members] == pytest.approx([0.4, 0.0, 0.4])
    model.world.hub.now["supply"] = 0.0
    assert not any(covenant(model.world, c) for c in project.members)


def test_ties_grow_between_those_who_meet_at_the_station_and_none_is_made():
    model, _ = hub({"coordinator.station": 0.2, "coordinator.integration": 0.5}, trust=0.5)
    absent, stranger, unreached = 1, 2, 3
    model.world.standing.present[absent] = False
    model.world.hub.reached[unreached] = False
    model.world.ties.trust[stranger, 0] = model.world.ties.trust[0, stranger] = 0.0
    meet_at_station(model.world)
    trust = model.world.ties.trust
    assert trust[0, 4] == pytest.approx(0.5 + 0.1 * 0.5)
    assert trust[0, stranger] == 0.0
    assert trust[0, absent] == trust[0, unreached] == trust[unreached, 0] == 0.5


def test_the_station_is_kept_each_week():
    model, _ = hub({"coordinator.station": 0.2, "network.retention": 1.0}, trust=0.5)
    learn(model.world)
    exits(model.world)
    assert model.world.ties.trust[0, 4] == pytest.approx(0.6)


# -- means -----------------------------------------------------------------------------------------


def test_online_channels_take_their_share_of_congestion():
    def congestion(online: float) -> float:
        model, project = hub({"coordinator.online": online}, Stage.NEGOTIATING)
        attention(model.world)
        return project.help["congestion"]

    assert congestion(0.0) == pytest.approx(1.0 / 24.0)
    assert congestion(0.75) == pytest.approx(0.25 / 24.0)


def test_co_managers_give_acts_as_far_as_residents_take_part():
    model = made({**STRONG, "coordinator.co_managers": 10.0})
    model.world.residents.participation[:] = 0.3
    begin_coordinator_week(model.world)
    assert model.coordinator.supply == pytest.approx(24.0 + 3.0)
    assert co_managed(made(STRONG).world) == 0.0


def test_co_managers_are_paid_by_nobody_and_come_though_nothing_is_paid():
    """A hub whose payers have no funds has no attention of its own, and that of co-managers."""
    unpaid = {"coordinator.attention_cost": 1.0, "coordinator.resources": 0.0}
    model = made({**STRONG, **unpaid, "coordinator.co_managers": 10.0})
    model.world.residents.participation[:] = 0.3
    model.world.standing.free[:] = 0.0
    begin_coordinator_week(model.world)
    assert model.coordinator.supply == pytest.approx(3.0)


def test_a_hub_of_co_managers_alone_is_at_work():
    model = made({**STRONG, "coordinator.attention": 0.0, "coordinator.co_managers": 10.0})
    begin_coordinator_week(model.world)
    assert is_at_work(model.world)


# -- space -----------------------------------------------------------------------------------------


def test_without_a_waiver_all_space_is_for_public_use():
    assert permitted((0.2, 0.3, 0.5), 1.0) == (0.2, 0.3, 0.5)
    assert permitted((0.2, 0.3, 0.5), 0.0) == (1.0, 0.0, 0.0)
    assert permitted((0.2, 0.3, 0.5), 0.5) == pytest.approx((0.6, 0.15, 0.25))


def test_space_that_is_charged_for_earns_its_rent_less_the_charge():
    rules = {"market.space_area": 100.0, "market.space_shares": (0.0, 0.0, 1.0),
             "market.space_rents": (0.0, 0.0, 60.0), "market.space_week": 2,
             "market.purchasing_power": 0.5}  # fmt: skip
    free, charged = (group("market", {**rules, "market.space_charge": c}) for c in (0.0, 12.0))
    assert space_revenue(free, 2) == 3000.0
    assert space_revenue(charged, 2) == 1800.0
    assert space_revenue(charged, 1) == 0.0


def test_the_upper_tier_speaks_for_other_buildings():
    model, project = hub({"forming.panel_upper_tier": 1.0, "forming.panel_size": 4000})
    tie_all(model, 0.5)
    only_at(project, 0)
    model.world.voices.open[:] = 0.0
    model.world.voices.open[0, 1], model.world.voices.open[1:, 5] = 2.0, 3.0
    hold_panel(model.world, project.row, np.arange(6))
    whole = normalise(model.world.voices.open.sum(axis=0))
    assert project.sample == pytest.approx(whole, abs=0.03)


def test_the_lead_enterprise_pays_the_charge():
    model = made({"market.space_charge": 10.0, "market.space_area": 50.0, "market.space_week": 0})
    free = made({"market.space_area": 50.0, "market.space_week": 0})
    for each in (model, free):
        settle(each.world)
    yuan = model.parameters.community.yuan_per_unit
    assert (free.world.market.balance - model.world.market.balance) == pytest.approx([500.0 / yuan])
    assert operates(model.world, one_of(model, Role.LEAD_ENTERPRISE), 0)


def test_two_projects_share_no_place_in_the_queue():
    model, project = hub({"coordinator.yardstick": True}, Stage.NEGOTIATING)
    other = project_with(model, [one_of(model, Role.VOLUNTEER_TEAM), *project.members[1:]])
    other.stage = Stage.NEGOTIATING
    attention(model.world)
    assert project.help["guided"] and other.help["guided"]
