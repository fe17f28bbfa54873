"""Spread over the accepted set: parameter spread and Monte Carlo error are kept apart."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from known import plan, planted_cell
from scipy import stats

from experiments.analysis.outcomes import Arm
from experiments.analysis.pairing import arm_of, matched
from experiments.analysis.spread import REGIONS, differences, landscape, shares, spread
from experiments.base.errors import InputError
from experiments.config.accepted import points_of
from experiments.store import Study
from sim.base.vocabulary import End
from sim.parameters import Parameters


def arm(name: str, broken: list[int], each: int = 10, failed: int = 0) -> Arm:
    """One arm: in replicate r, ``broken[r]`` of ``each`` formed opportunities broke, the rest
    were completed; ``failed`` more runs failed."""
    replicates = np.repeat(np.arange(len(broken)), each)
    ends = np.concatenate([[End.GOAL_CONFLICT] * b + [End.COMPLETED] * (each - b) for b in broken])
    projects = pd.DataFrame(
        {"replicate": replicates, "start_week": 30, "end_week": 50, "formed_week": 33, "end": ends}
    )
    weeks = pd.DataFrame(
        {
            "replicate": np.repeat(np.arange(len(broken)), 156),
            "week": np.tile(np.arange(156), len(broken)),
            "vacant": 0.0,
            "live_joined": 1,
            "net_value": 1.0,
            "served": 60,
        }
    )
    status = ["ok"] * len(broken) + ["failed"] * failed
    runs = pd.DataFrame({"replicate": np.arange(len(status)), "status": status, "capacity": 1.0})
    return Arm(name, runs, projects.assign(size=1.0), weeks, pd.DataFrame())


def test_a_point_s_difference_is_that_of_totals_treated_less_reference() -> None:
    table = differences([(arm("party", [3, 5]), arm("none", [6, 6]))])
    row = table[table["measure"] == "breakdown"].iloc[0]
    assert row["value"] == pytest.approx(8 / 20 - 12 / 20)
    # delete-one: -.1 without the first pair, -.3 without the second; sqrt(1/2 x 2 x .1^2)
    assert row["error"] == pytest.approx(0.1)


def test_collapse_at_a_point_is_the_difference_of_the_share_of_weeks() -> None:
    treated, reference = arm("party", [3, 5], each=20), arm("none", [6, 6], each=20, failed=2)
    # two signs from week 80 on, so collapsed from 92 on, in the second run
    troubled = (reference.history["replicate"] == 1) & (reference.history["week"] >= 80)
    reference.history.loc[troubled, ["vacant", "live_joined"]] = (0.5, 0)
    table = differences([(treated, reference)])
    row = table[table["measure"] == "collapse"].iloc[0]
    share = (156 - 92) / (156 - 52)
    assert (row["treated"], row["control"]) == (0.0, pytest.approx(share / 2))
    assert row["value"] == pytest.approx(-share / 2)
    # two failed runs of the reference, never collapsed or always
    assert row["bound_low"] == pytest.approx(-(share + 2) / 4)
    assert row["bound_high"] == pytest.approx(-share / 4)


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
    assert points
    assert len({point.model_dump_json() for point in points}) == len(points)
    for point in points:
        assert point.coordinator == base.coordinator
        assert point.market == base.market


def points(values: list[float], error: float, measure: str = "failure") -> pd.DataFrame:
    table = pd.DataFrame({"point": range(len(values)), "measure": measure, "value": values})
    half = 2 * error
    return table.assign(error=error, low=table["value"] - half, high=table["value"] + half)


def test_the_share_that_helps_has_wilson_s_interval_over_points() -> None:
    """3 of 10: Wilson .1078 to .6032."""
    table = points([-0.2, -0.05, -0.3, 0.0, 0.01, 0.02, -0.04, 0.049, 0.05, 0.1], 0.001)
    found = shares(table).set_index("region")
    assert found["share"].to_dict() == {"helps": 0.3, "within": 0.5, "harms": 0.2}
    assert found.loc["helps", ["low", "high"]].tolist() == pytest.approx([0.1078, 0.6032], abs=5e-5)
    assert found["clear"].to_dict() == {"helps": 0.2, "within": 0.4, "harms": 0.1}


def test_for_completion_more_is_what_helps() -> None:
    found = shares(points([0.2, 0.2, 0.0, -0.1], 0.001, "completed")).set_index("region")
    assert found["share"].to_dict() == {"helps": 0.5, "within": 0.25, "harms": 0.25}


def test_spread_that_is_all_monte_carlo_error_is_taken_out() -> None:
    """Every point's effect is 0; errors of 8 points make half of them look like more than 5."""
    luck = np.random.default_rng(4)
    found = shares(points(list(luck.normal(0, 0.08, 400)), 0.08)).set_index("region")
    assert found.loc["within", "share"] < 0.55
    assert found.loc["within", "expected"] > 0.95


def test_spread_that_is_all_parameters_is_left_as_it_is() -> None:
    values = [-0.3] * 6 + [0.0] * 4
    found = shares(points(values, 0.002)).set_index("region")
    assert found["expected"].tolist() == pytest.approx(found["share"].tolist(), abs=1e-6)
    assert found["monte_carlo"].max() < 1e-3


def test_monte_carlo_s_part_is_that_of_points_near_the_border() -> None:
    """Two of ten points lie on the border: each is a coin, so sqrt(2 x 1/4) / 10."""
    values = [-0.05] * 2 + [-0.4] * 4 + [0.3] * 4
    row = shares(points(values, 0.002)).set_index("region").loc["helps"]
    assert row["monte_carlo"] == pytest.approx(np.sqrt(0.5) / 10, abs=1e-3)


def test_too_few_points_have_shares_but_no_correction() -> None:
    found = shares(points([-0.2, 0.0], 0.01))
    assert found["share"].tolist() == [0.5, 0.5, 0.0]
    assert found[["expected", "monte_carlo"]].isna().all().all()


def test_a_landscape_of_stored_cells_is_that_of_their_arms(tmp_path: Path) -> None:
    study, base, pairs = Study(tmp_path), Parameters(), []
    for i, power in enumerate((0.5, 1.0, 2.0)):
        market = base.market.model_copy(update={"purchasing_power": power})
        mine = base.model_copy(update={"market": market})
        planted_cell(study, "none", [plan(50, 20), plan(60, 10)], parameters=mine)
        planted_cell(study, "party", [plan(50 - 10 * i, 20)] * 2, parameters=mine)
    pairs = matched(study.cells(), "party", "none")
    found = landscape(pairs)
    alone = differences((arm_of(one), arm_of(other)) for one, other in pairs)
    pd.testing.assert_frame_equal(found[alone.columns], alone)
    breakdown = found[found["measure"] == "breakdown"]
    assert breakdown["value"].tolist() == pytest.approx([-0.05, -0.15, -0.25])
    assert breakdown["market.purchasing_power"].tolist() == [0.5, 1.0, 2.0]
    assert breakdown["cell"].tolist() == [one.hash for one, _ in pairs]
    assert set(shares(found)["region"]) == set(REGIONS)


def test_a_landscape_refuses_pairs_that_share_no_luck(tmp_path: Path) -> None:
    study = Study(tmp_path)
    one = planted_cell(study, "none", [plan(1, 1)])
    other = planted_cell(study, "party", [plan(1, 1)], seed=5)
    with pytest.raises(InputError, match="can't be paired: seed is 5"):
        landscape([(other, one)])


def test_monte_carlo_error_is_taken_out_of_the_variance_of_a_sample_of_points() -> None:
    """Gains 0, 10 and 20 of 100 with errors of 5: variance 100 less 25, so each keeps 3/4 of its
    way from the mean and is known to sqrt(3/4) x 5."""
    table = pd.DataFrame({
        "measure": "failure", "value": [0.0, -0.1, -0.2], "error": 0.05, "low": -1.0, "high": 1.0,
    })  # fmt: skip
    found = shares(table).set_index("region")
    chances = stats.norm.sf(0.05, [0.025, 0.1, 0.175], 0.75**0.5 * 0.05)
    assert found.loc["helps", "expected"] == pytest.approx(chances.mean())
    error = np.sqrt((chances * (1 - chances)).sum()) / 3
    assert found.loc["helps", "monte_carlo"] == pytest.approx(error)
