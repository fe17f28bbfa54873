"""How much memory this process takes."""

import sys
from pathlib import Path

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

KB_PER_MB = 1024
STATUS = Path("/proc/self/status")


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
