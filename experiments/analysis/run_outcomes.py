"""One row a run: what became of its opportunities, its network and its levels.

Made of what is stored, whenever it is asked for, and kept nowhere: a copy would be stale as soon as
a cell is extended or mended by another command, and studies of before would have none.
"""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from experiments.analysis.batch_runs import ALL, BatchRuns
from experiments.analysis.outcomes import LEVELS, outcomes_of
from experiments.base.finished import FAILED, OK
from experiments.store.export import labelled
from experiments.store.scan import Batch
from experiments.store.study import Study
from sim.measure.breakdown import DEFAULT, Definition

CHUNKS_TOGETHER = 8
"""Weeks are the larger part of a chunk, and all that levels are found from is read at once."""


def run_outcomes(study: Study, definition: Definition = DEFAULT) -> Iterator[pa.Table]:
    """The runs of all cells, some at a time, behind each cell's labels and the parameters in which
    cells differ.

    replicate; status, ok or failed; weeks, the horizon; the columns of ``outcomes_of``; LEVELS,
    where weekly measures are kept run by run. A failed run has nothing after its weeks.

    InputError when there is no study, or it is damaged or of another version.
    """

    def rows(batch: Batch) -> tuple[str, list[str]]:
        table = _of_batch(batch, definition)
        batch.database.register("outcomes", table)
        return "outcomes", [f't."{name}"' for name in table.column_names[1:-1]]

    for table in labelled(study, ALL, rows, CHUNKS_TOGETHER):
        yield table.add_column(0, "study", pa.array([study.path.name] * len(table), pa.string()))


def _of_batch(batch: Batch, definition: Definition) -> pa.Table:
    runs = BatchRuns(batch, history=True)
    outcomes = outcomes_of(runs.arm, definition)
    levels = runs.levels(definition).reindex(outcomes.index, columns=LEVELS).astype(np.float64)
    hashes = np.array([held.folder.name for held in batch.held], object)
    columns = {
        "cell": pa.array(hashes[runs.cell], pa.string()),
        "replicate": pa.array(runs.replicate, pa.int32()),
        "status": pa.array(np.where(runs.well, OK, FAILED), pa.string()),
        "weeks": pa.array(np.full(len(runs.well), batch.horizon), pa.int32()),
    }
    for name, values in (*outcomes.items(), *levels.items()):
        columns[str(name)] = _of_all(values.to_numpy(), runs.well)
    return pa.table(columns | {"file_row_number": pa.array(range(len(runs.well)), pa.int64())})


def _of_all(values: NDArray[np.generic], well: NDArray[np.bool_]) -> pa.Array:
    """Values of the runs that ended well as a column of all runs; what isn't known is missing."""
    column = np.zeros(len(well), values.dtype)
    column[well] = values
    return pa.array(column, mask=~well | np.isnan(column))
