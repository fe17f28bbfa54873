"""Put a community's own tables into a configuration that names their folder."""

import hashlib
import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from experiments.base.errors import InputError
from experiments.config.place.configuration import TABLES_KEY
from experiments.config.place.content import (
    UnreadableError,
    read_bytes,
)
from experiments.config.place.read import read_place, table_files
from experiments.words.speech import EN
from sim.parameters import Parameters
from sim.parameters.place import Place

FILE = "file://"
SHOWN = 3
"""Problems told in the line that refuses a folder."""


def furnished(values: dict[str, Any], search_path: Iterable[str]) -> dict[str, Any]:
    """Composed values with the Place of the tables that ``place`` names, and what follows from it.

    search_path: Hydra's, from which the folder is looked for. InputError where the folder isn't
    there, or its tables have problems.
    """
    others = {key: value for key, value in values.items() if key != TABLES_KEY}
    named = values.get(TABLES_KEY) or ""
    if not named:
        return others
    place = _read(_folder(str(named), search_path))
    defaults = Parameters().model_dump()
    for name, value in place.fixed.items():
        group, _, key = name.partition(".")
        if _plain(others[group][key]) == _plain(defaults[group][key]):
            others[group] = {**others[group], key: value}
    return {**others, TABLES_KEY: place}


def _plain(value: Any) -> Any:
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


def _folder(named: str, search_path: Iterable[str]) -> Path:
    roots = [Path(each.removeprefix(FILE)) for each in search_path if each.startswith(FILE)]
    found = next((root / named for root in roots if os.path.isdir(root / named)), None)
    if found is None:
        raise InputError(f"{TABLES_KEY} = {named}: must be a folder inside the one of --config-dir")
    return found


def _read(folder: Path) -> Place:
    return _read_once(folder, tuple(map(_state, table_files(folder, []))))


def _state(path: Path) -> tuple[str, str]:
    """A file's name and what it holds."""
    try:
        return path.name, hashlib.sha256(read_bytes(path)).hexdigest()
    except UnreadableError as error:
        return path.name, error.problem.what


@lru_cache(maxsize=8)
def _read_once(folder: Path, state: object) -> Place:
    """A folder whose files hold the same is read once a process."""
    place, problems = read_place(folder)
    if problems:
        told = "; ".join(problem.said(EN) for problem in problems[:SHOWN])
        more = f"; and {len(problems) - SHOWN} more" if len(problems) > SHOWN else ""
        raise InputError(f"{folder}: {told}{more}; coprod check shows all")
    return place
