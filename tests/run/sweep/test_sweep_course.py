"""The course of a sweep: failures, looks, what is foretold, two at once, Ctrl-C."""

import pickle
import signal
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import fakes
import numpy as np
import pandas as pd
import pytest
from sweeping import ARMS, ATTENTION, PATIENCE, VILLAGE, begin, cells, manifest, runs, sweep, tables
from sweeping import fabricated as fabricated

from experiments.analysis.power import Pair
from experiments.commands.cli import main
from experiments.run.sweep import conduct, forecast, looks
from experiments.run.sweep.job import Job
from experiments.run.sweep.watch import Stored

pytestmark = pytest.mark.usefixtures("fabricated")


# -- failures -------------------------------------------------------------------------------------


@pytest.mark.parametrize("launcher", ["serial", "joblib"])
def test_failures_are_data_and_the_end_tells_how_many_and_where(
    launcher: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    runs(monkeypatch, fakes.run_with_a_failure)
    assert sweep(ARMS, "replicates=9", f"hydra/launcher={launcher}") == 1
    error = capsys.readouterr().err
    first = cells()[0]
    name = f"first {first.hash}/{fakes.FAILING}: ArithmeticError: stock below zero"
    assert f"2 runs failed, in 2 cells; {name}" in error
    table = pd.read_csv("results/sweep/sweep.csv")
    assert table["failed"].tolist() == [1, 1] and table["runs"].tolist() == [8, 8]
    assert table["missing"].tolist() == [0, 0]


def test_runs_that_took_their_process_with_them_are_missing_and_tried_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    runs(monkeypatch, fakes.run_that_kills_its_process)
    assert main(["sweep", *VILLAGE[:2], ARMS, "replicates=6", "processes=2"]) == 1
    assert "2 runs are missing, in 2 cells" in capsys.readouterr().err
    runs(monkeypatch, fakes.run)
    assert sweep(ARMS, "replicates=6") == 0


def test_a_job_that_is_killed_is_told_and_what_it_left_is_run_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    joblib = [ARMS, "replicates=6", "hydra/launcher=joblib"]
    runs(monkeypatch, fakes.run_that_kills_its_process)
    assert main(["sweep", *VILLAGE[:2], *joblib, "processes=2"]) == 1
    error = capsys.readouterr().err
    assert "TerminatedWorkerError" in error and "runs are missing" in error
    runs(monkeypatch, fakes.run)
    assert sweep(*joblib) == 0


def test_a_job_that_travels_writes_where_it_was_meant_to_and_takes_no_plan_along() -> None:
    job = Job(Path("results"), "runs", run=fakes.run)
    job.replicates = 5
    travelled = pickle.loads(pickle.dumps(job))
    assert travelled == Job(Path.cwd() / "results", "runs", run=fakes.run)


# -- looks ----------------------------------------------------------------------------------------


def test_looks_double_until_the_most() -> None:
    assert looks.looks(200) == (25, 50, 100, 200)
    assert looks.looks(120) == (25, 50, 100, 120)
    assert looks.looks(10) == (10,)


def test_the_widest_interval_is_over_all_comparators_and_unknown_is_infinite() -> None:
    columns = ["compared", "failure_difference_low", "failure_difference_high"]
    rows = [(True, -0.1, 0.1), (True, 0.0, 0.5), (False, np.nan, np.nan)]
    assert looks.widest(pd.DataFrame(rows, columns=columns)) == 0.25
    rows.append((True, np.nan, np.nan))
    assert looks.widest(pd.DataFrame(rows, columns=columns)) == np.inf


def test_a_precise_enough_sweep_stops_at_a_look_of_the_rule_it_wrote(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert sweep(ARMS, f"{ATTENTION}=6,12", "precision=.9", "replicates=60") == 0
    assert {len(cell.runs()) for cell in cells()} == {25}
    rule = manifest()["sweeps"][0]["stop"]
    assert rule["looks"] == [25, 50, 60] and rule["half_width"] == 0.9
    assert rule["treated"] == "party" and rule["measure"] == "failure"
    assert "look at 25 replicates" in capsys.readouterr().err


def test_a_precision_out_of_reach_ends_at_the_most_and_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert sweep(ARMS, "precision=.0001", "replicates=30") == 0
    assert [len(cell.runs()) for cell in cells()] == [30, 30]
    error = capsys.readouterr().err
    assert "look at 25" in error and "look at 30" in error and "not reached" in error


def test_the_rule_is_written_before_the_first_run(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []

    def looking(parameters: Any, run_id: Any) -> Any:
        seen.append(manifest()["sweeps"][0]["stop"]["looks"])
        return fakes.run(parameters, run_id)

    runs(monkeypatch, looking)
    assert sweep(ARMS, "precision=.9", "replicates=50") == 0
    assert seen[0] == [25, 50]


# -- forecast -------------------------------------------------------------------------------------


def test_a_dry_run_counts_what_is_missing_and_writes_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    axes = [ARMS, f"{ATTENTION}=6,12"]
    assert sweep(*axes, "replicates=40", "dry_run=true") == 0
    told = capsys.readouterr().out
    assert "3 cells x 40 replicates = 120 runs; 120 are missing" in told and "ASSUMED" in told
    assert "of 100 such studies, ASSUMED as above" in told
    assert list(Path().iterdir()) == []
    assert sweep(*axes, "replicates=20") == 0
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    capsys.readouterr()
    assert sweep(*axes, "replicates=40", "--dry-run") == 0
    told = capsys.readouterr().out
    assert "60 are missing" in told and "from 20 stored pairs a point" in told
    assert "with 40 replicates, a difference of failure of 0." in told
    assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == before


def test_the_size_foretold_is_that_which_is_stored_or_a_little_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found: list[forecast.Forecast] = []
    monkeypatch.setattr(conduct, "told_forecast", lambda plan, each, lang: found.append(each))
    assert sweep(ARMS, "replicates=50", "--dry-run") == 0
    assert sweep(ARMS, "replicates=50") == 0
    chunks = [p for cell in cells() for p in cell.folder.iterdir() if p.name != "manifest.json"]
    stored = sum(path.stat().st_size for path in chunks)
    assert stored <= found[0].bytes <= 1.6 * stored


def test_the_time_foretold_is_that_of_the_pilots_shared_by_the_processes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found: list[forecast.Forecast] = []
    monkeypatch.setattr(conduct, "told_forecast", lambda plan, each, lang: found.append(each))
    given = [*VILLAGE[:2], ARMS, "replicates=50", "processes=4"]
    assert main(["sweep", *given, "--dry-run"]) == 0
    [told] = found
    assert (told.missing, len(told.seconds)) == (100, 2)
    assert told.total_seconds == pytest.approx(100 * sum(told.seconds) / 2 / 4)


@pytest.mark.parametrize(("spread", "half_width", "needed"), [(0.1, 0.02, 99), (0.1, 0.5, 3)])
def test_replicates_needed_are_the_fewest_whose_interval_is_narrow_enough(
    spread: float, half_width: float, needed: int
) -> None:
    from scipy import stats

    from experiments.run.sweep.forecast import _replicates

    def half(number: int) -> float:
        return float(stats.t.ppf(0.975, number - 1)) * spread / number**0.5

    found = _replicates(spread, half_width)
    assert found == needed and half(needed) <= half_width < half(needed - 1)


def test_a_dry_run_tells_the_difference_that_so_many_pairs_see() -> None:
    """34 pairs see half a standard deviation with a power of .81 (Cohen), a bit less with .8."""
    plan: Any = SimpleNamespace(replicates=34)
    need = forecast._need_of(plan, Pair(0.12, 1e9), 0.05, 20)
    assert need.sees is not None and 0.058 < need.sees < 0.06
    assert forecast._need_of(plan, Pair(float("nan"), 60.0), 0.05, 20).sees is None
    alone: Any = SimpleNamespace(replicates=1)
    assert forecast._need_of(alone, Pair(0.12, 60.0), 0.05, 20).sees is None


# -- progress and processes -----------------------------------------------------------------------


def test_what_others_store_is_seen_once(tmp_path: Path) -> None:
    sweep("arrangement=party", "replicates=30")
    (cell,) = cells()
    watched = Stored([cell])
    assert watched.new() == 0
    sweep("arrangement=party", "replicates=60")
    assert watched.new() == 30 and watched.new() == 0


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)


def test_two_sweeps_on_one_folder_do_each_other_no_harm(tmp_path: Path) -> None:
    axes = [ARMS, "replicates=27"]
    both = [
        begin(tmp_path, *axes, f"{ATTENTION}=6,12", "hydra/launcher=joblib"),
        begin(tmp_path, *axes, f"{ATTENTION}=12,24", processes=1),
    ]
    errors = [process.communicate(timeout=PATIENCE)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], errors
    assert sweep(*axes, f"{ATTENTION}=6,12,24", "--study", "whole") == 0
    assert tables("sweep") == tables("whole")
    assert len(cells()) == 4 and len(manifest()["sweeps"]) == 2


@pytest.mark.parametrize("launcher", ["serial", "joblib"])
def test_ctrl_c_stops_soon_and_keeps_what_was_stored(tmp_path: Path, launcher: str) -> None:
    axes = [ARMS, f"{ATTENTION}=6,12", "replicates=40"]
    process = begin(tmp_path, *axes, f"hydra/launcher={launcher}")
    wait_for(lambda: len(list((tmp_path / "markers").iterdir())) >= 60)
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert b"finished runs are kept" in error
    kept = sum(len(cell.runs()) for cell in cells())
    assert 25 <= kept < 120
    assert sweep(*axes) == 0
    assert sweep(*axes, "--study", "whole") == 0
    assert tables("sweep") == tables("whole")
