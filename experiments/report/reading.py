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


def checked_tally(cell: Cell) -> Tally:
    """How many runs there are; InputError where some table isn't what is declared."""
    runs = _table(cell, "runs")
    for name in ("projects", "history", "weekly"):
        _table(cell, name)
    return _tally(runs)


def counts_of(cell: Cell) -> tuple[pd.DataFrame, Tally]:
    """Counts by replicate over the cohort, and how many runs there are; keeps no table."""
    tables = {name: _table(cell, name) for name in ("runs", "projects", "history")}
    arm = Arm(cell.arm, weekly=pd.DataFrame(), **tables)
    return opportunity_counts(arm, DEFAULT), _tally(tables["runs"])


def check_any_run(cells: list[Cell], tallies: list[Tally]) -> None:
    """Refuse a study in which no run ended well."""
    if not any(tally.runs for tally in tallies):
        failed = sum(tally.failed for tally in tallies)
        place = cells[0].folder.parent.parent
        raise InputError(f"{place}: no finished run to report on ({failed} failed)")


def _tally(runs: pd.DataFrame) -> Tally:
    well = int((runs["status"] == "ok").sum())
    return Tally(well, len(runs) - well)


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
