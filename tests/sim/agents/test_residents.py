"""Residents of a building as an agent."""

import numpy as np
import pytest
from as_agents import busy
from small import made, project_with

from sim.agents.residents import ResidentGroup


def test_residents_and_the_coordinator_are_not_removed():
    model = busy()
    with pytest.raises(ValueError, match=r"^building 2: residents are part of the place and stay$"):
        model.resident_groups[2].remove()
    with pytest.raises(ValueError, match=r"^the coordinator: set coordinator\.end_week, or .*$"):
        model.coordinator.remove()
    assert model.coordinator in model.agents and len(model.agents_by_type[ResidentGroup]) == 6


def test_a_resident_groups_voice_is_its_building():
    model = made({"community.arrival_rate": 1.0})
    assert np.array_equal(model.resident_groups[1].voice, model.world.voices.voiced[1])
    assert model.resident_groups[1].voice.any()


def test_compensation_brings_entrances_to_consent():
    model = busy()
    project = project_with(model, [0, 9])
    poor, rich = (
        [group.consents(project, 0, paid).sum() for group in model.resident_groups]
        for paid in (-1000.0, 1000.0)
    )
    assert sum(poor) < sum(rich) and all(np.less_equal(poor, rich))
