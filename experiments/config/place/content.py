"""What is in a file: bytes within limits, and text in the encodings that people have."""

import re
from pathlib import Path

from experiments.config.place.problem import Problem

CSV, TABBED = ".csv", ".tsv"
EXCEL = (".xlsx", ".xlsm")
"""Macros of the second are neither read nor run."""
MEGABYTE = 2**20
MOST_BYTES = 20 * MEGABYTE
MOST_ROWS = 100_000
CHINESE = "gb18030"
DECIMAL_COMMA = re.compile(r"[+-]?(0|[1-9]\d*)?,\d+([eE][+-]?\d{1,3})?", re.ASCII)
"""A number with a comma where others have a point."""
FULL_WIDTH = "，"
"""The comma of a Chinese keyboard."""
IN_UTF8 = re.compile(b"[\xe3-\xe9\xef][\x80-\xbf]{2}")
"""A Chinese letter or sign; in GB18030 three bytes in a hundred look so."""
FIRST_BEYOND_ASCII, MOSTLY = 0x80, 0.6
DECLARATIONS = tuple(
    text.encode(code)
    for text in ("<!DOCTYPE", "<!ENTITY")
    for code in ("ascii", "utf-16-le", "utf-16-be")
)  # fmt: skip
"""What no table needs in its XML, and what bombs are made of."""


class UnreadableError(Exception):
    """A file that can't be read as a table; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.what)
        self.problem = problem


def read_bytes(path: Path, most: int = MOST_BYTES) -> bytes:
    """A file's content. UnreadableError where it can't be read, or is over ``most`` bytes."""
    try:
        if not path.is_file():
            raise refused(path, "no_file")
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise refused(path, "unreadable", reason=error.strerror or str(error)) from error
    if len(data) > most:
        raise refused(path, "too_big", most=f"{most / MEGABYTE:g}")
    return data


def refused(
    path: Path, what: str, row: int | None = None, column: str | None = None, **values: object
) -> UnreadableError:
    """The error that says so of the whole file, or of one row or cell."""
    return UnreadableError(Problem(path.name, row, column, what, values))


def decoded(path: Path, data: bytes) -> str:
    """Text in UTF-8, with or without byte order mark, or GB18030."""
    return data.decode(encoding_of(path, data))


def encoding_of(path: Path, data: bytes) -> str:
    """The first of the encodings above that the data are in. UnreadableError where in neither."""
    if b"\x00" in data:
        raise refused(path, "not_text")
    for encoding in ("utf-8-sig", CHINESE):
        try:
            data.decode(encoding)
        except UnicodeDecodeError as error:
            if encoding != CHINESE and _is_nearly_utf8(data):
                row = data[: error.start].count(b"\n") + 1
                raise refused(path, "utf8_broken", row) from error
            continue
        return encoding
    raise refused(path, "encoding")


def _is_nearly_utf8(data: bytes) -> bool:
    """Whether most, not all, of what isn't ASCII is UTF-8: as GB18030 it would be other letters."""
    within = sum(len(found[0]) for found in IN_UTF8.finditer(data))
    return within > MOSTLY * sum(byte >= FIRST_BEYOND_ASCII for byte in data)
