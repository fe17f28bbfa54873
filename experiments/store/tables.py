"""Finished runs as tables, and tables as bytes of Parquet."""

import io
from collections.abc import Sequence
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from experiments.base.finished import Finished, declared_types

pa.enable_signal_handlers(False)
"""Ctrl-C is Python's to hear: Arrow would break off a table that is being kept."""

ALWAYS = ("runs", "projects", "history")
COMPRESSION_LEVEL = 3
_KEYS = {
    "runs": ("status", "stage", "error", "traceback"),
    "projects": (),
    "history": ("week",),
    "weekly": ("week",),
    "areas": (),
}
_KEY_TYPES = {"week": pa.int16()}


@cache
def schema(name: str) -> pa.Schema:
    """Columns of a table: cell, replicate, the table's own keys, then the declared outputs."""
    keys = [(key, _KEY_TYPES.get(key, pa.string())) for key in _KEYS[name]]
    outputs = [(each, pa.from_numpy_dtype(dtype)) for each, dtype in declared_types(name).items()]
    return pa.schema([("cell", pa.string()), ("replicate", pa.int32()), *keys, *outputs])


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
    columns = {key: np.concatenate([part[key] for part in parts]) for key in declared_types(name)}
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
