"""The pool: draws tasks as it needs them, names the guilty, and stops whatever workers do."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

import pytest
from root import ROOT

from experiments.run.pool import AHEAD, MOST_AHEAD, SECONDS_AHEAD, map_unordered

PATIENCE = 30.0
LARGE = 50_000_000
"""Bytes: far more than a pipe holds, so a worker is killed while it writes them."""


def double(number: int) -> int:
    return 2 * number


def refuse_three(number: int) -> int:
    if number == 3:
        raise ArithmeticError("three")
    return number


def die_of_three(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def take_long(number: int) -> None:
    time.sleep(0.4 * SECONDS_AHEAD)


def now(number: int) -> float:
    return time.monotonic()


def large(number: int) -> bytes:
    return bytes(LARGE if number else 1)


def test_every_task_has_its_result() -> None:
    assert dict(map_unordered(double, range(20), 2)) == {n: 2 * n for n in range(20)}


def test_no_task_is_no_result() -> None:
    assert list(map_unordered(double, [], 2)) == []


def test_of_endless_tasks_only_what_is_at_hand_is_drawn() -> None:
    drawn: list[int] = []

    def tasks() -> Iterator[int]:
        for number in count():
            drawn.append(number)
            yield number

    results = map_unordered(double, tasks(), 2)
    found = [next(results) for _ in range(10)]
    results.close()
    assert all(result == 2 * task for task, result in found)
    assert len(drawn) <= 10 + 2 * MOST_AHEAD


def test_of_long_tasks_a_worker_has_one_ahead() -> None:
    drawn: list[int] = []

    def tasks() -> Iterator[int]:
        for number in count():
            drawn.append(number)
            yield number

    results = map_unordered(take_long, tasks(), 2)
    for number in range(1, 7):
        next(results)
        assert len(drawn) == number + 2 * AHEAD
    results.close()


def test_workers_on_short_tasks_are_busy_while_the_parent_is() -> None:
    results = map_unordered(now, count(), 1)
    for _ in range(2 * MOST_AHEAD):
        next(results)
    busy = time.monotonic() + SECONDS_AHEAD
    time.sleep(1.5 * SECONDS_AHEAD)
    meanwhile = [moment for _, moment in islice(results, MOST_AHEAD) if moment and moment < busy]
    results.close()
    assert len(meanwhile) >= MOST_AHEAD // 2 - AHEAD


def test_what_a_task_raises_is_raised_here() -> None:
    with pytest.raises(ArithmeticError, match="three"):
        list(map_unordered(refuse_three, range(6), 2))


@pytest.mark.parametrize("processes", [1, 3])
def test_a_worker_that_dies_costs_the_task_it_died_of_and_no_other(processes: int) -> None:
    found = dict(map_unordered(die_of_three, range(12), processes))
    assert found == {n: None if n == 3 else n for n in range(12)}


def test_workers_killed_while_they_write_do_not_keep_the_pool_from_stopping() -> None:
    results = map_unordered(large, count(), 2)
    next(results)
    time.sleep(1.0)  # by now the workers are writing what nobody reads
    stopping = threading.Thread(target=results.close, daemon=True)
    stopping.start()
    stopping.join(PATIENCE)
    assert not stopping.is_alive()


def test_workers_do_not_run_the_script_again_that_asks_for_them(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import operator\n"
        "from experiments.run.pool import map_unordered\n"
        "print('begun', sorted(map_unordered(operator.neg, range(3), 2)), __file__, __spec__)\n"
    )
    path = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, script], env=path, capture_output=True, text=True, check=True
    )
    assert done.stdout == f"begun [(0, 0), (1, -1), (2, -2)] {script} None\n"
