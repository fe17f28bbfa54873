"""Calibration: what is kept of a run, the patterns, acceptance, the design, and resuming."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from experiments.calibration import accept, design, patterns, report, run, summaries
from experiments.calibration.patterns import Runs
from experiments.cli import main
from experiments.describe import describe_field
from experiments.errors import InputError
from sim.parameters import Parameters
from sim.records import RunId, RunRecord
from sim.vocabulary import End

SETTINGS = design.read_settings()
FROZEN = design.CONFIGS / accept.RESULT
adopted = pytest.mark.skipif(not FROZEN.exists(), reason="configs/accepted.json is absent")
DIGITS = 4
WEEKS = 110
"""Long enough for the cohort: weeks 26 to 70 can be followed 40 weeks."""


def projects(*rows: tuple[int, int, int, int, int, int, int]) -> dict[str, np.ndarray]:
    """Columns of (initiator, start, end week, end, formed week, members, rounds)."""
    names = ("initiator", "start_week", "end_week", "end", "formed_week", "members", "rounds")
    return dict(zip(names, np.array(rows, np.int64).T, strict=True))


def stands(table: dict[str, np.ndarray]) -> np.ndarray:
    return table["end"]


def test_only_the_cohort_counts_toward_the_rates() -> None:
    table = projects(
        (1, 25, 30, End.FREE_RIDING, 26, 4, 3),  # before the cohort
        (1, 26, 40, End.FREE_RIDING, 27, 4, 3),  # broken
        (1, 30, 31, End.BLOCKED, -1, 1, 0),  # failed, not broken
        (1, 70, 90, End.SOLO, -1, 1, 0),  # neither
        (1, 71, 80, End.BLOCKED, -1, 1, 0),  # cannot be followed
    )
    found = summaries.opportunities(table, stands(table), WEEKS)
    assert found == {"opportunities": 3, "breakdowns": 1, "failures": 2, "blocked": 1}


def test_formed_projects_are_counted_by_members_and_by_how_their_negotiation_went() -> None:
    table = projects(
        (1, 5, 20, End.TRANSACTION_COST, 6, 3, 4),
        (1, 5, 30, End.COMPLETED, 6, 3, 6),
        (2, 9, 40, End.GOAL_CONFLICT, 10, 12, 14),
        (2, 9, 20, End.SIGN_OFF, 10, 5, 0),  # never negotiated
        (2, 9, 30, End.SOLO, -1, 1, 0),  # never formed
        (3, 80, 90, End.COMPLETED, 81, 4, 9),  # cannot be followed
    )
    found = summaries.formed_projects(table, stands(table), WEEKS)
    assert found["formed"] == 4 and found["formed_of_3"] == 2 and found["formed_of_9"] == 1
    assert (found["negotiated"], found["rounds"], found["negotiation_failures"]) == (3, 24, 2)
    assert (found["negotiated_small"], found["rounds_small"]) == (2, 10)
    assert (found["negotiated_large"], found["negotiation_failures_large"]) == (1, 1)
    assert (found["agreed"], found["rounds_of_agreed"]) == (1, 6)


def test_the_next_opportunity_is_the_initiators_first_after_the_end() -> None:
    table = projects(
        (1, 0, 20, End.COMPLETED, 1, 3, 2),
        (1, 10, 15, End.NO_PARTNER, -1, 1, 0),  # began before the end of the first
        (2, 21, 30, End.FREE_RIDING, 22, 3, 2),  # somebody else's
        (1, 25, 40, End.COMPLETED, 26, 3, 2),  # the next of the first
        (2, 31, 50, End.NO_PARTNER, -1, 1, 0),  # the next of the broken one
        (1, 71, 90, End.COMPLETED, 72, 3, 2),  # cannot be followed
    )
    found = summaries.next_opportunities(table, stands(table), WEEKS)
    assert found == {
        "after_completed": 1, "success_after_completed": 1,
        "after_broken": 1, "success_after_broken": 0,
    }  # fmt: skip


def test_honouring_is_the_mean_over_organisations_present() -> None:
    weekly = {
        "present_administrative": np.array([1, 1]),
        "honouring_administrative": np.array([0.5, 0.2]),
        "present_market": np.array([3, 0]), "honouring_market": np.array([0.9, 0.0]),
        "present_social": np.array([0, 1]), "honouring_social": np.array([0.0, 0.6]),
    }  # fmt: skip
    found = summaries.honouring(weekly)
    assert found == pytest.approx({"honouring_start": 0.8, "honouring_end": 0.4})


def table(**columns: list[float]) -> dict[str, np.ndarray]:
    return {name: np.array(values, np.float64) for name, values in columns.items()}


EMPTY: dict[str, np.ndarray] = {}


def test_rates_are_ratios_of_totals_over_replicates() -> None:
    plain = table(breakdowns=[1, 3], failures=[2, 4], blocked=[0, 1], opportunities=[2, 8])
    runs = Runs(plain, EMPTY)
    assert (patterns.breakdown(runs), patterns.failure(runs), patterns.blocked(runs)) == (
        0.4, 0.6, 0.1,
    )  # fmt: skip


def test_members_is_the_pooled_median() -> None:
    counts = {f"formed_of_{n}": [0.0, 0.0] for n in range(summaries.MOST_MEMBERS + 1)}
    counts |= {"formed_of_2": [1, 0], "formed_of_4": [1, 1], "formed_of_9": [0, 2]}
    assert patterns.members(Runs(table(**counts), EMPTY)) == 4.0


def test_shortfalls_teach_is_the_slope_within_runs_as_is_and_doubled() -> None:
    """Slope -2 within both; the doubled ones lie higher, so that uncentred it would be positive."""
    plain = table(free_riding=[1, 3], formed=[10, 10], honouring_start=[0.7, 0.7],
                  honouring_end=[0.6, 0.2])  # fmt: skip
    doubled = table(free_riding=[6, 8], formed=[10, 10], honouring_start=[0.5, 0.5],
                    honouring_end=[0.9, 0.5])  # fmt: skip
    assert patterns.shortfalls_teach(Runs(plain, doubled)) == pytest.approx(-2.0)
    assert patterns.honouring_falls(Runs(plain, doubled)) == pytest.approx(0.3)
    assert patterns.honouring_remains(Runs(plain, doubled)) == pytest.approx(0.4)


def test_heterogeneity_is_judged_on_paired_replicates_only() -> None:
    plain = table(
        negotiation_failures=[2, 900], formed=[10, 1000], rounds=[30, 9], negotiated=[10, 1]
    )
    doubled = table(negotiation_failures=[5], formed=[10], rounds=[28], negotiated=[7])
    runs = Runs(plain, doubled)
    assert patterns.heterogeneity_breaks(runs) == pytest.approx(0.3)
    assert patterns.heterogeneity_slows(runs) == pytest.approx(1.0)


def test_more_members_may_slow_or_break() -> None:
    faster_but_broken = table(
        rounds_small=[40], negotiated_small=[10], negotiation_failures_small=[1],
        rounds_large=[12], negotiated_large=[4], negotiation_failures_large=[3],
    )  # fmt: skip
    runs = Runs(faster_but_broken, EMPTY)
    assert patterns.members_slow(runs) == pytest.approx(-0.25)
    assert patterns.members_break(runs) == pytest.approx(0.65)
    assert patterns.members_slow_or_break(runs) == pytest.approx(0.65)


def test_success_breeds_success_compares_after_completed_with_after_broken() -> None:
    plain = table(success_after_completed=[1, 2], after_completed=[2, 3],
                  success_after_broken=[1, 0], after_broken=[2, 2])  # fmt: skip
    assert patterns.success_breeds_success(Runs(plain, EMPTY)) == pytest.approx(0.6 - 0.25)


@given(st.floats(-10, 10), st.floats(-5, 0), st.floats(0, 5), st.floats(0.01, 5))
def test_violation_is_zero_exactly_inside_the_bounds(
    value: float, least: float, most: float, scale: float
) -> None:
    assert (patterns.violation(value, least, most, scale) == 0.0) == (least <= value <= most)


def test_an_undefined_pattern_is_not_met() -> None:
    nothing = Runs(table(after_completed=[0], success_after_completed=[0],
                         after_broken=[0], success_after_broken=[0]), EMPTY)  # fmt: skip
    value = patterns.success_breeds_success(nothing)
    assert np.isnan(value) and patterns.violation(value, 0.02, np.inf, 1.0) == np.inf


def test_medoid_is_the_point_nearest_to_all_others() -> None:
    points = np.array([[0.0, 0.0], [0.4, 0.0], [0.5, 0.0], [1.0, 0.0]])
    assert accept.medoid(points) in (1, 2)
    assert accept.medoid(np.vstack([points, [[0.45, 0.0]]])) == 4


def test_narrowing_compares_ninety_per_cent_ranges() -> None:
    spread = np.linspace(0.0, 1.0, 101)
    shares = accept.narrowed(np.column_stack([spread, 0.3 + spread / 4]))
    assert shares == pytest.approx([0.0, 0.75])


def scored(*distances: float) -> pd.DataFrame:
    rows = len(distances)
    at = {path: np.linspace(low, high, rows) for path, (low, high) in SETTINGS.parameters.items()}
    found = {name: np.zeros(rows) for name in SETTINGS.patterns}
    return pd.DataFrame(
        {"origin": "prior", "point": np.arange(rows), **at, **found, "distance": distances}
    )


def test_accepted_are_those_without_any_violation_and_their_hash_is_of_their_bytes() -> None:
    points = scored(0.0, 0.1, 0.0, np.inf, 0.0)
    content = accept.result(points, SETTINGS)
    kept = accept.accepted(points, SETTINGS)
    assert list(kept["point"]) == [0, 2, 4] and content["accepted"] == 3
    assert content["sha256"] == accept.checksum(accept.as_csv(kept))
    middle = {path: (low + high) / 2 for path, (low, high) in SETTINGS.parameters.items()}
    assert content["medoid"] == pytest.approx(middle)


def test_without_accepted_points_there_is_no_medoid() -> None:
    content = accept.result(scored(0.5, 1.0), SETTINGS)
    assert content["accepted"] == 0 and content["medoid"] is None and content["narrowing"] == {}


# -- the design -----------------------------------------------------------------------------------


def test_the_hypercube_has_one_point_in_each_slice_of_each_parameter() -> None:
    points = design.hypercube(SETTINGS, 20)
    slices = np.floor((points - SETTINGS.low) / (SETTINGS.high - SETTINGS.low) * 20)
    assert (np.sort(slices, axis=0) == np.arange(20)[:, None]).all()
    assert np.array_equal(points, design.hypercube(SETTINGS, 20))


def test_a_narrowing_step_stays_inside_the_ranges_and_near_its_parents() -> None:
    middle = (SETTINGS.low + SETTINGS.high) / 2
    parents = np.array([SETTINGS.low, middle])
    points = design.around(SETTINGS, SETTINGS.full.narrowing, parents, 1)
    assert ((points >= SETTINGS.low) & (points <= SETTINGS.high)).all()
    assert (points.mean(axis=0) < middle).all()
    assert not np.array_equal(points, design.around(SETTINGS, SETTINGS.full.narrowing, parents, 2))


def test_parameters_of_the_coordinator_are_not_calibrated_and_no_coordinator_is_there() -> None:
    assert not [p for p in SETTINGS.paths if p.partition(".")[0] in design.NEVER_CALIBRATED]
    coordinator = design.community(SETTINGS, SETTINGS.full).coordinator
    strengths = ("attention", "mobilisation", "guidance", "resources", "integration")
    assert [getattr(coordinator, name) for name in strengths] == [0.0] * len(strengths)


def test_a_point_sets_its_parameters_and_doubles_heterogeneity_alone() -> None:
    base = design.community(SETTINGS, SETTINGS.short)
    plain = design.at(base, SETTINGS.paths, SETTINGS.high).model_dump()
    doubled = design.at(base, SETTINGS.paths, SETTINGS.high, design.DOUBLED).model_dump()
    assert doubled["organisations"].pop("heterogeneity") == 4.0
    assert plain["organisations"].pop("heterogeneity") == 2.0
    assert plain == doubled
    assert plain["delivery"]["peers"] == SETTINGS.parameters["delivery.peers"][1]


REFUSED = [
    ({"seed": 0}, "that of comparisons"),
    ({"seed": -1}, "seed"),
    ({"extra": 1}, "extra"),
    ({"parameters": {"coordinator.attention": [0.0, 9.0]}}, "never calibrated"),
    ({"parameters": {"delivery.loyalty": [0.0, 9.0]}}, "unknown"),
    ({"parameters": {"delivery.peers": [5.0, 0.0]}}, "low < high"),
    ({"parameters": {"delivery.peers": [0.0, 50.0]}}, "[-20, 20]"),
    ({"parameters": {"organisations.heterogeneity": [0.5, 15.0]}}, "[0.02, 20]"),
    ({"patterns": {"harmony": {"least": 0.0, "scale": 1.0}}}, "harmony"),
]


@pytest.mark.parametrize(("change", "reason"), REFUSED)
def test_settings_that_are_not_allowed_are_refused_in_one_line(
    change: dict[str, object], reason: str, tmp_path: Path
) -> None:
    content = yaml.safe_load(design.SETTINGS.read_text(encoding="utf-8"))
    for key, value in change.items():
        content[key] = content[key] | value if isinstance(value, dict) else value
    path = tmp_path / "calibration.yaml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        design.read_settings(path)
    assert reason in str(refusal.value) and "\n" not in str(refusal.value)


# -- running, storing, resuming -------------------------------------------------------------------


def made_up(parameters: Parameters, run_id: RunId) -> RunRecord:
    """A record whose numbers tell heterogeneity and replicate."""
    weekly = {name: np.full(WEEKS, 0.1) for name in (
        "participation", "participation_elderly", "participation_young_renter",
        "participation_members", "participation_breadth",
    )}  # fmt: skip
    for sector in summaries.SECTORS:
        weekly |= {f"present_{sector}": np.ones(WEEKS), f"honouring_{sector}": np.full(WEEKS, 0.5)}
    weekly["participation_elderly"] = np.full(WEEKS, parameters.organisations.heterogeneity)
    weekly["participation"] = np.full(WEEKS, run_id.replicate / 10)
    table = projects((1, 30, 40, End.COMPLETED, 31, 4, 3))
    return RunRecord(run_id, {}, table, {}, weekly)


def place_of(tmp_path: Path, points: int = 12) -> run.Place:
    size = SETTINGS.short.model_copy(update={"points": points})
    return run.open_place(SETTINGS, size, tmp_path)


def test_each_point_has_its_replicates_as_they_are_and_doubled(tmp_path: Path) -> None:
    place = place_of(tmp_path)
    points = design.hypercube(SETTINGS, 12)
    runs = run.run_stage(place, "prior", points, 1, made_up)
    assert len(runs) == 12 * (SETTINGS.short.replicates + SETTINGS.short.doubled)
    factor = np.where(runs["doubled"], 2.0, 1.0)
    assert np.allclose(runs["elderly"], runs["organisations.heterogeneity"] * factor)
    assert np.allclose(runs["everybody"], runs["replicate"] / 10)
    assert np.array_equal(runs.drop_duplicates("point")[SETTINGS.paths], points)


def test_a_stopped_calibration_goes_on_after_its_last_chunk(tmp_path: Path) -> None:
    place, points = place_of(tmp_path), design.hypercube(SETTINGS, 12)
    whole = run.run_stage(place_of(tmp_path / "whole"), "prior", points, 1, made_up)
    done: list[RunId] = []

    def stopped(parameters: Parameters, run_id: RunId) -> RunRecord:
        if len(done) == 11 * place.runs_per_point:
            raise KeyboardInterrupt
        done.append(run_id)
        return made_up(parameters, run_id)

    with pytest.raises(KeyboardInterrupt):
        run.run_stage(place, "prior", points, 1, stopped)
    assert [path.name for path in place.folder.iterdir()] == ["prior-000000.parquet"]
    done.clear()
    again = run.run_stage(place, "prior", points, 1, stopped)
    assert len(done) == 2 * place.runs_per_point
    pd.testing.assert_frame_equal(again, whole)


@pytest.mark.parametrize("damage", [b"", b"PAR1 but not really", None])
def test_a_damaged_chunk_or_one_of_other_points_is_run_again(
    tmp_path: Path, damage: bytes | None
) -> None:
    place, points = place_of(tmp_path), design.hypercube(SETTINGS, 12)
    first = run.run_stage(place, "prior", points, 1, made_up)
    if damage is None:
        run.run_stage(place, "prior", points[::-1], 1, made_up)
    else:
        place.chunk("prior", 0).write_bytes(damage)
    pd.testing.assert_frame_equal(run.run_stage(place, "prior", points, 1, made_up), first)


def test_a_failed_run_is_kept_and_its_point_is_not_accepted(tmp_path: Path) -> None:
    def failing(parameters: Parameters, run_id: RunId) -> RunRecord:
        if run_id.replicate == 1:
            raise ArithmeticError("stock below zero")
        return made_up(parameters, run_id)

    runs = run.run_stage(place_of(tmp_path), "prior", design.hypercube(SETTINGS, 12), 1, failing)
    assert set(runs.loc[runs["replicate"] == 1, "error"]) == {"ArithmeticError: stock below zero"}
    assert (accept.score(runs, SETTINGS)["distance"] == np.inf).all()


def test_steps_follow_where_too_few_are_accepted_and_begin_at_the_best(tmp_path: Path) -> None:
    plan = SETTINGS.short.narrowing
    found, _ = run.explore(place_of(tmp_path), 1, made_up)
    assert found["origin"].value_counts().to_dict() == {"prior": 12, "step1": plan.points}


def test_the_short_form_runs_the_model_and_gives_the_same_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [
        "calibrate",
        "--short",
        "--points",
        "2",
        "--processes",
        "1",
        "--out",
        str(tmp_path),
    ]
    status = main(arguments)
    first = capsys.readouterr().out
    results = {path.name: path.read_bytes() for path in tmp_path.glob("calibration/*/*")}
    content = json.loads(results[accept.RESULT])
    assert content["sampled"]["prior"] == 2 and status == (0 if content["accepted"] else 1)
    assert content["sha256"] == accept.checksum(results[accept.ACCEPTED])
    assert main(arguments) == status and capsys.readouterr().out == first
    assert {p.name: p.read_bytes() for p in tmp_path.glob("calibration/*/*")} == results


@pytest.mark.parametrize(
    "wrong",
    [("--points", "1"), ("--points", "many"), ("--processes", "0"), ("--short", "--adopt")],
)
def test_wrong_options_are_refused_and_nothing_is_written(
    wrong: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["calibrate", *wrong, "--out", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_the_result_is_put_between_the_marks_of_the_page() -> None:
    content = accept.result(scored(0.0, 1.0), SETTINGS)
    content |= {
        "size": SETTINGS.full.model_dump(), "seed": 1, "model_version": "1",
        "parameters": {path: list(ends) for path, ends in SETTINGS.parameters.items()},
        "patterns": {name: bounds.model_dump() for name, bounds in SETTINGS.patterns.items()},
    }  # fmt: skip
    page = f"before\n{report.BEGIN}\nstale\n{report.END}\nafter\n"
    text = report.filled(page, content)
    assert text.startswith(f"before\n{report.BEGIN}\n") and text.endswith(f"{report.END}\nafter\n")
    assert "stale" not in text and content["sha256"] in text and "1 points meet all" in text
    assert report.filled(text, content) == text


# -- the adopted set ------------------------------------------------------------------------------


@adopted
def test_the_frozen_set_is_the_one_that_was_documented() -> None:
    content = json.loads(FROZEN.read_text(encoding="utf-8"))
    assert accept.accepted_hash() == content["sha256"]
    page = (design.CONFIGS.parent / "docs" / "calibration.md").read_text(encoding="utf-8")
    assert report.filled(page, content) == page


@adopted
def test_defaults_are_the_medoid_of_the_accepted_set_and_tagged_so() -> None:
    content = json.loads(FROZEN.read_text(encoding="utf-8"))
    defaults = Parameters().model_dump()
    found = {p: defaults[p.partition(".")[0]][p.partition(".")[2]] for p in SETTINGS.paths}
    assert found == {path: float(f"{v:.{DIGITS}g}") for path, v in content["medoid"].items()}
    assert {describe_field(path).source for path in SETTINGS.paths} == {"C"}


def test_without_a_frozen_set_there_is_no_hash(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(accept, "CONFIGS", tmp_path)
    assert accept.accepted_hash() is None
    (tmp_path / accept.ACCEPTED).write_bytes(b"origin,point\n")
    assert accept.accepted_hash() == accept.checksum(b"origin,point\n")
