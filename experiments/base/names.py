"""Names of files and folders that every system can keep, and keeps apart."""

import re
import unicodedata
from pathlib import Path

from experiments.base.errors import InputError

RESERVED = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE)
"""Devices of Windows, whatever ending they are given."""


def is_portable(name: str) -> bool:
    """Whether Windows can keep a file of this name too; beside letters it has ``_ - .`` only."""
    return RESERVED.fullmatch(name) is None and not name.endswith(".")


def refuse_other_case(folder: Path) -> None:
    """InputError where a folder that isn't there yet differs from its neighbour by case only:
    Windows and macOS take the two for one."""
    try:
        there = [path.name for path in folder.parent.iterdir()]
    except OSError:  # no neighbours, or none that can be looked at
        return
    alike = [name for name in there if _folded(name) == _folded(folder.name)]
    if alike and folder.name not in alike:
        raise InputError(
            f"{folder}: {folder.parent / alike[0]} is there, and many systems take the two for one;"
            " use that name, or one that differs by more than case"
        )


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
