"""Files written whole or not at all, and folders used by one writer at a time."""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from experiments.base.errors import InputError

TEMPORARY = ".tmp"
LOCK = ".lock"
LINE_LEVELS = 2
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
            os.replace(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)


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
    if shared and not path.exists():
        yield
        return
    with one_clear_line(path):
        handle = os.open(path, os.O_RDONLY if shared else os.O_RDWR | os.O_CREAT, 0o666)
    try:
        with one_clear_line(folder):
            fcntl.flock(handle, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
