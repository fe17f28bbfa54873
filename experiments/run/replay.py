"""Run one stored replicate again: is it the same, and what was its network along the way?"""

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import networkx as nx
import numpy as np
import pandas as pd

from experiments.base.errors import InputError
from experiments.base.files import one_clear_line, write_atomically
from experiments.base.finished import TABLES, WEEKS, Finished
from experiments.run.attempt import Run, attempt
from experiments.run.compiling import Tell, compile_ahead
from experiments.run.runner import tasks_of
from experiments.store.cell import Cell
from experiments.store.study import Study
from experiments.store.tables import merge
from sim.measure.records import RunId, RunRecord
from sim.parameters import Parameters

Networks = Mapping[int, nx.Graph]
Trace = Callable[[Parameters, RunId, tuple[int, ...]], tuple[RunRecord, Networks]]


@dataclass(frozen=True)
class Replay:
    """What came of it. differing: ``table.column`` where the numbers differ, to the bit.

    skipped: tables that the store doesn't keep run by run. files: networks written. unwritten: why
    they could not be, in one line; then there are none.
    """

    differing: list[str]
    skipped: list[str]
    files: list[Path]
    unwritten: str = ""

    @property
    def same(self) -> bool:
        """Whether every stored number is the same."""
        return not self.differing


class Again(NamedTuple):
    """A stored run that was run again: its name, ARM/REPLICATE, and where its networks are."""

    name: str
    folder: Path
    replay: Replay


def model_trace(
    parameters: Parameters, run_id: RunId, weeks: tuple[int, ...]
) -> tuple[RunRecord, Networks]:
    """The model with its network at the end of each of ``weeks``."""
    from sim.simulation import trace

    return trace(parameters, run_id, weeks)


def split_run(text: str) -> tuple[str, int]:
    """``party/3`` as cell and number of the replicate."""
    cell, slash, number = text.rpartition("/")
    if not (slash and cell and number.isdecimal()):
        raise InputError(f"run = {text}: must be CELL/REPLICATE, such as party/3")
    return cell, int(number)


def again(study: Study, run: str, tell: Tell) -> Again:
    """Run CELL/REPLICATE of a study again: see ``replay``. tell: that the model is compiled."""
    name, replicate = split_run(run)
    cell = study.cell(name)
    folder = study.path / "replay" / f"{cell.arm}-{replicate:05d}"
    compile_ahead(tell)
    return Again(f"{cell.arm}/{replicate}", folder, replay(cell, replicate, folder))


def replay(cell: Cell, replicate: int, folder: Path, trace: Trace = model_trace) -> Replay:
    """Run a stored replicate again, compare every row, write networks into ``folder``.

    A run that failed is expected to fail in the same way, and has no networks. InputError when
    the replicate is not in the store.
    """
    stored = {name: _rows(cell, name, replicate) for name in TABLES}
    if stored["runs"].empty:
        raise InputError(f"replicate = {replicate}: not in cell {cell.arm} ({cell.hash})")
    networks: dict[int, nx.Graph] = {}
    again = attempt(_recording(trace, networks), next(tasks_of(cell, [replicate])))
    differing = _differing(stored, again)
    skipped = [name for name in again.columns if name == "weekly" and stored[name].empty]
    try:
        return Replay(differing, skipped, _write(networks, folder))
    except InputError as error:  # a study that can only be read is compared all the same
        return Replay(differing, skipped, [], str(error))


def _rows(cell: Cell, name: str, replicate: int) -> pd.DataFrame:
    table: pd.DataFrame = getattr(cell, name)(replicate + 1)
    return table[table["replicate"] == replicate]


def _recording(trace: Trace, networks: dict[int, nx.Graph]) -> Run:
    def run(parameters: Parameters, run_id: RunId) -> RunRecord:
        last = parameters.horizon - 1
        record, seen = trace(parameters, run_id, tuple(sorted({0, last // 2, last})))
        networks.update(seen)
        return record

    return run


def _differing(stored: dict[str, pd.DataFrame], again: Finished) -> list[str]:
    found = []
    for name, rows in stored.items():
        fresh = merge(name, None, [again]).to_pandas()
        if not (name in WEEKS and rows.empty):
            found += [
                f"{name}.{column}" for column in fresh if not _same(rows[column], fresh[column])
            ]
    return found


def _same(stored: pd.Series, fresh: pd.Series) -> bool:
    """Equal to the bit: -0.0 is not 0.0, and a nan is a nan. Of what was declared later there is
    nothing stored."""
    if stored.isna().all() and pd.api.types.is_numeric_dtype(fresh.dtype):
        return True
    if pd.api.types.is_numeric_dtype(stored.dtype):
        return _bits(stored) == _bits(fresh)
    return stored.tolist() == fresh.tolist() or bool(stored.isna().all() and fresh.isna().all())


def _bits(column: pd.Series) -> tuple[str, bytes]:
    values = column.to_numpy()
    return str(values.dtype), np.ascontiguousarray(values).tobytes()


def _write(networks: Networks, folder: Path) -> list[Path]:
    if not networks:
        return []
    with one_clear_line(folder):
        folder.mkdir(parents=True, exist_ok=True)
    graphs = {
        folder / f"network-week-{week:03d}.graphml": networks[week] for week in sorted(networks)
    }
    for path, graph in graphs.items():
        sink = io.BytesIO()
        nx.write_graphml(graph, sink)
        write_atomically(path, sink.getvalue())
    ties = folder / "networks.csv"
    write_atomically(ties, _ties(networks).encode())
    return [*graphs, ties]


def _ties(networks: Networks) -> str:
    """Every tie of every week as a row of CSV: week, source, target and its attributes."""
    rows = [
        {"week": week, "source": source, "target": target, **attributes}
        for week in sorted(networks)
        for source, target, attributes in networks[week].edges(data=True)
    ]
    attributes = sorted({name for row in rows for name in row} - {"week", "source", "target"})
    sink = io.StringIO()
    writer = csv.DictWriter(sink, ["week", "source", "target", *attributes])
    writer.writeheader()
    writer.writerows(rows)
    return sink.getvalue()
