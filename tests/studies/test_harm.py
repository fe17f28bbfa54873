"""The harm map: points over declared ranges, shares with Monte Carlo error, what harm goes with."""

from functools import cache, partial
from pathlib import Path

import fakes
import numpy as np
import pandas as pd
import pytest
import yaml
from pydantic import ValidationError
from refusing import Refused

from experiments.analysis.pairing import flat
from experiments.base.errors import InputError
from experiments.commands.cli import main
from experiments.config.accepted import points_of
from experiments.config.compose import compose
from experiments.config.hub import HUB
from experiments.run import runner
from experiments.store import Study
from experiments.studies.harm import DECLARATION, read_declaration
from experiments.studies.harm_analysis import associations, regions, spearman_interval
from experiments.studies.ranges import ACCEPTED, Range, arms_at, hypercube, label, placed
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import speak
from sim.measure.records import RunId, RunRecord
from sim.parameters import Parameters
from tests.heavy.share_coverage import coverage

declared = cache(read_declaration)


def test_a_range_is_taken_evenly_in_its_logarithm_or_in_whole_numbers() -> None:
    assert Range(low=2.0, high=6.0).at(0.25) == 3.0
    assert Range(low=1.0, high=100.0, log=True).at(0.5) == 10.0
    whole = Range(low=3.0, high=5.0, whole=True)
    assert [whole.at(u) for u in (0.0, 0.32, 0.34, 0.67, 0.999)] == [3, 3, 4, 5, 5]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"low": 2.0, "high": 2.0}, "must be low < high"),
        ({"low": 0.0, "high": 2.0, "log": True}, "must be above 0"),
        ({"low": 0.5, "high": 2.0, "whole": True}, "must be whole numbers"),
    ],
)
def test_a_range_that_cannot_be_is_refused(values: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Range.model_validate(values)


def test_a_hypercube_has_one_point_in_each_stratum_and_deals_accepted_points_evenly() -> None:
    points = pd.DataFrame(hypercube(declared().ranges, accepted=5, points=20, seed=0))
    assert points[ACCEPTED].value_counts().to_dict() == dict.fromkeys(range(5), 4)
    for name, each in declared().ranges.items():
        if not each.whole:
            low, high = (np.log(x) if each.log else x for x in (each.low, each.high))
            value = np.log(points[name]) if each.log else points[name]
            strata = np.floor((value - low) / (high - low) * 20 + 1e-9)
            assert sorted(strata) == list(range(20)), name


def test_the_design_is_a_function_of_its_seed_and_0_is_a_seed() -> None:
    first, again, other = (hypercube(declared().ranges, 5, 8, seed) for seed in (0, 0, 1))
    assert first == again != other


def test_every_declared_range_moves_a_parameter_that_calibration_left_alone() -> None:
    base = compose(["community=village", "arrangement=party"]).parameters
    for name, each in declared().ranges.items():
        low, high = (placed(base, {name: each.at(u)}) for u in (0.0, 0.999))
        assert flat(low) != flat(high), name
        assert all(label(name, speak(lang)) for lang in LANGUAGES)


def test_arms_at_a_point_share_everything_but_the_coordinator() -> None:
    arms = [compose(["community=village", f"arrangement={arm}"]) for arm in ("party", "none")]
    ours, theirs = ([each.parameters] * 5 for each in arms)
    for point in hypercube(declared().ranges, 5, 6, 0):
        one, other = (flat(each) for each in arms_at(point, ours, theirs))
        assert all(name.startswith(HUB) for name in one if one[name] != other[name])
        assert one["community.supply_ratio"] == point["community.supply_ratio"]
        assert one["coordinator.reach"][2] == point["coordinator.reach.social"]
        assert other["coordinator.attention"] == 0.0


@pytest.mark.parametrize("kind", ["normal", "mostly none"])
def test_shares_with_error_taken_out_are_near_the_truth_and_intervals_hold_it(kind: str) -> None:
    found = coverage(kind, repetitions=8)
    wrong = np.abs(found["of estimates"] - found["true"])
    assert (np.abs(found["error taken out"] - found["true"]) < wrong / 3).all()
    assert (found["interval held"] >= 6 / 8).all()


def test_effects_that_are_all_error_are_taken_for_none() -> None:
    luck = np.random.default_rng(4)
    found = regions(table(luck.normal(0.0, 0.05, 600), 0.05)).set_index("region")
    assert found.loc["within", "estimated"] < 0.75
    assert found.loc["within", "expected"] > 0.95


def table(value: np.ndarray, error: np.ndarray | float, **columns: object) -> pd.DataFrame:
    """Rows of one measure as the map has them."""
    found = pd.DataFrame({"point": range(len(value)), "measure": "failure", "value": value})
    found = found.assign(
        error=error, pairs=6, failed=0, bound_low=value, bound_high=value, **columns
    )
    return found.assign(low=found["value"] - 2 * error, high=found["value"] + 2 * error)


def test_points_without_an_estimate_stay_in_the_denominator() -> None:
    made = table(np.array([-0.2, 0.0, 0.2, 0.05, np.nan]), 0.001)
    made.loc[4, ["failed", "bound_low", "bound_high"]] = [3, -1.0, 1.0]
    found = regions(made).set_index("region")
    assert found["estimated"].to_dict() == {"helps": 0.2, "within": 0.2, "harms": 0.4}
    assert found["clear"].to_dict() == {"helps": 0.2, "within": 0.2, "harms": 0.2}
    assert found["certain"].to_dict() == {"helps": 0.2, "within": 0.2, "harms": 0.4}
    assert found["possible"].to_dict() == {"helps": 0.4, "within": 0.4, "harms": 0.6}
    assert set(found["points"]) == {5} and set(found["unknown"]) == {1}
    assert found["expected"].sum() == pytest.approx(1.0)


def test_an_interval_of_a_share_is_over_points() -> None:
    """200 points without Monte Carlo error, half of them harmed: as a binomial share."""
    found = regions(table(np.repeat([0.3, 0.0], 100), 1e-6)).set_index("region").loc["harms"]
    assert found["expected"] == pytest.approx(0.5, abs=0.005)
    assert (found["low"], found["high"]) == pytest.approx((0.43, 0.57), abs=0.02)


def test_a_rank_correlation_has_bonett_and_wright_s_interval() -> None:
    """rho .5 of 103 pairs: tanh(.5493 -+ 1.96 sqrt(1.125 / 100))."""
    assert spearman_interval(0.5, 103, 0.95) == pytest.approx((0.3287, 0.6394), abs=1e-4)
    assert spearman_interval(0.5, 3, 0.95) == (-1.0, 1.0)


def test_what_harm_goes_with_comes_first_and_is_told_apart_from_chance() -> None:
    luck = np.random.default_rng(1)
    cause, noise, fixed = luck.random(300), luck.random(300), np.ones(300)
    value = np.where(cause > 2 / 3, 0.2, 0.0) + luck.normal(0, 0.01, 300)
    made = table(value, 0.01, cause=cause, noise=noise, fixed=fixed)
    found = associations(made, ["noise", "fixed", "cause"])
    assert found["parameter"].tolist() == ["cause", "noise"]
    assert found["clear"].tolist() == [True, False]
    first = found.iloc[0]
    assert first["rank_correlation"] > 0.5
    assert first["harms_highest"] > 0.95 and first["harms_lowest"] < 0.05
    assert first["harms_highest_low"] <= first["harms_highest"] <= first["harms_highest_high"]


@pytest.mark.parametrize(
    ("ranges", "said"),
    [
        ({"coordinator.luck": {"low": 0, "high": 1}}, "coordinator.luck: unknown"),
        ({"coordinator.formalism": {"low": 0, "high": 2}}, "coordinator.formalism = 2"),
        ({"coordinator.reach.moon": {"low": 0, "high": 1}}, "coordinator.reach.moon: must end in"),
        ({"coordinator.formalism.social": {"low": 0, "high": 1}}, "of a list of them"),
        ({"forming.benefit": {"low": 1, "high": 2}}, "forming.benefit: set by the accepted points"),
        ({"coordinator.trial": {"low": 1, "high": 0}}, "must be low < high"),
    ],
)
def test_a_declaration_that_is_not_allowed_is_refused(
    ranges: dict[str, object], said: str, tmp_path: Path
) -> None:
    content = yaml.safe_load(DECLARATION.read_text(encoding="utf-8")) | {"ranges": ranges}
    changed = tmp_path / "harm.yaml"
    changed.write_text(yaml.safe_dump(content), encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_declaration(changed)


REFUSED = [
    ("points=0", "points = 0: must be a whole number from 1 on"),
    ("points=many", "points = many: must be a whole number"),
    ("coordinator.reach=[1,1,1]", "coordinator.reach: set by the declared ranges"),
    ("forming.benefit=3", "forming.benefit: set by the declared ranges or the accepted"),
    ("horizon=0", "horizon = 0"),
]


@pytest.mark.usefixtures("_here")
def test_bad_input_is_refused_in_one_line_and_nothing_is_written(refused: Refused) -> None:
    for argument, said in REFUSED:
        assert said in refused("harm", argument)


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_short_map_of_real_villages(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    size = ["points=4", "replicates=2", "processes=1"]
    assert main(["harm", *size, "--lang", lang]) == 0
    place = Path("results/harm")
    points = pd.read_csv(place / "harm-points.csv")
    assert len(points) == 4 * 2 and (points["pairs"] == 2).all()
    assert set(declared().ranges) <= set(points.columns)
    shares = pd.read_csv(place / "harm-shares.csv")
    assert shares.groupby("measure")["estimated"].sum().tolist() == pytest.approx([1.0, 1.0])
    capsys.readouterr()
    assert main(["harm", *size, "--lang", lang]) == 0
    assert capsys.readouterr().err == ""  # all of it was there: nothing ran again


@pytest.mark.usefixtures("_here")
def test_another_map_in_the_same_study_is_refused_and_what_is_listed_stays(
    monkeypatch: pytest.MonkeyPatch, refused: Refused
) -> None:
    monkeypatch.setattr(runner, "run_cells", partial(runner.run_cells, run=fakes.run))
    size = ["harm", "processes=1"]
    assert main([*size, "points=4", "replicates=2"]) == 0
    listed = Study(Path("results/harm")).cells()
    held = "holds the arm party-0000 with "
    assert f"{held}seed = " in refused(*size, "points=4", "seed=1")
    assert f"{held}community = " in refused(*size, "points=4", "community=jinsong_north")
    assert held in refused(*size, "points=5")
    assert Study(Path("results/harm")).cells() == listed
    assert main([*size, "points=4", "replicates=3"]) == 0
    assert [cell.hash for cell in Study(Path("results/harm")).cells()] == [c.hash for c in listed]


def lost_at_one_point(parameters: Parameters, run_id: RunId) -> RunRecord:
    """Every run fails where the coordinator comes late."""
    if parameters.coordinator.start_week > 40:
        raise ArithmeticError("stock below zero")
    return fakes.run(parameters, run_id)


@pytest.mark.usefixtures("_here")
def test_points_where_all_runs_fail_are_counted_and_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(runner, "run_cells", partial(runner.run_cells, run=lost_at_one_point))
    assert main(["harm", "points=12", "replicates=2", "processes=1"]) == 1
    points = pd.read_csv("results/harm/harm-points.csv")
    unknown = points[points["measure"] == "failure"]["value"].isna().sum()
    assert 0 < unknown < 12
    shares = pd.read_csv("results/harm/harm-shares.csv")
    assert (shares["unknown"] == unknown).all() and (shares["points"] == 12).all()
    assert f"and {unknown} of 12 points have no estimate" in capsys.readouterr().out
    assert Path("results/harm/harm.en.png").stat().st_size > 0


@pytest.mark.usefixtures("_here")
def test_a_community_of_ones_own_keeps_its_tables_at_every_point() -> None:
    assert main(["init", "mine"]) == 0
    base = compose(["community=mine", "arrangement=party"], Path("mine")).parameters
    assert base.place is not None
    point = placed(base, {"coordinator.formalism": 0.9})
    assert point.place == base.place and point.coordinator.formalism == 0.9
    assert all(each.place == base.place for each in points_of(base))
