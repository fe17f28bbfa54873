"""One chunk of a cell on disk: a fixed range of replicates, whole or not there.

Its tables are Parquet files; a side-car, written last, holds the cell and the range they are of,
their checksums and how they were made. What does not agree with its side-car, belongs to another
cell or is of other replicates does not count.
"""

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from experiments.base.files import (
    checksum,
    one_clear_line,
    read_json,
    replace,
    write_atomically,
    write_json,
)
from experiments.base.finished import OK, TABLES, Finished
from experiments.store.identity import FORMAT
from experiments.store.manifest import refuse_newer
from experiments.store.provenance import machine, made_with
from experiments.store.tables import ALWAYS, decode, encode

CHUNK = 25
"""Replicates in a chunk; part of the format."""
SIDE_CAR = re.compile(r"chunk-(\d+)-(\d+)\.json")
REFUSED = ".refused"
"""End of the name of a side-car that was set aside."""
Write = dict[str, Any]


class DamagedError(ValueError):
    """A chunk that isn't whole, isn't what was written, or is of another cell."""


def span(start: int, count: int = CHUNK) -> str:
    """The range of replicates, as names of files have it."""
    return f"{start:05d}-{start + count - 1:05d}"


def table_path(folder: Path, table: str, start: int) -> Path:
    """Where a table of a chunk is."""
    return folder / f"{table}-{span(start)}.parquet"


def side_path(folder: Path, start: int) -> Path:
    """Where the side-car of a chunk is."""
    return folder / f"chunk-{span(start)}.json"


def starts(folder: Path) -> list[int]:
    """First replicates of the chunks that are there, whole or not, in order.

    Ranges that no chunk has are somebody else's files.
    """
    try:
        names = os.listdir(folder)
    except FileNotFoundError:
        return []
    found = (int(name[1]) for name in map(SIDE_CAR.fullmatch, names) if name)
    return sorted(s for s in found if s % CHUNK == 0 and side_path(folder, s).name in names)


@dataclass(frozen=True)
class Chunk:
    """A whole chunk: its tables as bytes of Parquet, and how they were made, write by write.

    refused: why what is there does not count; then nothing else is known of it.
    """

    tables: Mapping[str, bytes] = field(default_factory=dict)
    writes: Sequence[Write] = ()
    refused: str | None = None

    def table(self, name: str) -> pa.Table | None:
        """A table; None where the chunk doesn't keep it."""
        return decode(self.tables[name]) if name in self.tables else None

    @cached_property
    def status(self) -> dict[int, str]:
        """Status (``ok`` or ``failed``) of each replicate held."""
        if "runs" not in self.tables:
            return {}
        runs = decode(self.tables["runs"], ["replicate", "status"]).to_pydict()
        return dict(zip(runs["replicate"], runs["status"], strict=True))

    @cached_property
    def well(self) -> frozenset[int]:
        """Replicates that ended well."""
        return frozenset(number for number, state in self.status.items() if state == OK)

    @cached_property
    def with_weeks(self) -> frozenset[int]:
        """Replicates whose weekly measures are kept."""
        if "weekly" not in self.tables:
            return frozenset()
        weeks = decode(self.tables["weekly"], ["replicate"])
        return frozenset(weeks["replicate"].unique().to_pylist())


def read_chunk(folder: Path, start: int, names: Iterable[str] = tuple(TABLES)) -> Chunk:
    """The chunk with those of its tables that are named, verified.

    DamagedError unless these are whole, of this cell and of these replicates.
    """
    sums, writes = _side_car(folder, start)
    kept = [name for name in names if name in sums]
    tables = {name: _verified(folder, name, start, sums) for name in kept}
    for name, data in tables.items():
        _check_rows(name, data, folder.name, start)
    return Chunk(tables, writes)


def load(folder: Path, start: int) -> Chunk:
    """The chunk, verified; one without replicates that says why where it does not count.

    Where there is no side-car nothing was written to the end yet: that needs no reason.
    """
    try:
        return read_chunk(folder, start)
    except DamagedError as error:
        return Chunk(refused=str(error) if side_path(folder, start).exists() else None)


def set_aside(folder: Path, start: int) -> None:
    """Let a chunk count no longer: its side-car gets a name by which nobody looks for it."""
    side = side_path(folder, start)
    with one_clear_line(side):
        replace(side, side.with_name(side.name + REFUSED))


def write_chunk(
    folder: Path, start: int, tables: Mapping[str, pa.Table], writes: Sequence[Write]
) -> None:
    """Replace the chunk; until its side-car is written, it doesn't count."""
    data = {name: encode(table) for name, table in tables.items()}
    for name, content in data.items():
        write_atomically(table_path(folder, name, start), content)
    sums = {name: checksum(content) for name, content in data.items()}
    side = {
        "format": FORMAT,
        "cell": folder.name,
        "replicates": _range(start),
        "sha256": sums,
        "writes": list(writes),
    }
    write_json(side_path(folder, start), side)


def with_write(earlier: Sequence[Write], new: Sequence[Finished]) -> list[Write]:
    """Provenance of a chunk after ``new`` runs were added; a run done again replaces its entry.

    Each write: when, by what, on which machine, the seconds of each of its replicates, and the
    most memory (MB) that the processes which ran them held.
    """
    again = {str(run.replicate) for run in new}
    kept = [
        {**write, "seconds": {n: s for n, s in write["seconds"].items() if n not in again}}
        for write in earlier
    ]
    mine = {
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": {str(run.replicate): round(run.seconds, 3) for run in new},
        "memory_mb": round(max((run.memory for run in new), default=0.0), 1),
        "machine": machine(),
        **made_with(),
    }
    return [*(write for write in kept if write["seconds"]), mine]


def _side_car(folder: Path, start: int) -> tuple[dict[str, str], list[Write]]:
    """Checksums by table and how the chunk was made."""
    side = read_json(side_path(folder, start))
    if not isinstance(side, dict):
        raise DamagedError("no side-car of this cell")
    refuse_newer(side_path(folder, start), side)
    if side.get("cell") != folder.name:
        raise DamagedError("no side-car of this cell")
    if side.get("replicates", _range(start)) != _range(start):  # not told in files of before
        raise DamagedError("of other replicates than its name says")
    sums, writes = side.get("sha256"), side.get("writes", [])
    if not (isinstance(sums, dict) and TABLES.keys() >= sums.keys() >= set(ALWAYS)):
        raise DamagedError("not the tables of a chunk")
    if not (isinstance(writes, list) and all(map(_is_write, writes))):
        raise DamagedError("not how a chunk was made")
    return sums, writes


def _is_write(write: Any) -> bool:
    if not (isinstance(write, dict) and isinstance(write.get("seconds"), dict)):
        return False
    numbers = [write.get("memory_mb"), *write["seconds"].values()]
    return isinstance(write.get("finished"), str) and all(
        isinstance(number, int | float) for number in numbers
    )


def _range(start: int) -> list[int]:
    """First and last replicate."""
    return [start, start + CHUNK - 1]


def _check_rows(name: str, data: bytes, cell: str, start: int) -> None:
    """DamagedError unless rows are of this cell and range, and of runs one a replicate."""
    try:
        rows = decode(data, ["cell", "replicate"])
        cells = rows["cell"].unique().to_pylist()
        numbers = rows["replicate"].to_pylist() if name == "runs" else _extremes(rows["replicate"])
    except (pa.ArrowException, KeyError, OSError) as error:
        raise DamagedError(f"{name}: not a table of a chunk") from error
    if cells not in ([], [cell]):
        raise DamagedError(f"{name}: rows of another cell")
    if any(not start <= number < start + CHUNK for number in numbers):
        raise DamagedError(f"{name}: replicates outside {span(start)}")
    if name == "runs" and len(set(numbers)) < len(numbers):
        raise DamagedError(f"{name}: a replicate twice")


def _extremes(column: pa.ChunkedArray) -> list[int]:
    extremes = pc.min_max(column).as_py()
    return [number for number in extremes.values() if number is not None]


def _verified(folder: Path, name: str, start: int, sums: Mapping[str, str]) -> bytes:
    try:
        data = table_path(folder, name, start).read_bytes()
    except OSError as error:
        raise DamagedError(f"{name}: {error.strerror}") from error
    if checksum(data) != sums[name]:
        raise DamagedError(f"{name}: not what was written")
    return data
