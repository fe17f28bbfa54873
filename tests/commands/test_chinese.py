"""``--lang zh``: what the commands of studies tell holds no English, on either stream."""

import re
from functools import partial

import fakes
import pytest

from experiments.base.files import read_json
from experiments.base.settings import CONFIGS
from experiments.commands.cli import main
from experiments.config.accepted import RESULT, points_of
from experiments.document.terminal import text_of
from experiments.run import runner
from experiments.studies.calibration import conduct, report
from experiments.studies.calibration.patterns import PATTERNS
from experiments.words.speech import speak
from sim.measure.records import RunId, RunRecord
from sim.parameters import Parameters

NAMED = re.compile(r"coprod [a-z]+|\S*[/=]\S*|\w+(?:[._]\w+)+|\b[0-9a-f]{8,64}\b")
"""Commands, files and folders, values as they are given, things by name, hashes."""
LATIN = re.compile(r"[A-Za-zÀ-ÿ]{2,}")
NAMES = {"coprod", "accepted", "lab", "one", "results", "McNemar", "MB", "ArithmeticError", "SHA"}
CITED = {"Fischbacher", "Gächter"}
SIZE = ["community=village", "replicates=3", "processes=1", "--study", "one"]
COMMANDS = {
    "run": ["arrangement=party", "shock=lockdown"],
    "compare": ["arms=[none,party]", "coordinator.attention=9"],
    "accepted": [],
    "harm": ["points=12"],
    "honesty": ["experiments=[overload,removal,priorities_reversed]"],
    "patterns": ["points=2", "patterns=[whistle_shortens,capacity_unspent]"],
    "search": ["experiment=where_it_fails", "trials=6", "fresh_replicates=3"],
}


def run(parameters: Parameters, run_id: RunId) -> RunRecord:
    """The last of three replicates fails."""
    if run_id.replicate == 2:
        raise ArithmeticError
    return fakes.run(parameters, run_id)


@pytest.fixture(autouse=True)
def _fabricated(_here: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "run_cells", partial(runner.run_cells, run=run))
    monkeypatch.setattr("experiments.figures.draw_all", lambda *_: [])
    monkeypatch.setattr("experiments.studies.drawn.encoded", lambda *_: b"")
    few = "experiments.studies.accepted.points_of"
    monkeypatch.setattr(few, lambda parameters: points_of(parameters)[:4])


def english(capsys: pytest.CaptureFixture[str]) -> set[str]:
    """Words told so far in Latin letters that are no names."""
    shown = capsys.readouterr()
    return set(LATIN.findall(NAMED.sub("", shown.out + shown.err))) - NAMES


@pytest.mark.parametrize("command", COMMANDS)
def test_a_study_is_told_in_chinese(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, *SIZE, *COMMANDS[command], "--lang", "zh"]) == 1
    assert english(capsys) == set()


def test_labs_are_told_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lab", "losing_hub", *SIZE, "--lang", "zh"]) == 1
    assert main(["lab", "--lang", "zh"]) == 0
    assert english(capsys) == set()


def test_a_calibration_is_told_in_chinese(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(conduct, "open_place", partial(conduct.open_place, run=run))
    size = ["--short", "--processes", "1"]
    assert main(["calibrate", *size, "--lang", "zh"]) == 1
    print(text_of(report.document(read_json(CONFIGS / RESULT), speak("zh"))))
    assert english(capsys) - set(PATTERNS) == CITED


def test_what_is_stored_and_a_recovery_are_told_in_chinese(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for shock in ("none", "lockdown"):
        main(["run", *SIZE, "arrangement=party", f"shock={shock}", "--lang", "zh"])
    pair = ["one/party+lockdown", "one/party"]
    for command in (["results"], ["results", "one"], ["recovery", *pair]):
        assert main([*command, "--lang", "zh"]) == 0
    assert english(capsys) == set()


def test_english_would_be_found(capsys: pytest.CaptureFixture[str]) -> None:
    main(["run", *SIZE])
    assert {"breakdown", "runs"} <= english(capsys)
