"""Calibration: acceptance, the design, running and resuming, and the adopted set."""

import json
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from refusing import Refused

from experiments.base.describe import describe_field
from experiments.base.errors import InputError
from experiments.base.settings import CONFIGS
from experiments.commands.cli import main
from experiments.config import accepted as frozen
from experiments.config import calibrated
from experiments.studies.calibration import accept, conduct, design, report, run, summaries
from experiments.words.speech import EN
from sim.base.vocabulary import End
from sim.measure.records import RunId, RunRecord
from sim.parameters import Parameters
from tests.studies.calibration.test_calibration_patterns import WEEKS, projects

settings = cache(design.read_settings)
FROZEN = CONFIGS / frozen.RESULT
adopted = pytest.mark.skipif(not FROZEN.exists(), reason="configs/accepted.json is absent")
DIGITS = 4


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
    at = {path: np.linspace(low, high, rows) for path, (low, high) in settings().parameters.items()}
    found = {name: np.zeros(rows) for name in settings().patterns}
    return pd.DataFrame(
        {"origin": "prior", "point": np.arange(rows), **at, **found, "distance": distances}
    )


def test_accepted_are_those_without_any_violation_and_their_hash_is_of_their_bytes() -> None:
    points = scored(0.0, 0.1, 0.0, np.inf, 0.0)
    content = accept.result(points, settings())
    kept = accept.accepted(points, settings())
    assert list(kept["point"]) == [0, 2, 4] and content["accepted"] == 3
    assert content["sha256"] == frozen.checksum(accept.as_csv(kept))
    middle = {path: (low + high) / 2 for path, (low, high) in settings().parameters.items()}
    assert content["medoid"] == pytest.approx(middle)


def test_without_accepted_points_there_is_no_medoid() -> None:
    content = accept.result(scored(0.5, 1.0), settings())
    assert content["accepted"] == 0 and content["medoid"] is None and content["narrowing"] == {}


# -- the design -----------------------------------------------------------------------------------


def test_the_hypercube_has_one_point_in_each_slice_of_each_parameter() -> None:
    points = design.hypercube(settings(), 20)
    slices = np.floor((points - settings().low) / (settings().high - settings().low) * 20)
    assert (np.sort(slices, axis=0) == np.arange(20)[:, None]).all()
    assert np.array_equal(points, design.hypercube(settings(), 20))


def test_a_narrowing_step_stays_inside_the_ranges_and_near_its_parents() -> None:
    middle = (settings().low + settings().high) / 2
    parents = np.array([settings().low, middle])
    points = design.around(settings(), settings().full.narrowing, parents, 1)
    assert ((points >= settings().low) & (points <= settings().high)).all()
    assert (points.mean(axis=0) < middle).all()
    assert not np.array_equal(
        points, design.around(settings(), settings().full.narrowing, parents, 2)
    )


def test_parameters_of_the_coordinator_are_not_calibrated_and_no_coordinator_is_there() -> None:
    assert not [p for p in settings().paths if p.partition(".")[0] in calibrated.NEVER_CALIBRATED]
    coordinator = calibrated.community(settings(), settings().full).coordinator
    strengths = ("attention", "mobilisation", "guidance", "resources", "integration")
    assert [getattr(coordinator, name) for name in strengths] == [0.0] * len(strengths)


def test_a_point_sets_its_parameters_and_doubles_heterogeneity_alone() -> None:
    base = calibrated.community(settings(), settings().short)
    plain = calibrated.at(base, settings().paths, settings().high).model_dump()
    doubled = calibrated.at(
        base, settings().paths, settings().high, calibrated.DOUBLED
    ).model_dump()
    assert doubled["organisations"].pop("heterogeneity") == 4.0
    assert plain["organisations"].pop("heterogeneity") == 2.0
    assert plain == doubled
    assert plain["delivery"]["peers"] == settings().parameters["delivery.peers"][1]


REFUSED = [
    ({"seed": 0}, "that of comparisons"),
    ({"seed": -1}, "seed"),
    ({"extra": 1}, "extra"),
    ({"parameters": {"coordinator.attention": [0.0, 9.0]}}, "never calibrated"),
    ({"parameters": {"delivery.loyalty": [0.0, 9.0]}}, "unknown"),
    ({"parameters": {"delivery.peers": [5.0, 0.0]}}, "low < high"),
    ({"parameters": {"delivery.peers": [0.0, 50.0]}}, "[-20, 20]"),
    ({"parameters": {"organisations.heterogeneity": [0.5, 15.0]}}, "[0, 20]"),
    ({"patterns": {"harmony": {"least": 0.0, "scale": 1.0}}}, "harmony"),
]


@pytest.mark.parametrize(("change", "reason"), REFUSED)
def test_settings_that_are_not_allowed_are_refused_in_one_line(
    change: dict[str, object], reason: str, tmp_path: Path
) -> None:
    content = yaml.safe_load(calibrated.SETTINGS.read_text(encoding="utf-8"))
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
    size = settings().short.model_copy(update={"points": points})
    return run.open_place(settings(), size, tmp_path)


def test_each_point_has_its_replicates_as_they_are_and_doubled(tmp_path: Path) -> None:
    place = place_of(tmp_path)
    points = design.hypercube(settings(), 12)
    runs = run.run_stage(place, "prior", points, 1, run=made_up)
    assert len(runs) == 12 * (settings().short.replicates + settings().short.doubled)
    factor = np.where(runs["doubled"], 2.0, 1.0)
    assert np.allclose(runs["elderly"], runs["organisations.heterogeneity"] * factor)
    assert np.allclose(runs["everybody"], runs["replicate"] / 10)
    assert np.array_equal(runs.drop_duplicates("point")[settings().paths], points)


def test_a_stopped_calibration_goes_on_after_its_last_chunk(tmp_path: Path) -> None:
    place, points = place_of(tmp_path), design.hypercube(settings(), 12)
    whole = run.run_stage(place_of(tmp_path / "whole"), "prior", points, 1, run=made_up)
    done: list[RunId] = []

    def stopped(parameters: Parameters, run_id: RunId) -> RunRecord:
        if len(done) == 11 * place.runs_per_point:
            raise KeyboardInterrupt
        done.append(run_id)
        return made_up(parameters, run_id)

    with pytest.raises(KeyboardInterrupt):
        run.run_stage(place, "prior", points, 1, run=stopped)
    assert [path.name for path in place.folder.iterdir()] == ["prior-000000.parquet"]
    done.clear()
    again = run.run_stage(place, "prior", points, 1, run=stopped)
    assert len(done) == 2 * place.runs_per_point
    pd.testing.assert_frame_equal(again, whole)


@pytest.mark.parametrize("damage", [b"", b"PAR1 but not really", None])
def test_a_damaged_chunk_or_one_of_other_points_is_run_again(
    tmp_path: Path, damage: bytes | None
) -> None:
    place, points = place_of(tmp_path), design.hypercube(settings(), 12)
    first = run.run_stage(place, "prior", points, 1, run=made_up)
    if damage is None:
        run.run_stage(place, "prior", points[::-1], 1, run=made_up)
    else:
        place.chunk("prior", 0).write_bytes(damage)
    pd.testing.assert_frame_equal(run.run_stage(place, "prior", points, 1, run=made_up), first)


def test_a_failed_run_is_kept_and_its_point_is_not_accepted(tmp_path: Path) -> None:
    def failing(parameters: Parameters, run_id: RunId) -> RunRecord:
        if run_id.replicate == 1:
            raise ArithmeticError("stock below zero")
        return made_up(parameters, run_id)

    runs = run.run_stage(
        place_of(tmp_path), "prior", design.hypercube(settings(), 12), 1, run=failing
    )
    assert set(runs.loc[runs["replicate"] == 1, "error"]) == {"ArithmeticError: stock below zero"}
    assert (accept.score(runs, settings())["distance"] == np.inf).all()


def test_steps_follow_where_too_few_are_accepted_and_begin_at_the_best(tmp_path: Path) -> None:
    plan = settings().short.narrowing
    found, _ = run.explore(place_of(tmp_path), 1, run=made_up)
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
    content = json.loads(results[frozen.RESULT])
    assert content["sampled"]["prior"] == 2 and status == (0 if content["accepted"] else 1)
    assert content["sha256"] == frozen.checksum(results[frozen.ACCEPTED])
    assert main(arguments) == status and capsys.readouterr().out == first
    assert {p.name: p.read_bytes() for p in tmp_path.glob("calibration/*/*")} == results


REFUSED = [("--points", "1"), ("--points", "many"), ("--processes", "0"), ("--short", "--adopt")]


def test_wrong_options_are_refused_and_nothing_is_written(refused: Refused, tmp_path: Path) -> None:
    for wrong in REFUSED:
        refused("calibrate", *wrong, "--out", str(tmp_path / "out"))


def test_the_result_is_put_between_the_marks_of_the_page() -> None:
    content = accept.result(scored(0.0, 1.0), settings())
    content |= {
        "size": settings().full.model_dump(), "seed": 1, "model_version": "1",
        "parameters": {path: list(ends) for path, ends in settings().parameters.items()},
        "patterns": {name: bounds.model_dump() for name, bounds in settings().patterns.items()},
    }  # fmt: skip
    page = f"before\n{report.BEGIN}\nstale\n{report.END}\nafter\n"
    text = report.filled(page, content)
    assert text.startswith(f"before\n{report.BEGIN}\n") and text.endswith(f"{report.END}\nafter\n")
    assert "stale" not in text and content["sha256"] in text and "1 point meets all" in text
    assert report.filled(text, content) == text


def test_adopting_freezes_the_points_whose_hash_is_told_and_documents_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"{report.BEGIN}\n{report.END}", encoding="utf-8")
    monkeypatch.setattr(conduct, "CONFIGS", tmp_path)
    monkeypatch.setattr(conduct, "PAGE", page)
    monkeypatch.setattr(conduct, "explore", lambda *_: (scored(0.0, 1.0), ["a"]))
    conduct.adopt(conduct.calibrate(tmp_path / "results", EN, 1)[0])
    told = json.loads((tmp_path / frozen.RESULT).read_text("utf-8"))
    assert told["sha256"] == frozen.checksum((tmp_path / frozen.ACCEPTED).read_bytes())
    assert told["sha256"] in page.read_text("utf-8") and told["model_sources"] == ["a"]


# -- the adopted set ------------------------------------------------------------------------------


@adopted
def test_the_frozen_set_is_the_one_that_was_documented() -> None:
    content = json.loads(FROZEN.read_text(encoding="utf-8"))
    assert frozen.accepted_hash() == content["sha256"]
    page = (CONFIGS.parent / "docs" / "calibration.md").read_text(encoding="utf-8")
    assert report.filled(page, content) == page


@adopted
def test_defaults_are_the_medoid_of_the_accepted_set_and_tagged_so() -> None:
    content = json.loads(FROZEN.read_text(encoding="utf-8"))
    defaults = Parameters().model_dump()
    found = {p: defaults[p.partition(".")[0]][p.partition(".")[2]] for p in settings().paths}
    assert found == {path: float(f"{v:.{DIGITS}g}") for path, v in content["medoid"].items()}
    assert {describe_field(path).source for path in settings().paths} == {"C"}


def test_without_a_frozen_set_there_is_no_hash(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(frozen, "CONFIGS", tmp_path)
    assert frozen.accepted_hash() is None
    (tmp_path / frozen.ACCEPTED).write_bytes(b"origin,point\n")
    assert frozen.accepted_hash() == frozen.checksum(b"origin,point\n")
