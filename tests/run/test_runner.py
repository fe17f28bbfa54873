"""Serial, parallel, interrupted or killed: what is stored in the end is the same."""

import io
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import fakes
import pytest
from root import ROOT, SUPPORT

from experiments.base.settings import CONFIGS
from experiments.run import runner
from experiments.run.pool import _Pool
from experiments.run.progress import shown
from experiments.run.runner import TOGETHER, Outcome, attempt, run_cells, tasks_of
from experiments.store import Cell, Study
from experiments.store.chunk import side_path
from experiments.store.manifest import MANIFEST
from experiments.words.speech import speak
from sim.parameters import Coordinator, Parameters

SHORT = Parameters(horizon=4)
WITH_HUB = Parameters(horizon=4, coordinator=Coordinator(attention=3.0))
PATIENCE = 60.0


class Counter:
    """Counts runs; presses Ctrl-C when so many are done."""

    def __init__(self, last: int | None = None) -> None:
        self.done, self.there, self.last = 0, 0, last

    def __call__(self, runs: int = 1) -> None:
        self.done += runs
        if self.done == self.last:
            raise KeyboardInterrupt

    def found(self, runs: int) -> None:
        self.there += runs

    def compiling(self, what: str) -> None:
        raise AssertionError("fabricated runs compile nothing")


@contextmanager
def silent(total: int) -> Iterator[Counter]:
    yield Counter()


@contextmanager
def stopping_after(runs: int, total: int) -> Iterator[Counter]:
    yield Counter(runs)


def opened(folder: Path) -> list[Cell]:
    arms = {"none": SHORT, "party": WITH_HUB}
    return [Study(folder).open_cell(p, 5, arm, "village") for arm, p in arms.items()]


def run_all(
    folder: Path, replicates: int, processes: int = 1, run: fakes.Run = fakes.run
) -> tuple[dict[str, bytes], Outcome]:
    outcome = run_cells(opened(folder), replicates, processes, silent, run=run)
    return tables(folder), outcome


def tables(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*.parquet")}


def every_cell(folder: Path, replicate: int) -> list[tuple[str, int]]:
    return sorted((cell.hash, replicate) for cell in opened(folder))


def held(cell: Cell) -> list[int]:
    return cell.runs()["replicate"].tolist()


def test_serial_parallel_interrupted_and_extended_studies_are_equal_to_the_bit(
    tmp_path: Path,
) -> None:
    serial, outcome = run_all(tmp_path / "serial", 27)
    assert outcome == Outcome(ran=54) and len(serial) == 2 * 2 * 4
    parallel, _ = run_all(tmp_path / "parallel", 27, processes=2)
    with pytest.raises(KeyboardInterrupt):
        stop = partial(stopping_after, 9)
        run_cells(opened(tmp_path / "resumed"), 10, 2, stop, run=fakes.run)
    resumed, outcome = run_all(tmp_path / "resumed", 27)
    assert outcome.ran == 54 - 9
    assert parallel == serial and resumed == serial


def test_a_complete_study_runs_nothing(tmp_path: Path) -> None:
    run_all(tmp_path, 3)
    assert run_all(tmp_path, 3, run=fakes.run_with_a_failure)[1] == Outcome()
    assert run_all(tmp_path, 2, run=fakes.run_with_a_failure)[1] == Outcome()


def test_what_is_missing_is_looked_up_when_the_turn_of_its_cells_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[tuple[int, int]] = []
    missing_from = Cell.missing_from

    def noted(cell: Cell, start: int, *arguments: int) -> list[int]:
        looked.append((cell.seed, start))
        return missing_from(cell, start, *arguments)

    study = Study(tmp_path)
    cells = [study.open_cell(SHORT, seed, "none", "village") for seed in range(TOGETHER + 4)]
    monkeypatch.setattr(Cell, "missing_from", noted)
    with pytest.raises(KeyboardInterrupt):
        run_cells(cells, 60, 1, partial(stopping_after, 3), run=fakes.run)
    assert looked == [(seed, 0) for seed in range(TOGETHER)]


@pytest.mark.parametrize(
    ("document", "said"),
    [("sweeps.md", r"(\d+) cells, the arms of a point"), ("sweeps.zh.md", r"每(\d+)个单元")],
)
def test_as_many_cells_advance_together_as_documents_say_and_all_arms_are_among_them(
    document: str, said: str
) -> None:
    told = re.findall(said, (ROOT / "docs" / document).read_text("utf-8"))
    assert told == [str(TOGETHER)]
    assert len(list((CONFIGS / "arrangement").glob("*.yaml"))) <= TOGETHER


@pytest.mark.parametrize("processes", [1, 2])
def test_arms_advance_together_so_that_a_few_replicates_are_paired(
    tmp_path: Path, processes: int
) -> None:
    with pytest.raises(KeyboardInterrupt):
        run_cells(opened(tmp_path), 10, processes, partial(stopping_after, 8), run=fakes.run)
    none, party = (held(cell) for cell in opened(tmp_path))
    assert len(none) + len(party) == 8
    assert abs(len(none) - len(party)) <= processes
    if processes == 1:
        assert none == party == [0, 1, 2, 3]


def test_chunks_that_are_not_complete_are_stored_now_and_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "SECONDS_HELD", 0.0)
    seen: list[int] = []

    @contextmanager
    def looking(total: int) -> Iterator[Counter]:
        counter = Counter()
        monkeypatch.setattr(
            Counter, "__call__", lambda _: seen.append(sum(map(len, map(held, opened(tmp_path)))))
        )
        yield counter

    run_cells(opened(tmp_path), 3, 1, looking, run=fakes.run)
    assert seen == [1, 2, 3, 4, 5, 6]
    assert tables(tmp_path) == run_all(tmp_path / "whole", 3)[0]


def test_refused_chunks_are_told_and_run_again(tmp_path: Path) -> None:
    expected, _ = run_all(tmp_path, 30)
    cell = opened(tmp_path)[0]
    for path in cell.folder.glob("*-00000-00024.*"):
        copy = path.name.replace("00000-00024", "00025-00049")
        path.with_name(copy).write_bytes(path.read_bytes())
    again, outcome = run_all(tmp_path, 30)
    reason = "of other replicates than its name says"
    assert outcome == Outcome(ran=5, refused=[(side_path(cell.folder, 25), reason)])
    assert again == expected


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


def test_what_is_there_already_is_told_and_not_counted_as_done(tmp_path: Path) -> None:
    run_all(tmp_path, 26)
    counter = Counter()

    @contextmanager
    def counting(total: int) -> Iterator[Counter]:
        assert total == 2 * 30
        yield counter

    run_cells(opened(tmp_path), 30, 1, counting, run=fakes.run)
    assert (counter.done, counter.there) == (8, 52)


def test_a_planned_cell_has_its_manifest_before_anything_of_it_is_stored(tmp_path: Path) -> None:
    study = Study(tmp_path)
    cells = [study.plan_cell(p, 5, arm, "village") for arm, p in (("a", SHORT), ("b", WITH_HUB))]
    assert list(tmp_path.iterdir()) == []
    run_cells(cells, 2, 1, silent, run=fakes.run)
    assert all((cell.folder / MANIFEST).exists() for cell in cells)
    study.add([*cells, cells[0]])
    study.add(cells)
    assert study.cells() == cells and [held(cell) for cell in cells] == [[0, 1], [0, 1]]


def test_cells_with_the_same_numbers_are_run_once(tmp_path: Path) -> None:
    cells = [Study(tmp_path).open_cell(SHORT, 5, arm, "village") for arm in ("none", "idle")]
    assert run_cells(cells, 3, 1, silent, run=fakes.run).ran == 3


@pytest.mark.parametrize("processes", [1, 2])
def test_a_run_that_raises_is_data_and_the_others_go_on(tmp_path: Path, processes: int) -> None:
    _, outcome = run_all(tmp_path, 9, processes, fakes.run_with_a_failure)
    assert sorted(outcome.failed) == every_cell(tmp_path, fakes.FAILING)
    runs = opened(tmp_path)[0].runs().set_index("replicate")
    assert (runs["status"] == "ok").sum() == 8
    row = runs.loc[fakes.FAILING]
    assert row["error"] == "ArithmeticError: stock below zero"
    assert row["stage"] == "fakes.run_with_a_failure"
    assert "fakes.py:" in row["traceback"] and str(ROOT) not in row["traceback"]


def test_a_failure_within_the_model_is_told_by_the_models_function(tmp_path: Path) -> None:
    task = next(tasks_of(opened(tmp_path)[0], [0]))
    row = attempt(fakes.run_of_no_name, task).row
    assert row["stage"] == "ties.as_graph"
    assert row["traceback"].splitlines()[-1].startswith("digraph.py:")


def test_a_record_of_the_wrong_shape_is_a_failed_run(tmp_path: Path) -> None:
    _, outcome = run_all(tmp_path, 1, run=fakes.run_of_the_wrong_shape)
    assert sorted(outcome.failed) == every_cell(tmp_path, 0)


def test_a_run_that_kills_its_process_loses_only_itself(tmp_path: Path) -> None:
    _, outcome = run_all(tmp_path, 6, 2, fakes.run_that_kills_its_process)
    assert sorted(outcome.lost) == every_cell(tmp_path, fakes.DEADLY)
    assert held(opened(tmp_path)[0]) == [0, 1, 2, 4, 5]
    mended, outcome = run_all(tmp_path, 6)
    assert outcome.ran == 2
    assert mended == run_all(tmp_path / "whole", 6)[0]


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


def test_kept_as_quantiles_a_cell_has_no_weeks_run_by_run(tmp_path: Path) -> None:
    cells = opened(tmp_path)
    run_cells(cells, 3, 1, silent, "quantiles", fakes.run)
    assert all(cell.weekly().empty and not cell.quantiles(3).empty for cell in cells)
    assert run_cells(cells, 3, 1, silent, "quantiles", fakes.run).ran == 0


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


def test_weeks_that_are_not_kept_are_left_where_they_were_run(tmp_path: Path) -> None:
    cell = opened(tmp_path)[0]
    done = attempt(fakes.run, next(tasks_of(cell, [0], weeks=False)))
    assert done.columns.keys() == {"projects", "history"}


def test_runs_added_to_a_chunk_that_keeps_weeks_keep_theirs(tmp_path: Path) -> None:
    run_cells(opened(tmp_path), 2, 1, silent, "runs", fakes.run)
    run_cells(opened(tmp_path), 3, 1, silent, "none", fakes.run)
    assert tables(tmp_path) == run_all(tmp_path / "whole", 3)[0]


SCRIPT = """
import sys
import fakes
from pathlib import Path
from test_runner import opened, silent
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
    path = os.pathsep.join([str(ROOT), str(SUPPORT), str(Path(__file__).parent)])
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
    while len(list(markers.iterdir())) < 10 and time.monotonic() < deadline:
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


def test_a_log_gets_a_line_every_five_seconds_and_at_the_end() -> None:
    stream, clock = io.StringIO(), iter([0.0, 2.0, 6.0, 8.0, 12.0])
    with shown("party", 4, stream, clock.__next__) as advance:
        for _ in range(4):
            advance()
    assert stream.getvalue().splitlines() == [
        "party: 2/4 runs, 6 s, 6 s left",
        "party: 4/4 runs, 12 s, 0 s left",
    ]


def test_a_log_is_in_the_readers_language() -> None:
    stream, clock = io.StringIO(), iter([0.0, 300.0, 9_000.0])
    with shown("party", 4, stream, clock.__next__, speak("zh")) as advance:
        advance()
        advance(3)
    assert stream.getvalue().splitlines() == [
        "party：1/4次运行，已用5分钟，约剩15分钟",
        "party：4/4次运行，已用2.5小时，约剩0秒",
    ]


def test_a_log_of_a_long_study_gets_fewer_lines_and_larger_units() -> None:
    stream, clock = io.StringIO(), iter(range(0, 100_000, 10))
    with shown("party", 2_000, stream, lambda: float(next(clock))) as advance:
        advance.found(1_000)
        for _ in range(1_000):
            advance()
    lines = stream.getvalue().splitlines()
    assert len(lines) < 300
    assert lines[-1] == "party: 1000/1000 runs, 2.8 h, 0 s left"
    assert any("min left" in line for line in lines)


def test_a_terminal_gets_a_bar_that_counts_runs() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = Terminal()
    with shown("party", 2, stream) as advance:
        advance()
        advance()
    assert "2/2" in stream.getvalue() and "party" in stream.getvalue()
