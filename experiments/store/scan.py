"""Tables of many cells at once, by DuckDB; of chunks that are whole and of no others."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import starmap
from pathlib import Path
from typing import TypeVar

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from experiments.base.errors import InputError
from experiments.base.files import locked
from experiments.store import chunk as chunks
from experiments.store.chunk import DamagedError, Write
from experiments.store.tables import is_declared, schema

try:
    import resource
except ImportError:  # Windows, which has no such limit
    resource = None  # type: ignore[assignment]

CHUNKS_TOGETHER = 250
"""Chunks read at once: few enough for flat memory."""
BATCHES_AT_A_TIME = 2
SPARE_FILES = 64
"""Files that a process holds open for other things."""
FILES_A_CHUNK = 2
"""Its table and its cell's lock."""
MEMORY = "300MB"
T = TypeVar("T")
Columns = dict[str, NDArray[np.generic]]


@dataclass(frozen=True)
class Source:
    """Where the tables of a cell are, and how many weeks they span."""

    folder: Path
    horizon: int


@dataclass(frozen=True)
class Held:
    """What is there of a cell: tables of its whole chunks by first replicate, in order; how they
    were made; first replicates of damaged chunks; whether all columns are those declared today."""

    folder: Path
    whole: dict[int, frozenset[str]]
    writes: tuple[Write, ...]
    damaged: tuple[int, ...]
    as_declared: bool


@dataclass(frozen=True)
class Batch:
    """Some cells of one horizon (weeks), locked for reading."""

    held: Sequence[Held]
    horizon: int
    database: duckdb.DuckDBPyConnection

    def columns(self, table: str, *names: str) -> Columns:
        """Columns of a table, and ``cell`` as position in ``held``; rows of a cell in its order.

        Numbers only: a missing one is nan, and status whether it is ok.
        """
        wanted = ", ".join(map(_number, names))
        hashes = ", ".join(f"'{one.folder.name}'" for one in self.held)
        code = f"enum_code(cell::enum({hashes}))"
        query = f"select {code} as cell, {wanted} from {self.source(table)}"
        found = self.database.execute(query).fetchnumpy()
        return {name: _filled(values) for name, values in found.items()}

    def paths(self, table: str) -> list[str]:
        """Files of a table, in the order of cells and replicates."""
        return [
            str(chunks.table_path(one.folder, table, start))
            for one in self.held
            for start, tables in one.whole.items()
            if table in tables
        ]

    def source(self, table: str) -> str:
        """The table as an expression of DuckDB, with the rows' order in ``file_row_number``.

        It has every column that is declared today: what files of before lack is missing in them.
        """
        declared, paths = f"declared_{table}", ", ".join(map(_quoted, self.paths(table)))
        columns = schema(table).append(pa.field("file_row_number", pa.int64()))
        self.database.register(declared, columns.empty_table())
        if not paths:
            return declared
        by_name = "" if all(one.as_declared for one in self.held) else ", union_by_name = true"
        stored = f"read_parquet([{paths}], file_row_number = true{by_name})"
        return f"(from {declared} union all by name from {stored})"


def each_batch(
    sources: Iterable[Source],
    tables: Sequence[str],
    function: Callable[[Batch], T],
    together: int = CHUNKS_TOGETHER,
) -> Iterator[T]:
    """``function`` of the cells, with what is whole of their chunks in ``tables``.

    Cells go by horizon, then in their order, up to so many chunks ``together``. Two batches are
    worked on at a time, and nobody replaces their chunks meanwhile; results come in their order.
    """
    together = min(together, _chunks_that_open())
    with _one_line(), duckdb.connect(config={"memory_limit": MEMORY}) as database:

        def work(group: list[Source]) -> T:
            with ExitStack() as held, database.cursor() as cursor:
                # in one order everywhere: where readers wait for one another, none waits for ever
                for folder in sorted(source.folder for source in group):
                    held.enter_context(locked(folder, shared=True))
                batch = [_held(source.folder, tables) for source in group]
                return function(Batch(batch, group[0].horizon, cursor))

        with ThreadPoolExecutor(BATCHES_AT_A_TIME) as pool:
            waiting: deque[Future[T]] = deque()
            for group in _groups(sources, together):
                waiting.append(pool.submit(work, group))
                if len(waiting) > BATCHES_AT_A_TIME:
                    yield waiting.popleft().result()
            yield from (future.result() for future in waiting)


def _chunks_that_open() -> int:
    """Chunks for which this process may hold files open."""
    if resource is None:
        return CHUNKS_TOGETHER
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if limit == resource.RLIM_INFINITY:
        return CHUNKS_TOGETHER
    return max((limit - SPARE_FILES) // (FILES_A_CHUNK * (BATCHES_AT_A_TIME + 1)), 1)


@contextmanager
def _one_line() -> Iterator[None]:
    """Turn what the database refuses into one line for the user."""
    try:
        yield
    except duckdb.Error as error:
        raise InputError(f"tables can't be read: {' '.join(str(error).split())}") from error


def _groups(sources: Iterable[Source], together: int) -> Iterator[list[Source]]:
    group: list[Source] = []
    size = 0
    for source in sorted(dict.fromkeys(sources), key=lambda source: source.horizon):
        more = max(len(chunks.starts(source.folder)), 1)
        other = group and source.horizon != group[0].horizon
        if other or (group and size + more > together):
            yield group
            group, size = [], 0
        group.append(source)
        size += more
    if group:
        yield group


def _held(folder: Path, tables: Sequence[str]) -> Held:
    whole: dict[int, frozenset[str]] = {}
    writes: list[Write] = []
    damaged, as_declared = [], True
    for start in chunks.starts(folder):
        try:
            chunk = chunks.read_chunk(folder, start, tables)
            whole[start] = frozenset(chunk.tables)
            writes += chunk.writes
            as_declared &= all(starmap(is_declared, chunk.tables.items()))
        except DamagedError:
            damaged.append(start)
    return Held(folder, whole, tuple(writes), tuple(damaged), as_declared)


def _number(name: str) -> str:
    return "(status = 'ok') as status" if name == "status" else f'"{name}"'


def _filled(values: NDArray[np.generic]) -> NDArray[np.generic]:
    """Values, nan where they are missing."""
    if np.ma.is_masked(values):
        return np.ma.filled(values.astype(np.float64), np.nan)
    return np.asarray(values)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
