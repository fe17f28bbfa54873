"""A folder for what a server needs only while it runs; what killed servers left is removed."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from experiments.base.locks import Release, take_lock

PREFIX = "coprod-page-"
HELD = "held"
"""A file that is locked as long as its server lives: the system lets go of it, whatever ends it."""


@contextmanager
def room() -> Iterator[Path]:
    """A new folder among the system's temporary ones, removed at the end with all that is in it."""
    _sweep()
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        release = take_lock(folder / HELD)
        if (folder / HELD).exists():  # else another server, just starting, took it for left behind
            break
        release()
    try:
        yield folder
    finally:
        _remove(folder, release)


def _sweep() -> None:
    """Remove what is this user's and nobody's any more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):
            if folder.is_symlink() or not _is_ours(folder) or not (folder / HELD).exists():
                continue
            _remove(folder, take_lock(folder / HELD, wait=False))


def _is_ours(folder: Path) -> bool:
    """Is it this user's? Where files have no owner's number, temporary ones are each user's own."""
    return not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()


def _remove(folder: Path, release: Release) -> None:
    """Let go of a folder and remove it: what is open, as the lock, can't be removed everywhere."""
    shutil.rmtree(folder, ignore_errors=True)
    release()
    shutil.rmtree(folder, ignore_errors=True)
