"""What a sweep costs beyond its runs: ``python tests/benchmarks/sweep.py`` prints JSON.

Wall time of a whole ``coprod sweep`` on two processes, start and table included, against the sum
of its run times; and how soon a sweep of thousands of cells begins, and what its parent holds.
Run it on a machine that does nothing else. It tests nothing: times are no property of the code.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

REPOSITORY = Path(__file__).parents[2]
PROCESSES = 2
ALLOWED_RATIO, ALLOWED_A_CELL = 1.05, 0.2
"""Wall time allowed: run times over processes x 1.05, and .2 s a cell."""
WATCHED_SECONDS = 20.0
"""How long the memory of the many cells' parent is watched after the first run."""
PAUSE = 0.1
KB_PER_MB = 1024


def started(folder: str, *overrides: str) -> subprocess.Popen[bytes]:
    """A sweep on the village, in a process of its own."""
    command = [sys.executable, "-m", "experiments.cli", "sweep", "community=village"]
    options = ["--out", folder, "--study", "benchmark", "--processes", str(PROCESSES)]
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


def overhead(cells: int, replicates: int, *overrides: str) -> dict[str, Any]:
    """Wall time and run times of a sweep of so many cells."""
    axes = ["arrangement=party", f"coordinator.attention=range(1,{cells + 1})"]
    with TemporaryDirectory() as folder:
        begin = time.perf_counter()
        status = started(folder, *axes, f"replicates={replicates}", *overrides).wait()
        wall = time.perf_counter() - begin
        sides = [json.loads(path.read_text()) for path in chunks(folder)]
    seconds = [
        each for side in sides for write in side["writes"] for each in write["seconds"].values()
    ]
    shared = sum(seconds) / PROCESSES
    allowed = shared * ALLOWED_RATIO + ALLOWED_A_CELL * cells
    return {
        "status": status,
        "cells": cells,
        "runs": len(seconds),
        "wall": round(wall, 2),
        "run_times_over_processes": round(shared, 2),
        "allowed": round(allowed, 2),
        "wall_over_allowed": round(wall / allowed, 3),
        "wall_over_run_times": round(wall / shared, 3),
    }


def beginning(cells: int) -> dict[str, Any]:
    """Seconds until the first of many cells is stored, and the parent's memory from then on."""
    axes = ["arrangement=party", f"coordinator.attention=range(1,{cells + 1})", "horizon=66"]
    with TemporaryDirectory() as folder:
        begin = time.perf_counter()
        process = started(folder, *axes, "replicates=1")
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


def main() -> None:
    """Print both as JSON."""
    parser = argparse.ArgumentParser(description="What a sweep costs beyond its runs, as JSON.")
    parser.add_argument("--cells", type=int, default=40)
    parser.add_argument("--replicates", type=int, default=50)
    parser.add_argument("--many", type=int, default=10_000)
    parser.add_argument("--launcher", default="serial")
    options = parser.parse_args()
    launcher = f"hydra/launcher={options.launcher}"
    found = {
        "overhead": overhead(options.cells, options.replicates, launcher),
        "beginning": beginning(options.many),
    }
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
