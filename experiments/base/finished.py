"""A run that ended, well or not, as rows of the store's tables.

Made in the process that ran it: nothing is imported here that a worker can do without.
"""

from dataclasses import asdict, dataclass, field, replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.base.memory import peak_memory
from sim.measure.records import (
    AREA_OUTPUTS,
    HISTORY_OUTPUTS,
    PROJECT_OUTPUTS,
    RUN_OUTPUTS,
    WEEKLY_OUTPUTS,
    RunRecord,
)

TABLES = {
    "runs": RUN_OUTPUTS,
    "projects": PROJECT_OUTPUTS,
    "history": HISTORY_OUTPUTS,
    "weekly": WEEKLY_OUTPUTS,
    "areas": AREA_OUTPUTS,
}
WEEKS = ("weekly", "areas")
"""Kept together or not at all; areas has rows only where there are several."""
OK, FAILED = "ok", "failed"
Columns = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Finished:
    """A run that ended, well or not, of the cell with this hash.

    row: its row of runs. columns: by table, the columns of every other one; a failed run has none.
    """

    cell: str
    replicate: int
    seconds: float
    row: dict[str, Any]
    columns: dict[str, Columns] = field(default_factory=dict)
    memory: float = field(default_factory=peak_memory)
    """Most memory, in MB, that its process has held."""

    @property
    def failed(self) -> bool:
        """Whether it raised."""
        return bool(self.row["status"] == FAILED)

    def without_weeks(self) -> "Finished":
        """The same without its weekly measures."""
        kept = {name: self.columns[name] for name in self.columns if name not in WEEKS}
        return replace(self, columns=kept)


@dataclass(frozen=True)
class Failure:
    """Why a run raised: the function of the model it was in, the error, the frames."""

    stage: str
    error: str
    traceback: str


@cache
def declared_types(name: str) -> dict[str, np.dtype[Any]]:
    """The outputs of a table, with their types."""
    return {output.name: np.dtype(output.dtype) for output in TABLES[name]}


def _checked(name: str, recorded: Columns) -> Columns:
    declared = declared_types(name)
    if declared.keys() != recorded.keys():
        odd = sorted(declared.keys() ^ recorded.keys())
        raise ValueError(f"{name}: not both declared and recorded: {', '.join(odd)}")
    rows = len(next(iter(recorded.values())))
    for column, dtype in declared.items():
        values = recorded[column]
        if values.shape != (rows,) or values.dtype != dtype:
            found = f"{values.dtype} {values.shape}"
            raise ValueError(f"{column}: {found} recorded, {dtype} ({rows},) declared")
    return recorded


def finished(cell: str, record: RunRecord, seconds: float = 0.0) -> Finished:
    """The rows of a run that ended well. ValueError where it isn't what is declared."""
    declared = declared_types("runs")
    alone = {n: np.array([v], declared.get(n)) for n, v in record.run.items()}
    row = {name: values.item() for name, values in _checked("runs", alone).items()}
    tables = {"projects": record.projects, "history": record.history, "weekly": record.weekly}
    if record.areas:
        tables["areas"] = record.areas
    columns = {name: _checked(name, each) for name, each in tables.items()}
    return Finished(cell, record.id.replicate, seconds, {"status": OK, **row}, columns)


def failed(cell: str, replicate: int, failure: Failure, seconds: float = 0.0) -> Finished:
    """The row of a run that raised."""
    return Finished(cell, replicate, seconds, {"status": FAILED, **asdict(failure)})
