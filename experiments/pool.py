"""A pool of fresh processes that survives the death of a worker and stops at once when asked."""

import os
import signal
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.process import BaseProcess
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

WAITING_PER_PROCESS = 2
"""Tasks handed out per process: enough to keep it busy, few enough to lose when stopped."""


def map_unordered(
    function: Callable[[T], R], tasks: Iterable[T], processes: int
) -> Generator[tuple[T, R | None], None, None]:
    """Pairs (task, result) as they finish; result None when the worker died of this task.

    Tasks are drawn when a process is free for them, so there may be millions. When a worker
    dies, the tasks that were handed out are suspects: each is tried again with no other beside
    it, so that only the guilty one is given up.
    """
    queue = iter(tasks)
    while suspects := (
        yield from _until_broken(function, queue, processes, WAITING_PER_PROCESS * processes)
    ):
        retried = iter(suspects)
        while guilty := (yield from _until_broken(function, retried, 1, 1)):
            yield from ((task, None) for task in guilty)


def _until_broken(
    function: Callable[[T], R], queue: Iterator[T], processes: int, limit: int
) -> Generator[tuple[T, R | None], None, list[T]]:
    """Work the queue off, ``limit`` tasks at a time; returns those a dead worker left behind."""
    others = set(active_children())
    executor = ProcessPoolExecutor(processes, get_context("spawn"), initializer=_begin_worker)
    running: dict[Future[R], T] = {}
    left_behind: list[T] = []
    try:
        while not left_behind:
            left_behind = _hand_out(executor, function, queue, running, limit)
            if not running:
                break
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            healthy = [future for future in done if not _died(future)]
            yield from ((running.pop(future), future.result()) for future in healthy)
            if len(healthy) < len(done):
                break
        if not (running or left_behind):
            executor.shutdown()
        return [*running.values(), *left_behind]
    finally:
        _stop(executor, others)


def _hand_out(
    executor: ProcessPoolExecutor,
    function: Callable[[T], R],
    queue: Iterator[T],
    running: dict[Future[R], T],
    limit: int,
) -> list[T]:
    """Submit tasks up to the limit; returns the one that a broken pool did not take."""
    for task in islice(queue, limit - len(running)):
        try:
            running[executor.submit(function, task)] = task
        except BrokenProcessPool:
            return [task]
    return []


def _died(future: Future[R]) -> bool:
    return isinstance(future.exception(), BrokenProcessPool)


def _stop(executor: ProcessPoolExecutor, others: set[BaseProcess]) -> None:
    for worker in active_children():
        if worker not in others:
            worker.terminate()
    executor.shutdown(cancel_futures=True)


def _begin_worker() -> None:
    """Leave Ctrl-C to the parent, and don't outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
