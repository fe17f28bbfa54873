"""What made results: program, libraries, machine and memory. Kept beside the tables, never in."""

import platform
import subprocess
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

LIBRARIES = ("mesa", "numpy", "numba", "networkx", "pydantic", "pyarrow", "pandas")
KB_PER_MB = 1024
STATUS = Path("/proc/self/status")


@cache
def made_with() -> dict[str, Any]:
    """Versions of Python and the libraries, the source's commit, the accepted set's hash."""
    from experiments.config.accepted import accepted_hash

    versions = {name: version(name) for name in LIBRARIES}
    return {
        "versions": {"python": platform.python_version(), **versions},
        "commit": _commit(),
        "accepted_set": accepted_hash(),
    }


@cache
def machine() -> dict[str, str]:
    """The machine that wrote: its name and platform."""
    return {"host": platform.node(), "platform": platform.platform()}


def peak_memory() -> float:
    """Most memory that this process has held so far, in MB.

    From the kernel's high-water mark where there is one: the mark of getrusage outlives exec, and
    would tell a worker its parent's.
    """
    if STATUS.exists():
        marks = (line.split() for line in STATUS.read_text(encoding="utf-8").splitlines())
        return next(int(mark[1]) for mark in marks if mark[0] == "VmHWM:") / KB_PER_MB
    if resource is None:
        import psutil

        bytes_held: int = psutil.Process().memory_info().peak_wset
        return bytes_held / KB_PER_MB**2
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / KB_PER_MB / (KB_PER_MB if sys.platform == "darwin" else 1)


def _commit() -> str | None:
    """The commit of the source, when it is in a git repository."""
    command = ["git", "-C", str(Path(__file__).parent), "rev-parse", "HEAD"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return None
