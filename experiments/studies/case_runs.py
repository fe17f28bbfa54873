"""Running particles of a case: in parallel, kept as summaries in chunks, so that stopping loses
little and what is there isn't run again.

A chunk is a file of a stage and CHUNK particles, a row for each that was run so far. A failed run
is a row with its error, and is run again by the same command; one that took its process with it
leaves none.
"""

import hashlib
import io
import json
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from experiments.base.errors import InputError
from experiments.base.files import one_clear_line, write_atomically
from experiments.run.compiling import compile_ahead
from experiments.run.pool import map_unordered
from experiments.run.progress import shown
from experiments.store.identity import HASH_DIGITS
from experiments.studies.case_facts import Window
from experiments.studies.case_watch import OUTCOMES, PREDICTED, Summary, watched
from experiments.words.speech import EN, Speaker
from sim import MODEL_VERSION
from sim.measure.records import RunId
from sim.parameters import Parameters

CHUNK = 64
"""Particles in a file."""
DEFINITIONS = 1
"""Of measures and outcomes in ``case_watch`` and ``case_facts``; raised where one changes."""
FOLDER = "particles"
ERROR = "error"
Run = Callable[[Parameters, RunId, Mapping[str, Window]], Summary]
At = Callable[[int], Parameters]
"""The parameters of a particle, by its number."""


class Stage(NamedTuple):
    """Particles that are run alike: its name in files, the seed of its luck; particle n has that of
    replicate n."""

    name: str
    seed: int


class Task(NamedTuple):
    """One particle to run; everything a worker needs to know."""

    number: int
    parameters: Parameters
    seed: int
    windows: Mapping[str, Window]


@dataclass(frozen=True)
class Place:
    """Where the particles of a case are kept, and what is measured of them."""

    folder: Path
    windows: Mapping[str, Window]
    processes: int
    say: Speaker = EN
    run: Run = watched

    def chunk(self, stage: Stage, first: int) -> Path:
        """The file of CHUNK particles from number ``first``."""
        return self.folder / f"{stage.name}-{first:06d}.parquet"

    @property
    def columns(self) -> list[str]:
        """Of a row, behind its number."""
        return [ERROR, *OUTCOMES, *PREDICTED, *self.windows]


def open_place(
    study: Path, determinants: Mapping[str, object], windows: Mapping[str, Window],
    processes: int, say: Speaker, run: Run = watched,
) -> Place:  # fmt: skip
    """The place of particles in a study's folder, named by all that determines them; makes it."""
    whole = {
        "model_version": MODEL_VERSION, "definitions": DEFINITIONS,
        "windows": {name: list(each) for name, each in windows.items()}, **determinants,
    }  # fmt: skip
    text = json.dumps(whole, sort_keys=True)
    folder = study / FOLDER / hashlib.sha256(text.encode()).hexdigest()[:HASH_DIGITS]
    with one_clear_line(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return Place(folder, windows, processes, say, run)


def run_particles(place: Place, stage: Stage, at: At, numbers: Sequence[int]) -> pd.DataFrame:
    """Run what is missing of these particles, and give all of them: a row each, by number.

    InputError where one took its process with it, when all others are done.
    """
    firsts = dict.fromkeys(number - number % CHUNK for number in numbers)
    chunks = {first: _stored(place, stage, first) for first in firsts}
    well = {n for rows in chunks.values() for n, row in rows.items() if not row[ERROR]}
    missing = [number for number in numbers if number not in well]
    label = place.say("case.progress", stage=place.say(f"case.stage.{stage.name}"))
    tasks = (Task(number, at(number), stage.seed, place.windows) for number in missing)
    left = _counted(missing)
    with shown(label, len(missing), say=place.say) as meter:
        if missing and place.run is watched:
            compile_ahead(meter.compiling)
        try:
            with closing(_results(place, tasks)) as results:
                for task, row in results:
                    first = task.number - task.number % CHUNK
                    if row is not None:
                        chunks[first][task.number] = row
                    left[first] -= 1
                    if left[first] == 0:
                        _store(place, stage, first, chunks[first])
                    meter()
        finally:
            for first, number in left.items():
                if number > 0:
                    _store(place, stage, first, chunks[first])
    return _whole(place, chunks, numbers)


def _counted(numbers: Iterable[int]) -> dict[int, int]:
    """How many of these numbers are of each chunk."""
    found: dict[int, int] = {}
    for number in numbers:
        first = number - number % CHUNK
        found[first] = found.get(first, 0) + 1
    return found


Row = dict[str, float | str]
Rows = dict[int, Row]


def _results(place: Place, tasks: Iterator[Task]) -> Generator[tuple[Task, Row | None], None, None]:
    function = partial(run_particle, place.run)
    if place.processes == 1:
        yield from ((task, function(task)) for task in tasks)
    else:
        yield from map_unordered(function, tasks, place.processes)


def run_particle(run: Run, task: Task) -> Row:
    """A particle as a row; a failed run is data."""
    try:
        found = run(task.parameters, RunId(task.seed, task.number), task.windows)
        return {ERROR: "", **found}
    except Exception as error:
        return {ERROR: f"{type(error).__name__}: {error}"}


def _store(place: Place, stage: Stage, first: int, rows: Rows) -> None:
    if rows:
        data = io.BytesIO()
        _table(place, rows).to_parquet(data)
        write_atomically(place.chunk(stage, first), data.getvalue())


def _stored(place: Place, stage: Stage, first: int) -> Rows:
    """Rows of a chunk on disk; none where there is none, or it is damaged."""
    try:
        table = pd.read_parquet(place.chunk(stage, first))[place.columns]
    except (OSError, ValueError, KeyError):  # ArrowInvalid is a ValueError
        return {}
    return {
        int(number): {str(name): value for name, value in row.items()}
        for number, row in zip(table.index, table.to_dict("records"), strict=True)
    }


def _table(place: Place, rows: Mapping[int, Row]) -> pd.DataFrame:
    """Rows by number; nothing but its error is known of one that failed."""
    numbers = sorted(rows)
    table = pd.DataFrame([rows[n] for n in numbers], index=pd.Index(numbers, name="number"))
    table = table.reindex(columns=place.columns)
    values = dict.fromkeys(place.columns[1:], "float64")
    return table.astype({ERROR: "object"} | values)


def _whole(place: Place, chunks: Mapping[int, Rows], numbers: Sequence[int]) -> pd.DataFrame:
    rows = {n: row for each in chunks.values() for n, row in each.items()}
    lost = len(set(numbers) - set(rows))
    if lost:
        raise InputError(
            f"{place.folder}: {lost} of {len(numbers)} runs lost a process (out of memory?); "
            "the same command runs them again, --processes 1 needs less memory"
        )
    return _table(place, {number: rows[number] for number in numbers})
