"""Calibration: the design, running and resuming, and the adopted set."""

import json
from functools import cache
from pathlib import Path
from typing import get_args

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
from experiments.studies.calibration import accept, conduct, design, emulator, report, run, score
from experiments.studies.calibration.design import Floats
from experiments.studies.calibration.summaries import Summary
from sim.measure.records import RunId
from sim.parameters import Parameters
from sim.parameters.structure import Structure
from tests.studies.calibration.made_up import summary_of

settings = cache(design.read_settings)
FROZEN = CONFIGS / frozen.RESULT
adopted = pytest.mark.skipif(not FROZEN.exists(), reason="configs/accepted.json is absent")
DIGITS = 4


# -- the design -----------------------------------------------------------------------------------


def test_the_hypercube_has_one_point_in_each_slice_of_each_parameter_and_sets_evenly() -> None:
    points = design.hypercube(settings(), 48)
    slices = np.floor(design.normalised(settings(), points) * 48)
    assert (np.sort(slices, axis=0) == np.arange(48)[:, None]).all()
    assert points.groupby(settings().rules).size().tolist() == [2] * 24
    pd.testing.assert_frame_equal(points, design.hypercube(settings(), 48))


def test_an_emulator_sees_shares_of_ranges_and_a_column_a_level_but_the_first() -> None:
    first, last = settings().sets[0], settings().sets[-1]
    ends = [settings().low, settings().high]
    points = pd.DataFrame([
        rules | dict(zip(settings().paths, end, strict=True))
        for rules, end in zip((first, last), ends, strict=True)
    ])  # fmt: skip
    seen = design.coordinates(settings(), points)
    parameters = len(settings().paths)
    assert (seen[0] == 0.0).all() and (seen[1, :parameters] == 1.0).all()
    assert seen[1, parameters:].tolist() == [0, 0, 1, 0, 1, 1]


def test_parameters_of_the_coordinator_are_not_calibrated_and_no_coordinator_is_there() -> None:
    assert not [p for p in settings().paths if p.partition(".")[0] in calibrated.NEVER_CALIBRATED]
    coordinator = calibrated.community(settings(), settings().full).coordinator
    strengths = ("attention", "mobilisation", "guidance", "resources", "integration")
    assert [getattr(coordinator, name) for name in strengths] == [0.0] * len(strengths)


def test_sets_are_of_all_levels_of_the_rules_that_a_run_without_a_coordinator_feels() -> None:
    assert settings().structure.keys() == {"dependence", "newcomer_ties", "honouring_restored"}
    for name, levels in settings().structure.items():
        assert get_args(Structure.model_fields[name].annotation) == levels


def test_a_point_sets_its_parameters_and_rules_and_doubles_heterogeneity_alone() -> None:
    base = calibrated.community(settings(), settings().short)
    highest = dict(zip(settings().paths, settings().high.tolist(), strict=True))
    point = settings().sets[-1] | highest
    plain = calibrated.at(base, point).model_dump()
    doubled = calibrated.at(base, point, calibrated.DOUBLED).model_dump()
    assert doubled["organisations"].pop("heterogeneity") == 4.0
    assert plain["organisations"].pop("heterogeneity") == 2.0
    assert plain == doubled
    assert plain["delivery"]["peers"] == settings().parameters["delivery.peers"][1]
    assert plain["structure"]["dependence"] == "growth_and_loss"


REFUSED = [
    ({"seed": 0}, "that of comparisons"),
    ({"seed": -1}, "seed"),
    ({"extra": 1}, "extra"),
    ({"parameters": {"coordinator.attention": [0.0, 9.0]}}, "never calibrated"),
    ({"parameters": {"delivery.loyalty": [0.0, 9.0]}}, "unknown"),
    ({"parameters": {"delivery.peers": [5.0, 0.0]}}, "low < high"),
    ({"parameters": {"delivery.peers": [0.0, 50.0]}}, "[-20, 20]"),
    ({"parameters": {"organisations.heterogeneity": [0.5, 15.0]}}, "[0, 20]"),
    ({"parameters": {"structure.dependence": [0.0, 1.0]}}, "structure.dependence"),
    ({"structure": {"dependence": ["growth", "shrinkage"]}}, "dependence"),
    ({"fresh_seed": 20261201}, "fresh_seed"),
    ({"patterns": {"harmony": {"least": 0.0}}}, "harmony"),
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


def made_up(parameters: Parameters, run_id: RunId) -> Summary:
    """A summary whose numbers tell heterogeneity and replicate."""
    return summary_of(
        elderly=parameters.organisations.heterogeneity, everybody=run_id.replicate / 10
    )


def place_of(tmp_path: Path, made: run.Run = made_up) -> run.Place:
    return run.open_place(settings(), settings().short, tmp_path, run=made)


def run_wave(place: run.Place, points: pd.DataFrame) -> pd.DataFrame:
    return run.run_stage(place, place.wave(1), points)


def test_each_point_has_its_replicates_as_they_are_and_doubled(tmp_path: Path) -> None:
    points = design.hypercube(settings(), 12)
    runs = run_wave(place_of(tmp_path), points)
    assert len(runs) == 12 * (settings().short.replicates + settings().short.doubled)
    factor = np.where(runs["doubled"], 2.0, 1.0)
    assert np.allclose(runs["elderly"], runs["organisations.heterogeneity"] * factor)
    assert np.allclose(runs["everybody"], runs["replicate"] / 10)
    columns = settings().columns
    found = runs.drop_duplicates("point")[columns].reset_index(drop=True)
    pd.testing.assert_frame_equal(found, points[columns])


def test_a_stopped_calibration_goes_on_after_its_last_chunk(tmp_path: Path) -> None:
    points = design.hypercube(settings(), 12)
    whole = run_wave(place_of(tmp_path / "whole"), points)
    done: list[RunId] = []

    def stopped(parameters: Parameters, run_id: RunId) -> Summary:
        if len(done) == 11 * stage.runs:
            raise KeyboardInterrupt
        done.append(run_id)
        return made_up(parameters, run_id)

    place = place_of(tmp_path, stopped)
    stage = place.wave(1)
    with pytest.raises(KeyboardInterrupt):
        run_wave(place, points)
    assert [path.name for path in place.folder.iterdir()] == ["wave1-000000.parquet"]
    done.clear()
    again = run_wave(place, points)
    assert len(done) == 2 * stage.runs
    pd.testing.assert_frame_equal(again, whole)


@pytest.mark.parametrize("damage", [b"", b"PAR1 but not really", None])
def test_a_damaged_chunk_or_one_of_other_points_is_run_again(
    tmp_path: Path, damage: bytes | None
) -> None:
    place, points = place_of(tmp_path), design.hypercube(settings(), 12)
    first = run_wave(place, points)
    if damage is None:
        run_wave(place, points[::-1].reset_index(drop=True))
    else:
        place.chunk(place.wave(1), 0).write_bytes(damage)
    pd.testing.assert_frame_equal(run_wave(place, points), first)


def test_a_failed_run_is_kept_and_its_point_has_no_pattern(tmp_path: Path) -> None:
    def failing(parameters: Parameters, run_id: RunId) -> Summary:
        if run_id.replicate == 1:
            raise ArithmeticError("stock below zero")
        return made_up(parameters, run_id)

    runs = run_wave(place_of(tmp_path, failing), design.hypercube(settings(), 12))
    assert set(runs.loc[runs["replicate"] == 1, "error"]) == {"ArithmeticError: stock below zero"}
    found = score.score(runs, settings())
    assert found.values.isna().all(axis=None) and not score.met(found.values, settings()).any(
        axis=None
    )


def test_the_short_form_runs_the_model_and_gives_the_same_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["calibrate", "--short", "--processes", "1", "--out", str(tmp_path)]
    status = main(arguments)
    first = capsys.readouterr().out
    results = {path.name: path.read_bytes() for path in tmp_path.glob("calibration/*/*")}
    content = json.loads(results[frozen.RESULT])
    assert content["stages"]["wave1"] == 24 and status == (0 if content["accepted"] else 1)
    assert content["sha256"] == frozen.checksum(results[frozen.ACCEPTED])
    assert main(arguments) == status and capsys.readouterr().out == first
    assert {p.name: p.read_bytes() for p in tmp_path.glob("calibration/*/*")} == results


REFUSED = [("--processes", "0"), ("--processes", "many"), ("--short", "--adopt")]


def test_wrong_options_are_refused_and_nothing_is_written(refused: Refused, tmp_path: Path) -> None:
    for wrong in REFUSED:
        refused("calibrate", *wrong, "--out", str(tmp_path / "out"))


def judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> report.Calibrated:
    """A calibration in small whose emulators are sure of everything."""

    def sure(self: emulator.Emulators, points: pd.DataFrame, least: float = 0.0) -> Floats:
        return np.ones(len(points))

    monkeypatch.setattr(emulator.Emulators, "probability", sure)
    return conduct.judged(place_of(tmp_path / "runs"))


def test_points_of_every_set_are_kept_and_weigh_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = judged(tmp_path, monkeypatch)
    assert found.points.groupby(settings().rules).size().tolist() == [1] * 24
    assert np.allclose(found.points["weight"], 1 / 24)
    assert found.content["effective"] == pytest.approx(24.0)
    assert found.content["checks"]["kept"]["points"] == settings().short.checked
    assert found.content["sha256"] == frozen.checksum(accept.as_csv(found.points))


def test_adopting_freezes_the_points_whose_hash_is_told_and_documents_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{report.BEGIN}\nstale\n{report.END}\nafter\n", encoding="utf-8")
    monkeypatch.setattr(conduct, "CONFIGS", tmp_path)
    monkeypatch.setattr(conduct, "PAGE", page)
    found = judged(tmp_path, monkeypatch)
    conduct.adopt(found)
    told = json.loads((tmp_path / frozen.RESULT).read_text("utf-8"))
    text = page.read_text("utf-8")
    assert told["sha256"] == frozen.checksum((tmp_path / frozen.ACCEPTED).read_bytes())
    assert text.startswith(f"before\n{report.BEGIN}\n") and text.endswith(f"{report.END}\nafter\n")
    assert "stale" not in text and told["sha256"] in text and "24 points are kept" in text
    assert report.filled(text, told) == text


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


@adopted
def test_studies_at_accepted_points_take_those_of_their_rules() -> None:
    base = Parameters()
    points = frozen.points_of(base)
    everything = frozen.accepted_points()
    own = (
        (everything["structure.dependence"] == base.structure.dependence)
        & (everything["structure.newcomer_ties"] == base.structure.newcomer_ties)
        & (everything["structure.honouring_restored"] == base.structure.honouring_restored)
    )
    assert 0 < len(points) == own.sum() < len(everything)
    assert {each.structure for each in points} == {base.structure}
    wanted = everything.loc[own, "delivery.peers"].tolist()
    assert [each.delivery.peers for each in points] == wanted


def test_without_a_frozen_set_there_is_no_hash(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(frozen, "CONFIGS", tmp_path)
    assert frozen.accepted_hash() is None
    (tmp_path / frozen.ACCEPTED).write_bytes(b"origin,point\n")
    assert frozen.accepted_hash() == frozen.checksum(b"origin,point\n")


def test_a_point_s_own_variance_has_a_degree_of_freedom_less_than_it_has_replicates(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = []
    monkeypatch.setattr(score, "shrunk", lambda variances, freedom: given.append(freedom))
    columns = {name: 0.5 for name in settings().columns}
    rows = [
        {"point": point, "replicate": replicate, "doubled": doubled, "error": "lost"} | columns
        for point in (0, 1)
        for replicate, doubled in ((0, False), (1, False), (2, False), (0, True))
    ]
    score.score(pd.DataFrame(rows), settings())
    assert given == [2]
