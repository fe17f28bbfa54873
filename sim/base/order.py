"""Stable orders: equals stay as they were."""

import numpy as np

from sim.base.kernel import kernel


@kernel
def ordered_by(keys):
    """Order of n items by the first row of keys (rows, n), equal ones by the next, and so on."""
    order = np.arange(keys.shape[1])
    for row in range(len(keys) - 1, -1, -1):
        order = order[np.argsort(keys[row][order], kind="mergesort")]
    return order


@kernel
def order_of(values):
    """Order of values (n,), smallest first."""
    return np.argsort(values, kind="mergesort")
