"""Every kind of study gives a sensible page or one clear line. Runs are fabricated."""

import json
from functools import partial
from pathlib import Path

import fakes
import numpy as np
import pyarrow.parquet as pq
import pytest
from html_page import HtmlPage, parse
from report_studies import parameters, stored, sweep, two_arms

from experiments.analysis.spread import shares
from experiments.base.errors import InputError
from experiments.base.files import checksum
from experiments.commands.cli import main
from experiments.report import pictures, report
from experiments.report.space import space_of
from experiments.report.subject import COMPARISON, SINGLE, SWEEP, subject_of
from experiments.store import Study
from sim.base.vocabulary import End
from sim.measure.records import RunId, RunRecord
from sim.parameters import Parameters


@pytest.fixture(autouse=True)
def _undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without figures of comparisons: other tests draw them."""
    real = pictures.given
    monkeypatch.setattr(pictures, "given", lambda m: [n for n in real(m) if n == "phase"])


def failing(_: Parameters, run_id: RunId) -> RunRecord:
    raise ArithmeticError(f"replicate {run_id.replicate}")


def planted(setting: Parameters, run_id: RunId) -> RunRecord:
    """A hub with more than 10 acts helps, one with less harms: all or nothing completes."""
    record = fakes.run(setting, run_id)
    attention = setting.coordinator.attention
    share = 0.5 if attention == 0 else 0.9 if attention > 10 else 0.1
    luck = np.random.default_rng([run_id.replicate, round(100 * setting.consent.turnout)])
    done = luck.random(len(record.projects["end"])) < share
    record.projects["end"][:] = np.where(done, End.COMPLETED, End.FREE_RIDING)
    record.projects["formed_week"][:] = record.projects["start_week"]
    return record


def page_of(study: Study) -> HtmlPage:
    return parse(report(study, "en"))


def test_one_arm_shows_levels_and_says_that_it_compares_nothing(tmp_path: Path) -> None:
    study = stored(tmp_path / "s", [("party", parameters("party"))])
    assert subject_of(study).kind == SINGLE
    page = page_of(study)
    assert "That can't be told: party hub stands alone" in page.section("en", "answer")
    assert "无法回答：只有“党建引领”一个方案" in page.section("zh", "answer")
    assert "coprod compare" in page.section("en", "limits")
    assert not any(e.attributes.get("id") == "en-comparators" for e in page.elements)


def test_one_arm_with_failed_runs_is_bounded(tmp_path: Path) -> None:
    arm = [("party", parameters("party"))]
    study = stored(tmp_path / "s", arm, replicates=8, run=fakes.run_with_a_failure)
    assert "1 of 8 runs failed" in page_of(study).section("en", "basis")


def test_one_replicate_is_told_as_one_story(tmp_path: Path) -> None:
    page = page_of(two_arms(tmp_path / "s", replicates=1))
    assert "no interval can be given" in page.section("en", "basis")
    assert "无法给出区间" in page.section("zh", "basis")


def test_a_horizon_too_short_gives_a_page_that_says_so(tmp_path: Path) -> None:
    cells = [(arm, parameters(arm, horizon=50)) for arm in ("none", "party")]
    page = page_of(stored(tmp_path / "s", cells))
    assert "Nothing can be said" in page.section("en", "answer")
    assert "horizon" in page.section("en", "parameters")


def test_a_sweep_tells_where_the_hub_helps_and_where_it_harms(tmp_path: Path) -> None:
    study = sweep(tmp_path / "s", (5.0, 20.0), (0.2, 0.4, 0.6), run=planted, weekly="none")
    subject = subject_of(study)
    assert subject.kind == SWEEP and subject.differing
    space = space_of(subject)
    found = shares(space.against("none")).set_index(["measure", "region"])["share"]
    assert found["failure", "helps"] == found["failure", "harms"] == 0.5
    page = page_of(study)
    assert "lower by 5 points or more at 50% of them (help)" in page.section("en", "answer")
    assert "higher by 5 or more at 50% (harm)" in page.section("en", "answer")
    assert [e.parents[-1] for e in page.all("img", language="en")] == ["div"]  # phase diagram
    rows = page.section("en", "cells")
    assert all(f"{trust:g}" in rows for trust in (0.2, 0.4, 0.6))
    assert report(study, "en") == report(study, "en")


def test_failed_runs_of_a_sweep_widen_the_bounds_of_its_points(tmp_path: Path) -> None:
    run = fakes.run_with_a_failure
    study = sweep(tmp_path / "s", (5.0, 20.0), (0.2, 0.4), replicates=8, run=run, weekly="none")
    space = space_of(subject_of(study))
    mine = space.against("none")
    rates = mine[mine["measure"] == "failure"]
    treated, control = rates["treated"] * 7 / 8, rates["control"] * 7 / 8
    assert rates["bound_low"].to_numpy() == pytest.approx((treated - control - 1 / 8).to_numpy())
    assert rates["bound_high"].to_numpy() == pytest.approx((treated + 1 / 8 - control).to_numpy())


def test_cells_without_partner_or_run_are_left_out_and_counted(tmp_path: Path) -> None:
    study = sweep(tmp_path / "s", (5.0, 20.0), (0.2, 0.4), weekly="none")
    lonely = parameters("party", attention=7.0).model_copy(update={"horizon": 120})
    study.open_cell(lonely, 0, "party", "village")
    space = space_of(subject_of(study))
    assert space.unpaired == {"none": 1}
    assert space.against("none")["point"].nunique() == 4
    assert "1 configurations could not be paired" in page_of(study).section("en", "basis")


def test_numbered_arms_are_points_of_one_arm(tmp_path: Path) -> None:
    cells = []
    for i, turnout in enumerate((0.2, 0.4)):
        for arm in ("none", "party"):
            base = parameters(arm)
            consent = base.consent.model_copy(update={"turnout": turnout})
            cells.append((f"{arm}-{i:03d}", base.model_copy(update={"consent": consent})))
    space = space_of(subject_of(stored(tmp_path / "s", cells, weekly="none")))
    assert (space.treated, space.comparators) == ("party", ["none"])
    assert space.against("none")["point"].nunique() == 2


def test_many_cells_of_one_arm_show_their_levels(tmp_path: Path) -> None:
    cells = [("party", parameters("party", attention=n)) for n in (5.0, 20.0)]
    page = page_of(stored(tmp_path / "s", cells, weekly="none"))
    assert "no arm to compare it with" in page.section("en", "answer")
    assert "party hub" in page.section("en", "cells")


def test_arms_of_different_seeds_are_no_comparison(tmp_path: Path) -> None:
    stored(tmp_path / "s", [("none", parameters("none"))], seed=1, weekly="none")
    study = stored(tmp_path / "s", [("party", parameters("party"))], seed=2, weekly="none")
    assert subject_of(study).kind != COMPARISON
    assert "could be paired" in page_of(study).section("en", "answer")


@pytest.mark.parametrize("cells", [["party"], ["none", "party"]])
def test_a_study_in_which_every_run_failed_is_refused(tmp_path: Path, cells: list[str]) -> None:
    study = stored(tmp_path / "s", [(arm, parameters(arm)) for arm in cells], run=failing)
    with pytest.raises(InputError, match=rf"no finished run to report on \({4 * len(cells)} fail"):
        report(study, "en")


def test_an_empty_study_is_refused(tmp_path: Path) -> None:
    study = two_arms(tmp_path / "s")
    study.drop([cell.hash for cell in study.cells()])
    with pytest.raises(InputError, match="no cells"):
        report(study, "en")


def rewrite(cell: Path, table: str, lacking: str) -> None:
    """Store a table without one of its columns, with a checksum that fits."""
    (path,) = cell.glob(f"{table}-*.parquet")
    pq.write_table(pq.read_table(path).drop_columns([lacking]), path)
    (side,) = cell.glob("chunk-*.json")
    content = json.loads(side.read_text())
    content["sha256"][table] = checksum(path.read_bytes())
    side.write_text(json.dumps(content))


@pytest.mark.parametrize(("table", "lacking"), [("projects", "size"), ("history", "served")])
def test_a_missing_column_is_one_clear_line(tmp_path: Path, table: str, lacking: str) -> None:
    study = two_arms(tmp_path / "s")
    rewrite(study.cells()[1].folder, table, lacking)
    with pytest.raises(InputError) as refused:
        report(study, "en")
    assert "\n" not in str(refused.value) and table in str(refused.value)


def test_a_missing_column_in_a_sweep_is_one_clear_line(tmp_path: Path) -> None:
    study = sweep(tmp_path / "s", (5.0, 20.0), (0.2,), weekly="none")
    rewrite(study.cells()[1].folder, "projects", "end_week")
    with pytest.raises(InputError) as refused:
        report(study, "en")
    assert "\n" not in str(refused.value)


def edit_manifest(cell: Path, **entries: object) -> None:
    path = cell / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | entries))


def test_another_model_version_is_one_clear_line(tmp_path: Path) -> None:
    study = two_arms(tmp_path / "s")
    edit_manifest(study.cells()[1].folder, model_version="0")
    with pytest.raises(InputError, match="model_version = 0"):
        report(study, "en")


def test_cells_made_with_different_programs_are_reported_as_such(tmp_path: Path) -> None:
    study = two_arms(tmp_path / "s", replicates=2)
    assert "more than one version" not in page_of(study).section("en", "provenance")
    edit_manifest(study.cells()[1].folder, commit="another")
    page = page_of(study)
    assert "more than one version" in page.section("en", "provenance")
    assert "another" in page.section("zh", "provenance")


def test_the_command_writes_the_file_and_names_its_checksum(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    two_arms(tmp_path / "results" / "s", replicates=2)
    command = partial(main, ["report", "s", "--out", str(tmp_path / "results"), "--lang", "zh"])
    assert command() == 0
    path = tmp_path / "results" / "s" / "report.html"
    assert checksum(path.read_bytes()) in capsys.readouterr().out
    assert parse(path.read_text()).all("html")[0].language == "zh-CN"


def test_no_study_is_one_clear_line_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["report", "nowhere"]) == 2
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1 and "nowhere" in captured.err
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_one_clear_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stored(tmp_path / "s", [("party", parameters("party"))])
    assert main(["report", str(tmp_path / "s"), "--file", str(tmp_path / "no" / "r.html")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
