"""One run of one cell, in whatever process; a failure is kept as data.

Nothing is imported here that a worker can do without.
"""

import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from experiments.base.finished import Failure, Finished, failed, finished
from sim.base.kernel_cache import MODEL
from sim.measure.records import RunId, RunRecord
from sim.parameters import Parameters

Run = Callable[[Parameters, RunId], RunRecord]


@dataclass(frozen=True)
class Task:
    """One run of one cell; everything a worker needs to know.

    weeks: whether its weekly measures are kept.
    """

    cell: str
    parameters: Parameters
    id: RunId
    weeks: bool


def model_run(parameters: Parameters, run_id: RunId) -> RunRecord:
    """The model; imported in the process that runs it."""
    from sim.simulation import run

    return run(parameters, run_id)


def attempt(run: Run, task: Task) -> Finished:
    """One run as rows of the store's tables, whether it ends well or raises."""
    begin = time.perf_counter()
    try:
        record = run(task.parameters, task.id)
        done = finished(task.cell, record, time.perf_counter() - begin)
        return done if task.weeks else done.without_weeks()
    except Exception as error:
        reason = _failure(error)
        return failed(task.cell, task.id.replicate, reason, time.perf_counter() - begin)


def _failure(error: Exception) -> Failure:
    """Stage: the function of the model that raised. Frames without folders: the same anywhere."""
    frames = traceback.extract_tb(error.__traceback__)[1:]
    inside = [frame for frame in frames if Path(frame.filename).is_relative_to(MODEL)]
    lines = [f"{Path(f.filename).name}:{f.lineno} {f.name}: {f.line}" for f in frames]
    stage = _place(inside or frames)
    return Failure(stage, f"{type(error).__name__}: {error}", "\n".join(lines))


def _place(frames: list[traceback.FrameSummary]) -> str:
    return f"{Path(frames[-1].filename).stem}.{frames[-1].name}" if frames else "run"
