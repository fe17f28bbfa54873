"""Arrays that are written into others of the same shape.

numba's own ``row[:] = values`` compiles, at every place, the message for shapes that differ.
"""

from sim.base.kernel import kernel


@kernel
def put(values, row):
    """Write values into a row of the same length."""
    for i in range(len(row)):
        row[i] = values[i]


@kernel
def put_table(values, table):
    """Write values into a table of the same rows and columns."""
    for i in range(len(table)):
        put(values[i], table[i])
