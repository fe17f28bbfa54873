"""Validation patterns: declared in full, judged by the declared rule, run on real villages."""

from functools import partial
from pathlib import Path

import fakes
import numpy as np
import pandas as pd
import pytest
import yaml
from refusing import Refused

from experiments.analysis.statistics import Estimate
from experiments.base.errors import InputError
from experiments.commands.cli import main
from experiments.config.accepted import accepted_of
from experiments.run import runner
from experiments.store import Study
from experiments.studies.calibration.patterns import PATTERNS as CALIBRATION
from experiments.studies.patterns import DECLARATION, chosen_points, expected, read_declaration
from experiments.studies.patterns_judge import Pattern, Point, Rule, at_point, judge, verdict
from experiments.studies.patterns_measures import MEASURES, SHARES
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import EN, speak
from sim.parameters import Parameters

RULE = Rule(share=0.667, against=0.1)
RISE = (0.0, np.inf)


def pattern(**changes: object) -> Pattern:
    given = {"measure": "failure", "contrast": {"one": 1, "other": -1}, "least": 0.0}
    words = {"source": "a paper", "says": "it rises", "refuted": "it doesn't"}
    return Pattern.model_validate({**given, **words, **changes})


def point(value: float, half: float = 0.01, dependence: float = 0.0) -> Point:
    """Replicates 0 and 1; without one of them the value is ``half`` lower or higher."""
    estimate = Estimate(value, value - half, value + half, half)
    return Point(estimate, pd.Series([value - half, value + half]), dependence)


def totals(top: list[float], bottom: list[float]) -> pd.DataFrame:
    return pd.DataFrame({"top": top, "bottom": bottom})


def test_every_pattern_says_what_it_expects_why_and_what_would_refute_it() -> None:
    declared = read_declaration()
    for name, each in declared.patterns.items():
        assert np.isfinite(each.ends).any(), name
        assert "model.md" in each.source or "domain.md" in each.source
        assert each.says != each.refuted
        assert EN.knows(f"pattern.{name}")
        unit = "share" if each.measure in SHARES else each.measure
        assert EN.knows(f"pattern_unit.{unit}")
    assert {p.measure for p in declared.patterns.values()} == set(MEASURES)
    used = {arm for each in declared.patterns.values() for arm in each.contrast}
    assert used == set(declared.arms)


def test_no_validation_pattern_is_one_of_calibration() -> None:
    assert not set(read_declaration().patterns) & set(CALIBRATION)


def test_a_contrast_is_the_signed_sum_of_ratios_with_a_jackknife_over_common_replicates() -> None:
    one, other = totals([3, 5, 9], [10, 10, 10]), totals([6, 6], [10, 10])
    found = at_point({"one": one, "other": other}, {"one": 1, "other": -1}, 0.0)
    assert found.estimate.value == pytest.approx(8 / 20 - 12 / 20)  # replicate 2 has no partner
    assert found.without.to_dict() == pytest.approx({0: -0.1, 1: -0.3})
    assert found.estimate.error == pytest.approx(0.1)


def test_a_difference_of_differences_takes_four_arms() -> None:
    arms = {name: totals([n, n], [10, 10]) for name, n in zip("abcd", (8, 5, 4, 2), strict=True)}
    found = at_point(arms, {"a": 1, "b": -1, "c": -1, "d": 1}, 0.0)
    assert found.estimate.value == pytest.approx(0.8 - 0.5 - 0.4 + 0.2)


def test_a_point_without_anything_to_count_is_left_out_and_said() -> None:
    empty = at_point({"one": totals([0, 0], [0, 0])}, {"one": 1}, 0.0)
    row = judge("x", pattern(), [empty, point(0.2)], RULE)
    assert (row["points"], row["unknown"], row["median"]) == (1, 1, 0.2)
    assert judge("x", pattern(), [empty], RULE)["verdict"] == "undecided"


@pytest.mark.parametrize(
    ("low", "high", "share", "against", "found"),
    [
        (0.01, 0.03, 0.7, 0.1, "met"),
        (0.01, 0.03, 0.66, 0.0, "undecided"),  # under two thirds of points
        (0.01, 0.03, 0.8, 0.11, "undecided"),  # more than a tenth clearly against
        (-0.01, 0.03, 1.0, 0.0, "undecided"),  # Monte Carlo error covers the border
        (-0.03, -0.01, 0.3, 0.5, "not_met"),
        (0.0, 0.0, 0.0, 1.0, "not_met"),  # no effect at all where one is expected
    ],
)
def test_the_verdict_follows_the_declared_rule(
    low: float, high: float, share: float, against: float, found: str
) -> None:
    median = Estimate((low + high) / 2, low, high, 0.01)
    assert verdict(median, share, against, RISE, RULE) == found


def test_the_estimate_is_the_median_with_a_jackknife_of_the_median_over_replicates() -> None:
    """Medians without replicate 0 and 1: .19 and .21, so the error is sqrt(1/2 x 2 x .01^2)."""
    row = judge("x", pattern(), [point(0.1), point(0.2), point(0.9)], RULE)
    assert row["median"] == pytest.approx(0.2)
    assert row["mc_error"] == pytest.approx(0.01)
    assert (row["mc_low"], row["mc_high"]) == pytest.approx((0.2 - 0.127062, 0.2 + 0.127062))
    assert (row["share"], row["clear_for"], row["clear_against"]) == (1.0, 1.0, 0.0)
    assert row["verdict"] == "met"


def test_shares_of_points_are_counted_on_the_right_side() -> None:
    row = judge("x", pattern(), [point(-0.2), point(-0.005), point(0.005), point(0.3)], RULE)
    assert (row["share"], row["clear_for"], row["clear_against"]) == (0.5, 0.25, 0.25)
    falls = judge("x", pattern(least=None, most=0.0), [point(-0.2), point(0.3)], RULE)
    assert (falls["share"], falls["clear_for"], falls["clear_against"]) == (0.5, 0.5, 0.5)


def test_dependent_points_are_the_half_with_most_mediated_interaction() -> None:
    points = [point(v, dependence=d) for v, d in ((-0.1, 0.1), (0.4, 0.9), (-0.3, 0.2), (0.2, 0.8))]
    row = judge("x", pattern(among="dependent"), points, RULE)
    assert (row["points"], row["median"]) == (2, pytest.approx(0.3))


def test_fewer_points_are_spread_over_all() -> None:
    assert chosen_points(62, 3) == [0, 30, 61]
    assert chosen_points(4, None) == [0, 1, 2, 3]


def test_ranges_are_shown_in_the_unit_of_the_table() -> None:
    assert expected({"measure": "failure", "least": -0.05, "most": np.inf}) == "> -5"
    assert expected({"measure": "funds_held", "least": 0.0, "most": np.inf}) == "> 0"


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("measure", "luck", "measure = luck: must be one of failure"),
        ("contrast", {"nobody": 1}, "contrast: nobody: no such arm"),
        ("least", None, "one at least is needed"),
        ("most", -1.0, "must be least < most"),
        ("source", "", "source = ''"),
    ],
)
def test_an_incomplete_declaration_is_refused(
    path: str, value: object, said: str, tmp_path: Path
) -> None:
    content = yaml.safe_load(DECLARATION.read_text(encoding="utf-8"))
    content["patterns"]["capacity_backlog"][path] = value
    changed = tmp_path / "patterns.yaml"
    changed.write_text(yaml.safe_dump(content), encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_declaration(changed)


REFUSED = [
    ("patterns=[nonsense]", "patterns = nonsense: no such one"),
    ("points=0", "points = 0: must be a whole number from 1 on"),
    ("points=many", "points = many: must be a whole number"),
    ("coordinator.attention=9", "coordinator.attention: set by patterns"),
    ("organisations.attention=.5", "organisations.attention: set by patterns"),
    ("arrangement=party", "arrangement: set by patterns"),
    ("horizon=90", "horizon = 90: must be 130 or more"),
    ("replicates=0", "replicates = 0"),
]


@pytest.mark.usefixtures("_here")
def test_bad_input_is_refused_in_one_line_and_nothing_is_written(refused: Refused) -> None:
    for argument, said in REFUSED:
        assert said in refused("patterns", argument)


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_short_run_of_two_patterns_gives_tables_figure_and_verdicts(
    lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ["example_over_words", "capacity_backlog"]
    size = ["points=2", "replicates=2", "horizon=130", "processes=1"]
    assert main(["patterns", f"patterns=[{','.join(names)}]", *size, "--lang", lang]) == 0
    place = Path("results/patterns")
    summary = pd.read_csv(place / "patterns-summary.csv").set_index("pattern")
    assert list(summary.index) == names[::-1]  # in the order declared
    points = pd.read_csv(place / "patterns-points.csv")
    assert sorted(points["point"].unique()) == [0, len(accepted_of(Parameters())) - 1]
    assert (points["pairs"] == 2).all()
    for name, mine in points.groupby("pattern"):
        assert summary.loc[name, "median"] == pytest.approx(mine["value"].median())
    shown = capsys.readouterr().out
    assert all(speak(lang).text(f"pattern.{name}") in shown for name in names)
    assert (place / f"patterns.{lang}.png").stat().st_size > 0


@pytest.mark.usefixtures("_here")
def test_more_points_and_patterns_are_added_and_another_seed_is_refused(
    monkeypatch: pytest.MonkeyPatch, refused: Refused
) -> None:
    monkeypatch.setattr(runner, "run_cells", partial(runner.run_cells, run=fakes.run))
    size = ["patterns", "replicates=2", "processes=1"]
    assert main([*size, "points=2", "patterns=[capacity_backlog]"]) == 0
    before = {cell.arm: cell.hash for cell in Study(Path("results/patterns")).cells()}
    assert main([*size, "points=3", "patterns=[example_over_words]"]) == 0
    after = {cell.arm: cell.hash for cell in Study(Path("results/patterns")).cells()}
    assert before.items() < after.items()
    assert "with seed = " in refused(*size, "points=2", "patterns=[capacity_backlog]", "seed=7")
    assert {cell.arm: cell.hash for cell in Study(Path("results/patterns")).cells()} == after


def test_a_point_without_a_replicate_stands_for_itself_where_that_one_leaves() -> None:
    """Of .1, .2 and .9 the second hasn't replicate 1, without which the median would be .21."""
    lacking = Point(Estimate(0.2, 0.19, 0.21, 0.01), pd.Series([0.19]), 0.0)
    row = judge("x", pattern(), [point(0.1), lacking, point(0.9)], RULE)
    assert row["mc_error"] == pytest.approx(0.005)  # medians .19 and .20
