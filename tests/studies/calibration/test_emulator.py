"""Emulators: what is known of a point that wasn't run, against functions that are known."""

import numpy as np
import pandas as pd
import pytest

from experiments.config.calibrated import Emulated
from experiments.studies.calibration import check, design, emulator, score, waves
from experiments.studies.calibration.patterns import PATTERNS

HOW = Emulated(fitted_on=60, steps=40, held_out=0.2)
SETTINGS = design.read_settings()


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


def flat(mean: float, spread: float) -> emulator.Emulator:
    class Flat:
        def predict(self, at: np.ndarray, return_std: bool = False) -> object:
            known = np.full(len(at), mean)
            return (known, np.full(len(at), spread)) if return_std else known

    return emulator.Emulator(Flat(), 0.0, 1.0)


def all_met_but(**others: emulator.Emulator) -> emulator.Emulators:
    sure = {name: emulator.Emulator(None, 0.4, 0.0) for name in PATTERNS}
    sure["shortfalls_teach"] = emulator.Emulator(None, -1.0, 0.0)
    sure["few_take_part"] = sure["blocked"] = emulator.Emulator(None, 0.0, 0.0)
    return emulator.Emulators(SETTINGS, sure | others, {}, {})


def test_probabilities_of_patterns_multiply_and_what_cannot_reach_the_least_is_nought() -> None:
    at_bound = SETTINGS.patterns["honouring_falls"].least
    assert at_bound is not None
    doubtful = all_met_but(honouring_falls=flat(at_bound, 0.1), contributions_fall=flat(0.0, 0.1))
    points = design.hypercube(SETTINGS, 3)
    assert doubtful.probability(points) == pytest.approx(np.full(3, 0.25))
    assert doubtful.probability(points, 0.2) == pytest.approx(np.full(3, 0.25))
    assert doubtful.probability(points, 0.3).tolist() == [0.0] * 3
    assert all_met_but().probability(points, 0.9).tolist() == [1.0] * 3


def test_fresh_runs_are_weighed_by_precision_against_what_emulators_say() -> None:
    """Mean 0.02 at the bound with variance 0.01, fresh 0.22 with the same: 0.12 with 0.005."""
    points = design.hypercube(SETTINGS, 1)
    values = pd.DataFrame({name: [0.4] for name in PATTERNS})
    values = values.assign(
        shortfalls_teach=-1.0, few_take_part=0.0, blocked=0.0, honouring_falls=0.22
    )
    variances = pd.DataFrame({name: [0.01] for name in PATTERNS})
    fresh = score.Scored(points, values, variances)
    doubtful = all_met_but(honouring_falls=flat(0.02, 0.1))
    wanted = emulator.meets(np.array([0.12]), np.sqrt([0.005]), 0.02, np.inf)
    assert check.with_fresh_runs(doubtful, fresh) == pytest.approx(wanted)


def test_variances_of_points_are_drawn_toward_their_mean_by_degrees_of_freedom() -> None:
    own = pd.DataFrame({"breakdown": [0.0, 2.0, np.nan]})
    assert score.shrunk(own, 4)["breakdown"].tolist() == pytest.approx([0.5, 1.5, 1.0])


def test_the_search_takes_a_set_s_points_as_they_come_and_counts_what_it_looked_at(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    """Every tenth point is likely: of the first five found, the last is the 50th looked at."""

    def tenth(self: emulator.Emulators, points: pd.DataFrame, least: float = 0.0) -> np.ndarray:
        return np.where(np.arange(len(points)) % 10 == 9, 0.95, 0.3)

    monkeypatch.setattr(emulator.Emulators, "probability", tenth)

    class Place:
        settings, size = SETTINGS, SETTINGS.full

    rules = SETTINGS.sets[3]
    found = waves.search(Place(), all_met_but(), rules, 5, (0.9, 1.0), luck())  # type: ignore[arg-type]
    assert len(found.points) == 5 and found.draws == 50
    assert (found.points[SETTINGS.rules] == pd.Series(rules)).all(axis=None)
    assert (found.points["probability"] == 0.95).all()
    others = waves.search(Place(), all_met_but(), rules, 4, (0.05, 0.5), luck())  # type: ignore[arg-type]
    assert (others.points["probability"] == 0.3).all() and others.draws == 4


def test_drift_is_failure_of_the_later_years_less_that_of_the_earlier() -> None:
    runs = pd.DataFrame({
        "point": [0, 0, 1], "error": ["", "", "ValueError"],
        **{f"opportunities_of_year_{y}": [10.0, 10.0, 10.0] for y in range(1, 10)},
        **{f"failures_of_year_{y}": [y, y, 0.0] for y in range(1, 10)},
    })  # fmt: skip
    drift = check.drift_of(runs)
    assert drift[0] == pytest.approx(0.8 - 0.5) and np.isnan(drift[1])
    assert check.is_stationary(np.array([0.3, np.nan, -0.049, 0.051]), SETTINGS).tolist() == [
        0,
        0,
        1,
        0,
    ]
