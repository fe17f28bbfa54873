"""The command line: what it prints, writes and refuses. Runs are fabricated."""

import csv
import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import fakes
import networkx as nx
import pytest
from refusing import Refused
from root import ROOT

from experiments.commands.cli import COMMANDS, main
from experiments.config.arms import ARMS
from experiments.figures import FIGURES, FORMATS
from experiments.run import replay, runner
from experiments.store import Study, finished
from sim.measure.records import RunId, RunRecord
from sim.parameters import Parameters

FEW = ("ends", "rates")
"""Figures that are drawn: all are in ``tests/figures``."""
VILLAGE = ["community=village", "horizon=80", "name=headline"]


def fake_trace(
    parameters: Parameters, run_id: RunId, weeks: tuple[int, ...]
) -> tuple[RunRecord, Mapping[int, nx.Graph]]:
    graphs = {week: nx.Graph([("office", "firm", {"trust": 0.1 * (week + 1)})]) for week in weeks}
    return fakes.run(parameters, run_id), graphs


@pytest.fixture(autouse=True)
def _fabricated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COPROD_LANG", raising=False)
    monkeypatch.setattr(runner, "run_cells", partial(runner.run_cells, run=fakes.run))
    monkeypatch.setattr(replay, "replay", partial(replay.replay, trace=fake_trace))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as status:
        main([command, "--help"])
    assert status.value.code == 0
    shown = capsys.readouterr().out
    assert f"examples:\n  coprod {command}" in shown


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    shown = capsys.readouterr().out
    assert all(f"{name} " in shown and what in shown for name, what in COMMANDS.items())


def test_help_of_no_command_imports_anything_heavy() -> None:
    heavy = "{'numpy', 'numba', 'mesa', 'pandas', 'pyarrow', 'hydra', 'matplotlib', 'networkx'}"
    code = f"""
import sys
from experiments.commands.cli import COMMANDS, main
for name in COMMANDS:
    try: main([name, '--help'])
    except SystemExit: pass
sys.exit(len({heavy} & sys.modules.keys()))"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True)
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "COMMAND"),
        (["dance"], "dance"),
        (["run", "--speed", "9"], "--speed"),
        (["run", "coordinator.atention=1"], "coordinator.attention"),
        (["run", "replicates=0"], "replicates = 0"),
        (["run", "--processes", "none"], "processes"),
        (["run", "--study", "../elsewhere"], "../elsewhere"),
        (["run", "--config-dir", "nowhere"], "nowhere"),
        (["run", "--lang", "fr"], "fr"),
        (["compare", "arms=[none,none]"], "each once"),
        (["compare", "arms=[party]"], "two arms"),
        (["compare", "arms=[none,martian]"], "martian"),
        (["compare", "arrangement=party"], "arms="),
        (["compare", "coordinator.guidance=1.0"], "tells the arms apart"),
        (["compare", "--cells", "a/b", "a/c", "--equal-means"], "nothing else can be set"),
        (
            [
                "compare",
                "arms=[party,none]",
                "--equal-means",
                "coordinator.attention=0.0",
                "coordinator.co_managers=0.0",
            ],
            "party has no attention",
        ),
        (["compare", "--after", "117"], "--after 117: must be a week in [0, 116]"),
        (["compare", "--after", "-1"], "--after -1: must be a week in [0, 116]"),
        (["compare", "--after", "soon"], "soon"),
        (["run", "shock=flood"], "shock = flood: must be one of agenda_captured"),
        (["run", "shock.lockdown=2"], "shock.lockdown = 2: must be a number in [0, 1]"),
        (["recovery", "party", "first/none"], "party: must be STUDY/CELL"),
        (["recovery", "nowhere/party", "nowhere/none"], "no study is there"),
        (["replay", "headline", "party"], "party/3"),
        (["replay", "headline", "party/-1"], "party/3"),
        (["replay", "headline", "party/1"], "headline"),
    ],
)
def test_wrong_input_is_refused_in_one_line_and_nothing_is_written(
    arguments: list[str], said: str, refused: Refused
) -> None:
    assert said in refused(*arguments)


def test_an_unknown_language_in_the_environment_is_refused(
    monkeypatch: pytest.MonkeyPatch, refused: Refused
) -> None:
    monkeypatch.setenv("COPROD_LANG", "fr")
    assert "COPROD_LANG = fr" in refused("run")


def test_run_stores_its_cell_and_prints_how_opportunities_ended(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["run", *VILLAGE, "--processes", "1", "replicates=3", "arrangement=party"]) == 0
    shown = capsys.readouterr().out
    assert "3 runs of seed 0" in shown and "free riding" in shown
    (cell,) = Study(Path("results/headline")).cells()
    assert (cell.arm, cell.community, len(cell.runs())) == ("party", "village", 3)
    assert cell.parameters.horizon == 80


def test_run_speaks_the_language_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COPROD_LANG", "zh")
    assert main(["run", *VILLAGE, "replicates=2", "processes=1"]) == 0
    assert "搭便车" in capsys.readouterr().out


def test_run_goes_where_it_is_told_under_the_name_it_is_given() -> None:
    arguments = ["--out", "elsewhere", "--study", "2024", "--weekly", "none", "processes=1"]
    assert main(["run", *VILLAGE[:2], *arguments, "replicates=2", "seed=4"]) == 0
    (cell,) = Study(Path("elsewhere/2024")).cells()
    assert cell.seed == 4 and cell.weekly().empty and not cell.history().empty


def test_failed_runs_are_told_and_the_status_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing = partial(runner.run_cells, run=fakes.run_with_a_failure)
    monkeypatch.setattr(runner, "run_cells", failing)
    assert main(["run", *VILLAGE, "replicates=9", "processes=1"]) == 1
    captured = capsys.readouterr()
    assert "first none/7: ArithmeticError: stock below zero" in captured.err
    assert "8 runs of seed 0" in captured.out


def test_compare_runs_every_arm_and_draws_what_it_found(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("experiments.figures.FIGURES", {name: FIGURES[name] for name in FEW})
    command = ["compare", *VILLAGE, "replicates=3", "processes=1"]
    assert main(command) == 0
    captured = capsys.readouterr()
    assert "per 100" in captured.out or "of 100 opportunities" in captured.out.splitlines()[0]
    study = Study(Path("results/headline"))
    cells = study.cells()
    assert [cell.arm for cell in cells] == list(ARMS)
    assert all(cell.missing_chunks(3) == {} for cell in cells)
    assert len({cell.hash for cell in cells}) == len(ARMS)
    drawn = study.path / "comparison"
    assert {path.name for path in drawn.glob("*.*g")} == {
        f"{name}.en.{form}" for name in FEW for form in FORMATS
    }
    assert list(drawn.glob("comparison_*.csv"))
    assert "18/18" in captured.err


def test_what_is_said_of_the_coordinator_leaves_the_arm_without_one_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("experiments.figures.draw_all", lambda *_: [])
    short = [*VILLAGE, "replicates=2", "processes=1", "arms=[none,placebo,party]"]
    assert main(["compare", *short, "coordinator.attention=7"]) == 0
    cells = Study(Path("results/headline")).cells()
    assert [cell.parameters.coordinator.attention for cell in cells] == [0.0, 7.0, 7.0]


def test_compare_gives_equal_means_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("experiments.figures.draw_all", lambda *_: [])
    short = [*VILLAGE, "replicates=2", "processes=1", "arms=[none,outsourcing,party]"]
    assert main(["compare", *short, "--equal-means"]) == 0
    cells = Study(Path("results/headline")).cells()
    assert [cell.parameters.coordinator.attention for cell in cells] == [0.0, 24.0, 24.0]


def test_comparing_again_runs_only_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("experiments.figures.draw_all", lambda *_: [])
    command = ["compare", *VILLAGE, "processes=1", "arms=[none,party]"]
    for replicates, runs in ((2, "4/4 runs"), (3, "2/2 runs")):
        assert main([*command, f"replicates={replicates}"]) == 0
        assert runs in capsys.readouterr().err
    assert main([*command, "replicates=3"]) == 0
    assert capsys.readouterr().err == ""


def test_a_study_is_added_to_or_refused_and_never_swapped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("experiments.figures.draw_all", lambda *_: [])
    common = ["compare", *VILLAGE, "replicates=2", "processes=1"]
    index = Path("results/headline/study.json")
    assert main([*common, "arms=[none,party]", "seed=1"]) == 0
    before = index.read_bytes()
    for other, said in (
        (["seed=2"], "seed = 1, not 2"),
        (["seed=1", "negotiation.rounds=9"], "negotiation.rounds = "),
    ):
        capsys.readouterr()
        assert main([*common, "arms=[none,party]", *other]) == 2
        error = capsys.readouterr().err
        assert "holds the arm none with" in error and said in error and error.count("\n") == 1
        assert index.read_bytes() == before
    elsewhere = ["community=jinsong_north", "horizon=80", "name=headline", "seed=1"]
    assert main(["compare", *elsewhere, "arms=[none,party]", "replicates=2"]) == 2
    assert "community = village, not jinsong_north" in capsys.readouterr().err
    assert main([*common, "arms=[party,placebo]", "seed=1"]) == 0
    cells = Study(index.parent).cells()
    assert sorted((c.arm, c.seed) for c in cells) == [("none", 1), ("party", 1), ("placebo", 1)]


def test_cells_in_no_index_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    main(["run", *VILLAGE, "replicates=1", "processes=1"])
    study = Study(Path("results/headline"))
    main(["run", *VILLAGE, "replicates=1", "processes=1", "arrangement=party"])
    orphan = study.cell("party").hash
    study.drop([orphan])
    capsys.readouterr()
    assert main(["results", "headline"]) == 0
    told = capsys.readouterr()
    assert "1 cell is in results/headline and in no index" in told.err and orphan in told.err
    assert orphan[:8] not in told.out
    study.open_cells([])
    assert main(["results", "headline", "--lang", "zh"]) == 0
    assert "1个单元不在索引中" in capsys.readouterr().err


def test_replay_of_a_stored_run_is_the_same_and_gives_its_networks(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["run", *VILLAGE, "replicates=3", "processes=1"])
    assert main(["replay", "headline", "none/2"]) == 0
    assert "none/2: the same" in capsys.readouterr().out
    folder = Path("results/headline/replay/none-00002")
    graph = nx.read_graphml(folder / "network-week-079.graphml")
    assert graph.edges["office", "firm"]["trust"] == pytest.approx(8.0)
    rows = list(csv.DictReader((folder / "networks.csv").read_text().splitlines()))
    assert [row["week"] for row in rows] == ["0", "39", "79"]
    assert set(rows[0]) == {"week", "source", "target", "trust"}


def test_a_study_that_cannot_be_written_is_replayed_all_the_same(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["run", *VILLAGE, "replicates=3", "processes=1"])

    mkdir = Path.mkdir

    def read_only(path: Path, *arguments: Any, **options: Any) -> None:
        if "replay" in path.parts:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
        mkdir(path, *arguments, **options)

    monkeypatch.setattr(Path, "mkdir", read_only)
    capsys.readouterr()
    assert main(["replay", "headline", "none/2"]) == 0
    told = capsys.readouterr()
    assert "none/2: the same" in told.out and "Networks" not in told.out
    assert "Read-only file system" in told.err and told.err.count("\n") == 1


def test_replay_names_what_differs_from_the_store(capsys: pytest.CaptureFixture[str]) -> None:
    main(["run", *VILLAGE, "replicates=3", "processes=1"])
    (cell,) = Study(Path("results/headline")).cells()
    record = fakes.run(cell.parameters, RunId(cell.seed, 1))
    record.projects["size"][0] *= -1.0
    record.history["served"][7] += 1
    cell.write_chunk(0, [finished(cell.hash, record)])
    assert main(["replay", "headline", "none/1"]) == 1
    shown = capsys.readouterr().out
    assert "differs from what is stored in projects.size, history.served\n" in shown


def test_replay_says_when_weeks_were_not_kept(capsys: pytest.CaptureFixture[str]) -> None:
    main(["run", *VILLAGE, "replicates=2", "processes=1", "--weekly", "none"])
    assert main(["replay", "results/headline", "none/0"]) == 0
    assert "not compared: weekly" in capsys.readouterr().out


def test_a_replicate_that_is_not_stored_cannot_be_replayed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["run", *VILLAGE, "replicates=2", "processes=1"])
    capsys.readouterr()
    assert main(["replay", "headline", "none/2"]) == 2
    assert "replicate = 2" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        (OSError(errno.EMFILE, os.strerror(errno.EMFILE), "a/file"), "a/file: Too many open files"),
        (OSError(errno.ENOMEM, os.strerror(errno.ENOMEM)), "Cannot allocate memory"),
    ],
)
def test_what_the_system_refuses_is_one_line(
    raised: OSError,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def refused(*arguments: object) -> None:
        raise raised

    monkeypatch.setattr(runner, "run_cells", refused)
    assert main(["run", *VILLAGE, "replicates=2"]) == 2
    assert capsys.readouterr().err == f"coprod: {said}\n"


def test_a_path_that_is_not_utf_8_is_refused_in_one_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    odd = os.fsdecode(b"results-\xff")
    assert main(["results", "--out", odd]) == 2
    error = capsys.readouterr().err
    assert "results-\\xff: not UTF-8" in error and error.count("\n") == 1


def test_ctrl_c_is_one_line_and_status_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(runner, "run_cells", stopped)
    assert main(["run", *VILLAGE, "replicates=2"]) == 130
    error = capsys.readouterr().err
    assert error.count("\n") == 1 and "finished runs are kept" in error


def test_what_a_library_makes_of_ctrl_c_is_ctrl_c(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def made(*_: object) -> None:
        try:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0)
        except KeyboardInterrupt as error:
            raise AttributeError("broken off") from error

    monkeypatch.setattr("experiments.commands.results.execute", made)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        assert main(["results"]) == 130
    finally:
        signal.signal(signal.SIGINT, before)
    assert capsys.readouterr().err.startswith("coprod: stopped; finished runs are kept")
    monkeypatch.setattr("experiments.commands.results.execute", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        main(["results"])
