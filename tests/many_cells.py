"""A study of many cells with real runs of the village, repeated: for tests of reading at scale."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, product
from pathlib import Path

import pyarrow as pa

from experiments.compose import compose
from experiments.runner import Task, attempt, model_run
from experiments.store import CHUNK, Cell, Finished, Spec, Study
from sim.parameters import Parameters
from sim.measure.records import RunId

SEED = 11
RUNS = 4
"""Runs that are really made in each arm; the cells' replicates are these over and over."""


def write_many(folder: Path, cells: int, replicates: int, horizon: int) -> list[Cell]:
    """A study of the arms none and party with so many cells, each of so many replicates."""
    study, done = Study(folder), {}
    specs = list(islice(_specs(horizon, replicates), cells))
    for cell, spec in zip(study.open_cells(specs), specs, strict=True):
        if spec.arm not in done:
            done[spec.arm] = [_run(spec.parameters, number) for number in range(RUNS)]
        for start in range(0, replicates, CHUNK):
            numbers = range(start, min(start + CHUNK, replicates))
            cell.write_chunk(start, [_as(cell, done[spec.arm], n) for n in numbers], "none")
    return study.cells()


def _specs(horizon: int, replicates: int) -> Iterator[Spec]:
    arms = {
        arm: compose(["community=village", f"arrangement={arm}"]).parameters.model_copy(
            update={"horizon": horizon}
        )
        for arm in ("none", "party")
    }
    for step, (arm, parameters) in product(range(1_000_000), arms.items()):
        tried = parameters.network.model_copy(update={"cross_sector": step / 1_000_000})
        varied = parameters.model_copy(update={"network": tried})
        yield Spec(varied, SEED, arm, "village", replicates)


def _run(parameters: Parameters, number: int) -> Finished:
    return attempt(model_run, Task("", parameters, RunId(SEED, number)))


def _as(cell: Cell, done: list[Finished], number: int) -> Finished:
    """One of the runs as if it were this replicate of this cell."""
    run = done[(number + int(cell.hash, 16)) % len(done)]
    tables = {
        name: _with(
            _with(table, "cell", pa.array([cell.hash] * len(table))),
            "replicate",
            pa.array([number] * len(table), pa.int32()),
        )
        for name, table in run.tables.items()
        if name != "weekly"
    }
    return replace(run, replicate=number, tables=tables)


def _with(table: pa.Table, name: str, values: pa.Array) -> pa.Table:
    return table.set_column(table.column_names.index(name), name, values)
