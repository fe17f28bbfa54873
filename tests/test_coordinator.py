"""The coordinator: what each act does, what it costs, who pays, and what it learns."""

import numpy as np
import pytest
from small import EVERYWHERE, PARTY, made, one_of, project_with, tie_all

from sim import consent, delivery, forming, negotiation
from sim.equations import distance, normalise
from sim.population import NO_NEED
from sim.projects import Stage
from sim.vocabulary import EXPERTISE, FUNDS, LABOUR, SPACE, Act, End, Role

HUB = {**PARTY, **EVERYWHERE, "coordinator.formalism": 0.0}
ROLES = (Role.STREET_OFFICE, Role.VENDOR, Role.DESIGNER)


def hub(changes=None, stage=Stage.FORMING, trust=0.5):
    """A model with a strong hub whose week has begun, and one project at a stage."""
    model = made({**HUB, **(changes or {})})
    tie_all(model, trust)
    model.income()
    project = project_with(model, [one_of(model, r) for r in ROLES], pledged=stage > Stage.FORMING)
    project.stage = stage
    return model, project


# -- attention ------------------------------------------------------------------------------------


def test_formalism_cuts_attention():
    assert hub({"coordinator.formalism": 0.25})[0].coordinator.supply == pytest.approx(18.0)


def test_what_is_left_of_an_act_carries_over_but_whole_acts_do_not():
    model, _ = hub({"coordinator.attention": 2.5})
    model.coordinator.left = 3.75
    model.coordinator.begin_week()
    assert model.coordinator.left == pytest.approx(0.75 + 2.5)


@pytest.mark.parametrize("week, active", [(4, False), (5, True), (8, True), (9, False)])
def test_it_is_there_from_its_start_to_its_end_week(week, active):
    model = made({**HUB, "coordinator.start_week": 5, "coordinator.end_week": 9})
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


# -- running cost ---------------------------------------------------------------------------------


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


# -- mobilisation ---------------------------------------------------------------------------------


def test_an_introduction_makes_a_stranger_reachable_and_tied():
    model, project = hub({"forming.asks_per_week": 64, "forming.benefit": 100.0}, trust=0.0)
    project.members, project.invited = [project.members[0]], {project.members[0]}
    project.sectors = 1
    assert model.coordinator.act(project, Act.INTRODUCTION)
    (chosen, tie), = project.help.introduced.items()
    rules = model.parameters
    assert tie == pytest.approx(rules.forming.introduced_tie * 1.3)
    room = rules.forming.max_share * project.need.sum()
    could = forming.coverage(
        project.missing(), model.bodies.free, rules.forming.reserve_share, room
    )
    worth = could * np.where(model.bodies.sector == 0, 1.0, rules.forming.complement)
    worth[project.members[0]] = 0.0
    assert chosen == int(np.argmax(worth))  # informed: who could cover most
    forming.ask_partners(model, project)
    assert project.members == [project.members[0], chosen]
    assert model.ties.trust[chosen, project.members[0]] == pytest.approx(tie)


def test_no_introduction_of_who_is_known_better_already():
    model, project = hub(trust=0.9)
    assert not model.coordinator.act(project, Act.INTRODUCTION)


def test_an_introduction_never_makes_a_tie_above_one():
    changes = {"forming.introduced_tie": 1.0, "coordinator.legitimacy": (1.0, 1.0, 1.0)}
    model, project = hub(changes, trust=0.0)
    assert model.coordinator.act(project, Act.INTRODUCTION)
    assert max(project.help.introduced.values()) <= 1.0


def test_a_hub_that_is_distrusted_introduces_weakly():
    def tie(legitimacy: float) -> float:
        changes = {"coordinator.legitimacy": (legitimacy,) * 3}
        model, project = hub(changes, trust=0.0)
        model.coordinator.act(project, Act.INTRODUCTION)
        return max(project.help.introduced.values())

    assert tie(-0.5) == pytest.approx(tie(0.5) / 3.0)


def test_uninformed_introductions_are_by_lot():
    chosen = set()
    for week in range(20):
        model, project = hub({"coordinator.informed": False}, trust=0.0)
        model.week = week
        model.coordinator.act(project, Act.INTRODUCTION)
        chosen |= set(project.help.introduced)
    assert len(chosen) > 5


def waiting_for(model, k: int) -> None:
    model.voices.open[:] = 0.0
    model.voices.open[:, k] = 5.0


def test_a_panel_moves_scope_toward_real_need_and_a_blind_one_elsewhere():
    def far(informed: bool) -> float:
        listening = {"organisations.responsiveness": 1.0, "forming.panel_weight": 1.0}
        model, project = hub({"coordinator.informed": informed, **listening})
        waiting_for(model, 4)
        project.scope = model.organisations[project.initiator].propose_scope(project.sensed)
        before = distance(project.scope, np.eye(6)[4])
        model.coordinator.act(project, Act.PANEL)
        return float(distance(project.scope, np.eye(6)[4]) - before)

    assert far(informed=True) < -0.5
    assert far(informed=False) > 0.0


def test_the_permutation_is_one_cycle_that_leaves_no_category_in_place():
    for replicate in range(20):
        order = made(replicate=replicate).coordinator.permutation
        assert sorted(order) == list(range(6))
        place, seen = 0, []
        for _ in range(6):
            place = int(order[place])
            seen.append(place)
        assert sorted(seen) == list(range(6))


def test_the_backstop_fills_broken_labour_from_the_payers():
    model, project = hub(stage=Stage.DELIVERING)
    project.help.backstopped = True
    member = project.members[1]
    owed = project.owed[member, LABOUR]
    bodies, payers = model.bodies, model.bodies.sector == 0
    before, held = bodies.free[:, LABOUR].copy(), model.held()
    delivery._backstop(model, project, np.array([0.0, 0.25, 0.0]))
    assert project.sunk[LABOUR] == pytest.approx(0.25)
    assert project.owed[member, LABOUR] == pytest.approx(owed - 0.25)
    given = before - bodies.free[:, LABOUR]
    assert given[payers] == pytest.approx(0.25 * before[payers] / before[payers].sum())
    assert not given[~payers].any() and model.held() == pytest.approx(held)


def test_the_backstop_gives_no_more_labour_than_payers_have():
    model, _ = hub()
    model.bodies.free[:, LABOUR] = 0.0
    assert model.coordinator.take_labour(1.0) == 0.0
    model.bodies.free[0, LABOUR] = 0.4
    assert model.coordinator.take_labour(1.0) == pytest.approx(0.4)


def test_members_lead_by_example_and_residents_are_persuaded_by_legitimacy():
    model, _ = hub({"coordinator.mobilisation": 0.5, "coordinator.member_floor": 0.6,
                    "coordinator.resident_mobilisation": 0.02,
                    "coordinator.reach": (1.0, 1.0, 0.5)})  # fmt: skip
    mobilisation = model.coordinator.mobilisation()
    assert mobilisation.rise == pytest.approx(0.5 * 0.3 * 0.5 * 0.02)
    assert mobilisation.floor == pytest.approx(0.3)
    model.coordinator.legitimacy[2] = -0.4
    assert model.coordinator.mobilisation().rise == 0.0
    people = model.people.population
    people.participation[:] = 0.0
    model.update_residents()
    assert people.participation[people.member == 1].min() == pytest.approx(0.3)


# -- guidance -------------------------------------------------------------------------------------


def guided(changes=None, target=None, legitimacy=0.5):
    model, project = hub({"negotiation.pull_back": 0.0, "forming.transaction_rate": 0.0,
                          "negotiation.tolerance": 0.0, **(changes or {})})  # fmt: skip
    flat = np.full(6, 1.0 / 6.0)
    project = project_with(model, project.members)
    model.bodies.goals[project.members] = flat
    negotiation.begin(model, project)
    hub_of = model.coordinator
    hub_of.legitimacy[:] = legitimacy
    hub_of._estimate = np.array(target if target is not None else [0.5, 0.1, 0.1, 0.1, 0.1, 0.1])
    project.help.guided = True
    mean = negotiation._talk(model, project)
    return model, project, mean - flat


def test_guidance_pulls_inside_epsilon():
    assert guided()[2][0] > 0.01


def test_guidance_outside_epsilon_moves_nothing_and_costs_legitimacy():
    changes = {"negotiation.confidence": 0.3, "coordinator.backlash": 0.02}
    model, _, moved = guided(changes)
    assert moved == pytest.approx(np.zeros(6))
    model.coordinator.settle_backlash()
    assert model.coordinator.legitimacy == pytest.approx([0.48] * 3)
    model.coordinator.settle_backlash()
    assert model.coordinator.legitimacy == pytest.approx([0.48] * 3)


def test_guidance_with_negative_legitimacy_repels():
    assert guided(legitimacy=-0.5)[2][0] < -0.01


def test_guidance_without_legitimacy_or_reach_moves_nothing():
    assert guided(legitimacy=0.0)[2] == pytest.approx(np.zeros(6))
    model, project = hub()
    project.help.guided = True
    model.coordinator.reached[:] = False
    target, pull = model.coordinator.guidance_for(project)
    assert not pull.any() and target.sum() == pytest.approx(1.0)


def test_the_target_is_the_estimate_bent_by_panel_and_agenda():
    changes = {"coordinator.agenda": (0.0, 0.0, 0.0, 1.0, 0.0, 1.0), "coordinator.agenda_bias": 0.4,
               "forming.panel_weight": 0.7}  # fmt: skip
    model, project = hub(changes)
    estimate, agenda = normalise(np.arange(6.0)), np.array([0, 0, 0, 0.5, 0, 0.5])
    model.coordinator._estimate = estimate
    assert model.coordinator.target(project) == pytest.approx(0.6 * estimate + 0.4 * agenda)
    project.sample = np.eye(6)[0]
    need = 0.3 * estimate + 0.7 * np.eye(6)[0]
    assert model.coordinator.target(project) == pytest.approx(0.6 * need + 0.4 * agenda)


def test_a_blind_target_is_the_permuted_estimate():
    model, project = hub({"coordinator.informed": False})
    estimate = normalise(np.arange(1.0, 7.0))
    model.coordinator._estimate = estimate
    target = model.coordinator.target(project)
    assert sorted(target) == pytest.approx(sorted(estimate)) and (target != estimate).all()


def test_its_estimate_is_voiced_need_and_noise_makes_it_wrong():
    def error(noise: float) -> float:
        found = []
        for week in range(30):
            model = made({**HUB, "coordinator.sensing_noise": noise})
            model.week = week
            model.voices.voiced[:] = 1.0 + np.arange(6)
            found.append(distance(model.coordinator.estimate(), normalise(np.arange(1.0, 7.0))))
        return float(np.mean(found))

    assert error(0.0) == pytest.approx(0.0, abs=1e-12)
    assert 0.02 < error(0.3) < error(1.0)


@pytest.mark.parametrize("line, refused", [(0.2, True), (0.4, False), (1.0, False)])
def test_the_red_line_refuses_what_is_too_far_from_its_target(line, refused):
    model, project = hub({"coordinator.red_line": line})
    model.coordinator._estimate = np.array([0.4, 0.6, 0, 0, 0, 0])
    mean = np.array([0.7, 0.3, 0, 0, 0, 0])
    assert not model.coordinator.refuses(project, mean)
    project.help.guided = True
    assert model.coordinator.refuses(project, mean) == refused


def test_a_refused_agreement_is_no_agreement():
    model, project, _ = guided({"coordinator.red_line": 0.0, "negotiation.tolerance": 1.0})
    negotiation.advance_negotiation(model, project)
    assert project.stage is Stage.NEGOTIATING
    project.help.guided = False
    negotiation.advance_negotiation(model, project)
    assert project.stage is Stage.DELIVERING


def test_it_watches_those_it_reaches():
    model, project = hub(stage=Stage.DELIVERING)
    model.coordinator.reached[project.members[1]] = False
    model.coordinator.act(project, Act.MONITORING)
    assert project.help.watched[project.members].tolist() == [True, False, True]


# -- resources ------------------------------------------------------------------------------------


def test_slack_flows_to_the_pool_but_space_stays():
    changes = {"coordinator.slack_weeks": 4.0, "coordinator.pool_rate": 0.5,
               "coordinator.resources": 0.6, "coordinator.attention_cost": 0.0}  # fmt: skip
    model, _ = hub(changes)
    bodies, pool = model.bodies, model.coordinator.pool
    bodies.free[:] = 10.0 * bodies.income
    pool[:] = 0.0
    bodies.present[2] = False
    model.coordinator._fill_pool()
    slack = 6.0 * bodies.income
    slack[2] = 0.0
    slack[:, SPACE] = 0.0
    assert pool == pytest.approx(0.3 * slack.sum(axis=0))
    assert bodies.free == pytest.approx(10.0 * bodies.income - 0.3 * slack)


def test_labour_and_expertise_perish_in_the_pool_as_anywhere():
    model, _ = hub({"organisations.perish_rate": 0.1})
    model.coordinator.pool[:] = 5.0
    model.accounts.open_week()
    model.coordinator._perish()
    assert model.coordinator.pool.tolist() == [5.0, 4.5, 4.5, 5.0]
    assert model.accounts.lost.tolist() == [0.0, 0.5, 0.5, 0.0]


def test_a_transfer_moves_the_pool_to_the_gap_up_to_its_limit():
    model, project = hub({"coordinator.transfer_share": 0.25})
    model.coordinator.pool[:] = [100.0, 0.0, 0.5, 0.0]
    wanted = np.array([project.need[FUNDS], 0.0, 0.5, 0.0])
    limit = 0.25 * project.need.sum()
    expected = wanted * min(1.0, limit / wanted.sum())
    assert model.coordinator.act(project, Act.TRANSFER)
    assert project.pooled == pytest.approx(expected)
    assert model.coordinator.pool == pytest.approx([100.0, 0, 0.5, 0] - expected)
    assert project.missing() == pytest.approx(project.need - expected)


def test_without_pool_or_gap_there_is_no_transfer():
    model, project = hub()
    model.coordinator.pool[:] = 0.0
    assert not model.coordinator.act(project, Act.TRANSFER)
    model.coordinator.pool[:] = 5.0
    project.need = np.zeros(4)
    assert not model.coordinator.act(project, Act.TRANSFER)


def test_an_uninformed_transfer_moves_one_resource_by_lot_and_loses_nothing():
    moved = set()
    for week in range(12):
        model, project = hub({"coordinator.informed": False})
        model.week = week
        project.need = np.array([4.0, 0.0, 0.0, 0.0])
        model.coordinator.pool[:] = 3.0
        held = model.held()
        model.coordinator.act(project, Act.TRANSFER)
        moved |= set(np.flatnonzero(model.coordinator.pool < 3.0))
        assert not project.pooled[[LABOUR, EXPERTISE, SPACE]].any()
        assert model.held() == pytest.approx(held)
    assert len(moved) > 1


def test_the_whistle_speeds_signing():
    def weeks(whistled: bool) -> float:
        found = []
        for replicate in range(40):
            model = made({"sign_off.hazard": 0.1}, replicate)
            project = project_with(model, [0, 9], np.eye(6)[0])
            consent.begin(model, project)
            for _ in range(15):
                if project.stage is Stage.SIGN_OFF:
                    project.help.whistled = whistled
                    consent.advance_sign_off(model, project)
                    model.week += 1
            found.append(model.week)
        return float(np.mean(found))

    assert weeks(True) < weeks(False) - 1.5


def test_before_its_start_and_after_its_end_it_holds_nothing():
    model, _ = hub({"coordinator.end_week": 5})
    model.coordinator.pool[:] = [2.3, 0.0, 0.0, 4.6]
    model.bodies.present[4] = False
    free = model.bodies.free.copy()
    model.week = 5
    model.coordinator.begin_week()
    assert not model.coordinator.pool.any()
    gained = model.bodies.free - free
    share = np.array([2.3, 0.0, 0.0, 4.6]) / (model.bodies.size - 1)
    assert gained[model.bodies.present] == pytest.approx(np.tile(share, (model.bodies.size - 1, 1)))
    assert not gained[4].any()


# -- reach and legitimacy -------------------------------------------------------------------------


def test_reach_zero_reaches_nobody_and_can_do_nothing():
    model, project = hub({"coordinator.reach": (0.0, 0.0, 0.0)})
    assert not model.coordinator.reached.any()
    assert not any(model.coordinator.can(project, act) for act in Act)


def test_mediation_needs_all_members_watching_any_and_the_rest_the_initiator():
    model, project = hub()
    model.coordinator.reached[project.members[1]] = False
    able = {act: model.coordinator.can(project, act) for act in Act}
    assert not able.pop(Act.MEDIATION) and all(able.values())
    model.coordinator.reached[project.members[0]] = False
    able = {act for act in Act if model.coordinator.can(project, act)}
    assert able == {Act.MONITORING, Act.GUIDANCE}


def test_reach_is_a_share_of_each_sector():
    model = made({**HUB, "coordinator.reach": (1.0, 0.0, 0.5), "organisations.vendors": 60,
                  "organisations.volunteer_teams": 64,
                  "organisations.social_organisations": 64})  # fmt: skip
    shares = [model.coordinator.reached[model.bodies.sector == s].mean() for s in range(3)]
    assert shares[:2] == [1.0, 0.0] and shares[2] == pytest.approx(0.5, abs=0.12)


def test_strength_is_the_chance_that_an_act_has_content_times_the_acts_share():
    changes = {"coordinator.integration": 0.8, "coordinator.share_mediation": 0.5}
    model, project = hub(changes)
    content = 0
    for model.week in range(1000):
        content += model.coordinator.has_content(project, Act.MEDIATION)
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
