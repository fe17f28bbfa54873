"""A cell's tables for statistics, or one clear line where a column is missing."""

from collections.abc import Callable

import pandas as pd
import pyarrow as pa

from experiments.errors import InputError
from experiments.outcomes import Arm, opportunity_counts
from experiments.report.provenance import Tally
from experiments.report.subject import arm_of
from experiments.store import TABLES, Cell
from sim.breakdown import DEFAULT


def read_arm(cell: Cell, weekly: bool) -> Arm:
    """All stored runs of a cell; ``weekly`` measures only where asked for.

    Raises InputError for damaged tables and for tables that lack a declared column.
    """
    tables = {name: _table(cell, name) for name in ("runs", "projects", "history")}
    weeks = _table(cell, "weekly") if weekly else pd.DataFrame()
    return Arm(cell.arm, weekly=weeks, **tables)


def counts_of(cell: Cell) -> tuple[pd.DataFrame, Tally]:
    """Counts by replicate over the cohort, and how many runs there are; keeps no table."""
    arm = read_arm(cell, weekly=False)
    return opportunity_counts(arm, DEFAULT), tally_of(arm)


def tally_of(arm: Arm) -> Tally:
    """How many runs ended well, and how many failed."""
    return Tally(len(arm.replicates), arm.failed)


def check_any_run(cells: list[Cell], tallies: list[Tally]) -> None:
    """Refuse a study in which no run ended well."""
    if not any(tally.runs for tally in tallies):
        failed = sum(tally.failed for tally in tallies)
        place = cells[0].folder.parent.parent
        raise InputError(f"{place}: no finished run to report on ({failed} failed)")


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
        f"{cell.folder}: {name} of arm {arm_of(cell)} isn't what this version stores ({why}); "
        "read it with the version that made it"
    )
