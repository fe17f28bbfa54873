"""``coprod compare --cells``: stored cells of one study or several, under any label."""

from pathlib import Path

import pytest
from known import plan, planted_cell, planted_study
from refusing import Refused

from experiments.commands.cli import main
from experiments.store import Study


@pytest.fixture(autouse=True)
def _stored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COPROD_LANG", raising=False)
    monkeypatch.setattr("experiments.figures.draw_all", lambda *_: [])
    arms = {"none": [plan(52, 31)] * 3, "party": [plan(34, 48)] * 3}
    planted_study(Path("results/first"), arms)
    planted_cell(Study(Path("results/second")), "party", [plan(40, 40)] * 3)
    planted_cell(Study(Path("results/third")), "party", [plan(40, 40)] * 3, seed=9)


def test_cells_of_one_study_go_by_their_arms(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "--cells", "first/none", "first/party"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Does it help?\n  Yes, it helps: with party hub, against no hub,")
    assert "Of 100 project opportunities, 52.0 fail with party hub and 69.0 with no hub" in told
    assert Path("results/comparison/comparison_differences.csv").exists()


def test_cells_of_several_studies_go_by_study_and_cell(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "--cells", "second/party", "results/first/party"]) == 0
    told = capsys.readouterr().out
    assert "52.0 fail with results/first/party and 60.0 with second/party" in told


REFUSED = [
    (["first/none"], "must be two cells or more"),
    (["first/none", "first/none"], "each once"),
    (["first/none", "party"], "--cells party: must be STUDY/CELL"),
    (["first/none", "first/placebo"], "cell = placebo: no such cell"),
    (["first/none", "nowhere/party"], "no study is there"),
    (["first/none", "third/party"], "can't be paired: seed is 0 in none and 9 in party"),
    (["first/none", "first/party", "--study", "new"], "nothing else can be set beside it"),
]


def test_what_does_not_compare_is_refused_in_one_line(refused: Refused) -> None:
    for arguments, said in REFUSED:
        assert said in refused("compare", "--cells", *arguments)
