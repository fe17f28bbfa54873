"""Text of a sheet that a spreadsheet would take for a formula, and run: made plain text."""

import re
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""First characters that make a formula of a cell; the wide ones where the locale is East Asian."""
FIRST = f"^([{re.escape(''.join(STARTS))}])"
NUMBERS = "biuf"
"""Kinds of columns that hold no text."""
MARK = "'"
"""Put in front: spreadsheets then show the text and compute nothing."""


def disarmed(value: Any) -> Any:
    """A cell: text that begins like a formula with a mark in front, anything else as it is."""
    return MARK + value if isinstance(value, str) and value.startswith(STARTS) else value


def csv_of(table: pd.DataFrame, **options: Any) -> str:
    """A table as CSV without its index, all text disarmed; options: of ``DataFrame.to_csv``."""
    safe = table.copy()
    for place, kind in enumerate(table.dtypes):
        if kind.kind not in NUMBERS:
            safe.isetitem(place, table.iloc[:, place].map(_line))
    safe.columns = pd.Index([disarmed(name) for name in table.columns])
    return str(safe.to_csv(index=False, **options))


def _line(value: Any) -> Any:
    """A disarmed cell without CR, which pandas doesn't quote: it would begin a row of its own."""
    text = disarmed(value)
    return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


def disarmed_table(table: pa.Table) -> pa.Table:
    """An Arrow table with the text of its cells, and its columns' names, disarmed."""
    columns = [_column(column) for column in table.columns]
    return pa.table(columns, names=[disarmed(name) for name in table.column_names])


def _column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return column
    return pc.replace_substring_regex(column, FIRST, f"{MARK}\\1")
