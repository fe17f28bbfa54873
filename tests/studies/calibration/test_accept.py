"""The accepted set: weights, its middle, what was narrowed, what each pattern rules out."""

import numpy as np
import pandas as pd
import pytest

from experiments.studies.calibration import accept, design, score
from experiments.studies.calibration.waves import Found

SETTINGS = design.read_settings()


def test_the_medoid_is_the_point_nearest_to_all_others_by_weight() -> None:
    points = np.array([[0.0, 0.0], [0.4, 0.0], [0.5, 0.0], [1.0, 0.0]])
    assert accept.medoid(points, np.ones(4)) in (1, 2)
    assert accept.medoid(points, np.array([9.0, 1.0, 1.0, 1.0])) == 0


def test_narrowing_compares_ninety_per_cent_ranges_by_weight() -> None:
    spread = np.linspace(0.0, 1.0, 1001)
    points = np.column_stack([spread, 0.3 + spread / 4])
    assert accept.narrowed(points, np.ones(1001)) == pytest.approx([0.0, 0.75], abs=0.01)
    lower = np.where(spread < 0.5, 1.0, 0.0)
    assert accept.narrowed(points, lower)[0] == pytest.approx(0.5, abs=0.01)


def test_effective_size_is_the_number_of_equal_weights_that_tell_as_much() -> None:
    assert accept.effective([0.25] * 4) == pytest.approx(4.0)
    assert accept.effective([1.0, 1.0, 0.0]) == pytest.approx(2.0)
    assert accept.effective([]) == 0.0


def found(*probabilities: float) -> Found:
    points = design.hypercube(SETTINGS, len(probabilities)).assign(probability=probabilities)
    return Found(points, 100)


def test_sets_weigh_alike_and_points_in_a_set_by_their_probability() -> None:
    points = accept.accepted(
        {0: found(0.9, 0.9), 1: found(0.9, 0.945, 0.955, 1.0), 2: Found(found(0.9).points[:0], 100)}
    )
    assert points["weight"][:2].tolist() == pytest.approx([0.25, 0.25])
    assert points["weight"][2:].tolist() == pytest.approx(np.array([0.9, 0.945, 0.955, 1.0]) / 7.6)


def test_a_pattern_tells_what_it_alone_rules_out_and_one_that_all_meet_is_no_evidence() -> None:
    points = design.hypercube(SETTINGS, 4)
    values = pd.DataFrame({name: [0.4] * 4 for name in SETTINGS.patterns})
    values = values.assign(blocked=0.0, few_take_part=0.0, shortfalls_teach=-1.0)
    values["breakdown"] = [0.4, 0.9, 0.9, np.nan]
    values["failure"] = [0.4, 0.4, 0.9, 0.4]
    prior = score.Scored(points, values, values)
    kept = {0: found(0.9)}
    table = accept.accepted(kept).assign(drift=[0.01], stationary=[1.0])
    told = accept.result(table, kept, prior, SETTINGS, 0)
    assert told["prior_met_all"] == 1
    assert (
        told["patterns_met"]["breakdown"]["met"],
        told["patterns_met"]["breakdown"]["alone"],
    ) == (1, 2)
    assert (told["patterns_met"]["failure"]["met"], told["patterns_met"]["failure"]["alone"]) == (
        3,
        0,
    )
    assert (
        told["patterns_met"]["breakdown"]["evidence"]
        and not told["patterns_met"]["blocked"]["evidence"]
    )
    assert told["stationary"] == 1.0 and told["medoid"] is not None


def test_a_set_without_points_has_no_medoid() -> None:
    kept = {0: found(0.9), 1: Found(found(0.9).points[:0], 7)}
    table = accept.accepted(kept).assign(drift=[0.2], stationary=[0.0])
    prior = score.Scored(
        design.hypercube(SETTINGS, 1), *[pd.DataFrame({n: [0.4] for n in SETTINGS.patterns})] * 2
    )
    told = accept.result(table, kept, prior, SETTINGS, 1)
    assert told["medoid"] is None and told["sets"][1]["draws"] == 7 and told["stationary"] == 0.0


def test_a_weighted_quantile_has_half_of_a_value_s_weight_on_either_side() -> None:
    """Weights 1, 2 and 1: their middles lie at 1/8, 1/2 and 7/8."""
    values, weights = np.array([3.0, 1.0, 2.0]), np.array([1.0, 1.0, 2.0])
    found = accept.quantiles(values, weights, (1 / 8, 5 / 16, 1 / 2, 7 / 8, 0.99))
    assert found == pytest.approx([1.0, 1.5, 2.0, 3.0, 3.0])
