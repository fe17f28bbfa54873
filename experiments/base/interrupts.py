"""Ctrl-C: the first stops what is done; another doesn't stop what keeps what was finished."""

import signal
import sys
import threading
from _thread import interrupt_main
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from types import FrameType
from typing import Any, NoReturn

A_MOMENT = 0.01
"""Seconds until one that was swallowed is raised again, elsewhere."""


class Ears:
    """Hears Ctrl-C while it is entered: KeyboardInterrupt until it is ``closed``, and afterwards
    one at the end, for those that came meanwhile.

    To close it is to set ``closed``, in the first statement of a ``finally`` or ``except``: there
    no signal comes between. heard: whether it has raised; what is raised then may be what a library
    made of it. Where one is swallowed, as in a destructor, it is raised again, and nothing told.
    Only a process's main thread hears signals; where Ctrl-C is ignored, as in a background job, it
    stays so. last: nobody hears any more once it is left.
    """

    def __init__(self, last: bool = False) -> None:
        self.closed, self.last, self.heard = False, last, False
        self.missed = 0
        self.before: Any = None

    def __enter__(self) -> "Ears":
        before = signal.getsignal(signal.SIGINT)
        main = threading.current_thread() is threading.main_thread()
        if main and before not in (None, signal.SIG_IGN):
            self.before, self.unraisable = before, sys.unraisablehook
            sys.unraisablehook = self._swallowed
            signal.signal(signal.SIGINT, self._hear)
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if self.before is not None:
            if signal.getsignal(signal.SIGINT) == self._hear:  # else whoever was told hears no more
                signal.signal(signal.SIGINT, signal.SIG_IGN if self.last else self.before)
            sys.unraisablehook = self.unraisable
        if self.missed and not self.last and kind is None:
            self._stop()

    def _hear(self, number: int, frame: FrameType | None) -> None:
        if self.closed:
            self.missed += 1
            return
        self._stop(frame)

    def _stop(self, frame: FrameType | None = None) -> NoReturn:
        """Tell whoever would have heard; whatever that does, it is a stop."""
        self.heard = True
        if callable(self.before):
            self.before(signal.SIGINT, frame)
        raise KeyboardInterrupt

    def _swallowed(self, what: Any) -> None:
        if issubclass(what.exc_type, KeyboardInterrupt):
            threading.Timer(A_MOMENT, interrupt_main).start()
        else:
            self.unraisable(what)


@contextmanager
def deaf() -> Iterator[None]:
    """Processes and threads that are started inside never hear Ctrl-C: whoever started them stops
    them. Nothing is done about it on Windows, where a process hears of it all the same.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # else the first start would, and unblock the signal
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
