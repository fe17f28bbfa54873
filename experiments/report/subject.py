"""What a study is: which cells belong together, and what kind of page they make."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from experiments.errors import InputError
from experiments.store import Cell, Study
from sim.parameters import Parameters

COMPARISON, SWEEP, SINGLE = "comparison", "sweep", "single"
HUB = "coordinator"
"""The group of parameters in which arms differ."""
_NUMBERED = re.compile(r"(.+)-\d{3,}")
Values = dict[str, Any]


@dataclass(frozen=True)
class Subject:
    """The cells of a study under its name, in the order in which they were opened."""

    name: str
    cells: tuple[Cell, ...]

    @property
    def kind(self) -> str:
        """One arm, arms of one community with the same luck, or anything beyond that."""
        if len(self.cells) == 1:
            return SINGLE
        alike = {(cell.seed, cell.community) for cell in self.cells}
        once = len({arm_of(cell) for cell in self.cells}) == len(self.cells)
        return COMPARISON if once and len(alike) == 1 else SWEEP

    @cached_property
    def values(self) -> list[Values]:
        """Every parameter of each cell, by path."""
        return [flat(cell.parameters) for cell in self.cells]

    @cached_property
    def differing(self) -> list[str]:
        """Paths of parameters that take more than one value."""
        first = self.values[0]
        return [path for path in first if any(each[path] != first[path] for each in self.values)]


def subject_of(study: Study) -> Subject:
    """The study as something to report on. InputError where it has no cells."""
    cells = tuple(study.cells())
    if not cells:
        raise InputError(f"{study.path}: the study has no cells; run something in it first")
    return Subject(study.path.resolve().name, cells)


def arm_of(cell: Cell) -> str:
    """The arm of a cell; one that was numbered by its point has the number taken off."""
    numbered = _NUMBERED.fullmatch(cell.arm)
    return numbered[1] if numbered else cell.arm


def pairs_of(cells: Sequence[Cell], treated: str, reference: str) -> list[tuple[Cell, Cell]]:
    """Cells of ``treated``, each with the ``reference`` cell of the same community and luck.

    Same luck: the same seed, and the same parameters but those of the coordinator. A treated cell
    without such a partner is left out.
    """
    partners = {_ground(cell): cell for cell in cells if arm_of(cell) == reference}
    mine = [cell for cell in cells if arm_of(cell) == treated]
    return [(cell, partners[_ground(cell)]) for cell in mine if _ground(cell) in partners]


def _ground(cell: Cell) -> str:
    values = cell.parameters.model_dump(mode="json", exclude={HUB})
    return json.dumps([cell.community, cell.seed, values], sort_keys=True)


def flat(parameters: Parameters) -> Values:
    """Every parameter by its path, such as ``coordinator.reach``, in order of declaration."""
    return dict(_flat(parameters.model_dump(mode="json"), ""))


def _flat(group: Values, prefix: str) -> Iterator[tuple[str, Any]]:
    for name, value in group.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value
