"""What must be set before numpy and numba are imported, here and in workers."""

import os

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""Parallel are the runs; a library's threads would only compete with them."""


def prepare() -> None:
    """Set it; what is imported already stays as it is, but for where numba keeps its kernels."""
    from sim.base.kernel_cache import place_kernel_cache

    for variable in ONE_THREAD:
        os.environ.setdefault(variable, "1")
    place_kernel_cache()
