"""All that users bring, wrong in hundreds of ways: ``make test-attack``; a quarter of an hour.

With few of each, the same is told in the ordinary tests. ATTACK_SEED: another luck.
"""

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import attack_files
import attack_lines
import fakes
import few_files
import pytest
from attack_damage import damaged
from attack_stores import Attacked, called_with_output, sweep_faults
from other_machines import SMALL, coprod
from root import ROOT
from sweeping import fabricated as fabricated

from experiments.run import runner

SEED = int(os.environ.get("ATTACK_SEED", "1"))
LINES, PROCESSES, FILES, STORES, SWEEPS = 300, 30, 150, 60, 40
OPEN, MORE = 256, 50
"""Files that a process may have open on macOS, and cells over them."""


@pytest.mark.usefixtures("_here")
def test_command_lines_are_refused_in_one_line(tmp_path: Path) -> None:
    found = [
        fault
        for line in attack_lines.lines(LINES, SEED)
        for fault in attack_lines.faults(line, *called_with_output(line.words), tmp_path)
    ]
    assert found == []


@pytest.mark.usefixtures("_here")
def test_command_lines_of_processes_are_refused_in_one_line(tmp_path: Path) -> None:
    program = [sys.executable, "-m", "experiments.commands.cli"]
    found = []
    for line in attack_lines.lines(PROCESSES, SEED + 1):
        words = [word.replace("\0", "") for word in line.words]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run([*program, *words], env=environment, capture_output=True, text=True)
        found += attack_lines.faults(line, done.returncode, done.stdout, done.stderr, tmp_path)
    assert found == []


@pytest.mark.usefixtures("_here")
def test_communities_are_the_same_however_they_are_saved_and_refused_when_harmed(
    tmp_path: Path,
) -> None:
    expected = attack_files.clean(tmp_path / "clean")
    found = []
    for number, files in enumerate(attack_files.communities(FILES, SEED)):
        folder = tmp_path / str(number)
        found += attack_files.faults(files, folder, tmp_path / "results", expected)
    assert found == []


@pytest.mark.usefixtures("_here")
def test_damaged_studies_tell_nothing_wrong_and_are_mended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "run_cells", partial(runner.run_cells, run=fakes.run))
    monkeypatch.setattr("experiments.figures.draw_all", lambda *_: [])
    attacked = Attacked.made()
    harms = damaged(attacked.study, attacked.foreign, STORES, SEED)
    assert [fault for harm in harms for fault in attacked.faults(harm)] == []


@pytest.mark.usefixtures("fabricated")
def test_a_sweep_s_own_file_of_any_shape_is_mended_or_told_in_one_line() -> None:
    assert sweep_faults(SWEEPS, SEED) == []


@pytest.mark.usefixtures("fabricated")
def test_a_study_of_more_cells_than_files_may_be_open_is_run_and_read() -> None:
    assert few_files.faults(OPEN, MORE) == []


def test_without_unix_and_with_files_held_open_a_comparison_and_its_report_are_made(
    tmp_path: Path,
) -> None:
    pair = ["compare", *SMALL, "arms=none,party", "processes=2", "--study", "pair"]
    assert b"no clear difference" in coprod(tmp_path, *pair, unix=False)
    assert b"report.html" in coprod(tmp_path, "report", "pair", unix=False)
    held = (tmp_path / "held_open").read_text("utf-8")
    assert {line.split()[0] for line in held.splitlines()} == {"replace", "unlink"}
    assert ".report.html." in held
