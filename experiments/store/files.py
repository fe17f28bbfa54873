"""Files written whole or not at all, and folders used by one writer at a time."""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from experiments.errors import InputError

TEMPORARY = ".tmp"


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
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    write_atomically(path, (text + "\n").encode())


def read_json(path: Path) -> Any:
    """Content of a JSON file; None where there is none, or it is damaged."""
    try:
        return json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return None


def checksum(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


@contextmanager
def locked(folder: Path, shared: bool = False) -> Iterator[None]:
    """Hold a folder while its files are read (``shared``) or replaced as a group."""
    with one_clear_line(folder):
        handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
