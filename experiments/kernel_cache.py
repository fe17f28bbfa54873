"""Where compiled kernels are kept between runs.

numba rebuilds a kernel when its own file changes, but not when a kernel it calls, in another file,
does. So the folder is named by a hash of all sources of the model: new sources, new folder.
"""

import hashlib
import os
import tempfile
from pathlib import Path

MODEL = Path(__file__).parents[1] / "sim"
VARIABLE = "NUMBA_CACHE_DIR"
_HASH_LENGTH = 16


def source_hash(folder: Path) -> str:
    """A hash of every Python file under ``folder``: its relative path and its bytes."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:_HASH_LENGTH]


def cache_name() -> str:
    """Name of the folder for this user and these sources."""
    return f"coprod-kernels-{os.getuid()}-{source_hash(MODEL)}"


def place_kernel_cache() -> Path:
    """Point numba to a cache folder of these sources; must come before numba is imported.

    Processes started later inherit the choice. Tried in order: the folder the environment names,
    the user's cache folder, the folder for temporary files.
    """
    name = cache_name()
    folder = next((base / name for base in _bases(name) if _usable(base / name)), None)
    if folder is None:
        folder = Path(tempfile.mkdtemp(prefix=name))
    os.environ[VARIABLE] = str(folder)
    return folder


def _bases(name: str) -> list[Path]:
    """Folders that may hold the cache folder ``name``, best first."""
    inherited = Path(os.environ.get(VARIABLE) or ".")
    home_cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    bases = [
        inherited.parent if inherited.name == name else inherited,
        Path(home_cache),
        Path(tempfile.gettempdir()),
    ]
    return [base for base in bases if base.is_absolute()]


def _usable(folder: Path) -> bool:
    """Make ``folder``; whether it is ours alone to write (numba runs what it finds there)."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder.stat().st_uid == os.getuid() and os.access(folder, os.W_OK)
    except OSError:
        return False
