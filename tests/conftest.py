"""Tests compile into the cache that the commands use: placed before anything imports numba."""

import matplotlib
from hypothesis import settings

from experiments.kernel_cache import place_kernel_cache

place_kernel_cache()
matplotlib.use("Agg")
settings.register_profile("coprod", deadline=None, derandomize=True)
settings.load_profile("coprod")
