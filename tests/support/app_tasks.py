"""Tasks for the tests of the page's jobs: picklable, and done by a real worker process."""

import errno
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.app import worker
from experiments.base.errors import InputError


def work_unprepared(pipe: Any) -> None:
    """A worker that takes its task at once, without the model."""
    worker._get_ready = lambda tell: None
    worker.work(pipe)


@dataclass(frozen=True)
class Counts:
    """Tells of three runs and of a finding."""

    key: str = "counts"

    def __call__(self, tell: Any) -> None:
        for done in range(1, 4):
            tell("runs", done, 3, None)
        tell("html", "en", "<p>found</p>")
        tell("file", "report.html", b"report")


@dataclass(frozen=True)
class Refuses:
    key: str = "refuses"

    def __call__(self, tell: Any) -> None:
        raise InputError("replicates = 0: must be a whole number in [1, 1000000]")


@dataclass(frozen=True)
class Dies:
    """Takes its process with it, as when memory is out."""

    key: str = "dies"

    def __call__(self, tell: Any) -> None:
        tell("runs", 1, 2, None)
        os._exit(9)


@dataclass(frozen=True)
class Waits:
    """Goes on until it is stopped, and then writes a file, as runs that are finished are.

    slow: seconds that writing takes.
    """

    mark: Path
    key: str = "waits"
    slow: float = 0.0

    def __call__(self, tell: Any) -> None:
        try:
            tell("runs", 1, 1000, None)
            time.sleep(600)
        finally:
            tell("stage", "storing")
            time.sleep(self.slow)
            self.mark.write_text("kept")


@dataclass(frozen=True)
class Breaks:
    """Raises what a job may, each naming a folder of this machine."""

    results: Path
    kind: str

    @property
    def key(self) -> str:
        return f"breaks {self.kind}"

    def __call__(self, tell: Any) -> None:
        if self.kind == "input":
            raise InputError(f"{self.results}: damaged; see /etc/elsewhere/deep.txt")
        if self.kind == "system":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.results / "x"))
        if self.kind == "memory":
            raise MemoryError
        raise ValueError(f"not this: {self.results}")


@dataclass(frozen=True)
class Swallows:
    """Drops the stop where Python does: in a finaliser. Says another word afterwards."""

    key: str = "swallows"

    def __call__(self, tell: Any) -> None:
        sleeper = Sleeper(tell)
        del sleeper
        tell("stage", "reading")
        time.sleep(600)


class Sleeper:
    def __init__(self, tell: Any) -> None:
        self.tell = tell

    def __del__(self) -> None:
        self.tell("runs", 1, 2, None)
        time.sleep(30)
