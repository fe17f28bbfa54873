"""A pool of fresh processes that survives the death of a worker and stops at once when asked.

Each worker has a pipe of its own: one that is killed while it writes harms no other, and what it
was working on is known. (Where workers share one, as in ``concurrent.futures``, a half-written
result blocks its reader for ever.)
"""

import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

from experiments.base.interrupts import deaf

TELLING = ("__spec__", "__file__")
"""By which a fresh process would find the script."""
T = TypeVar("T")
R = TypeVar("R")

MOST_WORKERS = 60
"""So many pipes can be waited for at once on Windows, and some to spare."""
AHEAD, MOST_AHEAD = 2, 50
SECONDS_AHEAD = 0.5
"""Tasks a worker has at hand, with the one it works on: of short ones so many that it is busy while
the parent stores a chunk; of long ones few, so that all workers end at about the same time. They
come by halves of that: what the tasks of a half share travels once."""


def map_unordered(
    function: Callable[[T], R], tasks: Iterable[T], processes: int
) -> Generator[tuple[T, R | None], None, None]:
    """Pairs (task, result) as they finish; result None when the worker died of this task.

    Tasks are drawn when a worker is free for them, so there may be millions. What ``function``
    raises is raised here.
    """
    pool = _Pool(function, tasks, processes)
    try:
        pool.hand_out()
        while busy := [worker.pipe for worker in pool.workers if worker.tasks]:
            for pipe in wait(busy):
                finished = pool.collect(pipe)
                pool.hand_out()
                yield finished
    finally:
        pool.stop()


class _Pool(Generic[T, R]):
    def __init__(self, function: Callable[[T], R], tasks: Iterable[T], processes: int) -> None:
        self.function, self.queue = function, iter(tasks)
        self.processes = min(processes, MOST_WORKERS) if os.name == "nt" else processes
        self.workers: list[_Worker[T, R]] = []
        self.ahead = AHEAD

    def hand_out(self) -> None:
        """Tasks to workers that have none, then ahead; new workers while there are too few."""
        half = self.ahead // 2
        while True:
            worker = min(self.workers, key=lambda worker: len(worker.tasks), default=None)
            if len(self.workers) < self.processes and (worker is None or worker.tasks):
                worker = None
            if worker is not None and len(worker.tasks) + half > self.ahead:
                return
            tasks = list(islice(self.queue, half))
            if not tasks:
                return
            if worker is None:
                worker = _Worker(self.function)
                self.workers.append(worker)
            worker.send(tasks)

    def collect(self, pipe: Any) -> tuple[T, R | None]:
        """What a worker finished. Of a dead one: the task it died of; the others are next."""
        worker = next(worker for worker in self.workers if worker.pipe is pipe)
        task = worker.tasks.popleft()
        try:
            good, result, seconds = worker.pipe.recv()
        except (EOFError, ConnectionError):
            self.workers.remove(worker)
            worker.stop()
            self.queue = chain(worker.tasks, self.queue)
            return task, None
        if not good:
            raise result
        enough = SECONDS_AHEAD / max(seconds, SECONDS_AHEAD / MOST_AHEAD)
        self.ahead = max(AHEAD, int(enough))
        return task, result

    def stop(self) -> None:
        for worker in self.workers:
            worker.stop()


class _Worker(Generic[T, R]):
    """A process, its pipe, and the tasks it has: the first is being worked on."""

    def __init__(self, function: Callable[[T], R]) -> None:
        context = get_context("spawn")
        self.tasks: deque[T] = deque()
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs, function), daemon=True)
        with deaf(), _nothing_of_main():
            self.process.start()
        theirs.close()

    def send(self, tasks: list[T]) -> None:
        self.tasks.extend(tasks)
        try:
            self.pipe.send(tasks)
        except ConnectionError:  # it died; found out when its result is asked for
            return

    def stop(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


@contextmanager
def _nothing_of_main() -> Iterator[None]:
    """What is started inside doesn't import the script that is run now, as Python would have it:
    tasks are found by modules' names, and a script that asks for runs would ask for them anew in
    every worker."""
    main = sys.modules["__main__"]
    kept = {name: vars(main).pop(name) for name in TELLING if name in vars(main)}
    main.__spec__ = None
    try:
        yield
    finally:
        vars(main).update(kept)


def _work(pipe: Connection, function: Callable[[Any], Any]) -> None:
    """Work off what comes in, until the parent is gone. Ctrl-C is left to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tasks: SimpleQueue[Any] = SimpleQueue()
    threading.Thread(target=_receive, args=(pipe, tasks), daemon=True).start()
    while True:
        outcome = _outcome(function, tasks.get())
        try:
            pipe.send(outcome)
        except OSError:  # nobody is there to be told, and nobody who wants to read why
            os._exit(1)


def _outcome(function: Callable[[Any], Any], task: Any) -> tuple[bool, Any, float]:
    """Whether it ended well, its result or what it raised, and how long it took."""
    begin = time.perf_counter()
    try:
        return True, function(task), time.perf_counter() - begin
    except Exception as error:
        return False, error, time.perf_counter() - begin


def _receive(pipe: Connection, tasks: SimpleQueue[Any]) -> None:
    """Take tasks in at once, so that the parent never waits; end when the parent is gone."""
    try:
        while True:
            for task in pipe.recv():
                tasks.put(task)
    except (EOFError, OSError):
        os._exit(1)
