"""What a worker does for the page is what the command line does, told as it goes."""

import io
import os
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from report_studies import two_arms

from experiments.analysis.answer import answer_of
from experiments.analysis.pairing import compare_cells
from experiments.app import tasks
from experiments.app.choices import Choices
from experiments.app.judging import Judge, _state
from experiments.app.library import WAITING, known, rows_shown, stamp_of, studies
from experiments.app.tasks import REPORT, TABLES, CompareArms, ShowCells, ShowStudy, figures_name
from experiments.base.errors import InputError
from experiments.document.four_lines import Asked, four_lines
from experiments.document.page import typeset
from experiments.report import pictures, report
from experiments.store import Study
from experiments.studies.beside import asked
from experiments.words.speech import MISSING, speak

LANGS = ("zh", "en")
Told = list[tuple[Any, ...]]


@pytest.fixture(autouse=True)
def no_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures take seconds each, and are tested elsewhere."""
    monkeypatch.setattr(pictures, "_source", lambda *_: ("data:,", 1, 1))
    monkeypatch.setattr("experiments.figures.figure_bytes", lambda *_: b"drawn")


def told_by(task: Any) -> Told:
    told: Told = []
    task(lambda *message: told.append(message))
    return told


def last_html(told: Told, lang: str) -> str:
    return [message[2] for message in told if message[0] == "html" and message[1] == lang][-1]


def numbers(question: Asked, lang: str) -> str:
    """The line that says how much."""
    return str(typeset(four_lines(question, speak(lang)).items[1].answer))


def files(told: Told) -> dict[str, bytes]:
    return {message[1]: message[2] for message in told if message[0] == "file"}


def test_a_comparison_from_choices_to_files(tmp_path: Path) -> None:
    choices = Choices(arms=("none", "party"), replicates=2).turned("horizon", 104.0)
    task = CompareArms(tmp_path, choices.name, (*choices.overrides, "processes=1"), LANGS)
    told = told_by(task)

    runs = [message[1:] for message in told if message[0] == "runs"]
    counted = [each[:2] for each in runs]
    assert counted[-1] == (4, 4) and counted == sorted(counted)
    study = Study(tmp_path / choices.name)
    assert [(cell.arm, len(cell.runs())) for cell in study.cells()] == [("none", 2), ("party", 2)]
    found = compare_cells({cell.arm: cell for cell in study.cells()}, "party")
    kinds = [message[0] for message in told]
    first = told[kinds.index("html")]
    question = asked(found, study.cells())
    assert first[1] == "zh" and numbers(question, "zh") in first[2]
    for lang in LANGS:
        html = last_html(told, lang)
        assert numbers(question, lang) in html
        assert html.count("<figure") > 5
    packed = files(told)
    assert packed[REPORT].decode() == report(study, "zh")
    with zipfile.ZipFile(io.BytesIO(packed[TABLES])) as archive:
        rows = pd.read_csv(archive.open("comparison_differences.csv"))
    assert rows["value"].tolist() == pytest.approx(found.differences["value"].tolist())
    with zipfile.ZipFile(io.BytesIO(packed[figures_name("zh")])) as archive:
        assert {"ends.zh.png", "ends.zh.svg", "ends.csv"} <= set(archive.namelist())


def test_the_report_of_a_study_shows_the_figures_that_the_page_drew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_arms(tmp_path / "small")
    drawn: list[tuple[str, str]] = []

    def draw(name: str, material: Any, rows: int, say: Any) -> tuple[str, int, int]:
        drawn.append((name, say.lang))
        return "data:,", 1, 1

    monkeypatch.setattr(pictures, "_source", draw)
    told = files(told_by(ShowStudy(tmp_path, "small", LANGS)))
    assert {lang for _, lang in drawn} == set(LANGS)
    assert len(drawn) == len(set(drawn))
    assert told[REPORT].decode() == report(Study(tmp_path / "small"), "zh")


def test_what_cannot_be_run_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        told_by(CompareArms(tmp_path, "page", ("community=nowhere", "arms=[none,party]"), LANGS))
    assert list(tmp_path.iterdir()) == []


def test_stored_cells_of_two_studies_are_compared(tmp_path: Path) -> None:
    two_arms(tmp_path / "first")
    two_arms(tmp_path / "second")
    told = told_by(ShowCells(tmp_path, ("first/none", "second/party"), ("en",)))
    cells = {"none": Study(tmp_path / "first").cell("none")}
    cells["party"] = Study(tmp_path / "second").cell("party")
    question = asked(compare_cells(cells, "party"), list(cells.values()))
    assert numbers(question, "en") in last_html(told, "en")


def test_a_study_without_a_run_says_why_it_cannot_be_shown(tmp_path: Path) -> None:
    study = two_arms(tmp_path / "empty", replicates=1)
    for path in study.path.rglob("chunk-*.json"):
        path.unlink()
    with pytest.raises(InputError):
        told_by(ShowStudy(tmp_path, "empty", LANGS))


def test_the_library_lists_what_is_in_the_folder_and_nothing_outside(tmp_path: Path) -> None:
    results = tmp_path / "results"
    two_arms(results / "older")
    two_arms(results / "newer")
    two_arms(tmp_path / "outside")
    (results / "linked").symlink_to(tmp_path / "outside")
    (results / "damaged").mkdir()
    (results / "damaged" / "study.json").write_text("{")
    os.utime(results / "older" / "study.json", (1, 1))
    rows = {row.name: row for row in studies(results)}
    assert set(rows) == {"newer", "older", "damaged"}
    assert list(rows)[-1] == "older"
    assert "damaged" in rows["damaged"].problem and rows["older"].problem == ""
    assert rows["newer"].cells == ("newer/none", "newer/party")
    assert known(results, "newer") and known(results, "newer/none")
    for name in ("linked", "linked/none", "../outside", "..", "", "missing", "/newer"):
        assert not known(results, name)
    shown = {row["name"]: row for row in rows_shown(list(rows.values()), {}, speak("zh"))}
    assert shown["newer"]["arms"] == "无协调者、党建引领"


def test_the_time_left_is_told_at_the_pace_of_the_runs_after_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[Any] = []
    clock = iter((50.0, 50.0, 52.0, 52.0))
    meter = tasks._Meter(10, lambda kind, *values: told.append(values))
    monkeypatch.setattr(tasks.time, "monotonic", lambda: next(clock))
    meter.found(4)
    assert told[-1] == (4, 10, None)  # nothing was run, so nothing is known of its pace
    monkeypatch.setattr(tasks, "BETWEEN", 0.0)
    meter()
    meter()
    assert told[-1] == (6, 10, 8.0)


def test_the_library_tells_state_replicates_and_what_was_found(tmp_path: Path) -> None:
    two_arms(tmp_path / "whole")
    part = two_arms(tmp_path / "part")
    for path in part.path.rglob("chunk-*.json"):
        path.unlink()
    names = ("whole", "part", "nowhere")
    payloads = [m[1] for m in told_by(Judge(tmp_path, names, "now")) if m[0] == "payload"]
    found = payloads[-1]
    assert set(found) == {"whole", "part"}
    assert found["part"]["state"] == "not_started" and "kind" not in found["part"]
    study = Study(tmp_path / "whole")
    cells = {cell.arm: cell for cell in study.cells()}
    answer = answer_of(compare_cells(cells, "party"))
    assert answer is not None
    whole = found["whole"]
    assert (whole["state"], whole["kind"]) == ("complete", answer.kind)
    assert whole["least"] == whole["most"] == len(cells["none"].runs())
    for lang in LANGS:
        say = speak(lang)
        shown = {row["name"]: row for row in rows_shown(studies(tmp_path), found, say)}
        assert shown["whole"]["state"] == say("state.complete")
        assert say.arm("party") in str(shown["whole"]["verdict"])
        assert shown["part"]["verdict"] == MISSING
    assert {row["state"] for row in rows_shown(studies(tmp_path), {}, speak("en"))} == {WAITING}


@pytest.mark.parametrize(
    ("runs", "state"),
    [((4, 0, 0), "not_started"), ((4, 2, 1), "incomplete"), ((4, 3, 1), "failed"),
     ((4, 4, 0), "complete")],
)  # fmt: skip
def test_failed_runs_are_no_missing_ones(runs: tuple[int, int, int], state: str) -> None:
    assert _state(*runs) == state


def test_more_that_is_stored_is_looked_at_anew(tmp_path: Path) -> None:
    two_arms(tmp_path / "small")
    before = stamp_of(studies(tmp_path), tmp_path)
    assert stamp_of(studies(tmp_path), tmp_path) == before
    cell = next((tmp_path / "small" / "cells").iterdir())
    os.utime(cell, (1, 1))
    assert stamp_of(studies(tmp_path), tmp_path) != before


def test_the_same_files_are_zipped_to_the_same_bytes() -> None:
    assert tasks.zipped({"a": b"1"}) == tasks.zipped({"a": b"1"})
