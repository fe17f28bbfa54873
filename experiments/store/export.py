"""Tables of a study as CSV or Excel; large ones row by row, so that memory stays flat."""

import importlib.util
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from experiments.base.disarm import disarmed, disarmed_table
from experiments.base.errors import InputError
from experiments.base.files import TEMPORARY, delete, one_clear_line, replace
from experiments.store.index import varying
from experiments.store.scan import Batch, each_batch
from experiments.store.study import Study
from experiments.store.tables import schema
from sim.measure.breakdown import DEFAULT

CSV, EXCEL = ".csv", ".xlsx"
EXCEL_ROWS = 1_048_576
"""Rows of a sheet, the header included."""
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
CHUNKS_TOGETHER = 20
LABELS = ("cell", "arm", "community", "seed")
Legend = list[tuple[str, str, str]]
Rows = Callable[[Batch], tuple[str, list[str]]]


def check_target(path: Path) -> None:
    """InputError unless a table can be written there."""
    if path.suffix not in (CSV, EXCEL):
        raise InputError(f"--export {path}: must end in {CSV} or {EXCEL}")
    if not path.parent.is_dir():
        raise InputError(f"--export {path}: no such folder")
    if path.suffix == EXCEL and importlib.util.find_spec("openpyxl") is None:
        raise InputError(f"--export {path}: Excel needs the extra 'excel' (openpyxl); or use {CSV}")


def raw_table(study: Study, table: str) -> Iterator[pa.Table]:
    """A table of all cells, as ``labelled`` has it. Projects tell whether they are ``counted``."""
    columns = [_column(each) for each in schema(table) if each.name != "cell"]

    def rows(batch: Batch) -> tuple[str, list[str]]:
        derived = [_counted(batch.horizon)] if table == "projects" else []
        return batch.source(table), [*columns, *derived]

    yield from labelled(study, [table], rows)


def labelled(
    study: Study, tables: Sequence[str], rows: Rows, together: int = CHUNKS_TOGETHER
) -> Iterator[pa.Table]:
    """Rows of all cells, some at a time, behind each cell's labels and the parameters in which
    cells differ; by cell as listed, then by replicate.

    tables: those that ``rows`` reads. rows: of a batch, where its rows are (with ``cell``,
    ``replicate`` and ``file_row_number``), and the columns that are wanted of these, called t; both
    as DuckDB has them. A damaged chunk is an InputError: nothing is left out silently.
    """
    cells = study.sources()
    listed = [one for one, _ in cells]
    labels = pa.Table.from_pylist([
        {key: one.labels[key] for key in LABELS} | values
        for one, values in zip(listed, varying(listed), strict=True)
    ])  # fmt: skip
    named = [f'l."{name}"' for name in labels.column_names]
    labels = labels.append_column("listed", pa.array(range(len(labels))))

    def join(batch: Batch) -> pa.Table:
        for held in batch.held:
            if held.damaged:
                raise InputError(f"{held.folder}: damaged; run the same command again to mend it")
        hashes = pa.array([held.folder.name for held in batch.held])
        batch.database.register("labels", labels.filter(pc.is_in(labels["cell"], hashes)))
        source, columns = rows(batch)
        return batch.database.sql(
            f"select {', '.join([*named, *columns])} from {source} t join labels l using (cell) "
            "order by l.listed, t.replicate, t.file_row_number"
        ).to_arrow_table()

    yield from each_batch((source for _, source in cells), tables, join, together)


def _counted(horizon: int) -> str:
    """Whether a project is of the cohort that rates are of; see ``breakdown.cohort``."""
    first, last = DEFAULT.first_week, horizon - DEFAULT.followed
    return f"cast(t.start_week between {first} and {last} as tinyint) as counted"


def _column(field: pa.Field) -> str:
    """A column as it is; what is not a number becomes an empty place."""
    name = f't."{field.name}"'
    if pa.types.is_floating(field.type):
        return f'if(isnan({name}), null, {name}) as "{field.name}"'
    return name


def write(tables: Iterable[pa.Table], path: Path, mark: bool, title: str, legend: Legend) -> int:
    """Write tables of the same columns one under the other; returns the number of rows.

    mark: begin a CSV with a byte order mark, by which Excel knows that it is UTF-8. title, legend:
    name and rows of a second sheet in Excel that tells what columns mean.
    """
    with _replacing(path) as temporary:
        if path.suffix == CSV:
            return _write_csv(tables, temporary, mark)
        return _write_excel(tables, temporary, path, title, legend)


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A file beside ``path`` that takes its place at the end, or is gone."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}{TEMPORARY}")
    with one_clear_line(path):
        try:
            yield temporary
            replace(temporary, path)
        finally:
            delete(temporary)


def _write_csv(tables: Iterable[pa.Table], path: Path, mark: bool) -> int:
    rows = 0
    with path.open("wb") as file:
        file.write(BYTE_ORDER_MARK if mark else b"")
        for number, table in enumerate(tables):
            options = pa_csv.WriteOptions(include_header=number == 0, quoting_style="needed")
            pa_csv.write_csv(disarmed_table(table), file, options)
            rows += len(table)
    return rows


def _write_excel(
    tables: Iterable[pa.Table], temporary: Path, path: Path, title: str, legend: Legend
) -> int:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("data")
    try:
        rows = _append(sheet, tables, path)
    finally:
        sheet.close()
    second = book.create_sheet(title)
    for line in legend:
        second.append([_plain(text) for text in line])
    book.save(temporary)
    return rows


def _append(sheet: Any, tables: Iterable[pa.Table], path: Path) -> int:
    rows = 0
    for number, table in enumerate(tables):
        if number == 0:
            sheet.append([disarmed(name) for name in table.column_names])
        rows += len(table)
        if rows >= EXCEL_ROWS:
            raise InputError(
                f"{path}: more than {EXCEL_ROWS - 1:,} rows, all that an Excel sheet holds; "
                f"export to {CSV}"
            )
        for row in zip(*(column.to_pylist() for column in table.columns), strict=True):
            sheet.append([_plain(value) for value in row])
    return rows


def _plain(value: object) -> object:
    """Text without the control characters that Excel's format has no place for, and disarmed."""
    return disarmed(CONTROL.sub("", value) if isinstance(value, str) else value)
