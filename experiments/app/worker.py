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

ENDED = "ended"
"""Last message of a worker: how it ended (done, stopped, refused, failed) and why."""
STOP = "stop"
"""What the server sends instead of a task, or after it, to stop the worker."""
ALONE = 1.5
"""Seconds to store what is finished when the server is gone."""


def work(pipe: Connection) -> None:
    """Get ready, do the task that comes in, tell of it, end. The first SIGINT stops it."""
    signal.signal(signal.SIGINT, _stop_once)
    asked = threading.Event()
    tasks: SimpleQueue[Any] = SimpleQueue()
    try:
        with _unstopped():  # what the listener inherits: a stop is the main thread's
            threading.Thread(target=_listen, args=(pipe, tasks, asked), daemon=True).start()

        def tell(*message: Any) -> None:
            _send(pipe, message)
            _stop_now(asked)

        _get_ready(lambda stage: tell("stage", stage))
        _stop_now(asked)
        how = _done(tasks.get(), tell)
    except (KeyboardInterrupt, OSError):
        return
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        pipe.send((ENDED, *how))
    except OSError:  # the server is gone
        return


def _listen(pipe: Connection, tasks: "SimpleQueue[Any]", asked: threading.Event) -> None:
    """Hand on the task; when a stop comes, or the server is gone, stop the main thread.

    A signal to the process may be taken by any thread, and then doesn't wake a main thread that
    sleeps: the stop would be lost. This one is sent to the main thread itself.
    """
    try:
        while True:
            if (message := pipe.recv()) == STOP:
                _stop(asked)
            else:
                tasks.put(message)
    except (EOFError, OSError):  # the server is gone
        _stop(asked)
        time.sleep(ALONE)
        os._exit(1)


def _stop(asked: threading.Event) -> None:
    if not asked.is_set():
        asked.set()
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)


def _stop_once(number: int, frame: Any) -> None:
    """Stop; a second SIGINT, from the server after a terminal's, must not cut short the storing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt


def _stop_now(asked: threading.Event) -> None:
    """Stop if that was asked and got lost: Python drops what is raised while it tidies up.

    Not while a stop is at work already: what is finished is then being stored.
    """
    error: BaseException | None = sys.exc_info()[1]
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__context__
    if asked.is_set() and error is None:
        raise KeyboardInterrupt


def _send(pipe: Connection, message: tuple[Any, ...]) -> None:
    """Send whole messages only: half of one would keep the server waiting for the rest."""
    with _unstopped():
        pipe.send(message)


@contextmanager
def _unstopped() -> Iterator[None]:
    """A stop that comes meanwhile waits."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _get_ready(tell: Callable[[str], None]) -> None:
    """Compile the model where this machine never has, import what takes seconds, load the model."""
    from experiments.compiling import compile_ahead

    compile_ahead(tell)
    from experiments import figures, report, runner, store  # noqa: F401
    from experiments.ways import WAYS, go

    go(next(iter(WAYS)))
    tell("preparing")


def _done(task: Any, tell: Any) -> tuple[str, Any]:
    """How it ended, and why, in words for the page. What is a fault is told here in full."""
    from experiments.app.reasons import why
    from experiments.errors import InputError

    folders = [value for value in vars(task).values() if isinstance(value, Path)]
    try:
        task(tell)
    except KeyboardInterrupt:
        return "stopped", ""
    except InputError as error:
        return "refused", why(error, folders).en
    except Exception as error:
        traceback.print_exc()
        return "failed", why(error, folders)
    return "done", ""
