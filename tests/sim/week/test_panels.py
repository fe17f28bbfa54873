"""A deliberation panel hears real needs, and a project is drawn up anew."""

import numpy as np
import pytest
from small import made, one_of, project_with

from sim.base.vocabulary import Role
from sim.week.panels import hold_panel, waiting_near

IN_ORDER = np.arange(6)


def test_a_panel_replaces_part_of_what_was_sensed_by_a_sample_of_real_needs():
    model = made({"forming.panel_size": 10_000, "forming.panel_weight": 1.0,
                  "organisations.responsiveness": 1.0})  # fmt: skip
    project = project_with(model, [one_of(model, Role.VENDOR)], pledged=False)
    waiting = model.world.voices.open
    waiting[:] = 0.0
    waiting[:, 2] = 3.0
    waiting[:, 5] = 1.0
    hold_panel(model.world, project.row, IN_ORDER)
    assert project.sampled
    assert project.sample == pytest.approx([0, 0, 0.75, 0, 0, 0.25], abs=0.02)
    assert project.scope == pytest.approx(project.sample)
    assert project.need == pytest.approx(project.scope @ model.world.needs)


def test_a_panels_error_falls_with_its_size():
    def error(size: int) -> float:
        model = made({"forming.panel_size": size})
        project = project_with(model, [0], pledged=False)
        model.world.voices.open[:] = truth = np.array([0.3, 0.3, 0.2, 0.1, 0.1, 0.0])
        found = []
        for week in range(200):  # each week has luck of its own
            model.world.now["week"] = week
            hold_panel(model.world, project.row, IN_ORDER)
            found.append(0.5 * np.abs(project.sample - truth).sum())
        return float(np.mean(found))

    assert error(160) < 0.4 * error(10)  # as one over the root: 1/4


def test_a_panel_among_the_content_leaves_scope_to_what_was_sensed():
    model = made()
    project = project_with(model, [0], pledged=False)
    model.world.voices.open[:] = 0.0
    hold_panel(model.world, project.row, IN_ORDER)
    assert project.sampled and np.array_equal(project.sample, project.sensed)


def test_a_panel_hears_what_waits_at_the_projects_own_buildings():
    model = made()
    project = project_with(model, [0, 9])
    project.entrance = np.arange(len(project.entrance)) < model.world.places.entrance_of[2]
    opened = model.world.voices.open
    opened[:] = np.arange(36.0).reshape(6, 6)
    assert waiting_near(model.world, project.row) == pytest.approx(opened[0] + opened[1])


def test_a_blind_panel_hears_other_categories_than_those_that_wait():
    model = made({"forming.panel_size": 40})
    project = project_with(model, [0, 9])
    model.world.voices.open[:] = np.array([0.0, 0.0, 5.0, 0.0, 0.0, 0.0])
    hold_panel(model.world, project.row, np.roll(IN_ORDER, 1))
    assert project.sample.tolist() == np.eye(6)[3].tolist()
