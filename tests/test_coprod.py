"""``import coprod``: the commands' studies, names and refusals from Python. Runs are fabricated."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import fakes
import pandas as pd
import pytest
import sweeping
from matplotlib.figure import Figure

import coprod
from experiments.commands.cli import main
from experiments.figures import FIGURES
from experiments.run import replay, runner
from tests.commands.test_cli import fake_trace

VILLAGE = ("community=village", "horizon=80", "processes=1", "replicates=4")
ARMS = "arms=none,party"
GRID = ("arrangement=none,party", "coordinator.attention=6,24", "coordinator.formalism=.1,.6")
FEW = ("ends", "phase")
"""Figures that are drawn: all are in ``tests/figures``."""
Call = Callable[[], object]


@pytest.fixture(autouse=True)
def _fabricated(_here: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "run_cells", partial(runner.run_cells, run=fakes.run))
    monkeypatch.setattr(replay, "replay", partial(replay.replay, trace=fake_trace))
    sweeping.runs(monkeypatch, fakes.run)
    monkeypatch.setattr("experiments.figures.FIGURES", {name: FIGURES[name] for name in FEW})


def stored() -> dict[str, bytes]:
    """Every stored table."""
    return {str(path): path.read_bytes() for path in Path("results").rglob("*.parquet")}


def test_a_study_of_python_is_the_commands_and_prints_as_it_does(
    capsys: pytest.CaptureFixture[str],
) -> None:
    study = coprod.run(*VILLAGE, "arrangement=party")
    assert study.complete and study.name.startswith("village-party")
    before = stored()
    capsys.readouterr()
    assert main(["run", *VILLAGE, "arrangement=party"]) == 0
    captured = capsys.readouterr()
    assert captured.out == f"{study}\n" and "runs" not in captured.err, "nothing was missing"
    assert stored() == before


def test_what_the_command_line_began_python_goes_on_with() -> None:
    main(["run", *VILLAGE[:3], "arrangement=party", "replicates=2", "--study", "mine"])
    study = coprod.run(*VILLAGE, "arrangement=party", study="mine")
    assert coprod.load("mine") == coprod.load("results/mine") == coprod.Study(study.folder)
    assert study.table("runs")["replicate"].tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("call", "command"),
    [
        (lambda: coprod.run("community=vilage"), ["run", "community=vilage"]),
        (lambda: coprod.run("horizon=80", "horizon=90"), ["run", "horizon=80", "horizon=90"]),
        (lambda: coprod.run(study="no/name"), ["run", "--study", "no/name"]),
        (lambda: coprod.run(processes=0), ["run", "--processes", "0"]),
        (lambda: coprod.compare("arms=none"), ["compare", "arms=none"]),
        (lambda: coprod.compare(ARMS, after=500), ["compare", ARMS, "--after", "500"]),
        (lambda: coprod.accepted("coordinator.attention=-1"),
         ["accepted", "coordinator.attention=-1"]),
        (lambda: coprod.sweep("horizon=range(5,1)"), ["sweep", "horizon=range(5,1)"]),
        (lambda: coprod.load("nobody"), ["results", "nobody"]),
        (lambda: coprod.figures("nobody", "ends"), ["plot", "nobody", "ends"]),
        (lambda: coprod.replay("nobody", "party/1"), ["replay", "nobody", "party/1"]),
    ],
)  # fmt: skip
def test_what_a_command_refuses_is_an_error_with_its_sentence(
    call: Call, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(coprod.InputError) as refused:
        call()
    assert main(command) == 2
    assert capsys.readouterr().err == f"coprod: {refused.value}\n"
    assert not Path("results").exists()


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: coprod.run(*VILLAGE, lang="xx"), "lang = xx: must be one of en, zh"),
        (lambda: coprod.sweep("horizon=80,90", "dry_run=true"),
         "dry_run: told by the command line alone: coprod sweep ... --dry-run"),
        (lambda: coprod.model("replicates=3"), "replicates: set by a study; this is one run"),
    ],
)  # fmt: skip
def test_what_python_alone_could_ask_for_is_refused_in_a_line(call: Call, sentence: str) -> None:
    with pytest.raises(coprod.InputError) as refused:
        call()
    assert str(refused.value) == sentence and not Path("results").exists()


def test_rates_follow_from_run_outcomes_in_two_lines() -> None:
    study = coprod.sweep(*VILLAGE, "arrangement=none,party")
    total = study.run_outcomes().groupby("arm")[["counted", "failure", "breakdown"]].sum()
    found = total[["failure", "breakdown"]].div(total["counted"], axis=0)
    expected = study.rates().set_index("arm")[["failure", "breakdown"]]
    pd.testing.assert_frame_equal(found, expected.sort_index())


def test_a_comparison_is_the_same_when_it_is_made_and_when_it_is_loaded() -> None:
    made = coprod.compare(*VILLAGE, ARMS)
    pd.testing.assert_frame_equal(made.comparisons(), coprod.load(made.name).comparisons())
    assert made.comparisons() is made.comparison.differences
    assert {path.stem for path in made.folder.glob("comparison/*.csv")} == made.tables.keys()


def test_one_arm_alone_gives_no_comparison() -> None:
    with pytest.raises(coprod.InputError, match=r"^village-party\S+: needs two arms"):
        coprod.run(*VILLAGE, "arrangement=party").comparisons()


def test_there_is_no_other_table() -> None:
    with pytest.raises(coprod.InputError, match="must be one of runs, projects"):
        coprod.run(*VILLAGE, "arrangement=party").table("wages")


def test_the_table_of_a_sweep_is_the_file_that_the_command_writes() -> None:
    swept = coprod.sweep(*VILLAGE, *GRID, study="grid")
    written = pd.read_csv("results/grid/sweep.csv")
    assert swept.tables["sweep"]["failure"].tolist() == pytest.approx(written["failure"].tolist())
    assert len(written) == 8 and swept.complete and "sweep.csv" in swept.text


def test_figures_are_matplotlibs_and_their_files_those_of_plot() -> None:
    study = coprod.sweep(*VILLAGE, *GRID, study="grid")
    figures = coprod.figures(study)
    assert list(figures) == ["phase"], "no other figure is given by a sweep of several cells an arm"
    phase = figures["phase"]
    assert isinstance(phase.figure, Figure) and len(phase.data) == 8
    files = {path: path.read_bytes() for path in phase.save()}
    assert [path.name for path in files] == ["phase.en.png", "phase.en.svg", "phase.csv"]
    assert main(["plot", "grid", "phase"]) == 0
    assert {path: path.read_bytes() for path in files} == files
    assert phase.words in phase._repr_html_() and 'src="data:image/png;' in phase._repr_html_()


def test_a_figure_that_a_study_does_not_give_is_refused_with_the_reason(
    capsys: pytest.CaptureFixture[str],
) -> None:
    coprod.sweep(*VILLAGE, *GRID, study="grid")
    with pytest.raises(coprod.InputError) as refused:
        coprod.figures("grid", "ends")
    capsys.readouterr()
    assert main(["plot", "grid", "ends"]) == 2
    assert capsys.readouterr().err == f"coprod: {refused.value}\n"


def test_a_stored_run_is_the_same_again() -> None:
    study = coprod.run(*VILLAGE, "arrangement=party")
    assert coprod.replay(study, "party/3").same
    assert coprod.replay(study.name, "party/0").files


def test_chinese_is_spoken_where_it_is_asked_for() -> None:
    assert "党建" in coprod.run(*VILLAGE, "arrangement=party", lang="zh").text
