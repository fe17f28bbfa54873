"""What the model gave when its version was last raised, to the bit: a list of cases and digests.

``cases.json`` says what is run (written by ``python -m tests.baseline.cases``), ``digests.json``
what came out (``python -m tests.baseline.write``); ``python -m tests.baseline.check`` compares.
"""

from sim.base.kernel_cache import place_kernel_cache

place_kernel_cache()  # before anything imports numba: kernels of other sources aren't these
