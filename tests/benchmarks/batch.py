"""Many runs: memory of one large run and of a long batch, and what a second process brings."""

import json
import subprocess
import sys
import time
from functools import partial
from typing import Any

from experiments.config.compose import compose
from experiments.run.pool import map_unordered
from sim.measure.records import RunId
from sim.parameters import Parameters
from sim.simulation import run
from tests.benchmarks.memory import now

LARGE = 1_000_000
BATCH = 1_000
MARKS = (200, 400, 600, 800, 1_000)
"""After how many runs memory is read; the first runs compile, import and warm up."""
SHARED_OUT = 200
MB = 1e6
MEMORY_OF_ONE = """
import json, sys
from sim.base.kernel_cache import place_kernel_cache
place_kernel_cache()
from sim.simulation import run
from sim.measure.records import RunId
from tests.benchmarks.memory import forget_peak, now, peak
from tests.benchmarks.speed import jinsong
from tests.benchmarks.workload import of_size
run(of_size(jinsong(), 200), RunId(0, 0))
forget_peak()
before = now()
run(of_size(jinsong(), int(sys.argv[1])), RunId(0, 0))
print(json.dumps([before, peak()]))
"""


def memory_of_one_large_run() -> dict[str, Any]:
    """Bytes a household at the peak of one run, beyond imports and compiled kernels."""
    command = [sys.executable, "-c", MEMORY_OF_ONE, str(LARGE)]
    before, after = json.loads(subprocess.check_output(command, text=True))
    return {"households": LARGE, "bytes_a_household": (after - before) / LARGE}


def memory_of_a_batch() -> dict[str, Any]:
    """Memory of this process after so many village runs, in MB."""
    parameters = compose(["community=village", "arrangement=party"]).parameters
    seen = []
    for number in range(1, BATCH + 1):
        run(parameters, RunId(0, number))
        if number in MARKS:
            seen.append(now() / MB)
    return {"runs": list(MARKS), "mb": seen, "grown_mb": seen[-1] - seen[0]}


def _one(parameters: Parameters, replicate: int) -> float:
    begin = time.perf_counter()
    run(parameters, RunId(0, replicate))
    return time.perf_counter() - begin


def efficiency_of_two() -> dict[str, Any]:
    """Time of Jinsong runs in one process over twice that in two; starting processes included."""
    parameters = compose(["arrangement=party"]).parameters
    call = partial(_one, parameters)
    walls = {}
    for processes in (1, 2):
        begin = time.perf_counter()
        runs = list(map_unordered(call, range(SHARED_OUT), processes))
        walls[processes] = time.perf_counter() - begin
        assert len(runs) == SHARED_OUT
    return {
        "runs": SHARED_OUT,
        "one_s": walls[1],
        "two_s": walls[2],
        "efficiency": walls[1] / (2.0 * walls[2]),
    }
