"""What is believed of effects over the population, and the weight that changes its sentence."""

import numpy as np
import pandas as pd
import pytest

from experiments.analysis.emulator import Emulator
from experiments.config.emulated import Emulated
from experiments.studies import population_analysis as analysis
from experiments.studies import population_verdict as verdict
from experiments.studies.population_points import LEVELS

HOW = Emulated(fitted_on=300, steps=20, held_out=0.2)


def test_luck_of_a_point_is_a_quarter_of_its_halves_squared_difference(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of a mean of two halves with variance v each, v / 2; their difference has a variance 2 v."""
    given = []

    def fit(at: np.ndarray, value: np.ndarray, variances: np.ndarray, *_: object) -> Emulator:
        given.append((value, variances))
        return Emulator(None, 0.0, 0.0)

    monkeypatch.setattr(analysis, "fit", fit)
    halves = np.array([[0.2, 0.4], [0.1, 0.1], [0.5, 0.1]])
    analysis.posterior(np.zeros((3, 1)), halves, HOW, 0)
    [(value, variances)] = given
    assert value == pytest.approx([0.3, 0.1, 0.3])
    assert variances == pytest.approx([(0.04 + 0.0 + 0.16) / 3 / 4] * 3)


def test_the_weight_told_is_the_nearest_to_its_own_wherever_others_change_the_sentence_too() -> (
    None
):
    """One level of four lowers, the others raise, so that with a quarter nothing is settled: it
    lowers from a half on, raises to a half under none of it."""
    rule, (one, other) = next((rule, LEVELS[rule][:2]) for rule in LEVELS)
    rules = pd.DataFrame({name: [levels[0]] * 20 for name, levels in LEVELS.items()})
    rules[rule] = [one] * 10 + [other] * 10
    f = np.repeat([[-0.1] * 10 + [0.1] * 10], 50, axis=0)
    found = verdict.tipping({"breakdown": f, "failure": f}, rules)
    told = found[found["level"] == one].iloc[0]
    assert told["equal"] == 0.5
    nearest = told["weight"]
    assert abs(nearest - 0.5) == pytest.approx(0.05)
