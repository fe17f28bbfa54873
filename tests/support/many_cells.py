"""A study of many cells with real runs of the village, repeated: for tests of reading at scale."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, product
from pathlib import Path

from experiments.config.compose import compose
from experiments.run.attempt import attempt, model_run
from experiments.run.runner import tasks_of
from experiments.store import CHUNK, Cell, Finished, Spec, Study

SEED = 11
RUNS = 4
"""Runs that are really made in each arm; the cells' replicates are these over and over."""


def write_many(folder: Path, cells: int, replicates: int, horizon: int) -> list[Cell]:
    """A study of the arms none and party with so many cells, each of so many replicates."""
    study, done = Study(folder), {}
    specs = list(islice(_specs(horizon, replicates), cells))
    for cell, spec in zip(study.open_cells(specs), specs, strict=True):
        if spec.arm not in done:
            done[spec.arm] = [attempt(model_run, task) for task in tasks_of(cell, range(RUNS))]
        for start in range(0, replicates, CHUNK):
            numbers = range(start, min(start + CHUNK, replicates))
            cell.write_chunk(start, [_as(cell, done[spec.arm], n) for n in numbers], "none")
    return study.cells()


def _specs(horizon: int, replicates: int) -> Iterator[Spec]:
    village = {
        arm: compose(["community=village", f"arrangement={arm}"]).parameters
        for arm in ("none", "party")
    }
    # A horizon too short to follow anything is refused of users, and stands in older studies.
    arms = {arm: each.model_copy(update={"horizon": horizon}) for arm, each in village.items()}
    for step, (arm, parameters) in product(range(1_000_000), arms.items()):
        tried = parameters.network.model_copy(update={"cross_sector": step / 1_000_000})
        varied = parameters.model_copy(update={"network": tried})
        yield Spec(varied, SEED, arm, "village", replicates)


def _as(cell: Cell, done: list[Finished], number: int) -> Finished:
    """One of the runs as if it were this replicate of this cell."""
    run = done[(number + int(cell.hash, 16)) % len(done)]
    return replace(run, cell=cell.hash, replicate=number)
