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
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith("Of 100 opportunities, 34 broke down with party hub and 52 with no hub")
    assert Path("results/comparison/comparison_differences.csv").exists()


def test_cells_of_several_studies_go_by_study_and_cell(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "--cells", "second/party", "results/first/party"]) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert "34 broke down with results/first/party and 40 with second/party" in first


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
