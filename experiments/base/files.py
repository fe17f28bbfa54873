"""Files written whole or not at all, and folders used by one writer at a time."""

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from experiments.base.errors import InputError
from experiments.base.locks import take_lock

TEMPORARY = ".tmp"
LOCK = ".lock"
LINE_LEVELS = 2
HELD_OPEN = (5, 32, 33)
"""What Windows says of a file that another process has open: no access, in use, a part locked."""
AGAIN, TRIES = 0.05, 40
"""Seconds after which it is tried again, and how often: scanners and readers let go soon."""
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


@contextmanager
def one_clear_line(path: Path) -> Iterator[None]:
    """Turn what the disk refuses into one line for the user."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"{path}: {reason}; what was finished before is kept") from error


def write_atomically(path: Path, data: bytes) -> None:
    """Replace ``path`` by ``data``; at every moment it is the old file or the new one, whole."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}{TEMPORARY}")
    with one_clear_line(path):
        try:
            _write_through(temporary, data)
            replace(temporary, path)
        finally:
            delete(temporary)


def replace(source: Path, target: Path) -> None:
    """Give a file another's name and place; waits a short while where that is held open."""
    _patiently(lambda: os.replace(source, target))


def delete(path: Path) -> None:
    """Remove a file if it is there; waits a short while where it is held open."""
    _patiently(lambda: path.unlink(missing_ok=True))


def _patiently(act: Callable[[], None]) -> None:
    """Windows neither replaces nor removes what another process has open."""
    for _ in range(TRIES):
        try:
            return act()
        except PermissionError as error:
            if getattr(error, "winerror", None) not in HELD_OPEN:
                raise
            time.sleep(AGAIN)
    act()


def _write_through(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def write_json(path: Path, content: Any) -> None:
    """Write JSON, readable by people, atomically."""
    write_atomically(path, (_readable(content) + "\n").encode())


def _readable(content: Any, depth: int = 0) -> str:
    """JSON with its upper levels a line each; indenting all of it takes ten times as long."""
    if depth == LINE_LEVELS or not content or not isinstance(content, dict | list):
        return _encode(content)
    if isinstance(content, dict):
        names = (f"{_encode(key)}: " for key in sorted(content))
        values: Iterable[Any] = (content[key] for key in sorted(content))
        ends = "{}"
    else:
        names, values, ends = ("" for _ in content), content, "[]"
    margin = "\n" + " " * (depth + 1)
    lines = (name + _readable(value, depth + 1) for name, value in zip(names, values, strict=True))
    return f"{ends[0]}{margin}{f',{margin}'.join(lines)}\n{' ' * depth}{ends[1]}"


def read_json(path: Path) -> Any:
    """Content of a JSON file; None where there is none, or it is damaged."""
    with one_clear_line(path):
        try:
            return json.loads(path.read_bytes())
        except (FileNotFoundError, ValueError, RecursionError):  # the last: nested without end
            return None


def checksum(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


@contextmanager
def locked(folder: Path, shared: bool = False) -> Iterator[None]:
    """Hold a folder while its files are read (``shared``) or replaced as a group.

    A file is locked, not the folder: network file systems lock only what can be written. Where it
    isn't there nothing was written yet, and a reader has nothing to wait for.
    """
    path = folder / LOCK
    with one_clear_line(path):
        release = take_lock(path, shared)
    try:
        yield
    finally:
        release()
