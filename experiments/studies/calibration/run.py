"""Running points: in parallel, chunk by chunk on disk, so that stopping loses little."""

import hashlib
import io
import json
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import pandas as pd

from experiments.base.errors import InputError
from experiments.base.files import one_clear_line, write_atomically
from experiments.config.calibrated import DOUBLED, Repeated, Settings, Size, at, community
from experiments.run.compiling import compile_ahead
from experiments.run.pool import map_unordered
from experiments.run.progress import shown
from experiments.store.identity import HASH_DIGITS
from experiments.studies.calibration.observe import observed
from experiments.studies.calibration.summaries import Summary
from experiments.words.speech import EN, Speaker
from sim import MODEL_VERSION
from sim.base.kernel_cache import MODEL, source_hash
from sim.measure.records import RunId
from sim.parameters import Parameters

CHUNK = 10
"""Points in a file: what is lost at most when stopped."""
POINT = "point"
KEYS = ("point", "doubled", "replicate")
"""Which run of which point of a stage."""
Rows = list[dict[str, object]]
Run = Callable[[Parameters, RunId], Summary]


@dataclass(frozen=True)
class Stage:
    """Points that are run alike: its name in files and tables, its luck, how often each is run."""

    name: str
    seed: int
    repeated: Repeated

    @property
    def runs(self) -> int:
        """Of each point, as it is and with heterogeneity doubled."""
        return self.repeated.replicates + self.repeated.doubled


@dataclass(frozen=True)
class Task:
    """One point to run; everything a worker needs to know."""

    stage: Stage
    number: int
    values: dict[str, float | str]
    base: Parameters


@dataclass(frozen=True)
class Place:
    """Where the runs of a calibration are kept: a folder named by what determines them."""

    settings: Settings
    size: Size
    base: Parameters
    folder: Path
    processes: int
    say: Speaker = EN
    run: Run = observed

    def chunk(self, stage: Stage, first: int) -> Path:
        """The file of CHUNK points from number ``first``."""
        return self.folder / f"{stage.name}-{first:06d}.parquet"

    def wave(self, number: int) -> Stage:
        """A wave, from 1."""
        return Stage(f"wave{number}", self.settings.seed, self.size.of_wave)


def open_place(
    settings: Settings, size: Size, out: Path, processes: int = 1, say: Speaker = EN,
    run: Run = observed,
) -> Place:  # fmt: skip
    """The place of these settings under ``out``; makes its folder."""
    base = community(settings, size)
    lowest = dict(zip(settings.paths, settings.low.tolist(), strict=True))
    determinants = {
        "model_version": MODEL_VERSION,
        "declared": settings.model_dump(mode="json", exclude={"full", "short"}),
        "size": size.model_dump(),
        # with calibrated ones fixed: their defaults don't matter
        "parameters": at(base, settings.sets[0] | lowest).model_dump(mode="json"),
    }
    text = json.dumps(determinants, sort_keys=True)
    folder = out / "calibration" / hashlib.sha256(text.encode()).hexdigest()[:HASH_DIGITS]
    with one_clear_line(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return Place(settings, size, base, folder, processes, say, run)


def stage_name(name: str, say: Speaker) -> str:
    """A stage as it is called: a wave by its number, others by a word."""
    stem = name.rstrip("0123456789")
    return say(f"calibration.stage.{stem}", number=int(name[len(stem) :] or 0))


def run_stage(place: Place, stage: Stage, points: pd.DataFrame) -> pd.DataFrame:
    """Run what is missing of ``points``, and give the runs of all of them.

    points: columns as ``settings.columns``. A chunk is stored when its last point ends. InputError
    when a point took its process with it.
    """
    values = points[place.settings.columns]
    starts = range(0, len(points), CHUNK)
    chunks = {first: _stored(place, stage, first, values) for first in starts}
    tasks = [
        Task(stage, number, row, place.base)
        for number, row in enumerate(_records(values))
        if chunks[number - number % CHUNK] is None
    ]
    held: dict[int, Rows] = {}
    label = place.say("calibration.progress", stage=stage_name(stage.name, place.say))
    progress = shown(label, len(tasks) * stage.runs, say=place.say)
    with progress as advance, closing(_results(place, tasks)) as results:
        if tasks and place.run is observed:
            compile_ahead(advance.compiling)
        for task, rows in results:
            first = task.number - task.number % CHUNK
            held.setdefault(first, []).extend(rows or [])
            chunks[first] = _store_if_whole(place, stage, first, values, held[first])
            advance(stage.runs)
    return _whole(chunks)


def _records(values: pd.DataFrame) -> list[dict[str, float | str]]:
    return [{str(name): value for name, value in row.items()} for row in values.to_dict("records")]


def _results(
    place: Place, tasks: Sequence[Task]
) -> Generator[tuple[Task, Rows | None], None, None]:
    function = partial(run_point, place.run)
    if place.processes == 1 or len(tasks) <= 1:
        yield from ((task, function(task)) for task in tasks)
    else:
        yield from map_unordered(function, tasks, place.processes)


def run_point(run: Run, task: Task) -> Rows:
    """All runs of a point as rows; the doubled ones have the luck of the first replicates."""
    sources, stage = _sources(), task.stage
    rows: Rows = []
    for doubled, count in ((False, stage.repeated.replicates), (True, stage.repeated.doubled)):
        parameters = at(task.base, task.values, DOUBLED if doubled else 1.0)
        parameters = parameters.model_copy(update={"horizon": stage.repeated.horizon})
        for replicate in range(count):
            key = {"stage": stage.name, POINT: task.number, "doubled": doubled,
                   "replicate": replicate, "sources": sources}  # fmt: skip
            found = _attempt(run, parameters, RunId(stage.seed, replicate))
            rows.append(key | task.values | found)
    return rows


@cache
def _sources() -> str:
    """Hash of the model's sources as this process loaded them: taken before its first run."""
    return source_hash(MODEL)


def _attempt(run: Run, parameters: Parameters, run_id: RunId) -> dict[str, object]:
    try:
        return {"error": "", **run(parameters, run_id)}
    except Exception as error:  # a failed run is data: its point isn't accepted
        return {"error": f"{type(error).__name__}: {error}"}


def _store_if_whole(
    place: Place, stage: Stage, first: int, points: pd.DataFrame, rows: Rows
) -> pd.DataFrame | None:
    if len(rows) < len(points[first : first + CHUNK]) * stage.runs:
        return None
    table = pd.DataFrame(rows).sort_values(list(KEYS), ignore_index=True)
    data = io.BytesIO()
    table.to_parquet(data, index=False)
    write_atomically(place.chunk(stage, first), data.getvalue())
    return table


def _stored(place: Place, stage: Stage, first: int, points: pd.DataFrame) -> pd.DataFrame | None:
    """A chunk on disk; None where there is none, it is damaged or holds other points."""
    wanted = _records(points[first : first + CHUNK])
    try:
        table = pd.read_parquet(place.chunk(stage, first))
        found = _records(table.drop_duplicates(POINT)[place.settings.columns])
    except (OSError, ValueError, KeyError):  # ArrowInvalid is a ValueError
        return None
    return table if found == wanted else None


def _whole(chunks: dict[int, pd.DataFrame | None]) -> pd.DataFrame:
    there = [chunk for chunk in chunks.values() if chunk is not None]
    if len(there) < len(chunks):
        lost = len(chunks) - len(there)
        raise InputError(
            f"calibrate: {lost} of {len(chunks)} chunks lost a process (out of memory?); "
            "the same command runs them again, --processes 1 needs less memory"
        )
    return pd.concat(there, ignore_index=True)
