"""What is done with the model: compose, run, store, compare, show.

Imports nothing heavy; the model's base has placed the cache of compiled kernels, and what is kept
there is checked from numba's import on.
"""

import sim.base  # noqa: F401  (chooses the cache's folder)
from experiments.base.numba_import import keep_kernels_checked

keep_kernels_checked()
