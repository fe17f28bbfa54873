"""A study of two arms and a few weeks, run serially or in parallel, fabricated unless said."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import fakes

from experiments.run.runner import Outcome, run_cells
from experiments.store import Cell, Study
from sim.parameters import Coordinator, Parameters

SHORT = Parameters(horizon=4)
WITH_HUB = Parameters(horizon=4, coordinator=Coordinator(attention=3.0))


class Counter:
    """Counts runs; presses Ctrl-C when so many are done."""

    def __init__(self, last: int | None = None) -> None:
        self.done, self.there, self.last = 0, 0, last

    def __call__(self, runs: int = 1) -> None:
        self.done += runs
        if self.done == self.last:
            raise KeyboardInterrupt

    def found(self, runs: int) -> None:
        self.there += runs

    def compiling(self, what: str) -> None:
        raise AssertionError("fabricated runs compile nothing")


@contextmanager
def silent(total: int) -> Iterator[Counter]:
    yield Counter()


@contextmanager
def stopping_after(runs: int, total: int) -> Iterator[Counter]:
    yield Counter(runs)


def opened(folder: Path) -> list[Cell]:
    arms = {"none": SHORT, "party": WITH_HUB}
    return [Study(folder).open_cell(p, 5, arm, "village") for arm, p in arms.items()]


def run_all(
    folder: Path, replicates: int, processes: int = 1, run: fakes.Run = fakes.run
) -> tuple[dict[str, bytes], Outcome]:
    outcome = run_cells(opened(folder), replicates, processes, silent, run=run)
    return tables(folder), outcome


def tables(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*.parquet")}


def every_cell(folder: Path, replicate: int) -> list[tuple[str, int]]:
    return sorted((cell.hash, replicate) for cell in opened(folder))


def held(cell: Cell) -> list[int]:
    return cell.runs()["replicate"].tolist()
