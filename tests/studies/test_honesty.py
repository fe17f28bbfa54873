"""Honesty rules 6 and 7 as a command: what is declared, how it is judged, what it writes."""

from functools import partial
from pathlib import Path

import fakes
import numpy as np
import pandas as pd
import pytest
import yaml
from html_page import parse
from known import plan, planted_cell

from experiments.analysis.pairing import flat
from experiments.base.errors import InputError
from experiments.commands.cli import main
from experiments.config.hub import HUB
from experiments.report import report
from experiments.report.honest import experiments_in
from experiments.report.subject import subject_of
from experiments.run import runner
from experiments.store import Cell, Study
from experiments.studies.honesty import (
    DECLARATION,
    Experiment,
    compose_arms,
    differ,
    read_declaration,
    sign,
    size,
)
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import speak
from sim.base.vocabulary import End
from sim.parameters import Coordinator, Parameters


def experiment(**changes: object) -> Experiment:
    words = {"en": "a setting", "zh": "一种设置"}
    given = {"rule": "shown", "treated": "party", "reference": "none", "name": words, "says": words}
    return Experiment.model_validate({**given, **changes})


def planted(path: Path, **arms: list) -> dict[str, Cell]:
    study = Study(path)
    return {name: planted_cell(study, name, plans) for name, plans in arms.items()}


def test_what_the_rules_name_is_declared_with_words_and_every_arm_is_used() -> None:
    declared = read_declaration()
    rules = {name: each.rule for name, each in declared.experiments.items()}
    for name in ("overload", "captured", "distrusted", "close", "removal", "removal_late"):
        assert rules[name] == "shown"
    assert rules["horizon_doubled"] == rules["priorities_reversed"] == "sign"
    assert set(declared.arms_of(declared.experiments)) == set(declared.arms)
    for each in declared.experiments.values():
        assert each.name.en != each.name.zh and each.says.en != each.says.zh


def test_arms_of_an_experiment_differ_in_the_coordinator_alone() -> None:
    declared = read_declaration()
    arms = compose_arms(declared, declared.experiments, [], None)
    for name, each in declared.experiments.items():
        one, other = (flat(arms[arm].parameters) for arm in (each.treated, each.reference))
        assert one != other, name
        assert all(path.startswith(HUB) for path in one if one[path] != other[path]), name


def test_horizon_is_doubled_priorities_are_reversed_and_removal_is_judged_after_it() -> None:
    declared = read_declaration()
    arms = compose_arms(declared, declared.experiments, [], None)
    assert arms["party_long"].parameters.horizon == 2 * arms["party"].parameters.horizon
    usual = Coordinator().priorities
    assert arms["reversed"].parameters.coordinator.priorities == usual[::-1]
    for name in ("removal", "removal_late", "removal_against_kept"):
        each = declared.experiments[name]
        assert each.after == arms[each.treated].parameters.coordinator.end_week


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [
        (-0.2, -0.05, "helps"),
        (0.05, 0.2, "harms"),
        (-0.049, 0.049, "within"),
        (-0.04, -0.01, "lower_within"),
        (0.01, 0.04, "higher_within"),
        (-0.2, -0.01, "lower"),
        (0.01, 0.2, "higher"),
        (-0.2, 0.01, "unclear"),
    ],
)
def test_a_size_is_told_by_the_whole_interval(low: float, high: float, found: str) -> None:
    assert size(low, high) == found


@pytest.mark.parametrize(
    ("low", "high", "headline", "found"),
    [
        (-0.2, -0.1, -1, "kept"),
        (0.1, 0.2, 1, "kept"),
        (0.1, 0.2, -1, "turned"),
        (-0.2, 0.1, -1, "unclear"),
        (0.1, 0.2, 0, "no_sign"),
    ],
)
def test_a_sign_holds_only_where_both_intervals_leave_out_0(
    low: float, high: float, headline: int, found: str
) -> None:
    assert sign(low, high, headline) == found


def test_each_row_is_the_paired_difference_and_signs_are_judged_by_the_headline(
    tmp_path: Path,
) -> None:
    cells = planted(
        tmp_path, none=[plan(50, 20)] * 4, party=[plan(30, 40)] * 4, placebo=[plan(60, 10)] * 4
    )
    experiments = {
        "first": experiment(rule="headline"),
        "second": experiment(treated="placebo"),
        "third": experiment(rule="sign", treated="placebo"),
    }
    found = differ(experiments, cells, 4).set_index(["experiment", "measure"])
    assert found.loc[("first", "failure"), "value"] == pytest.approx(-0.2)
    assert found.loc[("second", "breakdown"), "value"] == pytest.approx(0.1)
    assert found.loc[("second", "failure"), "finding"] == "harms"
    assert found.loc[("third", "failure"), "finding"] == "turned"


def test_a_removal_is_judged_on_what_starts_after_it(tmp_path: Path) -> None:
    """Opportunities start evenly over weeks 26 to 116, those that broke before all others."""
    broken = {End.FREE_RIDING: 50, End.COMPLETED: 50}
    cells = planted(tmp_path, none=[{End.COMPLETED: 100}] * 3, party=[broken] * 3)
    at = {"all": experiment(), "late": experiment(after=78)}
    found = differ(at, cells, 3).set_index(["experiment", "measure"])["value"]
    assert found["all", "failure"] == pytest.approx(0.5)
    assert found["late", "failure"] == 0.0
    with pytest.raises(InputError, match=r"after = 117: must be a week in \[0, 116\]"):
        differ({"x": experiment(after=117)}, cells, 3)


def test_failed_runs_are_bounded_and_an_arm_without_any_run_is_unknown(tmp_path: Path) -> None:
    cells = planted(tmp_path, none=[plan(50, 50)] * 3, party=[plan(30, 70), plan(30, 70), None])
    row = differ({"x": experiment()}, cells, 3).set_index("measure").loc["failure"]
    assert (row["failed"], row["pairs"]) == (1, 2)
    assert (row["bound_low"], row["bound_high"]) == pytest.approx((0.2 - 0.5, 160 / 300 - 0.5))
    cells = planted(tmp_path / "none", none=[plan(50, 50)] * 3, party=[None] * 3)
    row = differ({"x": experiment()}, cells, 3).set_index("measure").loc["failure"]
    assert np.isnan(row["value"]) and row["finding"] == "unclear"
    assert (row["bound_low"], row["bound_high"]) == pytest.approx((-0.5, 0.5))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"treated": "nobody"}, "experiments.overload: nobody: no such arm"),
        ({"rule": "headline"}, "one with rule: headline is needed"),
        ({"name": {"en": "only English"}}, "experiments.overload.name.zh"),
    ],
)
def test_an_incomplete_declaration_is_refused(
    change: dict[str, object], said: str, tmp_path: Path
) -> None:
    content = yaml.safe_load(DECLARATION.read_text(encoding="utf-8"))
    content["experiments"]["overload"] |= change
    changed = tmp_path / "honesty.yaml"
    changed.write_text(yaml.safe_dump(content), encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_declaration(changed)


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize(
    ("argument", "said"),
    [
        ("experiments=[nonsense]", "experiments = nonsense: no such one; there are: headline"),
        ("horizon=200", "horizon: set by the declared arms"),
        ("coordinator.attention=9", "coordinator.attention: set by the declared arms"),
        ("arrangement=party", "arrangement: set by the declared arms"),
        ("replicates=0", "replicates = 0"),
    ],
)
def test_bad_input_is_refused_in_one_line_and_nothing_is_written(
    argument: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["honesty", argument]) == 2
    error = capsys.readouterr().err
    assert said in error and error.count("\n") == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_short_run_gives_table_figure_and_rows_with_their_headline(
    lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    some = "experiments=[captured,priorities_reversed]"
    assert main(["honesty", some, "replicates=2", "processes=1", "--lang", lang]) == 0
    place = Path("results/honesty")
    found = pd.read_csv(place / "honesty.csv")
    names = ["headline", "captured", "priorities_reversed"]
    assert list(found["experiment"].unique()) == names
    assert (found["pairs"] == 2).all() and found["value"].notna().all()
    declared = read_declaration()
    shown = capsys.readouterr().out
    assert all(declared.experiments[name].name.said(speak(lang)) in shown for name in names)
    assert (place / f"honesty.{lang}.png").stat().st_size > 0


@pytest.mark.usefixtures("_here")
def test_failed_runs_are_told_with_bounds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing = partial(runner.run_cells, run=fakes.run_with_a_failure)
    monkeypatch.setattr(runner, "run_cells", failing)
    size = ["replicates=8", "processes=1"]
    assert main(["honesty", "experiments=[captured]", *size]) == 1
    captured = capsys.readouterr()
    assert "counted at worst and at best, the difference in failure" in captured.out
    assert "runs failed" in captured.err
    found = pd.read_csv("results/honesty/honesty.csv")
    assert (found["failed"] == 2).all()
    assert (found["bound_low"] < found["value"]).all()


def test_parameters_of_arms_are_allowed_in_other_communities() -> None:
    declared = read_declaration()
    arms = compose_arms(declared, declared.experiments, ["community=jinsong_north"], None)
    assert {arm.community for arm in arms.values()} == {"jinsong_north"}
    assert all(isinstance(arm.parameters, Parameters) for arm in arms.values())


@pytest.mark.usefixtures("_here")
def test_the_report_of_such_a_study_shows_every_setting_with_its_finding(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(runner, "run_cells", partial(runner.run_cells, run=fakes.run))
    assert main(["honesty", "experiments=[captured,removal]", "replicates=4", "processes=1"]) == 0
    page = parse(report(Study(Path("results/honesty")), "en"))
    found = pd.read_csv("results/honesty/honesty.csv").set_index(["experiment", "measure"])
    declared = read_declaration()
    for lang in LANGUAGES:
        settings, answer = (page.section(lang, key) for key in ("settings", "answer"))
        for name in ("captured", "removal"):
            assert declared.experiments[name].name.said(speak(lang)) in settings
            assert declared.experiments[name].says.said(speak(lang)) in answer
    value = f"{100 * found.loc[('captured', 'failure'), 'value']:+.1f}".replace("-", "−")
    assert value in page.section("en", "settings")


def test_a_plain_comparison_is_no_study_of_settings(tmp_path: Path) -> None:
    planted(tmp_path / "s", none=[plan(50, 20)] * 2, party=[plan(30, 40)] * 2)
    assert experiments_in(subject_of(Study(tmp_path / "s"))) == {}
