"""What a study is: which cells belong together, and what kind of page they make."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from experiments.analysis.pairing import arm_name, flat
from experiments.base.errors import InputError
from experiments.store import Cell, Study
from experiments.words.speech import Speaker
from sim.parameters import Parameters

COMPARISON, SWEEP, SINGLE = "comparison", "sweep", "single"
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
        once = len({arm_name(cell) for cell in self.cells}) == len(self.cells)
        return COMPARISON if once and len(alike) == 1 else SWEEP

    @cached_property
    def values(self) -> list[Values]:
        """Every parameter of each cell, by path."""
        return [plain(cell.parameters) for cell in self.cells]

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


def plain(parameters: Parameters) -> Values:
    """Every parameter by its path, with lists as they are written."""
    values: Values = json.loads(json.dumps(flat(parameters)))
    return values


def cell_label(cell: Cell, say: Speaker) -> str:
    """The arm as readers know it, with the number of the point where it has one."""
    name = arm_name(cell)
    return say.arm(name) + cell.arm.removeprefix(name).replace("-", " ")
