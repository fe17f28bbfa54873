"""The coordinator as an agent: what it aims at, and what it refuses."""

import numpy as np
import pytest
from small import STRONG, hub, hub_hears, made

from sim.base.equations import normalise
from sim.week.schedule import set_targets


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


def test_a_hub_that_is_handed_over_elects_nobody():
    rotating = {**STRONG, "coordinator.rotation_weeks": 10}
    assert made(rotating).coordinator.elects() is not None
    assert made({**rotating, "coordinator.handed_over": True}).coordinator.elects() is None
