"""A real study, killed outright with all its processes at random moments, and gone on with."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from root import ROOT

from experiments.base.files import read_json

PATIENCE = 1800.0
LOOK = 0.02
NAME = "killed"


@dataclass(frozen=True)
class Pace:
    """Seconds to a study's first chunk, and from one to the next."""

    first: float
    each: float


class KilledStudy:
    """A command on the village in two processes; and what its tables must be equal to."""

    def __init__(self, folder: Path, command: str, *overrides: str) -> None:
        self.folder = folder
        program = [sys.executable, "-m", "experiments.commands.cli", command]
        self.command = [*program, "community=village", "processes=2", f"name={NAME}", *overrides]

    def start(self, out: Path) -> subprocess.Popen[bytes]:
        """The command, at the head of a process group of its own."""
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        return subprocess.Popen(
            [*self.command, "--out", str(out)],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip

    def uninterrupted(self) -> tuple[dict[str, bytes], Pace]:
        """Tables of the same study left in peace, and the pace at which they came."""
        out, begin, times = self.folder / "whole", time.monotonic(), []
        process = self.start(out)
        while process.poll() is None:
            while len(side_cars(out)) > len(times):
                times.append(time.monotonic() - begin)
            time.sleep(LOOK)
        assert process.returncode == 0
        return tables(out), Pace(times[0], (times[-1] - times[0]) / (len(times) - 1))

    def killed(self, kills: int, seed: int, pace: Pace) -> tuple[dict[str, bytes], list[int]]:
        """Tables after so many kills and a last call; and chunks that were there at each kill.

        Each kill comes at a random moment before the first chunk of its call, or after it and
        before about the second. What is there then must still be there, as it was, at the end: it
        was not run again.
        """
        out, luck = self.folder / "killed", random.Random(seed)
        kept: dict[Path, tuple[int, bytes]] = {}
        counts = []
        for _ in range(kills):
            process = self.start(out)
            chunks = luck.choice((0, 1))
            self._wait_for(process, out, len(kept) + chunks)
            time.sleep(luck.uniform(0, pace.each if chunks else pace.first))
            with suppress(ProcessLookupError):  # it had ended: on a busy machine no pace holds
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            found = side_cars(out)
            assert kept.items() <= found.items()
            kept = found
            counts.append(len(kept))
        assert self.start(out).wait(PATIENCE) == 0
        assert kept.items() <= side_cars(out).items()
        return tables(out), counts

    @staticmethod
    def _wait_for(process: subprocess.Popen[bytes], out: Path, chunks: int) -> None:
        while len(side_cars(out)) < chunks and process.poll() is None:
            time.sleep(LOOK)


def tables(out: Path) -> dict[str, bytes]:
    """Every Parquet file by its path."""
    return {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*.parquet")}


def side_cars(out: Path) -> dict[Path, tuple[int, bytes]]:
    """Side-cars of chunks with the moment they were written."""
    paths = out.rglob("chunk-*.json")
    return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in paths}


def runs_stored(out: Path) -> list[int]:
    """How many runs each write of each chunk added: a chunk run once has one write."""
    writes = (write for path in side_cars(out) for write in read_json(path)["writes"])
    return [len(write["seconds"]) for write in writes]
