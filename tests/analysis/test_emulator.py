"""An emulator: what is known of a point that wasn't run, against functions that are known."""

import numpy as np
import pytest

from experiments.analysis import emulator
from experiments.config.emulated import Emulated

HOW = Emulated(fitted_on=60, steps=40, held_out=0.2)


def luck() -> np.random.Generator:
    return np.random.default_rng(0)


def curve(at: np.ndarray) -> np.ndarray:
    return np.sin(3.0 * at[:, 0]) + at[:, 1] ** 2


def test_a_known_curve_comes_back_under_known_noise_and_what_plays_no_part_is_ignored() -> None:
    at = luck().random((60, 3))
    noise = np.full(60, 0.02**2)
    found = emulator.fit(at, curve(at) + luck().normal(0.0, 0.02, 60), noise, HOW, luck())
    other = np.random.default_rng(1).random((400, 3))
    mean, spread = found.moments(other)
    residual = np.abs(mean - curve(other)) / spread
    assert np.abs(mean - curve(other)).max() < 0.2
    assert (residual <= 2.0).mean() >= 0.9
    assert np.allclose(found.mean(other), mean)


def test_held_out_points_show_a_noise_that_is_told_too_small() -> None:
    at, other = luck().random((200, 2)), np.random.default_rng(2)
    values = curve(at) + other.normal(0.0, 0.2, 200)
    honest = emulator.fit(at, values, np.full(200, 0.2**2), HOW, luck())
    half = Emulated(fitted_on=2, steps=1, held_out=0.5)
    within = [
        emulator.held_out(honest, at, values, np.full(200, told**2), half, luck())
        for told in (0.2, 0.02)
    ]
    assert within[0] >= 0.9 > 0.6 > within[1]


def test_a_pattern_without_spread_is_its_mean_and_one_never_defined_is_not_met() -> None:
    at = luck().random((5, 2))
    constant = emulator.fit(at, np.full(5, 0.3), np.zeros(5), HOW, luck())
    assert emulator.meets(*constant.moments(at), 0.0, 0.5).tolist() == [1.0] * 5
    assert emulator.meets(*constant.moments(at), 0.4, 0.5).tolist() == [0.0] * 5
    nothing = emulator.fit(at[:0], np.empty(0), np.empty(0), HOW, luck())
    assert emulator.meets(*nothing.moments(at), -np.inf, np.inf).tolist() == [0.0] * 5


def test_meeting_bounds_is_the_normal_s_share_between_them() -> None:
    found = emulator.meets(np.array([0.0, 1.0]), np.array([1.0, 1.0]), -1.0, 1.0)
    assert found == pytest.approx([0.6827, 0.4772], abs=1e-4)
