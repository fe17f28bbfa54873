"""Check a community's folder: read, never executed; every problem at once."""

import os
from pathlib import Path

from experiments.base.errors import InputError
from experiments.base.settings import CONFIG_GROUPS
from experiments.config.place.configuration import (
    CONFIGURATIONS,
    TABLES_KEY,
    configurations,
    read_configuration,
    refuse_file,
)
from experiments.config.place.names import Names
from experiments.config.place.problem import Problem
from experiments.config.place.read import read_place, table_files, tables_read
from experiments.words.speech import EN

HERE = "."


def check_place(folder: Path) -> list[Problem]:
    """Every problem of the tables and configurations in ``folder``; none: it can be used.

    Whatever is in the folder, this raises nothing, runs nothing and writes nothing; files over
    the size limits are told and left unread.
    """
    if not os.path.isdir(folder):  # unlike Path.is_dir, it raises nothing
        return [Problem(folder.name, None, None, "no_folder")]
    read = [read_configuration(path) for path in configurations(folder)]
    problems = [problem for _, told in read for problem in told]
    used = [tables for tables, _ in read if tables]
    if not used and not problems:
        values = {"name": f"{CONFIGURATIONS}/{folder.name}.yaml", "entry": f"{TABLES_KEY}: {HERE}"}
        problems.append(Problem(folder.name, None, None, "no_configuration", values))
    if not used and table_files(folder, []):
        used = [HERE]  # the configuration is broken: what is wrong with the tables is told too
    for tables in dict.fromkeys(used):
        problems += read_place(folder / tables)[1]
    return problems


def refuse_configurations(folder: Path) -> None:
    """InputError, one line, for the first own file that can't be handed to Hydra."""
    for path in configurations(folder):
        _, problems = read_configuration(path)
        if problems:
            raise InputError(f"{folder}: {problems[0].said(EN)}")
    for group in CONFIG_GROUPS:
        if group != CONFIGURATIONS:
            for path in sorted((folder / group).glob("*.yaml")):
                refuse_file(path)


def tables_of(folder: Path) -> list[tuple[str, Names, Names]]:
    """Folders of tables that configurations name: each with the tables read and those drawn."""
    used = [tables for tables, _ in map(read_configuration, configurations(folder)) if tables]
    return [(tables, *tables_read(folder / tables)) for tables in dict.fromkeys(used)]
