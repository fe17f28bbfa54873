"""What is done with the model: compose, run, store, compare, show.

Imports nothing heavy, and places the cache of compiled kernels before anything imports numba.
"""

from experiments.kernel_cache import place_kernel_cache

place_kernel_cache()
