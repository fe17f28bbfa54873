"""What a study's tables hold, or one clear line where they aren't what is declared."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

from experiments.base.errors import InputError
from experiments.store import TABLES, Cell


@dataclass(frozen=True)
class Tally:
    """Runs of a cell: numbers of the replicates that ended well, and how many failed."""

    well: frozenset[int]
    failed: int

    @property
    def runs(self) -> int:
        """How many ended well."""
        return len(self.well)


@contextmanager
def one_clear_line() -> Iterator[None]:
    """Turn tables that don't fit what is declared into one line for the user."""
    try:
        yield
    except pa.ArrowInvalid as error:
        reason = str(error).splitlines()[0]
        raise InputError(f"results aren't what this version stores ({reason})") from error


def _runs_of(cell: Cell) -> Tally:
    """From the table of runs alone."""
    runs = _table(cell, "runs")
    well = runs.loc[runs["status"] == "ok", "replicate"]
    return Tally(frozenset(int(number) for number in well), len(runs) - len(well))


def checked(cells: Sequence[Cell]) -> list[Tally]:
    """The runs of each cell. InputError where a table lacks a declared column or is damaged, and
    where no run ended well."""
    for cell in cells:
        for name in TABLES:
            _table(cell, name)
    return tallied(cells)


def tallied(cells: Sequence[Cell]) -> list[Tally]:
    """The runs of each cell. InputError where none ended well."""
    tallies = [_runs_of(cell) for cell in cells]
    if not any(tally.runs for tally in tallies):
        failed = sum(tally.failed for tally in tallies)
        place = cells[0].folder.parent.parent
        raise InputError(f"{place}: no finished run to report on ({failed} failed)")
    return tallies


def _table(cell: Cell, name: str) -> pd.DataFrame:
    read: Callable[[], pd.DataFrame] = getattr(cell, name)
    try:
        table = read()
    except (pa.ArrowInvalid, KeyError) as error:
        raise InputError(_unlike(cell, name, str(error).splitlines()[0])) from error
    lacking = [o.name for o in TABLES[name] if o.name not in table.columns]
    if lacking:
        raise InputError(_unlike(cell, name, f"no column {', '.join(lacking)}"))
    return table


def _unlike(cell: Cell, name: str, why: str) -> str:
    return (
        f"{cell.folder}: table {name} of {cell.arm} isn't what this version stores ({why}); "
        "read it with the version that made it"
    )
