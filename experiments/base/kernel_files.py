"""Files of compiled kernels: one each, checked before it is trusted, done without where it fails.

numba's own are an index and data beside it. A damaged one raises in the middle of a run; damage
within machine code is not noticed at all; a full disk raises; and of two processes that compile
one function for different types, one can write its data over the other's.
"""

import hashlib
import pickle
import uuid
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from experiments.base.files import delete, replace
from sim.base.kernel_cache import MODEL, kernel_folder, source_of

LOCATORS = f"{__name__}.Locator,IPythonCacheLocator"
"""As numba's CACHE_LOCATOR_CLASSES has them; a notebook's functions are in no file."""
SUFFIX = ".kernel"
NOT_KEPT: list[Path] = []
"""Files that this process could not write."""
_SUM = hashlib.sha256().digest_size
_NAME_DIGITS = 16


class KernelFile:
    """The files of one function, in the place of numba's IndexDataCacheFile.

    A file's name has a hash of what it is for (types, processor, source, numba), and it begins
    with the SHA-256 of the rest. numba's key is in it too: two keys of one hash can't be confused.
    """

    def __init__(self, cache_path: str, filename_base: str, source_stamp: str) -> None:
        self._folder = Path(cache_path) if cache_path else None
        self._base = filename_base
        self._stamp = source_stamp

    def load(self, key: Any) -> Any:
        """What was saved for ``key``; None where nothing was, or not all of it is there."""
        content = None if self._folder is None else whole(self._path(self._folder, key))
        if content is None:
            return None
        of, data = pickle.loads(content)
        return data if of == key else None

    def save(self, key: Any, data: Any) -> None:
        """Keep ``data``, whole or not at all; a disk that can't is done without."""
        from numba.core.serialize import dumps

        if self._folder is not None:
            content: bytes = dumps((key, data))  # type: ignore[no-untyped-call]
            path = self._path(self._folder, key)
            try:
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                _write(path, hashlib.sha256(content).digest() + content)
            except OSError:
                NOT_KEPT.append(path)

    def flush(self) -> None:
        """Forget all that was saved."""
        if self._folder is not None:
            for path in self._folder.glob(f"{self._base}.*{SUFFIX}"):
                with suppress(OSError):
                    path.unlink()

    def _path(self, folder: Path, key: Any) -> Path:
        from numba import __version__

        meant = repr((__version__, self._stamp, key))
        digits = hashlib.sha256(meant.encode()).hexdigest()[:_NAME_DIGITS]
        return folder / f"{self._base}.{digits}{SUFFIX}"


def whole(path: Path) -> bytes | None:
    """What a kernel's file holds; None where it can't be read or is damaged."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    good = hashlib.sha256(content[_SUM:]).digest() == content[:_SUM]
    return content[_SUM:] if good else None


def _write(path: Path, content: bytes) -> None:
    """All of it under its name, or nothing: other processes read and write at the same time."""
    building = path.with_name(f"{uuid.uuid4().hex}.building")
    try:
        building.write_bytes(content)
        replace(building, path)
    finally:
        with suppress(OSError):
            delete(building)


class Locator:
    """Where a function's kernels are kept, as numba asks it; touches no disk by itself."""

    def __init__(self, function: Callable[..., Any], file: Path) -> None:
        self._file = file
        self._line = function.__code__.co_firstlineno

    @classmethod
    def from_function(cls, function: Callable[..., Any], file: str) -> "Locator | None":
        """The place of ``function``; None where it is in no file."""
        return cls(function, Path(file).resolve()) if Path(file).is_file() else None

    def get_cache_path(self) -> str:
        """A folder for each folder of the model; empty where nothing can be kept."""
        root, folder = kernel_folder(), self._file.parent
        if root is None:
            return ""
        model = MODEL.resolve()
        if folder.is_relative_to(model):
            return str(root / model.name / folder.relative_to(model))
        return str(root / hashlib.sha256(str(folder).encode()).hexdigest()[:_NAME_DIGITS])

    def ensure_cache_path(self) -> None:
        """Nothing: the folder is made when something is written."""

    def get_source_stamp(self) -> str:
        """By which a changed file is known."""
        return _stamp(self._file)

    def get_disambiguator(self) -> str:
        """By which functions of one name in a file are told apart."""
        return str(self._line)


@cache
def _stamp(file: Path) -> str:
    return hashlib.sha256(source_of(file)).hexdigest()
