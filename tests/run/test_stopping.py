"""Stopped once or more, or killed: what was finished is kept, the end is the same."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import fakes
import pytest
from root import ROOT, SUPPORT
from small_studies import held, opened, run_all, stopping_after, tables

from experiments.run.pool import _Pool
from experiments.run.runner import run_cells
from experiments.store import Cell, Study

PATIENCE = 60.0


def test_a_second_ctrl_c_waits_until_what_is_finished_is_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Cell.write_chunk

    def pressed(cell: Cell, *arguments: object) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        write(cell, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Cell, "write_chunk", pressed)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job ignores it
    try:
        with pytest.raises(KeyboardInterrupt):
            run_cells(opened(tmp_path), 10, 1, partial(stopping_after, 6), run=fakes.run)
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)
    assert [held(cell) for cell in opened(tmp_path)] == [[0, 1, 2], [0, 1, 2]]


def test_what_was_finished_when_stopped_is_paired_and_kept(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        run_cells(opened(tmp_path), 60, 1, partial(stopping_after, 53), run=fakes.run)
    none, party = opened(tmp_path)
    assert held(none) == list(range(27)) and held(party) == list(range(26))


def test_no_process_is_left_when_a_parallel_study_is_stopped(tmp_path: Path) -> None:
    before = set(multiprocessing.active_children())
    with pytest.raises(KeyboardInterrupt):
        run_cells(opened(tmp_path), 60, 2, partial(stopping_after, 5), run=fakes.run)
    assert set(multiprocessing.active_children()) <= before


def test_what_is_finished_is_stored_also_where_ctrl_c_comes_while_workers_are_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop = _Pool.stop

    def pressed(pool: Any) -> None:
        stop(pool)
        os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(_Pool, "stop", pressed)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            run_cells(opened(tmp_path), 10, 2, partial(stopping_after, 6), run=fakes.run)
    finally:
        signal.signal(signal.SIGINT, before)
    assert sum(len(held(cell)) for cell in opened(tmp_path)) == 6


SCRIPT = """
import sys
import fakes
from pathlib import Path
from small_studies import opened, silent
from experiments.run.runner import run_cells
try:
    run_cells(opened(Path(sys.argv[1])), 40, 2, silent, run=fakes.run_slowly)
except KeyboardInterrupt:
    sys.exit(130)
"""


def start(folder: Path) -> subprocess.Popen[bytes]:
    """A parallel study in a process of its own; leaves a marker for every run."""
    markers = folder / "markers"
    markers.mkdir(parents=True, exist_ok=True)
    path = os.pathsep.join([str(ROOT), str(SUPPORT)])
    environment = {**os.environ, "PYTHONPATH": path, fakes.MARKER: str(markers)}
    command = [sys.executable, "-c", SCRIPT, str(folder / "study")]
    return subprocess.Popen(command, env=environment, preexec_fn=fakes.hear_ctrl_c)


def start_and_signal(folder: Path, number: signal.Signals, after: int) -> int:
    """Signal a study when so many of its runs are done; returns its exit status."""
    process, markers = start(folder), folder / "markers"
    deadline = time.monotonic() + PATIENCE
    while len(list(markers.iterdir())) < after and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(number)
    return process.wait(PATIENCE)


def test_a_study_killed_outright_goes_on_to_the_same_tables(tmp_path: Path) -> None:
    assert start_and_signal(tmp_path, signal.SIGKILL, 70) == -signal.SIGKILL
    kept = [held(cell) for cell in opened(tmp_path / "study")]
    assert kept[0] == list(range(25))
    resumed, outcome = run_all(tmp_path / "study", 40)
    assert outcome.ran == 80 - sum(map(len, kept))
    assert resumed == run_all(tmp_path / "whole", 40)[0]


def test_two_processes_on_one_study_do_each_other_no_harm(tmp_path: Path) -> None:
    both = [start(tmp_path), start(tmp_path)]
    assert [process.wait(PATIENCE) for process in both] == [0, 0]
    assert tables(tmp_path / "study") == run_all(tmp_path / "whole", 40)[0]
    assert all(cell.missing_chunks(40) == {} for cell in opened(tmp_path / "study"))


def test_ctrl_c_in_a_parallel_study_keeps_what_was_finished(tmp_path: Path) -> None:
    assert start_and_signal(tmp_path, signal.SIGINT, 10) == 130
    kept = [number for cell in opened(tmp_path / "study") for number in held(cell)]
    assert 5 <= len(kept) < 80
    assert run_all(tmp_path / "study", 40)[0] == run_all(tmp_path / "whole", 40)[0]


COMMAND = """
import sys
from functools import partial
import fakes
from experiments.commands.cli import main
from experiments.run import runner
runner.run_cells = partial(runner.run_cells, run=fakes.run_slowly)
sys.exit(main())
"""
BEGUN = 40
"""Runs that have begun when it is stopped: under load the parent has heard of fewer."""
WORDS = ("compare", "community=village", "arms=[none,party]", "replicates=200", "processes=2")


@pytest.mark.parametrize("times", [1, 2, 5])
def test_a_command_that_is_stopped_once_or_more_says_so_in_one_line(
    tmp_path: Path, times: int
) -> None:
    markers = tmp_path / "markers"
    markers.mkdir()
    path = os.pathsep.join([str(ROOT), str(SUPPORT)])
    environment = {**os.environ, "PYTHONPATH": path, fakes.MARKER: str(markers)}
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, *WORDS, "--out", str(tmp_path / "results")],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=fakes.hear_ctrl_c, start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + PATIENCE
    while len(list(markers.iterdir())) < BEGUN and time.monotonic() < deadline:
        time.sleep(0.02)
    for _ in range(times):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT)
        time.sleep(0.02)
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130 and out == ""
    told = [line for line in err.splitlines() if " runs, " not in line]
    assert told == ["coprod: stopped; finished runs are kept, the same command goes on from there"]
    (index,) = (tmp_path / "results").glob("*/study.json")
    assert sum(len(held(cell)) for cell in Study(index.parent).cells()) >= 5
