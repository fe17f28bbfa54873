"""Guidance: one voice for an estimate of need, followed, unheard, refused or resented."""

import numpy as np
import pytest
from small import STRONG, hub, made

from sim.base.equations import distance, normalise
from sim.week.hub import estimate


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
