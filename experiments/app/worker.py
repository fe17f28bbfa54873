"""A process that does one task for the page: it can be stopped, and die, without harm to others."""

import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from experiments.base.interrupts import deaf

ENDED = "ended"
"""Last message of a worker: how it ended (done, stopped, refused, failed) and why."""
STOP = "stop"
"""What the server sends instead of a task, or after it, to stop the worker."""
ALONE = 1.5
"""Seconds to store what is finished when the server is gone."""
AGAIN, TRIES = 0.1, 15
"""Seconds after which a stop that wasn't heard is sent again, and how often."""


def work(pipe: Connection) -> None:
    """Get ready, do the task that comes in, tell of it, end. The first SIGINT stops it."""
    stop = Stop()
    signal.signal(signal.SIGINT, stop.hear)
    tasks: SimpleQueue[Any] = SimpleQueue()
    try:
        with deaf():  # what the listener inherits: a stop is the main thread's
            threading.Thread(target=_listen, args=(pipe, tasks, stop), daemon=True).start()

        def tell(*message: Any) -> None:
            with stop.later():  # half of a message would keep the server waiting for the rest
                pipe.send(message)
            stop.check()

        _get_ready(lambda stage: tell("stage", stage))
        stop.check()
        how = _done(tasks.get(), tell)
    except (KeyboardInterrupt, OSError):
        return
    stop.over()
    try:
        pipe.send((ENDED, *how))
    except OSError:  # the server is gone
        return


def _listen(pipe: Connection, tasks: "SimpleQueue[Any]", stop: "Stop") -> None:
    """Hand on the task; when a stop comes, or the server is gone, stop the main thread."""
    try:
        while True:
            if (message := pipe.recv()) == STOP:
                stop.ask()
            else:
                tasks.put(message)
    except (EOFError, OSError):  # the server is gone
        stop.ask()
        time.sleep(ALONE)
        os._exit(1)


class Stop:
    """A stop of the main thread, asked for by another, and heard once.

    A signal to the process may be taken by any thread, and then doesn't wake a main thread that
    sleeps; one to the main thread that comes just before it falls asleep doesn't either. So it is
    sent to that thread, and again until it is heard. (Windows has no such thing as a signal to a
    thread: there any of the process's wakes the main one.)
    """

    def __init__(self) -> None:
        self._asked, self._heard = threading.Event(), threading.Event()
        self._later = False

    def ask(self) -> None:
        """Stop the main thread, from another one."""
        self._asked.set()
        for _ in range(TRIES):
            if self._heard.is_set():
                return
            if hasattr(signal, "pthread_kill"):
                signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
            else:
                signal.raise_signal(signal.SIGINT)
            self._heard.wait(AGAIN)

    def hear(self, *_: Any) -> None:
        """What SIGINT calls: the main thread stops."""
        if self._later:
            self._asked.set()
            return
        self.over()
        raise KeyboardInterrupt

    @contextmanager
    def later(self) -> Iterator[None]:
        """A stop that comes meanwhile is found when it is checked for."""
        self._later = True
        try:
            yield
        finally:
            self._later = False

    def over(self) -> None:
        """Hear no more: a second SIGINT, from the server after a terminal's, must not cut short the
        storing."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        self._heard.set()

    def check(self) -> None:
        """Stop if that was asked and got lost: Python drops what is raised while it tidies up.

        Not while a stop is at work already: what is finished is then being stored.
        """
        error: BaseException | None = sys.exc_info()[1]
        while error is not None and not isinstance(error, KeyboardInterrupt):
            error = error.__context__
        if self._asked.is_set() and error is None:
            self.hear()


def _get_ready(tell: Callable[[str], None]) -> None:
    """Compile the model where this machine never has, import what takes seconds, load the model."""
    from experiments.run.compiling import compile_ahead

    compile_ahead(tell)
    from experiments.run.ways import WAYS, go

    go(next(iter(WAYS)))
    from experiments import store  # noqa: F401
    from experiments.config.compose import compose
    from experiments.report import assemble  # noqa: F401

    compose([])

    tell("preparing")


def _done(task: Any, tell: Any) -> tuple[str, Any]:
    """How it ended, and why, in words for the page. What is a fault is told here in full."""
    from experiments.app.reasons import why
    from experiments.base.errors import InputError

    folders = [value for value in vars(task).values() if isinstance(value, Path)]
    try:
        task(tell)
    except KeyboardInterrupt:
        return "stopped", ""
    except InputError as error:
        return "refused", why(error, folders)
    except Exception as error:
        traceback.print_exc()
        return "failed", why(error, folders)
    return "done", ""
