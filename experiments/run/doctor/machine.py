"""Processors, memory, disk and folders."""

import shutil
import tempfile
from pathlib import Path

from experiments.base.settings import usable_processors
from experiments.run.compiling import ROOM, compiled, has_room
from experiments.run.doctor.finding import Finding, Level
from experiments.words.speech import Number
from sim.base.kernel_cache import is_temporary, kernel_folder

GB = 1024.0**3
MEMORY_PER_PROCESS = 0.5
"""GB that a process should find free; a run of Jinsong North takes less (docs/performance.md)."""
LEAST_DISK = 1.0
"""GB free under which a study may not fit."""


def cores() -> Finding:
    """How many runs can go on at the same time."""
    return Finding("cores", Level.OK, {"cores": usable_processors()})


def memory() -> Finding:
    """Memory that is free, against what as many processes as cores take."""
    free = _available()
    if free is None:
        return Finding("memory.unknown", Level.NOTE)
    need = MEMORY_PER_PROCESS * usable_processors()
    values = {"free": Number(free, 1), "need": Number(need, 1)}
    return Finding("memory", Level.OK if free >= need else Level.NOTE, values)


def _available() -> float | None:
    """GB available, or None where the system doesn't tell."""
    try:
        import psutil

        return float(psutil.virtual_memory().available / GB)
    except (ImportError, OSError):
        return None


def disk(out: Path) -> Finding:
    """Space left where results go."""
    free = shutil.disk_usage(_existing(out)).free / GB
    level = Level.OK if free >= LEAST_DISK else Level.PROBLEM
    return Finding("disk", level, {"free": Number(free, 1), "need": Number(LEAST_DISK, 0)})


def results_folder(out: Path) -> Finding:
    """Whether a file can be written where results go; leaves nothing behind."""
    folder = _existing(out)
    try:
        if not folder.is_dir():
            raise NotADirectoryError
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError:
        return Finding("results", Level.PROBLEM, {"folder": out})
    return Finding("results", Level.OK, {"folder": out})


def _existing(path: Path) -> Path:
    """The path, or the nearest above it that is there."""
    whole = path.absolute()
    return next(each for each in (whole, *whole.parents) if each.exists())


def kernel_cache() -> Finding:
    """Where compiled kernels are kept: for good, until the machine restarts, or not at all."""
    folder = kernel_folder()
    if folder is None:
        return Finding("cache.none", Level.PROBLEM)
    if not (compiled(folder) or has_room(folder)):
        values = {"folder": folder, "need": ROOM // 1024**2}
        return Finding("cache.full", Level.PROBLEM, values)
    if is_temporary(folder):
        return Finding("cache.temporary", Level.NOTE, {"folder": folder})
    return Finding("cache", Level.OK, {"folder": folder})
