"""Locks on files, held by one process at a time or shared by readers, on every system.

Unix has both kinds, let go of by the system whatever ends a process. Elsewhere the locks of a
library are exclusive: readers wait for one another.
"""

import os
from collections.abc import Callable
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

Release = Callable[[], None]


def take_lock(path: Path, shared: bool = False, wait: bool = True) -> Release:
    """Lock the file ``path``, made where it isn't there; returns what lets go of it.

    shared: for a reader, who writes nothing, and waits for nobody where nobody could write yet.
    OSError where it can't be locked, or another holds it and ``wait`` is not wanted.
    """
    if fcntl is None:
        return _take_librarys(path, shared, wait)
    try:
        handle = os.open(path, os.O_RDONLY if shared else os.O_RDWR | os.O_CREAT, 0o666)
    except FileNotFoundError:
        if shared:
            return _nothing
        raise
    try:
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        fcntl.flock(handle, kind | (0 if wait else fcntl.LOCK_NB))
    except BaseException:
        os.close(handle)
        raise
    return lambda: os.close(handle)


def _take_librarys(path: Path, shared: bool, wait: bool) -> Release:
    """One lock a path and thread, which may take it again: a reader within a reader."""
    from filelock import FileLock  # only here: where there is fcntl, commands begin without it

    if shared and not path.parent.is_dir():
        return _nothing
    lock = FileLock(path, is_singleton=True)
    try:
        lock.acquire(blocking=wait)
    except PermissionError:
        if shared:  # a folder that can't be written to
            return _nothing
        raise
    return lock.release


def _nothing() -> None:
    """Let go of a lock that wasn't needed."""
