"""The coordinator: its attention, what it costs and who pays, whom it reaches, what it learns."""

import numpy as np
import pytest
from sim.projects import Stage
from small import STRONG, hub, made

from sim.base.luck import Process
from sim.base.vocabulary import FUNDS, Act, End
from sim.state.population import NO_NEED


def test_formalism_cuts_attention():
    assert hub({"coordinator.formalism": 0.25})[0].coordinator.supply == pytest.approx(18.0)


def test_what_is_left_of_an_act_carries_over_but_whole_acts_do_not():
    model, _ = hub({"coordinator.attention": 2.5})
    model.coordinator.left = 3.75
    model.coordinator.begin_week()
    assert model.coordinator.left == pytest.approx(0.75 + 2.5)


@pytest.mark.parametrize("week, active", [(4, False), (5, True), (8, True), (9, False)])
def test_it_is_there_from_its_start_to_its_end_week(week, active):
    model = made({**STRONG, "coordinator.start_week": 5, "coordinator.end_week": 9})
    model.week = week
    model.coordinator.begin_week()
    assert model.coordinator.active is active and (model.coordinator.supply > 0) is active


def test_formalism_widens_reported_over_real_results():
    model, project = hub({"coordinator.formalism": 0.2})
    project.hub_acts = 1
    model.diary.note_service(project, 0, 10, 30.0, 0.0, 0.0)
    project.hub_acts = 0
    model.diary.note_service(project, 0, 5, 30.0, 0.0, 0.0)
    model.update_residents()
    model.record()
    assert model.diary.single["served"][0] == 15
    assert model.diary.single["reported"][0] == pytest.approx(15 + 0.2 * 10)


def test_running_cost_is_debited_from_the_payers_by_weight_and_means():
    model, _ = hub({"coordinator.attention_cost": 0.1, "coordinator.payers": (1.0, 3.0, 0.0),
                    "coordinator.resources": 0.0})  # fmt: skip
    sectors = model.bodies.sector
    model.bodies.free[:, FUNDS] = 2.0
    spent = model.accounts.spent[FUNDS]
    model.coordinator.begin_week()
    paid = 2.0 - model.bodies.free[:, FUNDS]
    weight = np.array([1.0, 3.0, 0.0])[sectors]
    assert paid == pytest.approx(2.4 * weight / weight.sum())
    assert model.coordinator.paid == pytest.approx(2.4)
    assert model.accounts.spent[FUNDS] - spent == pytest.approx(2.4)


def test_what_payers_cannot_pay_is_attention_it_does_not_have():
    changes = {"coordinator.attention_cost": 1.0, "coordinator.payers": (1.0, 0.0, 0.0),
               "coordinator.resources": 0.0}  # fmt: skip
    model, _ = hub(changes)
    administrative = model.bodies.sector == 0
    model.bodies.free[administrative, FUNDS] = 6.0 / administrative.sum()
    model.coordinator.begin_week()
    assert model.coordinator.supply == pytest.approx(24.0 * 6.0 / 24.0)
    assert not model.bodies.free[administrative, FUNDS].any()
    model.coordinator.begin_week()
    assert model.coordinator.supply == 0.0


def test_handed_over_attention_and_budget_go_to_organisations_pro_rata():
    changes = {"coordinator.handed_over": True, "coordinator.attention_cost": 0.1}
    model, _ = hub(changes)
    bodies = model.bodies
    attention, funds = bodies.attention_left.copy(), bodies.free[:, FUNDS].copy()
    spent = model.accounts.spent.copy()
    bodies.present[3] = False
    model.coordinator.begin_week()
    extra = 24.0 / (bodies.size - 1)
    gained = bodies.attention_left - attention
    assert gained[bodies.present] == pytest.approx(np.full(bodies.size - 1, extra))
    assert gained[3] == 0.0 and model.coordinator.left == 0.0
    assert bodies.free[:, FUNDS].sum() == pytest.approx(funds.sum())
    social = (bodies.sector == 2) & bodies.present
    share = (bodies.free[:, FUNDS] - funds)[social]
    assert share == pytest.approx(np.full(social.sum(), 2.4 / (bodies.size - 1)))
    assert np.array_equal(model.accounts.spent, spent)


def able(model, project) -> set[Act]:
    """What the coordinator can do for a project."""
    acts = np.array(Act, np.int64)
    return set(acts[model.coordinator.can(np.full(len(Act), project.row), acts)])


def test_reach_zero_reaches_nobody_and_can_do_nothing():
    model, project = hub({"coordinator.reach": (0.0, 0.0, 0.0)})
    assert not model.coordinator.reached.any()
    assert not able(model, project)


def test_mediation_needs_all_members_watching_any_and_the_rest_the_initiator():
    model, project = hub()
    model.coordinator.reached[project.members[1]] = False
    assert able(model, project) == set(Act) - {Act.MEDIATION}
    model.coordinator.reached[project.members[0]] = False
    assert able(model, project) == {Act.MONITORING, Act.GUIDANCE}


def test_reach_is_a_share_of_each_sector():
    model = made({**STRONG, "coordinator.reach": (1.0, 0.0, 0.5), "organisations.vendors": 60,
                  "organisations.volunteer_teams": 64,
                  "organisations.social_organisations": 64})  # fmt: skip
    shares = [model.coordinator.reached[model.bodies.sector == s].mean() for s in range(3)]
    assert shares[:2] == [1.0, 0.0] and shares[2] == pytest.approx(0.5, abs=0.12)


def test_strength_is_the_chance_that_an_act_has_content_times_the_acts_share():
    changes = {"coordinator.integration": 0.8, "coordinator.share_mediation": 0.5}
    model, project = hub(changes)
    content = 0
    for model.week in range(1000):
        luck = model.luck.uniform(Process.CONTENT, project.code, model.week, Act.MEDIATION)
        content += model.coordinator.has_content(np.array([Act.MEDIATION]), np.array([luck]))[0]
    assert content / 1000 == pytest.approx(0.4, abs=0.04)


def test_legitimacy_learns_outcome_against_the_trailing_rate_in_sectors_it_worked_with():
    model, project = hub({"coordinator.legitimacy_gain": 0.1})
    project.members = project.members[:2]
    trailing = np.array([0.4, 0.8, 0.1])
    model.coordinator.learn(project, True, trailing)
    assert model.coordinator.legitimacy.tolist() == [0.3] * 3  # it had done nothing there
    project.hub_acts = 1
    model.coordinator.learn(project, True, trailing)
    assert model.coordinator.legitimacy == pytest.approx([0.36, 0.32, 0.3])
    model.coordinator.learn(project, False, trailing)
    assert model.coordinator.legitimacy == pytest.approx([0.32, 0.24, 0.3])


def test_an_end_with_the_hub_at_work_reaches_legitimacy():
    model, project = hub(stage=Stage.DELIVERING)
    project.hub_acts, project.formed_week = 2, 0
    model.end(project, End.FREE_RIDING)
    before = model.coordinator.legitimacy.copy()
    model.learn()
    assert (model.coordinator.legitimacy < before).all()


def test_served_needs_stay_whatever_the_hub_reports():
    model, _ = hub({"coordinator.formalism": 1.0})
    assert model.coordinator.supply == 0.0
    assert (model.people.population.waiting != NO_NEED).sum() == model.voices.open.sum()
