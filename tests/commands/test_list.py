"""``coprod list``: every name there is, in words, and those that a word is part of."""

from pathlib import Path

import pytest

from experiments.base.describe import field_paths
from experiments.base.settings import CONFIGS, Settings
from experiments.commands.cli import main
from experiments.commands.list import KINDS
from experiments.figures import FIGURES
from experiments.words.speech import keys
from sim.measure.records import WEEKLY_OUTPUTS

FOLDERS = {
    "communities": "community", "arms": "arrangement", "shocks": "shock",
    "experiments": "experiment",
}  # fmt: skip


def listed(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, str]:
    """Name -> what stands behind it."""
    capsys.readouterr()
    assert main(["list", *words]) == 0
    lines = capsys.readouterr().out.splitlines()[1:]
    return {line.split()[0]: line.partition(line.split()[0])[2].strip() for line in lines}


@pytest.mark.parametrize("kind", FOLDERS)
def test_files_are_listed_as_they_are_there_and_as_they_are_called(
    kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = listed(capsys, kind)
    assert list(found) == sorted(path.stem for path in (CONFIGS / FOLDERS[kind]).glob("*.yaml"))
    called = {
        key.partition(".")[2] for key in keys(f"{'arm' if kind == 'arms' else FOLDERS[kind]}.")
    }
    assert {name for name, words in found.items() if not words} == found.keys() - called


def test_every_ready_study_says_what_it_asks_in_both_languages(
    capsys: pytest.CaptureFixture[str],
) -> None:
    english, chinese = (listed(capsys, "experiments", "--lang", lang) for lang in ("en", "zh"))
    assert all(english.values()) and all(chinese[name] != english[name] for name in english)


def test_parameters_have_label_default_unit_and_range(capsys: pytest.CaptureFixture[str]) -> None:
    found = listed(capsys, "parameters")
    assert list(found) == [path for path in field_paths() if path not in Settings.model_fields]
    assert found["residents.trust_recovery"] == (
        "return of residents' trust to rest [0.02 per week; a number in [0, 1]]"
    )


def test_measures_and_figures_are_those_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(listed(capsys, "figures")) == list(FIGURES)
    measures = listed(capsys, "measures")
    assert {output.name for output in WEEKLY_OUTPUTS} | {"breakdown", "collapse"} <= measures.keys()
    assert all(measures.values())


def test_a_word_is_looked_for_in_names_and_in_every_language(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert list(listed(capsys, "arms", "--search", "HUB")) == [
        "blind_hub", "firm_hub", "government_hub", "none", "npo_hub", "party",
    ]  # fmt: skip
    assert list(listed(capsys, "arms", "--search", "空转")) == ["placebo"]
    assert list(listed(capsys, "arms", "--search", "placebo", "--lang", "zh")) == ["placebo"]


def test_what_is_nowhere_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "arms", "--search", "unicorn"]) == 1
    assert capsys.readouterr().out == "unicorn: nothing has this in its name or words\n"


def test_arms_of_ones_own_folder_are_listed_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "arrangement").mkdir()
    (tmp_path / "arrangement" / "mine.yaml").write_text("# @package _global_\n")
    assert listed(capsys, "arms", "--config-dir", str(tmp_path))["mine"] == ""


def test_no_other_kind_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "unicorns"]) == 2
    line = capsys.readouterr().err
    assert line.count("\n") == 1 and all(kind in line for kind in KINDS)
