"""A process that does one task for the page: it can be stopped, and die, without harm to others."""

import signal
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any

ENDED = "ended"
"""Last message of a worker: how it ended (done, stopped, refused, failed) and why."""


STOP = "stop"
"""What the server sends instead of a task, or after it, to stop the worker."""


def work(pipe: Connection) -> None:
    """Get ready, do the task that comes in, tell of it, end. The first SIGINT stops it."""
    signal.signal(signal.SIGINT, _stop_once)
    tasks: SimpleQueue[Any] = SimpleQueue()
    try:
        with _unstopped():  # what the listener inherits: a stop is the main thread's
            threading.Thread(target=_listen, args=(pipe, tasks), daemon=True).start()
        _get_ready(lambda stage: _send(pipe, ("stage", stage)))
        task = tasks.get()
    except (KeyboardInterrupt, OSError):
        return
    how = _done(task, lambda *message: _send(pipe, message))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        pipe.send((ENDED, *how))
    except OSError:  # the server is gone
        return


def _listen(pipe: Connection, tasks: "SimpleQueue[Any]") -> None:
    """Hand on the task; when a stop comes, or the server is gone, stop the main thread.

    A signal to the process may be taken by any thread, and then doesn't wake a main thread that
    sleeps: the stop would be lost. This one is sent to the main thread itself.
    """
    try:
        while (message := pipe.recv()) != STOP:
            tasks.put(message)
    except (EOFError, OSError):
        pass
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)


def _stop_once(number: int, frame: Any) -> None:
    """Stop; a second SIGINT, from the server after a terminal's, must not cut short the storing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
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


def _done(task: Any, tell: Any) -> tuple[str, str]:
    from experiments.errors import InputError

    try:
        task(tell)
    except KeyboardInterrupt:
        return "stopped", ""
    except InputError as error:
        return "refused", str(error)
    except OSError as error:
        return "failed", f"{type(error).__name__}: {error}"
    except Exception as error:
        traceback.print_exc()
        return "failed", f"{type(error).__name__}: {error}"
    return "done", ""
