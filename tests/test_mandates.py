"""Election, prescription, earmarks and enforcement: by hand, one at a time, and off by default."""

import numpy as np
import pytest
from sim.projects import Stage
from small import STRONG, hub, live, made, one_of, pay_week, project_with, tie_all

from sim import delivery, mandates, negotiation
from sim.base.equations import distance, honour_probability
from sim.base.vocabulary import FUNDS, LABOUR, SPACE, Act, Role

ALL = np.ones(3, bool)
LUCK = np.array([0.3, 0.2, 0.1])

# -- election --------------------------------------------------------------------------------------


def test_the_most_trusted_of_those_who_may_leads():
    trust = np.array([[0.0, 0.9, 0.1], [0.2, 0.0, 0.4], [0.3, 0.0, 0.0]])
    assert mandates.elected(trust, ALL, ALL, LUCK) == 1  # .9 against .5 and .5
    without = np.array([True, False, True])
    assert mandates.elected(trust, ALL, without, LUCK) == 2  # of equals, the least luck
    only_two_vote = np.array([False, True, True])
    assert mandates.elected(trust, only_two_vote, ALL, LUCK) == 0  # .5 against 0 and .4
    assert mandates.elected(trust, ALL, np.zeros(3, bool), LUCK) == mandates.NOBODY


def elective(weeks: int = 4, **changes):
    model = made({**STRONG, "coordinator.rotation_weeks": weeks,
                  "coordinator.reach": (0.0, 0.0, 0.0), **changes})  # fmt: skip
    tie_all(model, 0.4)
    return model


def at_the_start_of(model, week: int):
    model.week = week
    model.coordinator.begin_week()
    return model.coordinator.lead


def test_a_term_ends_after_its_weeks_and_nobody_serves_two_running():
    model = elective(weeks=4)
    model.ties.trust[:, 3] = 0.9
    model.ties.trust[:, 5] = 0.8
    np.fill_diagonal(model.ties.trust, 0.0)
    assert [at_the_start_of(model, w) for w in range(9)] == [3] * 4 + [5] * 4 + [3]


def test_a_lead_that_left_is_followed_at_once():
    model = elective(weeks=40)
    model.ties.trust[:, 3] = 0.9
    model.ties.trust[:, 5] = 0.8
    assert at_the_start_of(model, 0) == 3
    model.bodies.present[3] = False
    assert at_the_start_of(model, 1) == 5


def test_a_lead_brings_its_acquaintances_and_goals_and_new_legitimacy():
    model = elective(weeks=4)
    model.ties.trust[:] = 0.0
    model.ties.trust[[1, 2, 4], 7] = [0.31, 0.3, 0.9]  # .3 is the threshold itself
    model.coordinator.legitimacy[:] = -0.7
    assert at_the_start_of(model, 0) == 7
    assert np.flatnonzero(model.coordinator.reached).tolist() == [1, 4, 7]
    assert np.array_equal(model.coordinator.agenda, model.bodies.goals[7])
    assert model.coordinator.legitimacy.tolist() == [0.3, 0.3, 0.3]


def test_those_whom_a_lead_reaches_back_it_with_labour_where_they_pay():
    model = elective(**{"coordinator.payers": (1.0, 0.0, 1.0)})
    model.ties.trust[:] = 0.0
    model.ties.trust[[1, 8], 7] = 0.9  # an administration, and a firm
    model.bodies.free[:, LABOUR] = 4.0
    assert at_the_start_of(model, 0) == 7
    before = model.bodies.free[:, LABOUR].copy()
    assert model.coordinator.take_labour(1.0) == 1.0
    assert np.flatnonzero(model.bodies.free[:, LABOUR] < before).tolist() == [1]


def test_whom_the_office_reaches_it_reaches_whoever_leads():
    model = elective(**{"coordinator.reach": (1.0, 0.0, 0.0)})
    model.ties.trust[:] = 0.0
    at_the_start_of(model, 0)
    assert model.coordinator.reached[model.bodies.sector == 0].all()


def test_a_standing_office_has_no_lead():
    model = elective(weeks=0)
    assert at_the_start_of(model, 0) == mandates.NOBODY


# -- prescription ----------------------------------------------------------------------------------


def test_an_instructed_stance_lies_between_ones_own_and_the_order():
    own, weight = np.array([[1.0, 0.0], [0.5, 0.5]]), np.array([0.25, 1.0])
    found = mandates.stances(own, np.array([0.0, 1.0]), weight, np.array([0, 1]))
    assert found == pytest.approx(np.array([[0.75, 0.25], [0.0, 1.0]]))


def commanding(imposed: float = 0.6, **changes):
    return hub({"coordinator.imposed": imposed, **changes})


def test_what_is_prescribed_is_what_administrations_would_propose_on_average():
    model, _ = commanding()
    offices = [model.organisations[j] for j in np.flatnonzero(model.bodies.sector == 0)]
    model.bodies.present[offices[0].index] = False
    scopes = [o.propose_scope(o.sense(model.voices.public)) for o in offices[1:]]
    expected = sum(scopes) / len(scopes)
    assert mandates.prescription(model.coordinator) == pytest.approx(expected)
    assert (
        mandates.prescription(model.coordinator) is model.coordinator.prescribed[0]
    )  # once a week


def test_a_scope_is_drawn_up_between_the_initiators_own_and_the_prescribed():
    model, _ = commanding(**{"coordinator.guidance": 0.5})
    vendor = model.organisations[one_of(model, Role.VENDOR)]
    need = np.full(6, 1.0 / 6.0)
    own, order = vendor.propose_scope(need), mandates.prescription(model.coordinator)
    assert mandates.draw_up(model, vendor, need) == pytest.approx(0.7 * own + 0.3 * order)
    model.coordinator.reached[vendor.index] = False
    assert np.array_equal(mandates.draw_up(model, vendor, need), own)


def test_without_administrations_nothing_is_prescribed():
    model, _ = commanding()
    model.bodies.present[model.bodies.sector == 0] = False
    vendor = model.organisations[one_of(model, Role.VENDOR)]
    need = np.full(6, 1.0 / 6.0)
    assert mandates.prescription(model.coordinator) is None
    assert np.array_equal(mandates.draw_up(model, vendor, need), vendor.propose_scope(need))


def test_members_sit_down_with_what_they_are_instructed_to_ask_for():
    model, project = commanding(0.5)
    model.coordinator.reached[project.members[2]] = False
    project.scope = np.eye(6)[4]
    negotiation.begin(model, project)
    goals = model.bodies.goals[project.members]
    expected = 0.5 * goals + 0.5 * project.scope
    expected[2] = goals[2]
    assert project.positions[project.members] == pytest.approx(expected)


def test_a_scope_imposed_in_full_is_agreed_at_once_and_is_the_order():
    model, project = commanding(1.0, **{"coordinator.guidance": 1.0})
    project.scope = np.eye(6)[4]
    project = project_with(model, project.members, scope=np.eye(6)[4])
    negotiation.begin(model, project)
    live(model, project)
    assert project.stage is Stage.DELIVERING and project.rounds == 1
    assert project.scope == pytest.approx(np.eye(6)[4])


def test_what_members_want_counts_in_cost_and_delivery_whatever_is_imposed():
    model, project = commanding(1.0)
    negotiation.begin(model, project)
    assert distance(model.bodies.goals[project.members[0]], project.scope) > 0.0
    before = model.bodies.goals.copy()
    live(model, project)
    assert np.array_equal(model.bodies.goals, before)


@pytest.mark.parametrize("changes", [
    {}, {"coordinator.imposed": 1.0, "coordinator.attention": 0.0},
    {"coordinator.imposed": 1.0, "coordinator.start_week": 9},
], ids=["not imposed", "no attention", "not there yet"])  # fmt: skip
def test_nobody_commands_who_is_not_at_work(changes):
    model, project = hub(changes)
    weight = mandates.command(model.coordinator)
    assert not weight.any()
    goals = model.bodies.goals
    stances = mandates.stances(goals, project.scope, weight, project.who)
    assert np.array_equal(stances, goals[project.who])


# -- earmarked money -------------------------------------------------------------------------------


@pytest.mark.parametrize("earmark, granted", [(0.0, True), (0.7, True), (0.71, False)])
def test_a_transfer_goes_to_what_the_call_names(earmark, granted):
    model, project = hub({"coordinator.earmark": earmark})
    model.coordinator._estimates[0] = np.array([0.7, 0.3, 0.0, 0.0, 0.0, 0.0])
    project.scope = np.eye(6)[0]
    model.coordinator.pool[:] = 9.0
    assert model.coordinator.act(project, Act.TRANSFER) is granted
    assert bool(project.pooled.any()) is granted


def test_each_sector_lets_its_share_of_slack_flow():
    model, _ = hub({"coordinator.pool_sectors": (1.0, 0.5, 0.0), "coordinator.pool_rate": 0.5,
                    "coordinator.slack_weeks": 0.0, "coordinator.attention_cost": 0.0})  # fmt: skip
    model.bodies.free[:] = 8.0
    model.coordinator._fill_pool()
    given = 8.0 - model.bodies.free
    assert given[:, SPACE] == pytest.approx(0.0)
    for sector, share in enumerate((4.0, 2.0, 0.0)):
        assert given[model.bodies.sector == sector, FUNDS] == pytest.approx(share)


# -- enforcement -----------------------------------------------------------------------------------


def test_what_is_collected_of_a_breach_and_what_temptation_is_left():
    assert mandates.compelled(0.25, 8.0, 9.0) == 2.0
    assert mandates.compelled(0.25, 8.0, 1.5) == 1.5
    assert mandates.compelled(0.0, 8.0, 9.0) == 0.0
    assert mandates.temptation_left(3.0, 0.25) == 2.25
    assert mandates.temptation_left(3.0, 0.0) == 3.0


FAITHLESS = {"organisations.honouring_mean": 0.05, "organisations.honouring_spread": 0.0,
             "delivery.trust": -20.0, "delivery.weeks": 4}  # fmt: skip


def breached(enforcement: float, watched: bool = True):
    """A week in which every member of a project breaks its instalment."""
    model, project = hub({**FAITHLESS, "coordinator.enforcement": enforcement},
                         Stage.DELIVERING, trust=1.0)  # fmt: skip
    if watched:
        model.coordinator.act(project, Act.MONITORING)
    held, free = model.held(), model.bodies.free.copy()
    done, shortfall = pay_week(model, project)
    assert done.tolist() == [delivery.BROKEN] * 3
    assert model.held() == pytest.approx(held)
    return model, project, model.bodies.free - free, shortfall


def test_a_share_of_a_breach_is_collected_and_the_rest_stays_owed():
    _, project, gained, shortfall = breached(0.5)
    due = project.pledged / 4
    assert project.sunk == pytest.approx(0.5 * due.sum(axis=0))
    assert project.owed == pytest.approx(project.pledged - 0.5 * due)
    assert gained == pytest.approx(0.5 * due)
    assert shortfall == pytest.approx(0.5 * due[project.members, LABOUR])
    assert project.kept.sum() == 0.0  # partners saw that it was compelled


@pytest.mark.parametrize("enforcement, watched", [(0.0, True), (0.5, False)])
def test_without_contract_or_witness_nothing_is_collected(enforcement, watched):
    _, project, _, _ = breached(enforcement, watched)
    assert project.sunk.sum() == 0.0


def test_who_is_out_of_reach_is_not_compelled():
    model, project = hub({"coordinator.enforcement": 0.5}, Stage.DELIVERING)
    model.coordinator.reached[project.members[1]] = False
    model.coordinator.act(project, Act.MONITORING)
    assert project.help.enforced[project.members].tolist() == [0.5, 0.0, 0.5]


def test_enforcement_lowers_temptation_in_the_chance_to_honour():
    def chance(enforcement: float) -> float:
        tempted = mandates.temptation_left(2.0, enforcement)
        return honour_probability(
            0.5, 0.5, 0.5, 0.6, True, 0.0, 1.0, 2.0, 0.0, 0.0, 0.0, 0.6, 0.0, tempted, 0.0
        )

    assert chance(0.0) == pytest.approx(1 / (1 + np.e))
    assert chance(1.0) == pytest.approx(0.5)
