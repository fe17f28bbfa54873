"""The tutorial's commands do what it says, at a smaller size, from the question to the archive."""

import re
import shlex
from pathlib import Path

import pytest
from root import ROOT

from experiments.commands.cli import main

PAGES = {"en": "first_study.md", "zh": "first_study.zh.md"}
TEXTS = {lang: (ROOT / "docs" / name).read_text("utf-8") for lang, name in PAGES.items()}
SMALLER = {"replicates=20": ["replicates=2", "horizon=104", "processes=1"]}
"""What the tutorial says -> what is run in its place."""
WRITTEN = re.compile(r"`(results/first/[\w.]+|\w+\.csv)`")


def _commands(lang: str) -> list[list[str]]:
    """The words after ``coprod``, line by line."""
    lines = re.findall(r"^coprod (.+)$", TEXTS[lang], re.MULTILINE)
    return [shlex.split(line) for line in lines]


def test_every_command_of_the_tutorial_does_its_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for words in _commands("en"):
        given = [small for word in words for small in SMALLER.get(word, [word])]
        assert main(given) == 0, given
        told = capsys.readouterr().out
    assert "whole" in told and "the same to the bit" in told  # the last verifies the archive
    named = WRITTEN.findall(TEXTS["en"])
    assert named and [name for name in named if not (tmp_path / name).is_file()] == []
    assert (tmp_path / "results/first/figures/responses.en.svg").is_file()


def test_the_tutorial_has_the_same_commands_and_numbers_in_both_languages() -> None:
    spoken = {"--lang", "zh"}
    english, chinese = (
        [[word for word in words if word not in spoken] for words in _commands(lang)]
        for lang in PAGES
    )
    assert english == chinese and len(english) > len(SMALLER)
    rows = [re.findall(r"^\| (\d.+)$", text, re.MULTILINE) for text in TEXTS.values()]
    assert rows[0] == rows[1] and rows[0]
