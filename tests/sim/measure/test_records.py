"""What a run records: every output is declared once."""

import numpy as np
import pytest
from small import PARTY, record_of, small

from sim.measure.records import (
    COLUMNS,
    HISTORY_OUTPUTS,
    PROJECT_OUTPUTS,
    RUN_OUTPUTS,
    WEEKLY_OUTPUTS,
)


def test_every_declared_output_has_a_column_of_its_own():
    declared = {output.name for output in (*WEEKLY_OUTPUTS, *HISTORY_OUTPUTS)}
    assert set(COLUMNS) == declared and len(COLUMNS) == len(declared)


@pytest.mark.parametrize("replicate", [0, 1])
def test_records_are_as_declared(replicate):
    record = record_of(PARTY, replicate)
    for outputs, table in (
        (PROJECT_OUTPUTS, record.projects),
        (HISTORY_OUTPUTS, record.history),
        (WEEKLY_OUTPUTS, record.weekly),
    ):
        assert {o.name: o.dtype for o in outputs} == {n: str(c.dtype) for n, c in table.items()}
    assert set(record.run) == {o.name for o in RUN_OUTPUTS}
    assert all(len(c) == small().horizon for c in record.weekly.values())
    assert (np.diff(record.projects["start_week"]) >= 0).all()
