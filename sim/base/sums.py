"""Sums, each in a declared order: two orders differ in the last bits.

Most sums of the model go term by term. A few, over organisations or households, go pairwise, in
the order in which numpy adds (ODD+D, order of sums).
"""

import numpy as np

from sim.base.kernel import kernel, part

LANES = 8
"""Partial sums that a pairwise sum keeps side by side."""
PAIRWISE_BLOCK = 128
"""Terms up to which it isn't halved."""
JOIN = -1
DEPTH = 128
"""Two halves done, to be joined; and room for all that is halved at a time."""
BUFFER = 8192
"""Single-precision terms that are widened, and summed pairwise, at a time."""


@kernel
def total(amounts):
    """Sum of a few amounts, in order."""
    added = 0.0
    for amount in amounts:
        added += amount
    return added


@part
def total_by_resource(table):
    """Sum of what organisations have in a table (M, R), by resource (R,), in order."""
    added = np.zeros(table.shape[1])
    for c in range(len(table)):
        for r in range(len(added)):
            added[r] += table[c, r]
    return added


@part
def _in_lanes(amounts, start, count):
    """Eight partial sums, joined in pairs; what is left over is added in order."""
    lanes = amounts[start : start + LANES].copy()
    whole = count - count % LANES
    for i in range(LANES, whole, LANES):
        for lane in range(LANES):
            lanes[lane] += amounts[start + i + lane]
    added = ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + (
        (lanes[4] + lanes[5]) + (lanes[6] + lanes[7])
    )
    for i in range(whole, count):
        added += amounts[start + i]
    return added


@kernel
def _leaf(amounts, start, count):
    if count < LANES:
        return total(amounts[start : start + count])
    return _in_lanes(amounts, start, count)


@kernel
def pairwise(amounts):
    """Sum of amounts (n,), pairwise: halves of whole lanes are summed apart, then added."""
    if len(amounts) <= PAIRWISE_BLOCK:
        return _leaf(amounts, 0, len(amounts))
    starts, counts = np.empty(DEPTH, np.int64), np.empty(DEPTH, np.int64)
    sums, found, todo = np.empty(DEPTH), 0, 1
    starts[0], counts[0] = 0, len(amounts)
    while todo > 0:
        todo -= 1
        start, count = starts[todo], counts[todo]
        if count == JOIN:
            found -= 1
            sums[found - 1] += sums[found]
        elif count <= PAIRWISE_BLOCK:
            sums[found] = _leaf(amounts, start, count)
            found += 1
        else:
            half = count // 2
            half -= half % LANES
            counts[todo] = JOIN
            starts[todo + 1], counts[todo + 1] = start + half, count - half
            starts[todo + 2], counts[todo + 2] = start, half
            todo += 3
    return sums[0]


@kernel
def mean_of_singles(amounts):
    """Mean of numbers of single precision (n,), widened by buffers, each summed pairwise."""
    added = 0.0
    for start in range(0, len(amounts), BUFFER):
        added += pairwise(amounts[start : start + BUFFER].astype(np.float64))
    return added / len(amounts)
