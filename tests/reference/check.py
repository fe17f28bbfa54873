"""``python -m tests.reference.check``: the reference beside the model over the baseline's cases.

This module compares, and so it alone of the package runs the model.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from sim.measure.records import RunId, RunRecord
from sim.parameters import Parameters
from sim.simulation import run
from tests.baseline.data import Case, Cases, read_cases
from tests.baseline.runs import parameters_of
from tests.reference import run_reference
from tests.support.reference_set_up import set_up_of

TABLES = ("projects", "history", "weekly", "areas")
Columns = Mapping[str, np.ndarray]


def disagreements(parameters: Parameters, seed: int, replicate: int) -> list[str]:
    """Where the reference differs from the model by a bit: table, column, first row."""
    model = run(parameters, RunId(seed, replicate))
    reference = run_reference(parameters, seed, replicate, set_up_of(parameters, seed, replicate))
    return [*_of_run(model, reference), *_of_tables(model, reference)]


def _of_run(model: RunRecord, reference: RunRecord) -> Iterator[str]:
    assert list(model.run) == list(reference.run)
    for name, value in model.run.items():
        if float(value).hex() != float(reference.run[name]).hex():
            yield f"run.{name}: {reference.run[name]}, the model has {value}"


def _of_tables(model: RunRecord, reference: RunRecord) -> Iterator[str]:
    for table in TABLES:
        ours, theirs = getattr(reference, table), getattr(model, table)
        assert list(ours) == list(theirs), table
        for name in theirs:
            difference = _of_column(ours[name], theirs[name])
            if difference:
                yield f"{table}.{name}: {difference}"


def _of_column(ours: np.ndarray, theirs: np.ndarray) -> str:
    if (ours.dtype, ours.shape) != (theirs.dtype, theirs.shape):
        return f"{ours.dtype} {ours.shape}, the model has {theirs.dtype} {theirs.shape}"
    for row, (one, other) in enumerate(zip(ours, theirs, strict=True)):
        if one.tobytes() != other.tobytes():
            return f"row {row}: {one}, the model has {other}"
    return ""


def differing(cases: Cases, chosen: Iterable[Case]) -> list[str]:
    """A line for each column that differs, with the name of its case."""
    return [
        f"{case.name}: {difference}"
        for case in chosen
        for difference in disagreements(parameters_of(cases, case), case.seed, case.replicate)
    ]


def main() -> int:
    """0 where all cases are the same to the bit, else 1."""
    cases, differ = read_cases(), 0
    for case in cases.cases:
        lines = differing(cases, [case])
        differ += bool(lines)
        for line in lines:
            print(line, flush=True)
    print(f"{len(cases.cases)} cases compared, {differ} differ")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
