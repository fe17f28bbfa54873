"""Arrays written into others in place."""

import numpy as np

from sim.base.rows import put, put_table


def test_rows_and_tables_are_written_into_others_in_place() -> None:
    table = np.zeros((3, 2))
    put(np.array([1.5, -2.0]), table[1])
    assert table.tolist() == [[0.0, 0.0], [1.5, -2.0], [0.0, 0.0]]
    flags = np.zeros((2, 2), np.bool_)
    put_table(np.array([[True, False], [False, True]]), flags)
    assert flags.tolist() == [[True, False], [False, True]]
