"""What all of the model stands on.

Whoever uses the model, with the commands or without, runs no kernel compiled from other sources:
the folder in which they are kept is chosen here, before anything imports numba.
"""

from sim.base.kernel_cache import place_kernel_cache

place_kernel_cache()
