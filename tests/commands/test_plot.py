"""``coprod plot``: what a stored study gives, what it doesn't and why, and files of one figure."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import fakes
import networkx as nx
import pandas as pd
import pytest

from experiments.commands.cli import main
from experiments.figures import FIGURES, figure_name, material, network
from experiments.run.attempt import attempt
from experiments.run.coordinating import HubWeek
from experiments.run.runner import tasks_of
from experiments.store import Study
from experiments.store.cell import Weekly
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import speak
from sim.measure.records import RunId
from sim.parameters import Parameters

OF_SWEEPS = {"phase", "responses", "effects", "tornado"}
"""Figures that a plain comparison doesn't give."""

WEEKS = 80
REPLICATES = 3


def study(
    folder: Path, arms: tuple[str, ...], weekly: Weekly = "runs", replicates: int = REPLICATES
) -> Path:
    for arm in arms:
        coordinator = {} if arm == "none" else {"attention": 24.0, "integration": 1.0}
        parameters = Parameters.model_validate({"horizon": WEEKS, "coordinator": coordinator})
        cell = Study(folder).open_cell(parameters, 0, arm, "village")
        tasks = tasks_of(cell, range(replicates))
        if tasks:
            cell.write_chunk(0, [attempt(fakes.run, task) for task in tasks], weekly)
    return folder


@pytest.fixture
def paired(tmp_path: Path) -> Path:
    return study(tmp_path / "results" / "paired", ("none", "party"))


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COPROD_LANG", raising=False)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_a_figure_all_are_listed_given_or_with_a_reason(
    paired: Path, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plot", "paired", "--lang", lang]) == 0
    lines = capsys.readouterr().out.splitlines()
    given = {name: figure_name(name, speak(lang)) for name in FIGURES if name not in OF_SWEEPS}
    shown = [line.split(maxsplit=1) for line in lines if line.startswith("  ")]
    assert shown[: len(given)] == [[name, about] for name, about in given.items()]
    refused = dict(shown[len(given) :])
    assert set(refused) == OF_SWEEPS
    assert ("two swept" in refused["phase"]) == (lang == "en")


def test_a_figure_is_written_with_its_numbers(
    paired: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plot", "paired", "ends", "--lang", "zh"]) == 0
    written = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert [path.name for path in written] == ["ends.zh.png", "ends.zh.svg", "ends.csv"]
    assert {path.name for path in (paired / "figures").iterdir()} == {p.name for p in written}
    table = pd.read_csv(paired / "figures" / "ends.csv")
    sums = table.groupby("arm")["per_100"].sum().to_dict()
    assert sums == pytest.approx({"none": 100.0, "party": 100.0})


def test_one_format_can_be_asked_for_and_the_study_given_as_a_folder(
    paired: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plot", str(paired), "rates", "--format", "svg", "--out", "elsewhere"]) == 0
    names = [Path(line).name for line in capsys.readouterr().out.splitlines()]
    assert names == ["rates.en.svg", "rates.csv"]


def test_the_network_is_that_of_the_study_run_again(
    paired: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def trace(
        parameters: Parameters, run_id: RunId, weeks: Sequence[int]
    ) -> tuple[Mapping[int, nx.DiGraph], list[HubWeek]]:
        graph = nx.DiGraph([("office", "firm", {"trust": parameters.coordinator.attention / 48})])
        graph.add_nodes_from(["office", "firm"], sector="social", present=True)
        return {week: graph for week in weeks}, []

    again = network.networks_of
    monkeypatch.setattr(material, "networks_of", lambda cells: again(cells, trace))
    assert main(["plot", "paired", "network", "--format", "png"]) == 0
    table = pd.read_csv(paired / "figures" / "network.csv")
    trust = table.groupby("arm")["trust"].first().to_dict()
    assert trust == {"none": 0.0, "party": 0.25}  # told one way only: half of it
    assert sorted(set(table["week"])) == [0, 79]


@pytest.mark.parametrize(
    ("arms", "weekly", "replicates", "figure", "said"),
    [
        (("none",), "runs", 2, "ends", "needs two arms; this study has only none"),
        (("none", "party"), "none", 2, "weekly", "weekly measures kept run by run; none has none"),
        (("none", "party"), "runs", 0, "network", "needs finished runs; none has none"),
        (("none", "party"), "runs", 2, "phase", "two swept parameters; this study has 0"),
        (("none", "party"), "runs", 2, "pie", "must be one of arms, residents"),
    ],
)
def test_what_a_study_does_not_give_is_refused_in_one_line(
    arms: tuple[str, ...],
    weekly: Weekly,
    replicates: int,
    figure: str,
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = study(tmp_path / "results" / "poor", arms, weekly, replicates)
    assert main(["plot", "poor", figure]) == 2
    captured = capsys.readouterr()
    assert captured.out == "" and captured.err.count("\n") == 1
    assert captured.err.startswith(f"coprod: figure = {figure}: ") and said in captured.err
    assert not (folder / "figures").exists()


def test_one_arm_still_shows_who_is_served(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study(tmp_path / "results" / "one", ("none",))
    assert main(["plot", "one", "groups"]) == 0
    assert "groups.en.png" in capsys.readouterr().out


def test_a_sweep_gives_no_figure_of_one_cell_an_arm(
    paired: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parameters = Parameters.model_validate({"horizon": WEEKS + 1})
    Study(paired).open_cell(parameters, 0, "none", "village")
    assert main(["plot", "paired", "ends"]) == 2
    assert "needs one cell an arm; none has 2 in this study" in capsys.readouterr().err


def test_no_study_is_one_clear_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plot", "nowhere", "ends"]) == 2
    assert "no study is there" in capsys.readouterr().err
