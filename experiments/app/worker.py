"""A process that does one task for the page: it can be stopped, and die, without harm to others."""

import os
import signal
import threading
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

ENDED = "ended"
"""Last message of a worker: how it ended (done, stopped, refused, failed) and why."""


def work(pipe: Connection) -> None:
    """Get ready, do the task that comes in, tell of it, end. The first SIGINT stops it."""
    signal.signal(signal.SIGINT, _stop_once)
    try:
        _get_ready(lambda stage: _send(pipe, ("stage", stage)))
        task = pipe.recv()
        threading.Thread(target=_mind_parent, args=(pipe,), daemon=True).start()
    except (KeyboardInterrupt, EOFError, OSError):
        return
    how = _done(task, lambda *message: _send(pipe, message))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        pipe.send((ENDED, *how))
    except OSError:  # the server is gone
        return


def _stop_once(number: int, frame: Any) -> None:
    """Stop; a second SIGINT, from the server after a terminal's, must not cut short the storing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt


def _send(pipe: Connection, message: tuple[Any, ...]) -> None:
    """Send whole messages only: half of one would keep the server waiting for the rest."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        pipe.send(message)
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


def _mind_parent(pipe: Connection) -> None:
    """When the server is gone, stop as if asked to: what is finished is stored."""
    try:
        pipe.recv()
    except (EOFError, OSError):
        os.kill(os.getpid(), signal.SIGINT)
