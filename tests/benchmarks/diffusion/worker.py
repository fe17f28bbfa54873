"""One version in a process of its own: ``worker VERSION AGENTS STEPS`` prints one line of JSON.

Imports, set-up and compilation lie outside the times. A version whose framework isn't installed
says so: ``{"missing": ...}``.
"""

import gc
import importlib
import json
import sys
import time
from importlib.metadata import version
from statistics import median
from typing import Any

from .workload import Trajectory, Workload

REPEATS = 3
_NANO = 1e9
_WARM_UP = (1_000, 3)
"""Agents and steps run before the clock starts: compiles what is compiled on first use."""


def measure(name: str, workload: Workload) -> dict[str, Any]:
    """Times and results of a version (a module of this folder)."""
    module = importlib.import_module(f".{name}", __package__)
    module.prepare(Workload(*_WARM_UP))()
    processor, wall = [], []
    for _ in range(REPEATS):
        run = module.prepare(workload)
        gc.collect()
        began, began_wall = time.process_time(), time.perf_counter()
        trajectory = run()
        processor.append((time.process_time() - began) * _NANO)
        wall.append((time.perf_counter() - began_wall) * _NANO)
    if len(trajectory.mean) != workload.steps:
        raise AssertionError(f"{name}: {len(trajectory.mean)} steps, not {workload.steps}")
    per = workload.agents * workload.steps
    return {
        "framework": name,
        "version": ", ".join(f"{package} {version(package)}" for package in module.PACKAGES),
        "form": module.FORM,
        "agents": workload.agents,
        "steps": workload.steps,
        "ns": [total / per for total in processor],
        "ns_median": median(processor) / per,
        "ns_min": min(processor) / per,
        "wall_ns_median": median(wall) / per,
        **results(trajectory),
    }


def results(trajectory: Trajectory) -> dict[str, float]:
    """What versions must agree on."""
    return {
        "final_mean": float(trajectory.mean[-1]),
        "final_variance": float(trajectory.variance[-1]),
        "average_variance": float(trajectory.variance.mean()),
    }


def main() -> None:
    """Measure what the command line names."""
    name, agents, steps = sys.argv[1:]
    try:
        line = measure(name, Workload(int(agents), int(steps)))
    except ModuleNotFoundError as error:
        line = {"missing": str(error.name)}
    print(json.dumps(line))


if __name__ == "__main__":
    main()
