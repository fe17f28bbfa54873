"""Guidance: one voice for an estimate of need, followed, unheard, refused or resented."""

import numpy as np
import pytest
from sim.projects import Stage
from small import STRONG, hub, live, made, project_with

from sim import negotiation
from sim.base.equations import distance, normalise
from sim.base.vocabulary import Act


def guided(changes=None, target=None, legitimacy=0.5):
    model, project = hub({"negotiation.pull_back": 0.0, "forming.transaction_rate": 0.0,
                          "negotiation.tolerance": 0.0, **(changes or {})})  # fmt: skip
    flat = np.full(6, 1.0 / 6.0)
    project = project_with(model, project.members)
    model.bodies.goals[project.members] = flat
    negotiation.begin(model, project)
    hub_of = model.coordinator
    hub_of.legitimacy[:] = legitimacy
    hub_of._estimates[0] = np.array(
        target if target is not None else [0.5, 0.1, 0.1, 0.1, 0.1, 0.1]
    )
    project.help.guided = True
    live(model, project)
    return model, project, model.tables.mean[project.row] - flat


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
    bodies, reached = model.bodies, np.zeros(model.bodies.size, bool)
    for legitimacy, whom in ((np.ones(3), reached), (np.zeros(3), ~reached)):
        assert not negotiation.pulls(project.who, True, legitimacy, whom, bodies.sector).any()
    assert negotiation.pulls(project.who, True, np.ones(3), ~reached, bodies.sector).all()
    assert not negotiation.pulls(project.who, False, np.ones(3), ~reached, bodies.sector).any()


def test_the_target_is_the_estimate_bent_by_panel_and_agenda():
    changes = {"coordinator.agenda": (0.0, 0.0, 0.0, 1.0, 0.0, 1.0), "coordinator.agenda_bias": 0.4,
               "forming.panel_weight": 0.7}  # fmt: skip
    model, project = hub(changes)
    estimate, agenda = normalise(np.arange(6.0)), np.array([0, 0, 0, 0.5, 0, 0.5])
    model.coordinator._estimates[0] = estimate
    assert model.coordinator.target(project) == pytest.approx(0.6 * estimate + 0.4 * agenda)
    project.sample = np.eye(6)[0]
    need = 0.3 * estimate + 0.7 * np.eye(6)[0]
    assert model.coordinator.target(project) == pytest.approx(0.6 * need + 0.4 * agenda)


def test_a_blind_target_is_the_permuted_estimate():
    model, project = hub({"coordinator.informed": False})
    estimate = normalise(np.arange(1.0, 7.0))
    model.coordinator._estimates[0] = estimate
    target = model.coordinator.target(project)
    assert sorted(target) == pytest.approx(sorted(estimate)) and (target != estimate).all()


def test_its_estimate_is_voiced_need_and_noise_makes_it_wrong():
    def error(noise: float) -> float:
        found = []
        for week in range(30):
            model = made({**STRONG, "coordinator.sensing_noise": noise})
            model.week = week
            model.voices.voiced[:] = 1.0 + np.arange(6)
            found.append(distance(model.coordinator.estimate(), normalise(np.arange(1.0, 7.0))))
        return float(np.mean(found))

    assert error(0.0) == pytest.approx(0.0, abs=1e-12)
    assert 0.02 < error(0.3) < error(1.0)


def test_it_estimates_anew_each_week():
    model = hub()[0]
    model.voices.voiced[:] = 1.0
    first = model.coordinator.estimate()
    assert model.coordinator.estimate() is first
    model.week += 1
    model.coordinator.begin_week()
    assert not np.array_equal(model.coordinator.estimate(), first)


@pytest.mark.parametrize("line, refused", [(0.2, True), (0.4, False), (1.0, False)])
def test_the_red_line_refuses_what_is_too_far_from_its_target(line, refused):
    model, project = hub({"coordinator.red_line": line})
    model.coordinator._estimates[0] = np.array([0.4, 0.6, 0, 0, 0, 0])
    model.tables.mean[project.row] = [0.7, 0.3, 0, 0, 0, 0]
    model.tables.target[project.row] = model.coordinator.target(project)
    assert model.coordinator.refuses(project) == refused


def test_a_refused_agreement_is_no_agreement():
    model, project, _ = guided({"coordinator.red_line": 0.0, "negotiation.tolerance": 1.0})
    live(model, project)
    assert project.stage is Stage.NEGOTIATING
    project.help.guided = False
    live(model, project)
    assert project.stage is Stage.DELIVERING


def test_it_watches_those_it_reaches():
    model, project = hub(stage=Stage.DELIVERING)
    model.coordinator.reached[project.members[1]] = False
    model.coordinator.act(project, Act.MONITORING)
    assert project.help.watched[project.members].tolist() == [True, False, True]
