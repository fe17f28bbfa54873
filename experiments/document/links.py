"""Content inside the file: data links for images, fonts and tables."""

import base64

import numpy as np
import pandas as pd

from experiments.base.disarm import csv_of
from experiments.document.blocks import Download
from experiments.words import MESSAGES, arm_label, say

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


def csv_download(name: str, table: pd.DataFrame, lang: str) -> Download:
    """A table to take out, with the catalogue's names in ``lang``, readable by Excel."""
    text = MARK + csv_of(localised(table, lang), float_format=f"%.{DIGITS}g")
    link = data_link("text/csv;charset=utf-8", text.encode())
    return Download(f"{name}.{lang}.csv", link, say("report.download", lang))


def localised(table: pd.DataFrame, lang: str) -> pd.DataFrame:
    """The same table with columns and named values as readers of ``lang`` know them."""
    columns = {str(name): _values(table[name], str(name), lang) for name in table.columns}
    shown = pd.DataFrame({named("column", name, lang): column for name, column in columns.items()})
    return shown.replace([np.inf, -np.inf], np.nan)


def _values(column: pd.Series, name: str, lang: str) -> pd.Series:
    if name in ARMS:
        return column.map(lambda arm: arm_label(str(arm), lang))
    if name in NAMED:
        kind = "measure" if name == "flow" else name
        return column.map(lambda value: named(kind, str(value), lang))
    return column


def named(kind: str, name: str, lang: str) -> str:
    """A name of the catalogue, ``<kind>.<name>``; what it doesn't know goes by its own name."""
    key = f"{kind}.{name}"
    return say(key, lang) if key in MESSAGES else name
