"""All versions, one after the other: ``python -m tests.benchmarks.diffusion`` at the project's top.

Prints and writes the table (docs/performance_frameworks.md) and the figures
(results/benchmarks/diffusion.json). Writes nothing if a version computed something else.
"""

import sys

from sim.base.kernel_cache import place_kernel_cache

place_kernel_cache()  # before anything imports numba

from .agreement import Disagreement  # noqa: E402
from .driver import run_all  # noqa: E402

if __name__ == "__main__":
    try:
        print(run_all())
    except Disagreement as error:
        sys.exit(f"versions disagree, nothing written: {error}")
