"""Sweeps from the command line to the store: refused whole, run once, paired, resumed."""

from argparse import ArgumentParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import fakes
import pandas as pd
import pytest
from root import ROOT
from sweeping import ARMS, ATTENTION, VILLAGE, cells, manifest, runs, sweep, tables
from sweeping import fabricated as fabricated

from experiments.analysis.outcomes import Arm, opportunity_counts
from experiments.analysis.statistics import ratio_difference
from experiments.base import files
from experiments.commands.cli import main
from experiments.run.attempt import model_run
from experiments.run.sweep.table import MEASURES, UNITS, Found, _rows
from experiments.run.sweep.told import told_trouble
from experiments.store import Cell
from experiments.words.speech import speak
from sim.measure.breakdown import DEFAULT

pytestmark = pytest.mark.usefixtures("fabricated")


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
        (["points=nowhere.csv"], "nowhere.csv: no such file"),
        (["points=[{seed: 1}]", "seed=1,2"], "points: seed is given twice"),
        (["points=[{arrangement: none}]"], "arrangement=none,party"),
        (["precision=.1"], "arrangement=none,party"),
        ([ARMS, "precision=0"], "precision = 0: must be"),
        (["dry_run=maybe"], 'dry_run = "maybe": must be true or false'),
        (["experiment=nothing"], "experiment = nothing: must be one of attention_load"),
        (["hydra/launcher=nothing"], "hydra/launcher = nothing: must be one of"),
        (["hydra.launcher.speed=9"], "hydra.launcher.speed"),
        (["hydra.sweep.dir=elsewhere"], "only hydra/launcher"),
        ([f"{ATTENTION}=range(100001)"], "over 100000 values"),
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
    from experiments.run.sweep import plugins

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
    assert "is computed, which isn't done here" in capsys.readouterr().err


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


def test_helps_of_hydras_options_are_text_as_python_3_14_asks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain = ArgumentParser.add_argument

    def checked(parser: ArgumentParser, *names: Any, **settings: Any) -> Any:
        assert isinstance(settings.get("help") or "", str)
        return plain(parser, *names, **settings)

    monkeypatch.setattr(ArgumentParser, "add_argument", checked)
    assert sweep(ARMS) == 0 and len(cells()) == 2


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


def test_replicates_that_not_every_arm_has_are_left_out_and_told() -> None:
    def found(stored: list[int], well: list[int]) -> Found:
        counts = pd.DataFrame({name: 1.0 for name in (UNITS, *MEASURES)}, pd.Index(well))
        return Found(counts, frozenset(stored), len(stored) - len(well), 1, "")

    by_hash = {"n": found([0, 1, 2, 3], [0, 2, 3]), "p": found([0, 1], [0, 1])}
    point: Any = [
        SimpleNamespace(
            arm=arm, values={}, cell=SimpleNamespace(hash=key, community="village", seed=0)
        )
        for arm, key in (("none", "n"), ("party", "p"))
    ]
    table = pd.DataFrame(_rows(point, by_hash, 4))
    keys = ["runs", "failed", "missing", "left_out", UNITS]
    assert table[keys].to_numpy().tolist() == [[1, 1, 0, 2, 1], [2, 0, 2, 0, 2]]
    assert table["pairs"].tolist() == [1, 0]
    (told,) = [line for line in told_trouble(table, speak("en")) if "left out" in line]
    assert told.startswith("2 runs of 1 cells are left out of the table, first of n:")
    assert any("2次运行未计入表中" in line for line in told_trouble(table, speak("zh")))


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


@pytest.mark.parametrize("name", sorted(p.stem for p in (ROOT / "configs/experiment").iterdir()))
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
    assert [len(cell.runs()) for cell in cells()] == [20, 20, 19]
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


def test_the_summary_is_shown_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert sweep(ARMS, "replicates=2", "--lang", "zh") == 0
    captured = capsys.readouterr()
    assert "党建引领" in captured.out and "失败之差" in captured.out and "个单元" in captured.err


def test_a_small_sweep_of_the_model_is_the_same_in_jobs_and_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    runs(monkeypatch, model_run)
    axes = ["community=village", "horizon=66", ARMS, "replicates=2"]
    joblib = ["processes=2", "hydra/launcher=joblib"]
    assert main(["sweep", *axes, *joblib, "--study", "joblib"]) == 0
    assert main(["sweep", *axes, "processes=1", "--study", "alone"]) == 0
    assert tables("joblib") == tables("alone") and len(tables("alone")) == 6
