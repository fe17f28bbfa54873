"""One run as rows of its tables, and tables as bytes of Parquet."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from experiments.store.provenance import peak_memory
from sim.measure.records import (
    AREA_OUTPUTS,
    HISTORY_OUTPUTS,
    PROJECT_OUTPUTS,
    RUN_OUTPUTS,
    WEEKLY_OUTPUTS,
    Output,
    RunRecord,
)

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
COMPRESSION_LEVEL = 9
_KEYS = {
    "runs": ("status", "stage", "error", "traceback"),
    "projects": (),
    "history": ("week",),
    "weekly": ("week",),
    "areas": (),
}
_KEY_TYPES = {"week": pa.int16()}


@dataclass(frozen=True)
class Finished:
    """A run that ended, well or not: its rows by table (a failed one has rows in runs only)."""

    replicate: int
    failed: bool
    seconds: float
    tables: dict[str, pa.Table]
    memory: float = field(default_factory=peak_memory)
    """Most memory, in MB, that its process has held."""


@dataclass(frozen=True)
class Failure:
    """Why a run raised: the function of the model it was in, the error, the frames."""

    stage: str
    error: str
    traceback: str


def schema(name: str) -> pa.Schema:
    """Columns of a table: cell, replicate, the table's own keys, then the declared outputs."""
    keys = [(key, _KEY_TYPES.get(key, pa.string())) for key in _KEYS[name]]
    outputs = [(o.name, pa.from_numpy_dtype(np.dtype(o.dtype))) for o in TABLES[name]]
    return pa.schema([("cell", pa.string()), ("replicate", pa.int32()), *keys, *outputs])


def _column(output: Output, values: np.ndarray, rows: int) -> np.ndarray:
    if values.shape != (rows,) or values.dtype != np.dtype(output.dtype):
        found = f"{values.dtype} {values.shape}"
        raise ValueError(f"{output.name}: {found} recorded, {output.dtype} ({rows},) declared")
    return values


def _columns(name: str, recorded: dict[str, Any]) -> dict[str, np.ndarray]:
    declared = {output.name for output in TABLES[name]}
    if declared != recorded.keys():
        odd = sorted(declared ^ recorded.keys())
        raise ValueError(f"{name}: not both declared and recorded: {', '.join(odd)}")
    rows = len(next(iter(recorded.values())))
    return {o.name: _column(o, recorded[o.name], rows) for o in TABLES[name]}


def _table(name: str, cell: str, replicate: int, columns: dict[str, Any]) -> pa.Table:
    rows = len(next(iter(columns.values())))
    weeks = {"week": np.arange(rows, dtype=np.int16)} if "week" in _KEYS[name] else {}
    keys = {"cell": [cell] * rows, "replicate": np.full(rows, replicate, np.int32), **weeks}
    return pa.table({**keys, **columns}, schema=schema(name))


def _run_columns(run: dict[str, float]) -> dict[str, Any]:
    return {o.name: np.array([run[o.name]], o.dtype) for o in RUN_OUTPUTS if o.name in run}


def _none(*names: str) -> dict[str, Any]:
    return {name: [None] for name in names}


def finished(cell: str, record: RunRecord, seconds: float = 0.0) -> Finished:
    """The rows of a run that ended well. ValueError where it isn't what is declared."""
    replicate = record.id.replicate
    runs = {"status": [OK], **_none("stage", "error", "traceback")}
    runs |= _columns("runs", _run_columns(record.run))
    columns = {
        "runs": runs,
        "projects": _columns("projects", record.projects),
        "history": _columns("history", record.history),
        "weekly": _columns("weekly", record.weekly),
    }
    if record.areas:
        columns["areas"] = _columns("areas", record.areas)
    tables = {name: _table(name, cell, replicate, each) for name, each in columns.items()}
    return Finished(replicate, False, seconds, tables)


def failed(cell: str, replicate: int, failure: Failure, seconds: float = 0.0) -> Finished:
    """The row of a run that raised."""
    reason = {"stage": failure.stage, "error": failure.error, "traceback": failure.traceback}
    columns = {"status": [FAILED], **{key: [value] for key, value in reason.items()}}
    columns |= _none(*(output.name for output in RUN_OUTPUTS))
    runs = _table("runs", cell, replicate, columns)
    return Finished(replicate, True, seconds, {"runs": runs})


def merge(name: str, old: pa.Table | None, new: Sequence[Finished]) -> pa.Table:
    """Old rows and new ones in order of replicate; a new run takes the place of an old one."""
    parts = [run.tables[name] for run in new if name in run.tables]
    if old is not None:
        again = pa.array([run.replicate for run in new], pa.int32())
        parts.append(old.filter(pc.invert(pc.is_in(old["replicate"], again))))
    table = pa.concat_tables([schema(name).empty_table(), *parts])
    return table.take(np.argsort(table["replicate"].to_numpy(), kind="stable"))


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


def decode(data: bytes, columns: Sequence[str] | None = None) -> pa.Table:
    """The table of Parquet bytes; only some of its columns where they are named."""
    return pq.read_table(io.BytesIO(data), columns=columns)
