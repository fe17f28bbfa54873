"""Runs the versions in processes of their own, compares their results, writes figures and table."""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from experiments.base.files import write_atomically, write_json

from .agreement import check, expected
from .table import between_markers, table

ROOT = Path(__file__).parents[3]
FIGURES = ROOT / "results" / "benchmarks" / "diffusion.json"
DOCUMENT = ROOT / "docs" / "performance_frameworks.md"
OWN = Path(sys.executable)
"""The project's interpreter: what the project depends on."""
BENCH = ROOT / ".venv-bench" / "bin" / "python"
"""The other frameworks' interpreter (``make bench-frameworks``)."""
SIZES = ((3_600, 200), (100_000, 20))
"""Agents and steps."""
ROUNDS = 3
"""Processes per version and size; rounds alternate between versions, so that load hits all."""
VERSIONS: Mapping[str, Path] = {
    "coprod_way": OWN,
    "numpy_sparse": OWN,
    "mesa_agents": OWN,
    "agentpy_list": BENCH,
    "starsim_arrays": BENCH,
    "mesa_frames_columns": BENCH,
    "ambr_columns": BENCH,
}
NEVER_RUN = {
    "repast4py 1.3.1": "builds with an MPI from pip, but imports PyTorch, with CUDA",
}
_THREADS = ("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS")
_ONE_THREAD = dict.fromkeys(_THREADS, "1")


class Skipped(Exception):
    """A version that can't run here. The message is the reason."""


def measure(name: str, python: Path, agents: int, steps: int) -> dict[str, Any]:
    """One process of one version."""
    if not python.exists():
        raise Skipped(f"no {BENCH.relative_to(ROOT).parents[1]}: make bench-frameworks")
    # Not as ``tests.benchmarks``: AgentPy installs a package named tests, which would come first.
    paths = os.pathsep.join((str(ROOT / "tests"), str(ROOT)))
    done = subprocess.run(
        [str(python), "-m", "benchmarks.diffusion.worker", name, str(agents), str(steps)],
        env={**os.environ, **_ONE_THREAD, "PYTHONPATH": paths},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    line: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    if "missing" in line:
        raise Skipped(f"module {line['missing']} isn't installed: make bench-frameworks")
    return line


def collect(
    versions: Mapping[str, Path], sizes: Sequence[tuple[int, int]], rounds: int
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Checked lines, one a version and size, and why other versions were skipped."""
    lines: list[dict[str, Any]] = []
    skipped: dict[str, str] = {}
    for agents, steps in sizes:
        spans = expected(agents, steps)
        found: dict[str, list[dict[str, Any]]] = {}
        for _ in range(rounds):
            for name in [name for name in versions if name not in skipped]:
                try:
                    line = measure(name, versions[name], agents, steps)
                except Skipped as reason:
                    skipped[name] = str(reason)
                    continue
                check([line], spans)
                found.setdefault(name, []).append(line)
        lines += [merge(of_version) for of_version in found.values()]
    return lines, skipped


def merge(lines: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Rounds of one version as one line: all times, their median and least."""
    ns = [value for line in lines for value in line["ns"]]
    wall = median(line["wall_ns_median"] for line in lines)
    times = {"ns": ns, "ns_median": median(ns), "ns_min": min(ns), "wall_ns_median": wall}
    return lines[0] | times


def run_all() -> str:
    """Everything; the text of the table."""
    load = [os.getloadavg()[0]]
    lines, skipped = collect(VERSIONS, SIZES, ROUNDS)
    load.append(os.getloadavg()[0])
    skipped |= NEVER_RUN
    text = table(lines, skipped, load)
    FIGURES.parent.mkdir(parents=True, exist_ok=True)
    machine = {
        "python": platform.python_version(),
        "architecture": platform.machine(),
        "processors": os.cpu_count(),
        "load_before_and_after": load,
    }
    write_json(FIGURES, {"machine": machine, "lines": lines, "skipped": skipped})
    write_atomically(DOCUMENT, between_markers(DOCUMENT.read_text(), text).encode())
    return text
