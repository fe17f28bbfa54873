"""Running points: in parallel, chunk by chunk on disk, so that stopping loses little."""

import hashlib
import io
import json
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.base.errors import InputError
from experiments.base.files import one_clear_line, write_atomically
from experiments.config.calibrated import DOUBLED, Settings, Size, at, community
from experiments.run.compiling import compile_ahead
from experiments.run.pool import map_unordered
from experiments.run.progress import shown
from experiments.run.runner import Run, model_run
from experiments.store.identity import HASH_DIGITS
from experiments.studies.calibration.accept import score
from experiments.studies.calibration.design import around, hypercube
from experiments.studies.calibration.summaries import summary
from experiments.words.speech import EN, Speaker
from sim import MODEL_VERSION
from sim.base.kernel_cache import MODEL, source_hash
from sim.measure.records import RunId
from sim.parameters import Parameters

CHUNK = 10
"""Points in a file: what is lost at most when stopped."""
PRIOR, STEP = "prior", "step"
"""Stages: names in files and tables; steps are numbered from 1."""
Floats = NDArray[np.float64]
Rows = list[dict[str, object]]


@dataclass(frozen=True)
class Point:
    """One point to run; everything a worker needs to know."""

    origin: str
    number: int
    values: dict[str, float]
    base: Parameters
    seed: int
    size: Size


@dataclass(frozen=True)
class Place:
    """Where the runs of a calibration are kept: a folder named by what determines them."""

    settings: Settings
    size: Size
    base: Parameters
    folder: Path

    @property
    def runs_per_point(self) -> int:
        """Replicates as they are and with heterogeneity doubled."""
        return self.size.replicates + self.size.doubled

    def chunk(self, origin: str, first: int) -> Path:
        """The file of CHUNK points from number ``first``."""
        return self.folder / f"{origin}-{first:06d}.parquet"


def open_place(settings: Settings, size: Size, out: Path) -> Place:
    """The place of these settings under ``out``; makes its folder."""
    base = community(settings, size)
    lowest = at(base, settings.paths, settings.low).model_dump(mode="json")
    determinants = {
        "model_version": MODEL_VERSION,
        "seed": settings.seed,
        "size": size.model_dump(exclude={"narrowing"}),
        "ranges": settings.model_dump(mode="json")["parameters"],
        "parameters": lowest,  # with calibrated ones fixed: their defaults don't matter
    }
    text = json.dumps(determinants, sort_keys=True)
    folder = out / "calibration" / hashlib.sha256(text.encode()).hexdigest()[:HASH_DIGITS]
    with one_clear_line(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return Place(settings, size, base, folder)


def stage_name(origin: str, say: Speaker) -> str:
    """A stage as it is called: the prior, or the number of its step."""
    if origin == PRIOR:
        return say("calibration.prior")
    return say("calibration.step", number=int(origin.removeprefix(STEP)))


def explore(
    place: Place, processes: int, say: Speaker = EN, run: Run = model_run
) -> tuple[pd.DataFrame, list[str]]:
    """All runs, and their scores: the hypercube, then steps toward the accepted set if it is small.

    Returns the scored points and hashes of the model sources that made them.
    """
    plan = place.size.narrowing
    runs = run_stage(
        place, PRIOR, hypercube(place.settings, place.size.points), processes, say, run
    )
    scored, sources = score(runs, place.settings), set(runs["sources"])
    for step in range(1, plan.steps + 1):
        if (scored["distance"] == 0.0).sum() >= plan.least:
            break
        best = scored.nsmallest(plan.parents, "distance")[place.settings.paths]
        points = around(place.settings, plan, best.to_numpy(np.float64), step)
        runs = run_stage(place, f"{STEP}{step}", points, processes, say, run)
        scored = pd.concat([scored, score(runs, place.settings)], ignore_index=True)
        sources |= set(runs["sources"])
    return scored, sorted(sources)


def run_stage(
    place: Place,
    origin: str,
    points: Floats,
    processes: int,
    say: Speaker = EN,
    run: Run = model_run,
) -> pd.DataFrame:
    """Run what is missing of ``points`` (n, parameters), and give the runs of all of them.

    A chunk is stored when its last point ends. InputError when a point took its process with it.
    """
    starts = range(0, len(points), CHUNK)
    chunks = {first: _stored(place, origin, first, points) for first in starts}
    tasks = [
        Point(origin, number, dict(zip(place.settings.paths, values, strict=True)),
              place.base, place.settings.seed, place.size)
        for number, values in enumerate(points.tolist())
        if chunks[number - number % CHUNK] is None
    ]  # fmt: skip
    held: dict[int, Rows] = {}
    label = say("calibration.progress", stage=stage_name(origin, say))
    progress = shown(label, len(tasks) * place.runs_per_point, say=say)
    with progress as advance, closing(_results(tasks, processes, run)) as results:
        if tasks and run is model_run:
            compile_ahead(advance.compiling)
        for task, rows in results:
            first = task.number - task.number % CHUNK
            held.setdefault(first, []).extend(rows or [])
            chunks[first] = _store_if_whole(place, origin, first, points, held[first])
            advance(place.runs_per_point)
    return _whole(chunks)


def _results(
    tasks: list[Point], processes: int, run: Run
) -> Generator[tuple[Point, Rows | None], None, None]:
    function = partial(run_point, run)
    if processes == 1 or len(tasks) <= 1:
        yield from ((task, function(task)) for task in tasks)
    else:
        yield from map_unordered(function, tasks, processes)


def run_point(run: Run, point: Point) -> Rows:
    """All runs of a point as rows; the doubled ones have the luck of the first replicates."""
    sources = _sources()
    rows: Rows = []
    for doubled, count in ((False, point.size.replicates), (True, point.size.doubled)):
        values = np.array(list(point.values.values()), np.float64)
        factor = DOUBLED if doubled else 1.0
        parameters = at(point.base, list(point.values), values, factor)
        for replicate in range(count):
            key = {"origin": point.origin, "point": point.number, "doubled": doubled,
                   "replicate": replicate, "sources": sources}  # fmt: skip
            rows.append(
                key | point.values | _attempt(run, parameters, RunId(point.seed, replicate))
            )
    return rows


@cache
def _sources() -> str:
    """Hash of the model's sources as this process loaded them: taken before its first run."""
    return source_hash(MODEL)


def _attempt(run: Run, parameters: Parameters, run_id: RunId) -> dict[str, object]:
    try:
        return {"error": "", **summary(run(parameters, run_id))}
    except Exception as error:  # a failed run is data: its point isn't accepted
        return {"error": f"{type(error).__name__}: {error}"}


def _store_if_whole(
    place: Place, origin: str, first: int, points: Floats, rows: Rows
) -> pd.DataFrame | None:
    if len(rows) < len(points[first : first + CHUNK]) * place.runs_per_point:
        return None
    table = pd.DataFrame(rows).sort_values(["point", "doubled", "replicate"], ignore_index=True)
    data = io.BytesIO()
    table.to_parquet(data, index=False)
    write_atomically(place.chunk(origin, first), data.getvalue())
    return table


def _stored(place: Place, origin: str, first: int, points: Floats) -> pd.DataFrame | None:
    """A chunk on disk; None where there is none, it is damaged or holds other points."""
    try:
        table = pd.read_parquet(place.chunk(origin, first))
        found = table.drop_duplicates("point")[place.settings.paths].to_numpy(np.float64)
    except (OSError, ValueError, KeyError):  # ArrowInvalid is a ValueError
        return None
    return table if np.array_equal(found, points[first : first + CHUNK]) else None


def _whole(chunks: dict[int, pd.DataFrame | None]) -> pd.DataFrame:
    there = [chunk for chunk in chunks.values() if chunk is not None]
    if len(there) < len(chunks):
        lost = len(chunks) - len(there)
        raise InputError(
            f"calibrate: {lost} of {len(chunks)} chunks lost a process (out of memory?); "
            "the same command runs them again, --processes 1 needs less memory"
        )
    return pd.concat(there, ignore_index=True)
