"""One run as rows of its tables, and tables as bytes of Parquet."""

import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from experiments.store.provenance import peak_memory
from sim.measure.records import (
    AREA_OUTPUTS,
    HISTORY_OUTPUTS,
    PROJECT_OUTPUTS,
    RUN_OUTPUTS,
    WEEKLY_OUTPUTS,
    RunRecord,
)

pa.enable_signal_handlers(False)
"""Ctrl-C is Python's to hear: Arrow would break off a table that is being kept."""

TABLES = {
    "runs": RUN_OUTPUTS,
    "projects": PROJECT_OUTPUTS,
    "history": HISTORY_OUTPUTS,
    "weekly": WEEKLY_OUTPUTS,
    "areas": AREA_OUTPUTS,
}
ALWAYS = ("runs", "projects", "history")
WEEKS = ("weekly", "areas")
"""Kept together or not at all; areas has rows only where there are several."""
OK, FAILED = "ok", "failed"
COMPRESSION_LEVEL = 3
_KEYS = {
    "runs": ("status", "stage", "error", "traceback"),
    "projects": (),
    "history": ("week",),
    "weekly": ("week",),
    "areas": (),
}
_KEY_TYPES = {"week": pa.int16()}
Columns = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Finished:
    """A run that ended, well or not, of the cell with this hash.

    row: its row of runs. columns: by table, the columns of every other one; a failed run has none.
    """

    cell: str
    replicate: int
    seconds: float
    row: dict[str, Any]
    columns: dict[str, Columns] = field(default_factory=dict)
    memory: float = field(default_factory=peak_memory)
    """Most memory, in MB, that its process has held."""

    @property
    def failed(self) -> bool:
        """Whether it raised."""
        return bool(self.row["status"] == FAILED)

    def without_weeks(self) -> "Finished":
        """The same without its weekly measures."""
        kept = {name: self.columns[name] for name in self.columns if name not in WEEKS}
        return replace(self, columns=kept)


@dataclass(frozen=True)
class Failure:
    """Why a run raised: the function of the model it was in, the error, the frames."""

    stage: str
    error: str
    traceback: str


@cache
def schema(name: str) -> pa.Schema:
    """Columns of a table: cell, replicate, the table's own keys, then the declared outputs."""
    keys = [(key, _KEY_TYPES.get(key, pa.string())) for key in _KEYS[name]]
    outputs = [(each, pa.from_numpy_dtype(dtype)) for each, dtype in _declared(name).items()]
    return pa.schema([("cell", pa.string()), ("replicate", pa.int32()), *keys, *outputs])


@cache
def _declared(name: str) -> dict[str, np.dtype[Any]]:
    return {output.name: np.dtype(output.dtype) for output in TABLES[name]}


def _checked(name: str, recorded: Columns) -> Columns:
    declared = _declared(name)
    if declared.keys() != recorded.keys():
        odd = sorted(declared.keys() ^ recorded.keys())
        raise ValueError(f"{name}: not both declared and recorded: {', '.join(odd)}")
    rows = len(next(iter(recorded.values())))
    for column, dtype in declared.items():
        values = recorded[column]
        if values.shape != (rows,) or values.dtype != dtype:
            found = f"{values.dtype} {values.shape}"
            raise ValueError(f"{column}: {found} recorded, {dtype} ({rows},) declared")
    return recorded


def finished(cell: str, record: RunRecord, seconds: float = 0.0) -> Finished:
    """The rows of a run that ended well. ValueError where it isn't what is declared."""
    declared = _declared("runs")
    alone = {n: np.array([v], declared.get(n)) for n, v in record.run.items()}
    row = {name: values.item() for name, values in _checked("runs", alone).items()}
    tables = {"projects": record.projects, "history": record.history, "weekly": record.weekly}
    if record.areas:
        tables["areas"] = record.areas
    columns = {name: _checked(name, each) for name, each in tables.items()}
    return Finished(cell, record.id.replicate, seconds, {"status": OK, **row}, columns)


def failed(cell: str, replicate: int, failure: Failure, seconds: float = 0.0) -> Finished:
    """The row of a run that raised."""
    return Finished(cell, replicate, seconds, {"status": FAILED, **asdict(failure)})


def merge(name: str, old: pa.Table | None, new: Sequence[Finished]) -> pa.Table:
    """Old rows and new ones in order of replicate; a new run takes the place of an old one.

    Columns go by name: what an older table lacks, or a newer one has besides, is missing elsewhere.
    """
    table = _rows(name, sorted(new, key=lambda run: run.replicate))
    if old is None:
        return table
    again = pa.array([run.replicate for run in new], pa.int32())
    table = put_together([table, old.filter(pc.invert(pc.is_in(old["replicate"], again)))])
    return table.take(np.argsort(table["replicate"].to_numpy(), kind="stable"))


def put_together(tables: Sequence[pa.Table]) -> pa.Table:
    """Tables one under the other, columns by name."""
    return pa.concat_tables(tables, promote_options="default")


def _rows(name: str, runs: Sequence[Finished]) -> pa.Table:
    """The table of these runs, each column put together in one go."""
    if name == "runs":
        rows = [{"cell": run.cell, "replicate": run.replicate, **run.row} for run in runs]
        return pa.Table.from_pylist(rows, schema(name))
    runs = [run for run in runs if name in run.columns]
    if not runs:
        return schema(name).empty_table()
    parts = [run.columns[name] for run in runs]
    lengths = [len(next(iter(part.values()))) for part in parts]
    columns = {key: np.concatenate([part[key] for part in parts]) for key in _declared(name)}
    columns["cell"] = np.repeat(np.array([run.cell for run in runs], object), lengths)
    columns["replicate"] = np.repeat(np.array([run.replicate for run in runs], np.int32), lengths)
    if "week" in _KEYS[name]:
        columns["week"] = np.concatenate([np.arange(rows, dtype=np.int16) for rows in lengths])
    return pa.table(columns, schema(name))


def encode(table: pa.Table) -> bytes:
    """Parquet bytes; equal tables give equal bytes."""
    floats = [field.name for field in table.schema if pa.types.is_floating(field.type)]
    sink = io.BytesIO()
    pq.write_table(
        table.combine_chunks(),
        sink,
        compression="zstd",
        compression_level=COMPRESSION_LEVEL,
        use_dictionary=[name for name in table.column_names if name not in floats],
        column_encoding={name: "BYTE_STREAM_SPLIT" for name in floats},
        write_statistics=False,
        store_schema=False,
    )
    return sink.getvalue()


def is_declared(name: str, data: bytes) -> bool:
    """Whether bytes of Parquet have the columns of a table as they are declared today, in order."""
    return bool(pq.ParquetFile(pa.BufferReader(data)).schema_arrow.names == schema(name).names)


def decode(data: bytes, columns: Sequence[str] | None = None) -> pa.Table:
    """The table of Parquet bytes; only some of its columns where they are named. Read as one file:
    as a data set of one it takes thrice as long."""
    return pq.ParquetFile(pa.BufferReader(data)).read(columns)
