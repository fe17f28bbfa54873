"""Write a folder with an example community to start from; never over what is there."""

import os
import shutil
from importlib import resources
from pathlib import Path

from experiments.base.errors import InputError
from experiments.base.files import TEMPORARY, one_clear_line, replace
from experiments.config.place.columns import Table
from experiments.config.place.configuration import CONFIGURATIONS, is_place_name, shipped
from experiments.config.place.content import (
    CSV,
)
from experiments.config.place.example import YUAN_PER_UNIT, example_tables, other_form
from experiments.config.place.names import Names, number_of
from experiments.config.place.write import as_csv
from experiments.words.speech import Speaker

OTHER_FORM = ("other_form", "另一种形式")
"""The folder of the example table that is not in use."""


def init_place(folder: Path, say: Speaker) -> list[Path]:
    """Write the example into ``folder``, all or nothing; returns what was written, in order.

    InputError where something is there already, or the name can't be a community's.
    """
    name = folder.resolve().name
    if not is_place_name(name):
        raise InputError(
            f"{folder}: the last name must be 1 to 40 of a-z, A-Z, 0-9 and _, a letter first, and"
            " none that Windows keeps for itself, such as con: it becomes community=NAME"
        )
    if name in shipped(CONFIGURATIONS):
        raise InputError(f"{folder}: coprod has a community {name} of its own; give another name")
    if folder.exists() or folder.is_symlink():
        raise InputError(f"{folder}: is there already, and is left as it is; give another name")
    files = _files(folder, name, say)
    building = folder.with_name(f".{name}.{os.getpid()}{TEMPORARY}")
    with one_clear_line(folder):
        try:
            for path, data in files.items():
                target = building / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
            replace(building, folder)
        finally:
            shutil.rmtree(building, ignore_errors=True)
    return [folder / path for path in files]


def _files(folder: Path, name: str, say: Speaker) -> dict[Path, bytes]:
    text = (
        resources.files("experiments.config.place")
        .joinpath("template", f"{Names._fields[number_of(say)]}.yaml")
        .read_text("utf-8")
    )
    filled = text.format(folder=folder, name=name, yuan_per_unit=YUAN_PER_UNIT)
    files = {Path(CONFIGURATIONS) / f"{name}.yaml": filled.encode()}
    for table, rows in example_tables(say).items():
        files[_file(table, say)] = as_csv(table, rows, say)
    other, rows = other_form(say)
    files[Path(OTHER_FORM[number_of(say)]) / _file(other, say)] = as_csv(other, rows, say)
    return files


def _file(table: Table, say: Speaker) -> Path:
    return Path(f"{table.names[number_of(say)]}{CSV}")
