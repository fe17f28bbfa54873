"""How far a study is: a bar with the time left on a terminal or in a notebook, a line now and then
elsewhere."""

import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol, TextIO

from experiments.run.compiling import teller
from experiments.words.speech import EN, Speaker

SECONDS_BETWEEN_LINES = 5.0
LONGEST_SILENCE = 600.0
LINES_PER_DOUBLING = 50
"""A log's lines come ever more slowly, so that a week of computing is a thousand of them."""
MINUTE, HOUR = 60.0, 3600.0
LEAST = 2
"""A time is told in the largest unit of which it has so many."""
NOTEBOOKS = "ipykernel"
"""Whose streams are those of notebooks."""
Clock = Callable[[], float]


class Meter(Protocol):
    """What a study tells of its progress."""

    def __call__(self, runs: int = 1) -> None:
        """So many more runs are done."""

    def found(self, runs: int) -> None:
        """So many of the total were there already and are not run."""

    def compiling(self, what: str) -> None:
        """The model is compiled before the next run ends; as ``compile_ahead`` tells it."""


@contextmanager
def shown(
    label: str,
    total: int,
    stream: TextIO | None = None,
    clock: Clock = time.monotonic,
    say: Speaker = EN,
) -> Iterator[Meter]:
    """Show the progress of ``total`` runs; yields what is to be told of each."""
    stream = sys.stderr if stream is None else stream
    if stream.isatty() or in_notebook(stream):
        bar = _Bar(label, total, stream, say)
        try:
            yield bar
        finally:
            bar.close()
    else:
        yield _Lines(label, total, stream, clock, say)


def in_notebook(stream: TextIO) -> bool:
    """Whether this is a notebook's own stream, in which a bar is drawn as on a terminal."""
    return type(stream).__module__.partition(".")[0] == NOTEBOOKS


def duration(seconds: float, say: Speaker) -> str:
    """``90 s``, ``12 min`` or ``3.5 h``."""
    if seconds >= LEAST * HOUR:
        return say("progress.hours", number=say.number(seconds / HOUR, 1))
    if seconds >= LEAST * MINUTE:
        return say("progress.minutes", number=say.number(seconds / MINUTE, 0))
    return say("progress.seconds", number=say.number(seconds, 0))


class _Bar:
    """Appears with the first run, so that a study in which nothing is missing shows none."""

    def __init__(self, label: str, total: int, stream: TextIO, say: Speaker) -> None:
        self.label, self.total, self.stream = label, total, stream
        self.unit = say("progress.unit")
        self.compiling = teller(say, stream)  # the bar's clock starts with the first run's end
        self.bar: Any = None

    def __call__(self, runs: int = 1) -> None:
        self._shown().update(runs)

    def found(self, runs: int) -> None:
        self.total -= runs
        if self.bar is not None:
            self.bar.total = self.total

    def _shown(self) -> Any:
        if self.bar is None:
            options = {"desc": self.label, "unit": self.unit, "dynamic_ncols": True}
            self.bar = _drawn_by(self.stream)(total=self.total, file=self.stream, **options)
        return self.bar

    def close(self) -> None:
        if self.bar is not None:
            self.bar.close()


def _drawn_by(stream: TextIO) -> Any:
    """tqdm's bar for this stream: in a notebook its widget, where there are widgets."""
    if in_notebook(stream):
        with warnings.catch_warnings(action="ignore"):  # that there are none
            from tqdm.auto import tqdm as auto

        return auto
    from tqdm import tqdm

    return tqdm


class _Lines:
    def __init__(self, label: str, total: int, stream: TextIO, clock: Clock, say: Speaker) -> None:
        self.label, self.total, self.stream, self.clock = label, total, stream, clock
        self.say = say
        self.done = 0
        self.begin = self.last = clock()
        self.paced: tuple[int, float] | None = (0, self.begin)

    def __call__(self, runs: int = 1) -> None:
        self.done += runs
        now = self.clock()
        self.paced = self.paced or (self.done, now)
        if now - self.last >= self._silence(now - self.begin) or self.done == self.total:
            self.last = now
            print(self._line(now), file=self.stream, flush=True)

    def found(self, runs: int) -> None:
        self.total -= runs

    def compiling(self, what: str) -> None:
        """The pace is then that of the runs after the first that ends: it may have compiled."""
        teller(self.say, self.stream)(what)
        self.paced = None

    def _silence(self, elapsed: float) -> float:
        return max(SECONDS_BETWEEN_LINES, min(elapsed / LINES_PER_DOUBLING, LONGEST_SILENCE))

    def _line(self, now: float) -> str:
        told = {"label": self.label, "done": self.done, "total": self.total}
        time = duration(now - self.begin, self.say)
        left = self._left(now)
        if left is None:
            return self.say("progress.begun", **told, time=time)
        return self.say("progress.line", **told, time=time, left=duration(left, self.say))

    def _left(self, now: float) -> float | None:
        """Seconds, by the pace so far; None while there is none."""
        done, begin = self.paced or (self.done, now)
        left = self.total - self.done
        if left == 0 or self.done == done:
            return None if left else 0.0
        return (now - begin) / (self.done - done) * left
