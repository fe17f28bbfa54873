"""How far a study is: a bar with the time left on a terminal, a line now and then elsewhere."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

SECONDS_BETWEEN_LINES = 5.0
Clock = Callable[[], float]


@contextmanager
def shown(
    label: str, total: int, stream: TextIO | None = None, clock: Clock = time.monotonic
) -> Iterator[Callable[[], None]]:
    """Show the progress of ``total`` runs; yields what is to be called after each."""
    stream = sys.stderr if stream is None else stream
    if total == 0:
        yield lambda: None
    elif stream.isatty():
        with _bar(label, total, stream) as advance:
            yield advance
    else:
        yield _Lines(label, total, stream, clock).advance


@contextmanager
def _bar(label: str, total: int, stream: TextIO) -> Iterator[Callable[[], None]]:
    from tqdm import tqdm

    with tqdm(total=total, desc=label, unit="run", file=stream, dynamic_ncols=True) as bar:

        def advance() -> None:
            bar.update()

        yield advance


class _Lines:
    def __init__(self, label: str, total: int, stream: TextIO, clock: Clock) -> None:
        self.label, self.total, self.stream, self.clock = label, total, stream, clock
        self.done = 0
        self.begin = self.last = clock()

    def advance(self) -> None:
        self.done += 1
        now = self.clock()
        if now - self.last >= SECONDS_BETWEEN_LINES or self.done == self.total:
            self.last = now
            print(self._line(now - self.begin), file=self.stream, flush=True)

    def _line(self, seconds: float) -> str:
        left = seconds / self.done * (self.total - self.done)
        return f"{self.label}: {self.done}/{self.total} runs, {seconds:.0f} s, {left:.0f} s left"
