"""Guidance: one voice for an estimate of need, followed, unheard, refused or resented."""

import numpy as np
import pytest
from small import STRONG, hub, hub_does, hub_hears, live, made, project_with

from sim.base.equations import distance, normalise
from sim.base.vocabulary import Act, Stage
from sim.week.hub import estimate
from sim.week.learning import settle_backlash
from sim.week.negotiation import pull, start_negotiation
from sim.week.schedule import set_targets


def talk(model, project) -> None:
    """The project lives a week, with what the coordinator asks of it."""
    set_targets(model.world)
    live(model, project)


def guided(changes=None, legitimacy=0.5):
    model, project = hub({"negotiation.pull_back": 0.0, "forming.transaction_rate": 0.0,
                          "negotiation.tolerance": 0.0, **(changes or {})})  # fmt: skip
    flat = np.full(6, 1.0 / 6.0)
    project = project_with(model, project.members)
    model.world.organisations.goals[project.members] = flat
    start_negotiation(model.world, project.row)
    model.world.hub.legitimacy[:] = legitimacy
    hub_hears(model, [0.5, 0.1, 0.1, 0.1, 0.1, 0.1])
    project.guided = True
    talk(model, project)
    return model, project, project.mean - flat


def test_guidance_pulls_inside_epsilon():
    assert guided()[2][0] > 0.01


def test_guidance_outside_epsilon_moves_nothing_and_costs_legitimacy():
    changes = {"negotiation.confidence": 0.3, "coordinator.backlash": 0.02}
    model, _, moved = guided(changes)
    assert moved == pytest.approx(np.zeros(6))
    settle_backlash(model.world)
    assert model.coordinator.legitimacy == pytest.approx([0.48] * 3)
    settle_backlash(model.world)
    assert model.coordinator.legitimacy == pytest.approx([0.48] * 3)


def test_guidance_with_negative_legitimacy_repels():
    assert guided(legitimacy=-0.5)[2][0] < -0.01


def test_guidance_without_legitimacy_or_reach_moves_nothing():
    assert guided(legitimacy=0.0)[2] == pytest.approx(np.zeros(6))
    model, project = hub()

    def pulls(guides: bool, legitimacy: float, reached: bool) -> list[float]:
        project.guided = guides
        model.world.hub.legitimacy[:], model.world.hub.reached[:] = legitimacy, reached
        return [pull(model.world, project.row, c) for c in project.members]

    assert pulls(True, 1.0, False) == pulls(True, 0.0, True) == pulls(False, 1.0, True) == [0.0] * 3
    assert pulls(True, 1.0, True) == [1.0] * 3


def test_the_target_is_the_estimate_bent_by_panel_and_agenda():
    changes = {"coordinator.agenda": (0.0, 0.0, 0.0, 1.0, 0.0, 1.0), "coordinator.agenda_bias": 0.4,
               "forming.panel_weight": 0.7}  # fmt: skip
    model, project = hub(changes)
    needs, agenda = normalise(np.arange(6.0)), np.array([0, 0, 0, 0.5, 0, 0.5])
    hub_hears(model, needs)
    assert model.coordinator.target(project) == pytest.approx(0.6 * needs + 0.4 * agenda)
    project.sample, project.sampled = np.eye(6)[0], True
    need = 0.3 * needs + 0.7 * np.eye(6)[0]
    assert model.coordinator.target(project) == pytest.approx(0.6 * need + 0.4 * agenda)


def test_a_blind_target_is_the_permuted_estimate():
    model, project = hub({"coordinator.informed": False})
    needs = normalise(np.arange(1.0, 7.0))
    hub_hears(model, needs)
    target = model.coordinator.target(project)
    assert sorted(target) == pytest.approx(sorted(needs)) and (target != needs).all()


def test_its_estimate_is_voiced_need_and_noise_makes_it_wrong():
    def error(noise: float) -> float:
        found = []
        for week in range(30):
            model = made({**STRONG, "coordinator.sensing_noise": noise})
            model.world.now["week"] = week
            model.world.voices.voiced[:] = 1.0 + np.arange(6)
            found.append(distance(estimate(model.world, 0), normalise(np.arange(1.0, 7.0))))
        return float(np.mean(found))

    assert error(0.0) == pytest.approx(0.0, abs=1e-12)
    assert 0.02 < error(0.3) < error(1.0)


def test_it_estimates_anew_each_week():
    model = hub()[0]
    model.world.voices.voiced[:] = 1.0
    first = estimate(model.world, 0)
    assert np.array_equal(estimate(model.world, 0), first)
    model.world.now["week"] += 1
    assert not np.array_equal(estimate(model.world, 0), first)


@pytest.mark.parametrize("line, refused", [(0.2, True), (0.4, False), (1.0, False)])
def test_the_red_line_refuses_what_is_too_far_from_its_target(line, refused):
    model, project = hub({"coordinator.red_line": line})
    hub_hears(model, [0.4, 0.6, 0, 0, 0, 0])
    project.guided = True
    set_targets(model.world)
    scope = np.array([0.7, 0.3, 0, 0, 0, 0])
    assert model.coordinator.refuses(project, scope) == refused
    project.guided = False
    assert not model.coordinator.refuses(project, scope)


def test_a_refused_agreement_is_no_agreement():
    model, project, _ = guided({"coordinator.red_line": 0.0, "negotiation.tolerance": 1.0})
    talk(model, project)
    assert project.stage is Stage.NEGOTIATING
    project.guided = False
    talk(model, project)
    assert project.stage is Stage.DELIVERING


def test_it_watches_those_it_reaches():
    model, project = hub(stage=Stage.DELIVERING)
    model.world.hub.reached[project.members[1]] = False
    hub_does(model, project, Act.MONITORING)
    assert project.watched[project.members].tolist() == [True, False, True]
