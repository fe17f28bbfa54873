"""Guidance: one voice for an estimate of need, followed, unheard, refused or resented."""

import numpy as np
import pytest
from small import STRONG, hub, made

from sim.base.equations import distance, normalise
from sim.week.hub import estimate


def test_its_estimate_is_voiced_need_and_noise_makes_it_wrong():
    def error(noise: float) -> float:
        model, found = made({**STRONG, "coordinator.sensing_noise": noise}), []
        model.world.voices.voiced[:] = 1.0 + np.arange(6)
        for code in range(30):
            found.append(distance(estimate(model.world, code, 0), normalise(np.arange(1.0, 7.0))))
        return float(np.mean(found))

    assert error(0.0) == pytest.approx(0.0, abs=1e-12)
    assert 0.02 < error(0.3) < error(1.0)


def test_noise_stays_with_a_project_and_what_is_heard_changes_its_estimate():
    model = hub()[0]
    model.world.voices.voiced[:] = 1.0
    first = estimate(model.world, 7, 0)
    model.world.now["week"] += 1
    assert np.array_equal(estimate(model.world, 7, 0), first)
    assert not np.array_equal(estimate(model.world, 8, 0), first)
    model.world.voices.voiced[:, 2] = 3.0  # what is heard three times as often, with its noise
    again = normalise(first * np.array([1.0, 1.0, 3.0, 1.0, 1.0, 1.0]))
    assert estimate(model.world, 7, 0) == pytest.approx(again)
