"""Spread over the accepted set: parameter spread and Monte Carlo error are kept apart."""

import numpy as np
import pandas as pd
import pytest

from experiments.calibration.design import read_settings
from experiments.outcomes import Arm
from experiments.spread import differences, points_of, spread
from sim.parameters import Parameters
from sim.vocabulary import End


def arm(name: str, broken: list[int], each: int = 10, failed: int = 0) -> Arm:
    """One arm: in replicate r, ``broken[r]`` of ``each`` formed opportunities broke, the rest
    were completed; ``failed`` more runs failed."""
    replicates = np.repeat(np.arange(len(broken)), each)
    ends = np.concatenate([[End.GOAL_CONFLICT] * b + [End.COMPLETED] * (each - b) for b in broken])
    projects = pd.DataFrame(
        {"replicate": replicates, "start_week": 30, "end_week": 50, "formed_week": 33, "end": ends}
    )
    weeks = pd.DataFrame({"replicate": 0, "week": np.arange(156)})
    status = ["ok"] * len(broken) + ["failed"] * failed
    runs = pd.DataFrame({"replicate": np.arange(len(status)), "status": status})
    return Arm(name, runs, projects, weeks, pd.DataFrame())


def test_a_point_s_difference_is_that_of_totals_treated_less_reference() -> None:
    table = differences([(arm("party", [3, 5]), arm("none", [6, 6]))])
    row = table[table["measure"] == "breakdown"].iloc[0]
    assert row["value"] == pytest.approx(8 / 20 - 12 / 20)
    # delete-one: -.1 without the first pair, -.3 without the second; sqrt(1/2 x 2 x .1^2)
    assert row["error"] == pytest.approx(0.1)


def test_failed_runs_count_at_their_worst_and_at_their_best() -> None:
    table = differences([(arm("party", [3, 5], failed=2), arm("none", [6, 6], failed=1))])
    row = table[table["measure"] == "breakdown"].iloc[0]
    assert row["value"] == pytest.approx(8 / 20 - 12 / 20)
    assert row["failed"] == 3
    # two failed runs stand for 20 opportunities, one for 10: none of them broken, or all
    assert row["bound_low"] == pytest.approx(8 / 40 - 22 / 30)
    assert row["bound_high"] == pytest.approx(28 / 40 - 12 / 30)
    found = spread(table).set_index("measure").loc["breakdown"]
    assert (found["failed"], found["lowers_certain"], found["lowers_possible"]) == (3, 0.0, 1.0)
    assert found["bound_high"] == pytest.approx(28 / 40 - 12 / 30)


def test_without_failed_runs_the_bounds_are_the_difference_itself() -> None:
    row = differences([(arm("party", [3, 5]), arm("none", [6, 6]))]).iloc[0]
    assert row["bound_low"] == row["bound_high"] == pytest.approx(row["value"])


def test_shares_are_of_points_by_the_smallest_effect_of_interest() -> None:
    values = [-0.2, -0.05, -0.04, 0.0, 0.06]
    table = pd.DataFrame({"point": range(5), "measure": "failure", "value": values, "error": 0.01})
    table = table.assign(failed=0, bound_low=values, bound_high=values)
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
