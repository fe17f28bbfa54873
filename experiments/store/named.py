"""Stored cells by the names that users give them."""

from pathlib import Path

from experiments.base.errors import InputError
from experiments.store.cell import Cell
from experiments.store.study import Study

LEAST = 2
"""Cells of a comparison."""


def chosen(out: Path, names: list[str]) -> dict[str, Cell]:
    """Stored cells named STUDY/CELL, under their arms, or their full names where arms repeat."""
    cells = {name: stored_cell(out, name, "--cells ") for name in names}
    if len(cells) < len(names) or len(cells) < LEAST:
        raise InputError(f"--cells {' '.join(names)}: must be two cells or more, each once")
    arms = [cell.arm for cell in cells.values()]
    labels = arms if len(set(arms)) == len(arms) else list(cells)
    return dict(zip(labels, cells.values(), strict=True))


def stored_cell(out: Path, name: str, option: str = "") -> Cell:
    """The cell STUDY/CELL; ``option`` is what the name was given to, to say so where it's wrong."""
    study, slash, cell = name.rpartition("/")
    if not (slash and study and cell):
        raise InputError(f"{option}{name}: must be STUDY/CELL, such as headline/party")
    return Study(study_folder(out, study)).cell(cell)


def study_folder(out: Path, study: str) -> Path:
    """The folder of a study that is named, or given as a path."""
    named = out / study
    return named if named.exists() else Path(study)
