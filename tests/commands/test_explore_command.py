"""``coprod explore`` writes one file, says where, and refuses in one line."""

from pathlib import Path

import pytest
from explorers import along_supply, held

from experiments.commands.cli import main


def test_the_file_is_written_into_the_first_study(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    along_supply(tmp_path / "one")
    along_supply(tmp_path / "two", households=300)
    assert main(["explore", "one", "two", "--out", str(tmp_path), "--lang", "zh"]) == 0
    path = tmp_path / "one" / "explore.html"
    assert str(path) in capsys.readouterr().out
    assert held(path.read_text("utf-8"))["first"] == "zh"


def test_a_study_that_is_not_there_is_refused_and_nothing_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explore", "nowhere", "--out", str(tmp_path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
