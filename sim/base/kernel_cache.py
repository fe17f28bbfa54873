"""Where compiled kernels are kept between runs.

numba rebuilds a kernel when its own file changes, but not when a kernel it calls, in another file,
does. So the folder is named by a hash of all sources of the model: new sources, new folder.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from platformdirs import user_cache_path

MODEL = Path(__file__).parents[1]
VARIABLE = "NUMBA_CACHE_DIR"
_HASH_LENGTH = 16
_PROBE = b"a few bytes, to see that they come back"


def source_of(path: Path) -> bytes:
    """What a source file says, whatever ends its lines: checkouts differ by system."""
    return path.read_bytes().replace(b"\r\n", b"\n")


def source_hash(folder: Path) -> str:
    """A hash of every Python file under ``folder``: its relative path and what it says."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        content = source_of(path)
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:_HASH_LENGTH]


def cache_name() -> str:
    """Name of the folder for these sources."""
    return f"coprod-kernels-{source_hash(MODEL)}"


def place_kernel_cache() -> Path | None:
    """Choose a cache folder of these sources, before numba is imported; None where none is sound.

    Processes started later inherit the choice. Tried in order: the folder the environment names,
    the user's cache folder, the folder for temporary files.
    """
    name = cache_name()
    folder = next((base / name for base in _bases(name) if _sound(base / name)), None)
    os.environ[VARIABLE] = "" if folder is None else str(folder)
    return folder


def kernel_folder() -> Path | None:
    """The folder that was chosen; None where kernels can't be kept."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else None


def is_temporary(folder: Path) -> bool:
    """Does the folder last only until temporary files are cleared?"""
    return folder.parent != _users() and folder.parent in _temporary()


def _bases(name: str) -> Iterator[Path]:
    """Folders that may hold the cache folder ``name``, best first, each asked for when needed."""
    inherited = Path(os.environ.get(VARIABLE) or ".")
    if inherited.is_absolute():
        yield inherited.parent if inherited.name == name else inherited
    if _users().is_absolute():  # it isn't where no home is known
        yield _users()
    yield from _temporary()


def _users() -> Path:
    return user_cache_path("coprod", appauthor=False)


def _temporary() -> list[Path]:
    """The folder for temporary files, if there is one: Python tries by writing into it."""
    try:
        return [Path(tempfile.gettempdir())]
    except OSError:
        return []


def _sound(folder: Path) -> bool:
    """Make ``folder``; whether what is written there comes back, and it is ours alone to write.

    numba runs what it finds there, so it must be of the owner of what this process writes.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(_PROBE)
            probe.flush()
            probe.seek(0)
            owner = os.fstat(probe.fileno()).st_uid
            return probe.read() == _PROBE and folder.stat().st_uid == owner
    except OSError:
        return False
