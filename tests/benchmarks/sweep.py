"""What a sweep costs beyond its runs: ``python -m tests.benchmarks.sweep`` prints JSON.

The speed of a whole ``coprod sweep`` on two processes, start, storing and table included, against
that of bare runs, with the model and with a stand-in of a known price; and how soon a sweep of
thousands of cells begins, and what its parent holds.
"""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from typing import Any

from experiments.base.prepare import prepare
from experiments.config.compose import compose
from experiments.run.attempt import Run, model_run
from experiments.run.pool import map_unordered
from sim.measure.records import RunId
from tests.benchmarks import stand_in

REPOSITORY = Path(__file__).parents[2]
PROCESSES = 2
POINTS, REPLICATES = 20, 200
"""Each point, a seed, under both ARMS: 40 cells, whose runs are as dear as the bare ones."""
ARMS = ("none", "party")
BARE_RUNS = 100
"""Of each arm in each process, before the sweep and again after it."""
MANY = 10_000
WATCHED_SECONDS = 20.0
"""How long the memory of the many cells' parent is watched after the first run."""
PAUSE = 0.1
KB_PER_MB = 1024
MS = 1e3
WITH_MODEL, WITH_STAND_IN = "experiments.commands.cli", "tests.benchmarks.stand_in"


def started(program: str, folder: str, *overrides: str) -> subprocess.Popen[bytes]:
    """A sweep on the village, in a process of its own."""
    command = [sys.executable, "-m", program, "sweep", "community=village"]
    options = ["--out", folder, "--study", "benchmark", f"processes={PROCESSES}"]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    return subprocess.Popen(
        [*command, *options, *overrides],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def chunks(folder: str) -> list[Path]:
    """What says that a chunk of runs is stored."""
    return list(Path(folder, "benchmark", "cells").glob("*/chunk-*.json"))


def against_bare_runs() -> dict[str, Any]:
    """The sweep of the model, and of the stand-in."""
    with TemporaryDirectory() as folder:
        stand_in.record(Path(folder, "records"))
        return {
            "model": _against_bare_runs(WITH_MODEL, model_run),
            "stand-in": _against_bare_runs(WITH_STAND_IN, stand_in.run),
        }


def _against_bare_runs(program: str, run: Run) -> dict[str, Any]:
    """share_of_bare: time of bare runs, shared by the processes, over the sweep's wall time.

    beyond_ms: the processor's time a run, all processes together, beyond the bare run's.
    """
    bare = _bare(run)
    wall, processor = _swept(program)
    bare = [mean(both) for both in zip(bare, _bare(run), strict=True)]
    runs = len(ARMS) * POINTS * REPLICATES
    return {
        "cells": len(ARMS) * POINTS,
        "runs": runs,
        "wall_s": wall,
        "bare_ms": bare[0] * MS,
        "runs_a_second_and_core": runs / wall / PROCESSES,
        "share_of_bare": runs * bare[0] / PROCESSES / wall,
        "beyond_ms": (processor / runs - bare[1]) * MS,
    }


def _swept(program: str) -> tuple[float, float]:
    """Wall and processor time of a whole sweep, in seconds; it must have stored every run."""
    axes = [f"arrangement={','.join(ARMS)}", f"seed=range(0,{POINTS})"]
    with TemporaryDirectory() as folder:
        before, begin = children(), time.perf_counter()
        status = started(program, folder, *axes, f"replicates={REPLICATES}").wait()
        wall, processor = time.perf_counter() - begin, children() - before
        sides = [json.loads(path.read_text()) for path in chunks(folder)]
    stored = sum(len(write["seconds"]) for side in sides for write in side["writes"])
    assert (status, stored) == (0, len(ARMS) * POINTS * REPLICATES)
    return wall, processor


def children() -> float:
    """Processor seconds of all processes that this one began and that ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _bare(run: Run) -> tuple[float, float]:
    """Wall and processor seconds of a run with nothing around it, in both processes at once."""
    found = list(map_unordered(partial(_runs, run), range(PROCESSES), PROCESSES))
    times = [each for _, each in found if each is not None]
    return mean(wall for wall, _ in times), mean(processor for _, processor in times)


def _runs(run: Run, process: int) -> tuple[float, float]:
    arms = [compose(["community=village", f"arrangement={arm}"]).parameters for arm in ARMS]
    for parameters in arms:
        run(parameters, RunId(0, 0))
    begin, begin_processor = time.perf_counter(), time.process_time()
    for replicate in range(BARE_RUNS):
        for parameters in arms:
            run(parameters, RunId(process, replicate))
    wall, processor = time.perf_counter() - begin, time.process_time() - begin_processor
    return wall / BARE_RUNS / len(arms), processor / BARE_RUNS / len(arms)


def beginning(cells: int = MANY) -> dict[str, Any]:
    """Seconds until the first of many cells is stored, and the parent's memory from then on."""
    axes = ["arrangement=party", f"coordinator.attention=range(1,{cells + 1})", "horizon=66"]
    with TemporaryDirectory() as folder:
        begin = time.perf_counter()
        process = started(WITH_MODEL, folder, *axes, "replicates=1")
        while not chunks(folder) and process.poll() is None:
            time.sleep(PAUSE)
        first, memory = time.perf_counter() - begin, [resident(process.pid)]
        while time.perf_counter() - begin < first + WATCHED_SECONDS and process.poll() is None:
            time.sleep(PAUSE)
            memory.append(resident(process.pid))
        stored = len(chunks(folder))
        process.send_signal(signal.SIGINT)
        status = process.wait()
    return {
        "status": status,
        "cells": cells,
        "first_stored": round(first, 2),
        "stored": stored,
        "parent_mb_first": round(memory[0]),
        "parent_mb_last": round(max(memory[-2:])),
    }


def resident(process: int) -> float:
    """Memory of a process in MB; 0 when it has ended."""
    status = Path(f"/proc/{process}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    sizes = [line.split()[1] for line in lines if line.startswith("VmRSS")]
    return float(sizes[0]) / KB_PER_MB if sizes else 0.0


if __name__ == "__main__":
    prepare()
    print(json.dumps({"against_bare": against_bare_runs(), "beginning": beginning()}, indent=1))
