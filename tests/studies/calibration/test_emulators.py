"""Emulators of all patterns: the probability that a point meets them, and what is drawn by it."""

import numpy as np
import pandas as pd
import pytest

from experiments.analysis.emulator import Emulator, meets
from experiments.studies.calibration import check, design, emulator, score, waves
from experiments.studies.calibration.patterns import PATTERNS

SETTINGS = design.read_settings()


def luck() -> np.random.Generator:
    return np.random.default_rng(0)


def flat(mean: float, spread: float) -> Emulator:
    class Flat:
        def predict(self, at: np.ndarray, return_std: bool = False) -> object:
            known = np.full(len(at), mean)
            return (known, np.full(len(at), spread)) if return_std else known

    return Emulator(Flat(), 0.0, 1.0)


def all_met_but(**others: Emulator) -> emulator.Emulators:
    sure = {name: Emulator(None, 0.4, 0.0) for name in PATTERNS}
    sure["shortfalls_teach"] = Emulator(None, -1.0, 0.0)
    sure["few_take_part"] = sure["blocked"] = Emulator(None, 0.0, 0.0)
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
    wanted = meets(np.array([0.12]), np.sqrt([0.005]), 0.02, np.inf)
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
