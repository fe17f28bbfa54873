"""Run what is missing of some cells: in parallel, failures kept as data, nothing finished lost."""

import time
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from pathlib import Path

from experiments.base.finished import Finished
from experiments.base.interrupts import Ears
from experiments.run.attempt import Run, Task, attempt, model_run
from experiments.run.compiling import Tell, compile_ahead
from experiments.run.pool import map_unordered
from experiments.run.progress import Meter
from experiments.store.cell import CHUNK, Cell, Weekly
from experiments.store.chunk import side_path
from sim.measure.records import RunId

TOGETHER = 16
"""Cells that advance side by side: all arms there are; at most so many chunks wait in memory."""
SECONDS_HELD = 60.0
"""After which also chunks that are not complete are stored: what a killed process loses at most."""
Progress = Callable[[int], AbstractContextManager[Meter]]
"""Given the number of runs wanted, a context with the meter that counts them."""


@dataclass
class Outcome:
    """What a call did: runs done, and (cell's hash, replicate) of those that failed or were lost.

    A failed run raised, and is kept as data. A lost one took its process with it (killed, out
    of memory): nothing is kept, and the same command tries it again. refused: side-cars of chunks
    that did not count, and why; what was wanted of them was run again. elsewhere: a line of runs
    that failed and are in no cell.
    """

    ran: int = 0
    failed: list[tuple[str, int]] = field(default_factory=list)
    lost: list[tuple[str, int]] = field(default_factory=list)
    refused: list[tuple[Path, str]] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)


def tasks_of(cell: Cell, replicates: Iterable[int], weeks: bool = True) -> Iterator[Task]:
    """A task for each of these replicates."""
    ids = (RunId(cell.seed, number) for number in replicates)
    return (Task(cell.hash, cell.parameters, each, weeks) for each in ids)


def run_cells(
    cells: Sequence[Cell],
    replicates: int,
    processes: int,
    progress: Progress,
    weekly: Weekly = "runs",
    run: Run = model_run,
) -> Outcome:
    """Run what is missing of the first ``replicates`` of each cell, and store it.

    Chunk by chunk over all cells, and within a chunk replicate by replicate over TOGETHER cells,
    so that what an interrupted study leaves is paired: the arms of a point come one after the
    other in ``cells``. What is missing of chunks is looked up when their turn comes, so thousands
    of cells start at once and take no memory. A chunk is stored when its last run ends; every
    SECONDS_HELD, and when the call is stopped, what chunks have is stored.
    """
    collector = _Collector(cells, replicates, weekly)
    with Ears() as ears, progress(len(collector.cells) * replicates) as meter:
        try:
            tasks = collector.tasks(meter)
            with closing(_results(run, tasks, processes, meter.compiling)) as results:
                for task, result in results:
                    collector.add(task, result)
                    meter()
        finally:
            ears.closed = True
            collector.flush()
    if weekly == "quantiles":
        for cell in collector.cells.values():
            cell.condense(replicates)
    return collector.outcome


def _results(
    run: Run, tasks: Iterator[Task], processes: int, tell: Tell
) -> Generator[tuple[Task, Finished | None], None, None]:
    first = list(islice(tasks, 2))
    tasks = chain(first, tasks)
    if first and run is model_run:  # nothing else is compiled
        compile_ahead(tell)
    if processes == 1 or len(first) < 2:
        yield from ((task, attempt(run, task)) for task in tasks)
    else:
        yield from map_unordered(partial(attempt, run), tasks, processes)


class _Collector:
    """Holds finished runs until their chunk is complete."""

    def __init__(self, cells: Sequence[Cell], replicates: int, weekly: Weekly) -> None:
        self.cells = {cell.hash: cell for cell in cells}
        self.replicates = replicates
        self.weekly: Weekly = weekly
        self.outcome = Outcome()
        self.waiting: dict[tuple[int, str], set[int]] = {}
        self.held: dict[tuple[int, str], list[Finished]] = defaultdict(list)
        self.stored = time.monotonic()

    def tasks(self, meter: Meter) -> Iterator[Task]:
        """Missing runs, chunk by chunk over all cells, and in it by replicate over TOGETHER."""
        cells = list(self.cells.values())
        for cell in cells:
            cell.set_aside_beyond(self.replicates)
            self._note_refused(cell)
        for start in range(0, self.replicates, CHUNK):
            for first in range(0, len(cells), TOGETHER):
                group = [self._begin(cell, start, meter) for cell in cells[first:][:TOGETHER]]
                yield from sorted(chain(*group), key=lambda task: task.id.replicate)

    def _begin(self, cell: Cell, start: int, meter: Meter) -> list[Task]:
        """Tasks of what is missing of a cell's chunk, which is waited for from now on."""
        missing = cell.missing_from(start, self.replicates, self.weekly)
        self._note_refused(cell)
        meter.found(min(CHUNK, self.replicates - start) - len(missing))
        if not missing:
            return []
        self.waiting[start, cell.hash] = set(missing)
        weeks = self.weekly != "none" or cell.has_weeks(start)
        return list(tasks_of(cell, missing, weeks))

    def _note_refused(self, cell: Cell) -> None:
        for start in sorted(cell.refused):
            reason = cell.refused.pop(start)
            self.outcome.refused.append((side_path(cell.folder, start), reason))

    def add(self, task: Task, result: Finished | None) -> None:
        """Note a run that ended (None: lost); store its chunk when that was the last."""
        replicate = task.id.replicate
        key = (replicate - replicate % CHUNK, task.cell)
        self._note((task.cell, replicate), result)
        if result is not None:
            self.held[key].append(result)
        self.waiting[key].discard(replicate)
        if not self.waiting[key]:
            del self.waiting[key]
            self._store(key)
        elif time.monotonic() - self.stored > SECONDS_HELD:
            self.flush()

    def _note(self, name: tuple[str, int], result: Finished | None) -> None:
        self.outcome.ran += 1
        if result is None:
            self.outcome.lost.append(name)
        elif result.failed:
            self.outcome.failed.append(name)

    def _store(self, key: tuple[int, str]) -> None:
        runs = self.held.pop(key, None)
        if runs:
            self.cells[key[1]].write_chunk(key[0], runs, self.weekly)

    def flush(self) -> None:
        """Store what chunks that are not complete have."""
        self.stored = time.monotonic()
        for key in list(self.held):
            self._store(key)
