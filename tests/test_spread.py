"""Spread over the accepted set: parameter spread and Monte Carlo error are kept apart."""

import numpy as np
import pandas as pd
import pytest

from experiments.calibration.design import read_settings
from experiments.outcomes import Arm
from experiments.spread import differences, points_of, spread
from sim.parameters import Parameters
from sim.vocabulary import End


def arm(name: str, broken: list[int], each: int = 10) -> Arm:
    """One arm: in replicate r, ``broken[r]`` of ``each`` formed opportunities broke, the rest
    were completed."""
    replicates = np.repeat(np.arange(len(broken)), each)
    ends = np.concatenate([[End.GOAL_CONFLICT] * b + [End.COMPLETED] * (each - b) for b in broken])
    projects = pd.DataFrame(
        {"replicate": replicates, "start_week": 30, "end_week": 50, "formed_week": 33, "end": ends}
    )
    weeks = pd.DataFrame({"replicate": 0, "week": np.arange(156)})
    runs = pd.DataFrame({"replicate": np.arange(len(broken)), "status": "ok"})
    return Arm(name, runs, projects, weeks, pd.DataFrame())


def test_a_point_s_difference_is_that_of_totals_treated_less_reference() -> None:
    table = differences([(arm("party", [3, 5]), arm("none", [6, 6]))])
    row = table[table["measure"] == "breakdown"].iloc[0]
    assert row["value"] == pytest.approx(8 / 20 - 12 / 20)
    # delete-one: -.1 without the first pair, -.3 without the second; sqrt(1/2 x 2 x .1^2)
    assert row["error"] == pytest.approx(0.1)


def test_shares_are_of_points_by_the_smallest_effect_of_interest() -> None:
    values = [-0.2, -0.05, -0.04, 0.0, 0.06]
    table = pd.DataFrame({"point": range(5), "measure": "failure", "value": values, "error": 0.01})
    row = spread(table).iloc[0]
    assert (row["lowers"], row["within"], row["raises"]) == (0.4, 0.4, 0.2)
    assert (row["median"], row["negative"], row["points"]) == (-0.04, 0.6, 5)
    assert row["monte_carlo"] == pytest.approx(0.01)


def test_every_accepted_point_is_the_base_with_calibrated_parameters_only() -> None:
    base = Parameters()
    points = points_of(base)
    assert len(points) >= read_settings().full.narrowing.least
    assert len({point.model_dump_json() for point in points}) == len(points)
    for point in points:
        assert point.coordinator == base.coordinator
        assert point.market == base.market
