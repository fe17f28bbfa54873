"""Running particles of a case: in parallel, kept as summaries in chunks, so that stopping loses
little and what is there isn't run again.

A chunk is a file of a stage and CHUNK particles, a row for each that was run so far. A failed run
is a row with its error, and is run again by the same command; one that took its process with it
leaves none.
"""

import hashlib
import io
import json
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
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


class Wanted(NamedTuple):
    """Particles of a stage, by number."""

    stage: Stage
    at: At
    numbers: Sequence[int]


class Task(NamedTuple):
    """One particle to run; everything a worker needs to know."""

    stage: Stage
    number: int
    parameters: Parameters
    windows: Mapping[str, Window]


Row = dict[str, float | str]
Rows = dict[int, Row]
Chunk = tuple[Stage, int]
"""A stage, and the number of the first of CHUNK particles."""


@dataclass(frozen=True)
class Place:
    """Where the particles of a case are kept, and what is measured of them."""

    folder: Path
    windows: Mapping[str, Window]
    processes: int
    say: Speaker = EN
    run: Run = watched

    def path(self, chunk: Chunk) -> Path:
        """The file of a chunk."""
        stage, first = chunk
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


def run_particles(place: Place, label: str, wanted: Sequence[Wanted]) -> list[pd.DataFrame]:
    """Run what is missing of these particles, and give all of them: a row each, by number, a table
    a stage. Stages go side by side, so that what a stop leaves is paired.

    InputError where one took its process with it, when all others are done.
    """
    every = [_chunk(each.stage, number) for each in wanted for number in each.numbers]
    held = {chunk: _stored(place, chunk) for chunk in dict.fromkeys(every)}
    missing = [_missing(each, held) for each in wanted]
    tasks = (
        Task(each.stage, number, each.at(number), place.windows)
        for numbers in zip_longest(*missing)
        for each, number in zip(wanted, numbers, strict=True)
        if number is not None
    )
    left = Counter(
        _chunk(each.stage, number)
        for each, numbers in zip(wanted, missing, strict=True)
        for number in numbers
    )
    with shown(label, left.total(), say=place.say) as meter:
        if left and place.run is watched:
            compile_ahead(meter.compiling)
        try:
            with closing(_results(place, tasks)) as results:
                for task, row in results:
                    chunk = _chunk(task.stage, task.number)
                    if row is not None:
                        held[chunk][task.number] = row
                    left[chunk] -= 1
                    if left[chunk] == 0:
                        _store(place, chunk, held[chunk])
                    meter()
        finally:
            for chunk, number in left.items():
                if number > 0:
                    _store(place, chunk, held[chunk])
    return [_whole(place, each, held) for each in wanted]


def _chunk(stage: Stage, number: int) -> Chunk:
    return stage, number - number % CHUNK


def _missing(wanted: Wanted, held: Mapping[Chunk, Rows]) -> list[int]:
    """Those that aren't there, and those that failed."""
    rows = ((n, held[_chunk(wanted.stage, n)].get(n)) for n in wanted.numbers)
    return [number for number, row in rows if row is None or row[ERROR]]


def _results(place: Place, tasks: Iterator[Task]) -> Generator[tuple[Task, Row | None], None, None]:
    function = partial(run_particle, place.run)
    if place.processes == 1:
        yield from ((task, function(task)) for task in tasks)
    else:
        yield from map_unordered(function, tasks, place.processes)


def run_particle(run: Run, task: Task) -> Row:
    """A particle as a row; a failed run is data."""
    try:
        found = run(task.parameters, RunId(task.stage.seed, task.number), task.windows)
        return {ERROR: "", **found}
    except Exception as error:
        return {ERROR: f"{type(error).__name__}: {error}"}


def _store(place: Place, chunk: Chunk, rows: Rows) -> None:
    if rows:
        data = io.BytesIO()
        _table(place, rows).to_parquet(data)
        write_atomically(place.path(chunk), data.getvalue())


def _stored(place: Place, chunk: Chunk) -> Rows:
    """Rows of a chunk on disk; none where there is none, or it is damaged."""
    try:
        table = pd.read_parquet(place.path(chunk))[place.columns]
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


def _whole(place: Place, wanted: Wanted, held: Mapping[Chunk, Rows]) -> pd.DataFrame:
    found = {n: held[_chunk(wanted.stage, n)].get(n) for n in wanted.numbers}
    rows = {number: row for number, row in found.items() if row is not None}
    if len(rows) < len(found):
        raise InputError(
            f"{place.folder}: {len(found) - len(rows)} of {len(found)} runs lost a process "
            "(out of memory?); the same command runs them again, --processes 1 needs less memory"
        )
    return _table(place, rows)
