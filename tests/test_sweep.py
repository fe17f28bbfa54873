"""Sweeps from the command line to the store: refused whole, run once, paired, resumed, stopped."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import fakes
import numpy as np
import pandas as pd
import pytest

from experiments.cli import main
from experiments.outcomes import Arm, opportunity_counts
from experiments.runner import model_run
from experiments.statistics import ratio_difference
from experiments.store import Cell, Study, files
from experiments.sweep import looks, start
from experiments.sweep.job import Job
from experiments.sweep.watch import Stored
from sim.breakdown import DEFAULT

VILLAGE = ["community=village", "horizon=80", "processes=1"]
ARMS = "arrangement=none,party"
ATTENTION = "coordinator.attention"
PATIENCE = 120.0
REPOSITORY = Path(__file__).parents[1]
START = start.start


@pytest.fixture(autouse=True)
def _fabricated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COPROD_LANG", raising=False)
    runs(monkeypatch, fakes.run)


def runs(monkeypatch: pytest.MonkeyPatch, run: fakes.Run) -> None:
    """Every job of a sweep calls this in place of the model."""
    monkeypatch.setattr("experiments.sweep.start.start", partial(start_with, run))


def start_with(run: fakes.Run, job: Job, overrides: list[str], config_dir: Path | None) -> None:
    job.run = run
    START(job, overrides, config_dir)


def sweep(*overrides: str) -> int:
    return main(["sweep", *VILLAGE, *overrides])


def tables(folder: str) -> dict[str, bytes]:
    cells = Path("results", folder, "cells")
    return {str(p.relative_to(cells)): p.read_bytes() for p in cells.rglob("*.parquet")}


def cells(folder: str = "sweep") -> list[Cell]:
    return Study(Path("results", folder)).cells()


def manifest(folder: str = "sweep") -> Any:
    return json.loads(Path("results", folder, "sweep.json").read_text())


# -- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("overrides", "said"),
    [
        (["coordinator.atention=1,2"], "did you mean coordinator.attention"),
        (
            [ARMS, f"{ATTENTION}=range(200)", "coordinator.formalism=0,1.5"],
            "cell 4 of 800 (coordinator.attention=0, coordinator.formalism=1.5, "
            "arrangement=party): coordinator.formalism = 1.5: must be a number in [0, 1]",
        ),
        ([ARMS, "arrangement=placebo"], "arrangement is given twice"),
        ([f"{ATTENTION}=range(5,5)"], "empty range"),
        (["arrangement=none,martian"], "arrangement = martian: must be one of"),
        (["arrangement=none,party,placebo", "coordinator.guidance=0,1"], "tells the arms apart"),
        (["seed=0,-1"], "cell 2 of 2 (seed=-1): seed = -1"),
        ([f"{ATTENTION}=interval(1,9)"], "samples=N"),
        (["samples=8"], "no axis is an interval"),
        (["samples=0", f"{ATTENTION}=interval(1,9)"], "samples = 0: must be a whole number"),
        (["design=random", "samples=2", f"{ATTENTION}=interval(1,9)"], "latin_hypercube, sobol"),
        (["points=nowhere.csv"], "nowhere.csv: No such file"),
        (["points=[{seed: 1}]", "seed=1,2"], "points: seed is given twice"),
        (["points=[{arrangement: none}]"], "arrangement=none,party"),
        (["precision=.1"], "arrangement=none,party"),
        ([ARMS, "precision=0"], "precision = 0: must be"),
        (["dry_run=maybe"], 'dry_run = "maybe": must be true or false'),
        (["experiment=nothing"], "experiment = nothing: must be one of attention_load"),
        (["hydra/launcher=nothing"], "hydra/launcher = nothing: must be one of"),
        (["hydra.launcher.speed=9"], "hydra.launcher.speed"),
        (["hydra.sweep.dir=elsewhere"], "only hydra/launcher"),
        ([f"{ATTENTION}=range(100001)"], "at most 100000"),
        (["--weekly", "some"], "--weekly"),
    ],
)
def test_a_sweep_that_cannot_be_is_refused_whole(
    overrides: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sweep(*overrides) == 2
    captured = capsys.readouterr()
    assert said in captured.err and captured.err.count("\n") == 1 and captured.out == ""
    assert list(Path().iterdir()) == []


def test_a_launcher_that_is_not_installed_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from experiments.sweep import plugins

    Path("launcher").mkdir()
    Path("launcher/moon.yaml").write_text("_target_: hydra_plugins.moon.MoonLauncher\n")
    monkeypatch.setattr(plugins, "LAUNCHERS", Path("launcher"))
    assert sweep("hydra/launcher=moon") == 2
    assert "hydra/launcher = moon: not installed; install" in capsys.readouterr().err


def test_a_computed_value_is_refused_where_axes_could_change_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "mine" / "community"
    folder.mkdir(parents=True)
    (folder / "odd.yaml").write_text("households: 20\nbuildings: ${community.households}\n")
    given = ["sweep", "community=odd", "--config-dir", "mine", f"{ATTENTION}=1,2"]
    assert main(given) == 2
    assert "computes a value" in capsys.readouterr().err


# -- what is run ----------------------------------------------------------------------------------


def test_a_grid_has_every_combination_and_the_arm_without_a_hub_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert sweep(ARMS, f"{ATTENTION}=6,12", "seed=0,1", "replicates=2") == 0
    found = {(cell.arm, cell.seed, cell.parameters.coordinator.attention) for cell in cells()}
    arms = {("none", seed, 0.0) for seed in (0, 1)}
    assert found == arms | {("party", seed, hub) for seed in (0, 1) for hub in (6.0, 12.0)}
    assert len(cells()) == 6
    error = capsys.readouterr().err
    assert "2 of 8 points have the same numbers" in error and "12/12 runs" in error


def test_the_table_holds_paired_differences_of_each_point() -> None:
    assert sweep(ARMS, f"{ATTENTION}=6,12", "replicates=4") == 0
    table = pd.read_csv("results/sweep/sweep.csv")
    assert table["arm"].tolist() == ["none", "party"] * 2
    assert table[ATTENTION].tolist() == [6, 6, 12, 12]
    assert table["compared"].tolist() == [True, False] * 2
    counts = {cell.hash: counted(cell) for cell in cells()}
    none, party = counts[table["cell"][2]], counts[table["cell"][3]]
    units = "opportunities"
    expected = ratio_difference(party["failure"], party[units], none["failure"], none[units])
    row = table.iloc[2]
    assert row["failure_difference"] == pytest.approx(expected.value)
    assert row["failure_difference_low"] == pytest.approx(expected.low)
    assert row["pairs"] == row["runs"] == 4 and row["missing"] == row["failed"] == 0


def counted(cell: Cell) -> pd.DataFrame:
    arm = Arm(cell.arm, cell.runs(), cell.projects(), cell.history(), cell.weekly())
    return opportunity_counts(arm, DEFAULT)


def test_points_are_paired_columns_crossed_with_arms() -> None:
    Path("points.csv").write_text("coordinator.attention,coordinator.formalism\n6,.1\n12,.3\n")
    assert sweep(ARMS, "points=points.csv", "replicates=1") == 0
    hubs = [cell.parameters.coordinator for cell in cells() if cell.arm == "party"]
    assert [(hub.attention, hub.formalism) for hub in hubs] == [(6.0, 0.1), (12.0, 0.3)]
    assert len(cells()) == 3


def test_a_design_is_crossed_with_arms_and_the_same_when_repeated() -> None:
    axes = [ARMS, "network.cross_sector=interval(0,.3)", "samples=4", "replicates=1"]
    assert sweep(*axes) == 0
    first = [(cell.arm, cell.parameters.network.cross_sector) for cell in cells()]
    assert len(first) == 8 and len({value for _, value in first}) == 4
    assert [value for arm, value in first if arm == "none"] == [
        value for arm, value in first if arm == "party"
    ]
    assert sweep(*axes, "design_seed=1", "--study", "other") == 0
    assert sweep(*axes, "--study", "again") == 0
    assert tables("again") == tables("sweep") != tables("other")


def test_a_ready_study_gives_way_to_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    given = ["experiment=attention_load", f"{ATTENTION}=5", "replicates=1"]
    assert sweep(*given) == 0
    found = cells("attention_load")
    assert {cell.parameters.coordinator.attention for cell in found} == {0.0, 5.0}
    assert len(found) == 6 and {cell.community for cell in found} == {"village"}


@pytest.mark.parametrize(
    "name", sorted(p.stem for p in (REPOSITORY / "configs/experiment").iterdir())
)
def test_every_ready_study_can_be_planned(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert sweep(f"experiment={name}", "--dry-run") == 0
    assert " cells x " in capsys.readouterr().out
    assert list(Path().iterdir()) == []


def test_the_manifest_joins_cells_to_points_and_keeps_those_of_earlier_sweeps() -> None:
    sweep(ARMS, f"{ATTENTION}=6,12", "replicates=1")
    sweep(ARMS, f"{ATTENTION}=12,24", "replicates=1")
    sweep(ARMS, f"{ATTENTION}=12,24", "replicates=1")
    found = manifest()
    assert [each["axes"][ATTENTION] for each in found["sweeps"]] == [[6, 12], [12, 24]]
    points = {(each["arm"], each[ATTENTION]) for each in found["points"]}
    assert points == {(arm, value) for arm in ("none", "party") for value in (6, 12, 24)}
    assert len(found["points"]) == 6
    assert {each["cell"] for each in found["points"]} == {cell.hash for cell in cells()}


# -- again, and with more -------------------------------------------------------------------------


def test_serial_parallel_joblib_resumed_and_extended_tables_are_equal_to_the_bit(
    capsys: pytest.CaptureFixture[str],
) -> None:
    axes = [ARMS, f"{ATTENTION}=6,12", "replicates=27"]
    assert sweep(*axes, "--study", "serial") == 0
    assert len(tables("serial")) == 3 * 2 * 3
    assert main(["sweep", *VILLAGE[:2], *axes, "--processes", "2", "--study", "parallel"]) == 0
    assert sweep(*axes, "--study", "extended", "replicates=3") == 2  # twice: refused
    assert sweep(*axes[:2], "--study", "extended", "replicates=3") == 0
    capsys.readouterr()
    assert sweep(*axes, "--study", "extended") == 0
    assert "72/72 runs" in capsys.readouterr().err
    given = [*VILLAGE[:2], *axes, "--processes", "2", "--study", "joblib"]
    assert main(["sweep", *given, "hydra/launcher=joblib"]) == 0
    assert "81/81 runs" in capsys.readouterr().err
    assert tables("serial") == tables("parallel") == tables("extended") == tables("joblib")
    assert sweep(*axes, "--study", "joblib") == 0
    assert "runs," not in capsys.readouterr().err


def test_a_stopped_sweep_is_paired_and_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    axes = [ARMS, f"{ATTENTION}=6,12", "replicates=30"]
    done: list[int] = []

    def stopping(parameters: Any, run_id: Any) -> Any:
        done.append(run_id.replicate)
        if len(done) == 60:
            raise KeyboardInterrupt
        return fakes.run(parameters, run_id)

    runs(monkeypatch, stopping)
    assert sweep(*axes) == 130
    assert [len(cell.runs()) for cell in cells()] == [25, 25, 9]
    runs(monkeypatch, fakes.run)
    capsys.readouterr()
    assert sweep(*axes) == 0
    assert "31/31 runs" in capsys.readouterr().err
    assert sweep(*axes, "--study", "whole") == 0
    assert tables("sweep") == tables("whole")


def test_cells_of_another_version_are_refused_unless_accepted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert sweep(f"{ATTENTION}=6,12", "arrangement=party", "replicates=1") == 0
    old = cells()[0]
    path = old.folder.with_name("0" * 16)
    old.folder.rename(path)
    files.write_json(path / "manifest.json", files.read_json(path / "manifest.json") | {
        "model_version": 0, "cell": path.name})  # fmt: skip
    index = Path("results/sweep/study.json")
    index.write_text(index.read_text().replace(old.hash, path.name))
    before = sorted(Path("results").rglob("*"))
    capsys.readouterr()
    assert sweep(f"{ATTENTION}=6,12", "arrangement=party", "replicates=1") == 2
    error = capsys.readouterr().err
    assert "1 cells are of model version 0" in error and error.count("\n") == 1
    assert sorted(Path("results").rglob("*")) == before
    again = [f"{ATTENTION}=6,12", "arrangement=party", "replicates=1", "--accept-other-version"]
    assert sweep(*again) == 0
    assert "1/1 runs" in capsys.readouterr().err
    assert old.hash in {cell.hash for cell in cells()} and len(cells()) == 2
    assert path.is_dir()


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
    assert list(Path().iterdir()) == []
    assert sweep(*axes, "replicates=20") == 0
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    capsys.readouterr()
    assert sweep(*axes, "replicates=40", "--dry-run") == 0
    told = capsys.readouterr().out
    assert "60 are missing" in told and "from 20 stored pairs a point" in told
    assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == before


def test_the_size_foretold_is_that_which_is_stored(capsys: pytest.CaptureFixture[str]) -> None:
    from experiments.sweep import conduct, forecast

    found: list[forecast.Forecast] = []
    told = conduct.told_forecast
    try:
        conduct.told_forecast = lambda plan, each, lang: (
            found.append(each) or told(plan, each, lang)
        )
        assert sweep(ARMS, "replicates=50", "--dry-run") == 0
    finally:
        conduct.told_forecast = told
    assert sweep(ARMS, "replicates=50") == 0
    chunks = [p for cell in cells() for p in cell.folder.iterdir() if p.name != "manifest.json"]
    stored = sum(path.stat().st_size for path in chunks)
    assert stored <= found[0].bytes <= 1.6 * stored


@pytest.mark.parametrize(("spread", "half_width", "needed"), [(0.1, 0.02, 99), (0.1, 0.5, 3)])
def test_replicates_needed_are_the_fewest_whose_interval_is_narrow_enough(
    spread: float, half_width: float, needed: int
) -> None:
    from scipy import stats

    from experiments.sweep.forecast import _replicates

    def half(number: int) -> float:
        return float(stats.t.ppf(0.975, number - 1)) * spread / number**0.5

    found = _replicates(spread, half_width)
    assert found == needed and half(needed) <= half_width < half(needed - 1)


# -- progress and processes -----------------------------------------------------------------------


def test_what_others_store_is_seen_once(tmp_path: Path) -> None:
    sweep("arrangement=party", "replicates=30")
    (cell,) = cells()
    watched = Stored([cell])
    assert watched.new() == 0
    sweep("arrangement=party", "replicates=60")
    assert watched.new() == 30 and watched.new() == 0


SCRIPT = """
import sys
import fakes
from functools import partial
from experiments.cli import main
from experiments.sweep import start
from test_sweep import start_with
start.start = partial(start_with, fakes.run_slowly)
sys.exit(main(["sweep", *sys.argv[1:]]))
"""


def begin(folder: Path, *overrides: str) -> subprocess.Popen[bytes]:
    markers = folder / "markers"
    markers.mkdir(exist_ok=True)
    path = os.pathsep.join([str(REPOSITORY), str(REPOSITORY / "tests")])
    environment = {**os.environ, "PYTHONPATH": path, fakes.MARKER: str(markers)}
    command = [sys.executable, "-c", SCRIPT, *VILLAGE[:2], "processes=2", *overrides]
    return subprocess.Popen(command, env=environment, cwd=folder, stderr=subprocess.PIPE)


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)


@pytest.mark.parametrize("launcher", ["serial", "joblib"])
def test_two_sweeps_on_one_folder_do_each_other_no_harm(tmp_path: Path, launcher: str) -> None:
    launched = f"hydra/launcher={launcher}"
    axes = [ARMS, "replicates=27"]
    both = [
        begin(tmp_path, *axes, f"{ATTENTION}=6,12", launched),
        begin(tmp_path, *axes, f"{ATTENTION}=12,24"),
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


def test_the_summary_is_shown_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert sweep(ARMS, "replicates=2", "--lang", "zh") == 0
    captured = capsys.readouterr()
    assert "党建引领" in captured.out and "失败之差" in captured.out and "个单元" in captured.err


def test_a_small_sweep_of_the_model_is_the_same_on_every_launcher(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    runs(monkeypatch, model_run)
    axes = ["community=village", "horizon=30", ARMS, "replicates=2", "processes=2"]
    assert main(["sweep", *axes, "--study", "pool"]) == 0
    assert main(["sweep", *axes, "--study", "joblib", "hydra/launcher=joblib"]) == 0
    assert main(["sweep", *axes[:-1], "processes=1", "--study", "alone"]) == 0
    assert tables("pool") == tables("joblib") == tables("alone") and len(tables("pool")) == 6
