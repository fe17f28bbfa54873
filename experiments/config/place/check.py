"""Check a community's folder: read, never executed; every problem at once."""

import os
import re
from collections.abc import Iterable
from pathlib import Path

from experiments.base.errors import InputError
from experiments.base.settings import CONFIG_GROUPS
from experiments.config.place.configuration import (
    CONFIGURATIONS,
    ENDING,
    TABLES_KEY,
    configurations,
    has_defaults,
    read_configuration,
    read_other,
    shipped,
)
from experiments.config.place.names import Names
from experiments.config.place.problem import Problem
from experiments.config.place.read import (
    read_place,
    sheets_passed_over,
    table_files,
    tables_read,
)
from experiments.words.speech import EN, Message

HERE = "."
SHOWN = 3
"""Problems told in the line that refuses a folder."""
OPTION = re.compile(r"[\w-]+")
"""Names in a choice of a group."""


def check_place(folder: Path) -> list[Problem]:
    """Every problem of the tables and configurations in ``folder``; none: it can be used.

    Whatever is in the folder, this raises nothing, runs nothing and writes nothing; files over
    the size limits are told and left unread.
    """
    if not os.path.isdir(folder):  # unlike Path.is_dir, it raises nothing
        return [Problem(folder.name, None, None, "no_folder")]
    read = [read_configuration(path) for path in configurations(folder)]
    problems = [problem for _, told in read for problem in told]
    others = [group for group in CONFIG_GROUPS if group != CONFIGURATIONS]
    for path in sorted(each for group in others for each in (folder / group).glob(f"*{ENDING}")):
        problems += read_other(path)
    used = [tables for tables, _ in read if tables]
    if not used and not problems:
        values = {"name": f"{CONFIGURATIONS}/{folder.name}.yaml", "entry": f"{TABLES_KEY}: {HERE}"}
        problems.append(Problem(folder.name, None, None, "no_configuration", values))
    if not used and table_files(folder, []):
        used = [HERE]  # the configuration is broken: what is wrong with the tables is told too
    for tables in dict.fromkeys(used):
        problems += read_place(folder / tables)[1]
    return problems


def refuse_chosen(folder: Path, overrides: Iterable[str]) -> None:
    """InputError, one line, where an own file that these overrides choose can't be handed to Hydra,
    or isn't what Hydra would read; other files of the folder are nobody's matter."""
    problems = [each for path in _chosen(folder, overrides) for each in _judged(path)]
    if problems:
        told = "; ".join(problem.said(EN) for problem in problems[:SHOWN])
        more = f"; and {len(problems) - SHOWN} more" if len(problems) > SHOWN else ""
        raise InputError(f"{folder}: {told}{more}")


def _judged(path: Path) -> list[Problem]:
    return read_configuration(path)[1] if path.parent.name == CONFIGURATIONS else read_other(path)


def _chosen(folder: Path, overrides: Iterable[str]) -> list[Path]:
    """Own files that may be read with these overrides.

    Of a group that isn't mentioned: those in whose place coprod's own of that name are read. Where
    one has a list of defaults, which may name any other: all.
    """
    said = dict(text.partition("=")[::2] for text in overrides)
    own = {group: sorted((folder / group).glob(f"*{ENDING}")) for group in CONFIG_GROUPS}
    chosen = [
        path
        for group, paths in own.items()
        for path in paths
        if path.stem in (OPTION.findall(said[group]) if group in said else shipped(group))
    ]
    if any(has_defaults(path) for path in chosen):
        return [path for paths in own.values() for path in paths]
    return chosen


def reading_of(folder: Path, shown: Path | None = None) -> list[Message]:
    """What is read of a folder in which nothing is wrong: tables and those that the model draws, a
    line for each folder of tables; and sheets of workbooks that aren't read.

    shown: how the folder is called; None: not at all.
    """
    told = []
    for tables, read, drawn in tables_of(folder):
        place = Path(tables) if shown is None else shown / tables
        told.append(Message("place.tables", {"folder": place, "read": read, "drawn": drawn}))
        told += sheets_passed_over(folder / tables)
    return told


def tables_of(folder: Path) -> list[tuple[str, Names, Names]]:
    """Folders of tables that configurations name: each with the tables read and those drawn."""
    used = [tables for tables, _ in map(read_configuration, configurations(folder)) if tables]
    return [(tables, *tables_read(folder / tables)) for tables in dict.fromkeys(used)]
