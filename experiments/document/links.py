"""Content inside the file: data links for images, fonts and tables."""

import base64

import numpy as np
import pandas as pd

from experiments.base.disarm import csv_of
from experiments.document.blocks import Download
from experiments.words.speech import Speaker

MARK = "\ufeff"
"""Byte order mark: without it Excel reads Chinese as another encoding."""
DIGITS = 5
"""Significant figures of a number in a table that can be taken out."""
ARMS = ("arm", "comparator", "treated", "reference")
NAMED = ("measure", "end", "sign", "resource", "category", "flow", "group", "sector")
"""Columns whose values are names of the catalogue, under ``<column>.<value>``."""


def data_link(mime: str, data: bytes) -> str:
    """``data`` as a link that needs no other file."""
    return f"data:{mime};base64,{base64.b64encode(data).decode('ascii')}"


def linked_data(link: str) -> bytes:
    """What a data link holds."""
    return base64.b64decode(link.partition(",")[2])


def csv_download(name: str, table: pd.DataFrame, say: Speaker) -> Download:
    """A table to take out, with the catalogue's names in ``lang``, readable by Excel."""
    text = MARK + csv_of(localised(table, say), float_format=f"%.{DIGITS}g")
    link = data_link("text/csv;charset=utf-8", text.encode())
    return Download(f"{name}.{say.lang}.csv", link, say("report.download"))


def localised(table: pd.DataFrame, say: Speaker) -> pd.DataFrame:
    """The same table with columns and named values as readers of ``lang`` know them."""
    columns = {str(name): _values(table[name], str(name), say) for name in table.columns}
    shown = pd.DataFrame({named("column", name, say): column for name, column in columns.items()})
    return shown.replace([np.inf, -np.inf], np.nan)


def _values(column: pd.Series, name: str, say: Speaker) -> pd.Series:
    if name in ARMS:
        return column.map(lambda arm: say.arm(str(arm)))
    if name in NAMED:
        kind = "measure" if name == "flow" else name
        return column.map(lambda value: named(kind, str(value), say))
    return column


def named(kind: str, name: str, say: Speaker) -> str:
    """A name of the catalogue, ``<kind>.<name>``; what it doesn't know goes by its own name."""
    return say.known(f"{kind}.{name}", name)
