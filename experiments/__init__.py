"""What is done with the model: compose, run, store, compare, show.

Imports nothing heavy, and places the cache of compiled kernels before anything imports numba.
"""

from experiments.base.kernel_cache import place_kernel_cache
from experiments.base.numba_import import keep_kernels_checked

place_kernel_cache()
keep_kernels_checked()
