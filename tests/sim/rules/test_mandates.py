"""Election, prescription, earmarks and enforcement: by hand, one at a time, and off by default."""

import numpy as np
import pytest
from small import (
    STRONG,
    held,
    hub,
    hub_does,
    hub_hears,
    live,
    made,
    one_of,
    pay_week,
    project_with,
    small,
    tie_all,
)

from sim.base.equations import distance
from sim.base.vocabulary import FUNDS, LABOUR, NOBODY, SPACE, Act, Paid, Role, Stage
from sim.parameters.plain import plain
from sim.rules.honouring import compelled, honour_probability, temptation
from sim.rules.mandates import elected, instructed
from sim.week.coordinator import (
    begin_coordinator_week,
    fill_pool,
    take_labour,
    who_is_elected,
)
from sim.week.lifecycle import leave
from sim.week.negotiation import stance, start_negotiation
from sim.week.scopes import draw_up, instruction, own_scope, prescription, sense

ALL = np.ones(3, bool)
LUCK = np.array([0.3, 0.2, 0.1])

# -- election --------------------------------------------------------------------------------------


def test_the_most_trusted_of_those_who_may_leads():
    trust = np.array([[0.0, 0.9, 0.1], [0.2, 0.0, 0.4], [0.3, 0.0, 0.0]])
    votes = trust.sum(axis=0)
    assert elected(votes, ALL, LUCK) == 1  # .9 against .5 and .5
    without = np.array([True, False, True])
    assert elected(votes, without, LUCK) == 2  # of equals, the least luck
    only_two_vote = trust[[False, True, True]].sum(axis=0)
    assert elected(only_two_vote, ALL, LUCK) == 0  # .5 against 0 and .4
    assert elected(votes, np.zeros(3, bool), LUCK) == NOBODY


def test_those_present_vote_and_stand_but_for_who_leads():
    model = elective()
    trust, present = model.world.ties.trust, model.world.standing.present
    trust[:] = 0.0
    trust[0, 1], trust[1, 2], trust[4, 2], trust[1, 3] = 0.9, 0.3, 0.3, 0.5
    assert who_is_elected(model.world) == 1  # .9 against .6 and .5
    present[0] = False
    assert who_is_elected(model.world) == 2  # .6 against .5 and 0
    present[4] = False
    assert who_is_elected(model.world) == 3  # .5 against .3
    present[3] = False
    assert who_is_elected(model.world) == 2
    model.world.hub.now["lead"], trust[1, 5] = 2, 0.1
    assert who_is_elected(model.world) == 5


def elective(weeks: int = 4, **changes):
    model = made({**STRONG, "coordinator.rotation_weeks": weeks,
                  "coordinator.reach": (0.0, 0.0, 0.0), **changes})  # fmt: skip
    tie_all(model, 0.4)
    return model


def at_the_start_of(model, week: int):
    model.world.now["week"] = week
    begin_coordinator_week(model.world)
    return model.world.hub.now["lead"]


def test_a_term_ends_after_its_weeks_and_nobody_serves_two_running():
    model = elective(weeks=4)
    model.world.ties.trust[:, 3] = 0.9
    model.world.ties.trust[:, 5] = 0.8
    np.fill_diagonal(model.world.ties.trust, 0.0)
    assert [at_the_start_of(model, w) for w in range(9)] == [3] * 4 + [5] * 4 + [3]


def test_a_lead_that_left_is_followed_at_once():
    model = elective(weeks=40)
    model.world.ties.trust[:, 3] = 0.9
    model.world.ties.trust[:, 5] = 0.8
    assert at_the_start_of(model, 0) == 3
    leave(model.world, 3)
    assert at_the_start_of(model, 1) == 5


def test_a_lead_brings_its_acquaintances_and_goals_and_new_legitimacy():
    model = elective(weeks=4)
    model.world.ties.trust[:] = 0.0
    model.world.ties.trust[[1, 2, 4], 7] = [0.31, 0.3, 0.9]  # .3 is the threshold itself
    model.world.hub.legitimacy[:] = -0.7
    assert at_the_start_of(model, 0) == 7
    assert np.flatnonzero(model.coordinator.reached).tolist() == [1, 4, 7]
    assert np.array_equal(model.world.hub.agenda, model.world.organisations.goals[7])
    assert model.coordinator.legitimacy.tolist() == [0.3, 0.3, 0.3]


def test_those_whom_a_lead_reaches_back_it_with_labour_where_they_pay():
    model = elective(**{"coordinator.payers": (1.0, 0.0, 1.0)})
    model.world.ties.trust[:] = 0.0
    model.world.ties.trust[[1, 8], 7] = 0.9  # an administration, and a firm
    model.world.standing.free[:, LABOUR] = 4.0
    assert at_the_start_of(model, 0) == 7
    before = model.world.standing.free[:, LABOUR].copy()
    assert take_labour(model.world, 1.0, 0) == 1.0
    assert np.flatnonzero(model.world.standing.free[:, LABOUR] < before).tolist() == [1]


def test_whom_the_office_reaches_it_reaches_whoever_leads():
    model = elective(**{"coordinator.reach": (1.0, 0.0, 0.0)})
    model.world.ties.trust[:] = 0.0
    at_the_start_of(model, 0)
    assert model.world.hub.reached[model.world.organisations.sector == 0].all()


def test_a_standing_office_has_no_lead():
    model = elective(weeks=0)
    assert at_the_start_of(model, 0) == NOBODY


# -- prescription ----------------------------------------------------------------------------------


def test_an_instructed_stance_lies_between_ones_own_and_the_order():
    order = np.array([0.0, 1.0])
    assert instructed(np.array([1.0, 0.0]), order, 0.25) == pytest.approx([0.75, 0.25])
    assert instructed(np.array([0.5, 0.5]), order, 1.0) == pytest.approx([0.0, 1.0])


def sit_down(model, project) -> None:
    """The project has formed, and its members begin to talk."""
    project.formed_week = model.week
    start_negotiation(model.world, project.row)
    assert project.stage is Stage.NEGOTIATING


def commanding(imposed: float = 0.6, **changes):
    return hub({"coordinator.imposed": imposed, **changes})


def test_what_is_prescribed_is_what_administrations_would_propose_on_average():
    world = commanding()[0].world
    first, *others = np.flatnonzero(world.organisations.sector == 0)
    world.standing.present[first] = False
    scopes = [own_scope(world, j, sense(world, j, 0)) for j in others]
    found, offices = prescription(world, 0)
    assert offices == len(others)
    assert found == pytest.approx(sum(scopes) / len(scopes))


def test_a_scope_is_drawn_up_between_the_initiators_own_and_the_prescribed():
    model, _ = commanding(**{"coordinator.guidance": 0.5})
    world, vendor, need = model.world, one_of(model, Role.VENDOR), np.full(6, 1.0 / 6.0)
    own, (order, _) = own_scope(world, vendor, need), prescription(world, 0)
    assert draw_up(world, vendor, need, 0) == pytest.approx(0.7 * own + 0.3 * order)
    model.world.hub.reached[vendor] = False
    assert np.array_equal(draw_up(world, vendor, need, 0), own)


def test_without_administrations_nothing_is_prescribed():
    model, _ = commanding()
    world, vendor, need = model.world, one_of(model, Role.VENDOR), np.full(6, 1.0 / 6.0)
    world.standing.present[world.organisations.sector == 0] = False
    assert prescription(world, 0)[1] == 0
    assert np.array_equal(draw_up(world, vendor, need, 0), own_scope(world, vendor, need))


def test_members_sit_down_with_what_they_are_instructed_to_ask_for():
    model, project = commanding(0.5)
    model.world.hub.reached[project.members[2]] = False
    project.scope = np.eye(6)[4]
    sit_down(model, project)
    goals = model.world.organisations.goals[project.members]
    expected = 0.5 * goals + 0.5 * project.scope
    expected[2] = goals[2]
    assert project.positions[project.members] == pytest.approx(expected)


def test_a_scope_imposed_in_full_is_agreed_at_once_and_is_the_order():
    model, project = commanding(1.0, **{"coordinator.guidance": 1.0})
    project.scope = np.eye(6)[4]
    project = project_with(model, project.members, scope=np.eye(6)[4])
    sit_down(model, project)
    live(model, project)
    assert project.stage is Stage.DELIVERING and project.rounds == 1
    assert project.scope == pytest.approx(np.eye(6)[4])


def test_what_members_want_counts_in_cost_and_delivery_whatever_is_imposed():
    model, project = commanding(1.0)
    sit_down(model, project)
    assert distance(model.world.organisations.goals[project.members[0]], project.scope) > 0.0
    before = model.world.organisations.goals.copy()
    live(model, project)
    assert project.rounds == 1
    assert np.array_equal(model.world.organisations.goals, before)


@pytest.mark.parametrize("changes", [
    {}, {"coordinator.imposed": 1.0, "coordinator.attention": 0.0},
    {"coordinator.imposed": 1.0, "coordinator.start_week": 9},
], ids=["not imposed", "no attention", "not there yet"])  # fmt: skip
def test_nobody_commands_who_is_not_at_work(changes):
    model, project = hub(changes)
    everybody = range(len(model.organisations))
    assert not any(instruction(model.world, c) for c in everybody)
    stances = [stance(model.world, project.row, c) for c in everybody]
    assert np.array_equal(stances, model.world.organisations.goals)


# -- earmarked money -------------------------------------------------------------------------------


@pytest.mark.parametrize("earmark, granted", [(0.0, True), (0.7, True), (0.71, False)])
def test_a_transfer_goes_to_what_the_call_names(earmark, granted):
    model, project = hub({"coordinator.earmark": earmark})
    hub_hears(model, [0.7, 0.3, 0.0, 0.0, 0.0, 0.0])
    project.scope = np.eye(6)[0]
    model.world.hub.pool[:] = 9.0
    assert hub_does(model, project, Act.TRANSFER) is granted
    assert bool(project.pooled.any()) is granted


def test_each_sector_lets_its_share_of_slack_flow():
    model, _ = hub({"coordinator.pool_sectors": (1.0, 0.5, 0.0), "coordinator.pool_rate": 0.5,
                    "coordinator.slack_weeks": 0.0, "coordinator.attention_cost": 0.0})  # fmt: skip
    model.world.standing.free[:] = 8.0
    fill_pool(model.world)
    given = 8.0 - model.world.standing.free
    assert given[:, SPACE] == pytest.approx(0.0)
    for sector, share in enumerate((4.0, 2.0, 0.0)):
        assert given[model.world.organisations.sector == sector, FUNDS] == pytest.approx(share)


# -- enforcement -----------------------------------------------------------------------------------


def test_what_is_collected_of_a_breach_and_what_temptation_is_left():
    assert compelled(0.25, 8.0, 9.0) == 2.0
    assert compelled(0.25, 8.0, 1.5) == 1.5
    assert compelled(0.0, 8.0, 9.0) == 0.0
    rules = plain(small({"delivery.temptation": 3.0}))["delivery"]
    assert temptation(rules, 1.0, 1.0, 0.25) == 2.25
    assert temptation(rules, 1.0, 1.0, 0.0) == 3.0


FAITHLESS = {"organisations.honouring_mean": 0.05, "organisations.honouring_spread": 0.0,
             "delivery.trust": -20.0, "delivery.weeks": 4}  # fmt: skip


def breached(enforcement: float, watched: bool = True):
    """A week in which every member of a project breaks its instalment."""
    model, project = hub({**FAITHLESS, "coordinator.enforcement": enforcement},
                         Stage.DELIVERING, trust=1.0)  # fmt: skip
    if watched:
        hub_does(model, project, Act.MONITORING)
    before, free = held(model), model.world.standing.free.copy()
    paid, broken = pay_week(model, project)
    assert paid.tolist() == [Paid.BROKEN] * 3
    assert held(model) == pytest.approx(before)
    return model, project, model.world.standing.free - free, broken


def test_a_share_of_a_breach_is_collected_and_the_rest_stays_owed():
    _, project, gained, broken = breached(0.5)
    due = project.pledged / 4
    assert project.sunk == pytest.approx(0.5 * due.sum(axis=0))
    assert project.owed == pytest.approx(project.pledged - 0.5 * due)
    assert gained == pytest.approx(0.5 * due)
    assert broken == pytest.approx(0.5 * due[project.members, LABOUR])
    assert project.kept.sum() == 0.0  # partners saw that it was compelled


@pytest.mark.parametrize("enforcement, watched", [(0.0, True), (0.5, False)])
def test_without_contract_or_witness_nothing_is_collected(enforcement, watched):
    _, project, _, _ = breached(enforcement, watched)
    assert project.sunk.sum() == 0.0


def test_who_is_out_of_reach_is_not_compelled():
    model, project = hub({"coordinator.enforcement": 0.5}, Stage.DELIVERING)
    model.world.hub.reached[project.members[1]] = False
    hub_does(model, project, Act.MONITORING)
    assert project.enforced[project.members].tolist() == [0.5, 0.0, 0.5]


def test_enforcement_lowers_temptation_in_the_chance_to_honour():
    rules = plain(small({"delivery.temptation": 2.0}))["delivery"]

    def chance(enforcement: float) -> float:
        tempted = temptation(rules, 1.0, 2.0, enforcement)
        return honour_probability(rules, 0.5, 0.5, 0.5, 0.6, 0.0, tempted, 0.0)

    assert chance(0.0) == pytest.approx(1 / (1 + np.e))
    assert chance(1.0) == pytest.approx(0.5)
