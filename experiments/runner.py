"""Run what is missing of some cells: in parallel, failures kept as data, nothing finished lost."""

import time
import traceback
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from experiments.pool import map_unordered
from experiments.store.cell import CHUNK, Cell, Weekly
from experiments.store.tables import Failure, Finished, failed, finished
from sim.parameters import Parameters
from sim.records import RunId, RunRecord

Run = Callable[[Parameters, RunId], RunRecord]
Progress = Callable[[int], AbstractContextManager[Callable[[], None]]]
"""Given the number of runs, a context in which calling what it yields says that one is done."""
MODEL_FOLDER = "sim"


@dataclass(frozen=True)
class Task:
    """One run of one cell; everything a worker needs to know."""

    cell: str
    parameters: Parameters
    id: RunId


@dataclass
class Outcome:
    """What a call did: runs done, and (arm, replicate) of those that failed or were lost.

    A failed run raised, and is kept as data. A lost one took its process with it (killed, out
    of memory): nothing is kept, and the same command tries it again.
    """

    ran: int = 0
    failed: list[tuple[str, int]] = field(default_factory=list)
    lost: list[tuple[str, int]] = field(default_factory=list)


def model_run(parameters: Parameters, run_id: RunId) -> RunRecord:
    """The model; imported in the process that runs it."""
    from sim.model import run

    return run(parameters, run_id)


def run_cells(
    cells: Sequence[Cell],
    replicates: int,
    processes: int,
    progress: Progress,
    weekly: Weekly = "runs",
    run: Run = model_run,
) -> Outcome:
    """Run what is missing of the first ``replicates`` of each cell, and store it.

    Chunk by chunk over all cells, so that what an interrupted comparison leaves is paired. A
    chunk is stored when its last run ends; when the call is stopped, what it has is stored.
    """
    collector = _Collector(cells, replicates, weekly)
    with progress(len(collector.tasks)) as advance:
        try:
            with closing(_results(run, collector.tasks, processes)) as results:
                for task, result in results:
                    collector.add(task, result)
                    advance()
        finally:
            collector.flush()
    if weekly == "quantiles":
        for cell in collector.cells.values():
            cell.condense(replicates)
    return collector.outcome


def attempt(run: Run, task: Task) -> Finished:
    """One run as rows of the store's tables, whether it ends well or raises."""
    begin = time.perf_counter()
    try:
        record = run(task.parameters, task.id)
        return finished(task.cell, record, time.perf_counter() - begin)
    except Exception as error:
        reason = _failure(error)
        return failed(task.cell, task.id.replicate, reason, time.perf_counter() - begin)


def _failure(error: Exception) -> Failure:
    """Stage: the function of the model that raised. Frames without folders: the same anywhere."""
    frames = traceback.extract_tb(error.__traceback__)[1:]
    inside = [frame for frame in frames if Path(frame.filename).parent.name == MODEL_FOLDER]
    lines = [f"{Path(f.filename).name}:{f.lineno} {f.name}: {f.line}" for f in frames]
    stage = _place(inside or frames)
    return Failure(stage, f"{type(error).__name__}: {error}", "\n".join(lines))


def _place(frames: list[traceback.FrameSummary]) -> str:
    return f"{Path(frames[-1].filename).stem}.{frames[-1].name}" if frames else "run"


def _results(
    run: Run, tasks: Sequence[Task], processes: int
) -> Generator[tuple[Task, Finished | None], None, None]:
    if processes == 1 or len(tasks) <= 1:
        yield from ((task, attempt(run, task)) for task in tasks)
    else:
        yield from map_unordered(partial(attempt, run), tasks, min(processes, len(tasks)))


class _Collector:
    """Holds finished runs until their chunk is complete."""

    def __init__(self, cells: Sequence[Cell], replicates: int, weekly: Weekly) -> None:
        self.cells = {cell.hash: cell for cell in cells}
        self.weekly: Weekly = weekly
        self.outcome = Outcome()
        missing = {key: c.missing_chunks(replicates, weekly) for key, c in self.cells.items()}
        self.waiting = {
            (start, key): set(missing[key][start])
            for start in range(0, replicates, CHUNK)
            for key in self.cells
            if start in missing[key]
        }
        self.held: dict[tuple[int, str], list[Finished]] = {key: [] for key in self.waiting}
        self.tasks = list(self._tasks())

    def _tasks(self) -> Iterable[Task]:
        for (_, key), numbers in self.waiting.items():
            cell = self.cells[key]
            for number in sorted(numbers):
                yield Task(key, cell.parameters, RunId(cell.seed, number))

    def add(self, task: Task, result: Finished | None) -> None:
        """Note a run that ended (None: lost); store its chunk when that was the last."""
        replicate = task.id.replicate
        key = (replicate - replicate % CHUNK, task.cell)
        self._note((self.cells[task.cell].arm, replicate), result)
        if result is not None:
            self.held[key].append(result)
        self.waiting[key].discard(replicate)
        if not self.waiting[key]:
            self._store(key)

    def _note(self, name: tuple[str, int], result: Finished | None) -> None:
        self.outcome.ran += 1
        if result is None:
            self.outcome.lost.append(name)
        elif result.failed:
            self.outcome.failed.append(name)

    def _store(self, key: tuple[int, str]) -> None:
        if self.held.get(key):
            self.cells[key[1]].write_chunk(key[0], self.held[key], self.weekly)
        self.held.pop(key, None)

    def flush(self) -> None:
        """Store what chunks that are not complete have."""
        for key in list(self.held):
            self._store(key)
