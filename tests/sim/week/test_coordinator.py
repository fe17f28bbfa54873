"""The coordinator: its attention, what it costs and who pays, whom it reaches, what it learns."""

import numpy as np
import pytest
from small import (
    STRONG,
    hub,
    made,
)

from sim.base.vocabulary import FUNDS, LABOUR, SPACE, Act, End, Stage
from sim.measure.records import COLUMNS
from sim.state.population import NO_NEED
from sim.week.completion import Service, note_service
from sim.week.coordinator import (
    begin_coordinator_week,
    fill_pool,
    let_pool_perish,
    take_labour,
)
from sim.week.income import open_week
from sim.week.learning import learn, learn_outcome
from sim.week.lifecycle import end
from sim.week.record import record
from sim.week.requests import attention
from sim.week.residents import update_residents


def test_formalism_cuts_attention():
    assert hub({"coordinator.formalism": 0.25})[0].coordinator.supply == pytest.approx(18.0)


def test_what_is_left_of_an_act_carries_over_but_whole_acts_do_not():
    model, _ = hub({"coordinator.attention": 2.5})
    model.world.hub.now["left"] = 3.75
    begin_coordinator_week(model.world)
    assert model.coordinator.attention == pytest.approx(0.75 + 2.5)


@pytest.mark.parametrize("week, active", [(4, False), (5, True), (8, True), (9, False)])
def test_it_is_there_from_its_start_to_its_end_week(week, active):
    model = made({**STRONG, "coordinator.start_week": 5, "coordinator.end_week": 9})
    model.world.now["week"] = week
    begin_coordinator_week(model.world)
    assert model.coordinator.active is active and (model.coordinator.supply > 0) is active


def test_formalism_widens_reported_over_real_results():
    model, project = hub({"coordinator.formalism": 0.2})
    project.hub_acts = 1
    note_service(model.world, project.row, 0, Service(10, 10, 30.0), 0.0, 0.0)
    project.hub_acts = 0
    note_service(model.world, project.row, 0, Service(5, 5, 30.0), 0.0, 0.0)
    update_residents(model.world)
    record(model.world)
    week = dict(zip(COLUMNS, model.world.diary.table[0], strict=True))
    assert week["served"] == 15
    assert week["reported"] == pytest.approx(15 + 0.2 * 10)


def test_running_cost_is_debited_from_the_payers_by_weight_and_means():
    model, _ = hub({"coordinator.attention_cost": 0.1, "coordinator.payers": (1.0, 3.0, 0.0),
                    "coordinator.resources": 0.0})  # fmt: skip
    sectors = model.world.organisations.sector
    model.world.standing.free[:, FUNDS] = 2.0
    spent = model.world.accounts.spent[FUNDS]
    begin_coordinator_week(model.world)
    paid = 2.0 - model.world.standing.free[:, FUNDS]
    weight = np.array([1.0, 3.0, 0.0])[sectors]
    assert paid == pytest.approx(2.4 * weight / weight.sum())
    assert model.world.hub.now["paid"] == pytest.approx(2.4)
    assert model.world.accounts.spent[FUNDS] - spent == pytest.approx(2.4)


def test_what_payers_cannot_pay_is_attention_it_does_not_have():
    changes = {"coordinator.attention_cost": 1.0, "coordinator.payers": (1.0, 0.0, 0.0),
               "coordinator.resources": 0.0}  # fmt: skip
    model, _ = hub(changes)
    administrative = model.world.organisations.sector == 0
    model.world.standing.free[administrative, FUNDS] = 6.0 / administrative.sum()
    begin_coordinator_week(model.world)
    assert model.coordinator.supply == pytest.approx(24.0 * 6.0 / 24.0)
    assert not model.world.standing.free[administrative, FUNDS].any()
    begin_coordinator_week(model.world)
    assert model.coordinator.supply == 0.0


def test_handed_over_attention_and_budget_go_to_organisations_pro_rata():
    changes = {"coordinator.handed_over": True, "coordinator.attention_cost": 0.1}
    model, _ = hub(changes)
    standing, others = model.world.standing, len(model.organisations) - 1
    acts, funds = standing.attention.copy(), standing.free[:, FUNDS].copy()
    spent = model.world.accounts.spent.copy()
    standing.present[3] = False
    begin_coordinator_week(model.world)
    gained = standing.attention - acts
    assert gained[standing.present] == pytest.approx(np.full(others, 24.0 / others))
    assert gained[3] == 0.0 and model.world.hub.now["supply"] == 0.0
    assert standing.free[:, FUNDS].sum() == pytest.approx(funds.sum())
    social = (model.world.organisations.sector == 2) & standing.present
    share = (standing.free[:, FUNDS] - funds)[social]
    assert share == pytest.approx(np.full(social.sum(), 2.4 / others))
    assert np.array_equal(model.world.accounts.spent, spent)


def able(model, project) -> set[Act]:
    """What the coordinator can do for a project."""
    return {act for act in Act if model.coordinator.can(project, act)}


def test_reach_zero_reaches_nobody_and_can_do_nothing():
    model, project = hub({"coordinator.reach": (0.0, 0.0, 0.0)})
    assert not model.coordinator.reached.any()
    assert not able(model, project)


def test_mediation_needs_all_members_watching_any_and_the_rest_the_initiator():
    model, project = hub()
    model.world.hub.reached[project.members[1]] = False
    assert able(model, project) == set(Act) - {Act.MEDIATION}
    model.world.hub.reached[project.members[0]] = False
    assert able(model, project) == {Act.MONITORING, Act.GUIDANCE}


def test_reach_is_a_share_of_each_sector():
    model = made({**STRONG, "coordinator.reach": (1.0, 0.0, 0.5), "organisations.vendors": 60,
                  "organisations.volunteer_teams": 64,
                  "organisations.social_organisations": 64})  # fmt: skip
    shares = [
        model.world.hub.reached[model.world.organisations.sector == s].mean() for s in range(3)
    ]
    assert shares[:2] == [1.0, 0.0] and shares[2] == pytest.approx(0.5, abs=0.12)


def test_strength_is_the_chance_that_an_act_has_content_times_the_acts_share():
    changes = {"coordinator.integration": 0.8, "coordinator.share_mediation": 0.5}
    model, project = hub(changes, Stage.NEGOTIATING)
    content = 0
    for week in range(1000):
        model.world.now["week"], model.world.hub.now["left"] = week, 24.0
        expected = model.coordinator.has_content(project, Act.MEDIATION)
        model.world.diary.hub[:] = 0.0  # no case before, whatever the week
        attention(model.world)
        assert project.help["mediated_by_hub"] == expected
        content += expected
    assert content / 1000 == pytest.approx(0.4, abs=0.04)


def test_legitimacy_learns_outcome_against_the_trailing_rate_in_sectors_it_worked_with():
    model, project = hub({"coordinator.legitimacy_gain": 0.1})
    project.members = project.members[:2]
    project.formed_week = 0

    def after(how: End) -> list[float]:
        rates = np.array([[0.0, 0.4, 0.0, 0.0], [0.0, 0.8, 0.0, 0.0], [0.0, 0.1, 0.0, 0.0]])
        project.end, model.world.hub.trailing[:] = how, rates
        learn_outcome(model.world, project.row)
        return model.coordinator.legitimacy.tolist()

    assert after(End.COMPLETED) == [0.3] * 3  # it had done nothing there
    project.hub_acts, project.acted = 1, Stage.SIGN_OFF
    assert after(End.COMPLETED) == pytest.approx([0.36, 0.32, 0.3])
    assert after(End.FREE_RIDING) == pytest.approx([0.32, 0.24, 0.3])


def test_an_end_with_the_hub_at_work_reaches_legitimacy():
    model, project = hub(stage=Stage.DELIVERING)
    project.hub_acts, project.formed_week = 2, 0
    end(model.world, project.row, End.FREE_RIDING)
    before = model.coordinator.legitimacy.copy()
    learn(model.world)
    assert (model.coordinator.legitimacy < before).all()


def test_served_needs_stay_whatever_the_hub_reports():
    model, _ = hub({"coordinator.formalism": 1.0})
    assert model.coordinator.supply == 0.0
    assert (model.world.residents.waiting != NO_NEED).sum() == model.world.voices.open.sum()


def test_the_backstop_gives_no_more_labour_than_payers_have():
    model, _ = hub()
    model.world.standing.free[:, LABOUR] = 0.0
    assert take_labour(model.world, 1.0, 0) == 0.0
    model.world.standing.free[0, LABOUR] = 0.4
    assert take_labour(model.world, 1.0, 0) == pytest.approx(0.4)


def test_slack_flows_to_the_pool_but_space_stays():
    changes = {"coordinator.slack_weeks": 4.0, "coordinator.pool_rate": 0.5,
               "coordinator.resources": 0.6, "coordinator.attention_cost": 0.0}  # fmt: skip
    model, _ = hub(changes)
    standing, income = model.world.standing, model.world.organisations.income
    pool = model.world.hub.pool
    standing.free[:] = 10.0 * income
    pool[:] = 0.0
    standing.present[2] = False
    fill_pool(model.world)
    slack = 6.0 * income
    slack[2] = 0.0
    slack[:, SPACE] = 0.0
    assert pool == pytest.approx(0.3 * slack.sum(axis=0))
    assert standing.free == pytest.approx(10.0 * income - 0.3 * slack)


def test_labour_and_expertise_perish_in_the_pool_as_anywhere():
    model, _ = hub({"organisations.perish_rate": 0.1})
    model.world.hub.pool[:] = 5.0
    open_week(model.world)
    let_pool_perish(model.world)
    assert model.coordinator.pool.tolist() == [5.0, 4.5, 4.5, 5.0]
    assert model.world.accounts.lost.tolist() == [0.0, 0.5, 0.5, 0.0]


def test_before_its_start_and_after_its_end_it_holds_nothing():
    model, _ = hub({"coordinator.end_week": 5})
    model.world.hub.pool[:] = [2.3, 0.0, 0.0, 4.6]
    standing, others = model.world.standing, len(model.organisations) - 1
    standing.present[4] = False
    free = standing.free.copy()
    model.world.now["week"] = 5
    begin_coordinator_week(model.world)
    assert not model.coordinator.pool.any()
    gained = standing.free - free
    share = np.array([2.3, 0.0, 0.0, 4.6]) / others
    assert gained[standing.present] == pytest.approx(np.tile(share, (others, 1)))
    assert not gained[4].any()
