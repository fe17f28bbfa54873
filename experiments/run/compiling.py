"""Compile the model ahead where this machine hasn't yet, and say so first.

A first run would do it by itself; but then nobody knows why it takes so long, each process does it
for itself, and the time that is left is judged by it. A mark in the cache folder names the kernels
that were there when all ways of using the model had been gone; it holds for one processor, Python
and numba, and while none of them is missing or damaged.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO

from experiments.base.files import delete, replace
from experiments.base.kernel_files import SUFFIX, whole
from experiments.base.settings import usable_processors
from experiments.run.ways import ALL, STEPS, WAYS
from experiments.words.speech import Speaker
from sim.base.kernel_cache import MODEL, kernel_folder

SECONDS = 60
"""Of a processor that compiling takes, as measured: see docs/performance.md."""
ROOM = 40 * 1024**2
"""Bytes free from which on kernels are kept: those of one version take 5 MB."""
ONCE, EACH = "compiling.once", "compiling.each"
"""What is told of it: messages; the second where nothing can be kept."""
Tell = Callable[[str], None]


def compile_ahead(tell: Tell) -> None:
    """Compile what is missing, in processes on every processor; ``tell`` is called before.

    Nothing is raised where that fails: a run compiles what it lacks. Where nothing can be kept, it
    is only told.
    """
    what = to_compile()
    if what is not None:
        tell(what)
    folder = kernel_folder()
    if what == ONCE and folder is not None:
        with suppress(OSError), TemporaryDirectory() as taken:
            if _shared_out(STEPS, taken) and _shared_out(ALL, taken):
                _mark(folder)


def to_compile() -> str | None:
    """ONCE or EACH where something is to be compiled; None where all is there."""
    folder = kernel_folder()
    if folder is not None and compiled(folder):
        return None
    return ONCE if folder is not None and has_room(folder) else EACH


def has_room(folder: Path) -> bool:
    """Is there room for kernels?"""
    try:
        return shutil.disk_usage(folder).free >= ROOM
    except OSError:
        return False


def compiled(folder: Path) -> bool:
    """Has the model been compiled into ``folder`` for this machine, and is all of it whole?"""
    try:
        names = _mark_of(folder).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError, ImportError):  # no mark, no text, no numba
        return False
    return bool(names) and all(whole(folder / name) is not None for name in names)


def teller(say: Speaker, stream: TextIO | None = None) -> Tell:
    """Tells in one line, on the terminal or into a log."""

    def tell(key: str) -> None:
        print(say(key, seconds=SECONDS), file=stream or sys.stderr, flush=True)

    return tell


def processors() -> int:
    """How many processes compile at the same time."""
    return min(usable_processors(), len(WAYS))


def _shared_out(part: str, taken: str) -> bool:
    """Have STEPS or ALL done by processes that tell in ``taken`` who does which; whether all ended
    well."""
    processes: list[subprocess.Popen[bytes]] = []
    try:
        processes += [_start(part, taken) for _ in range(processors())]
        return all([process.wait() == 0 for process in processes])
    finally:
        for process in processes:
            process.kill()
            process.wait()


def _start(part: str, taken: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "experiments.run.ways", part, taken]
    nothing = subprocess.DEVNULL
    return subprocess.Popen(
        command, cwd=MODEL.parent, stdin=nothing, stdout=nothing, stderr=nothing
    )


def _mark(folder: Path) -> None:
    kernels = sorted(path.relative_to(folder).as_posix() for path in folder.rglob(f"*{SUFFIX}"))
    mark = _mark_of(folder)
    building = mark.with_name(f"{mark.name}.{os.getpid()}")
    try:
        building.write_text("\n".join(kernels), encoding="utf-8")
        replace(building, mark)
    finally:
        delete(building)


def _mark_of(folder: Path) -> Path:
    """The mark for this processor, Python and numba."""
    from llvmlite import binding

    here = (
        sys.version, version("numba"), binding.get_default_triple(), binding.get_host_cpu_name(),
        binding.get_host_cpu_features().flatten(),
    )  # fmt: skip
    return folder / f"compiled-{hashlib.sha256(repr(here).encode()).hexdigest()[:16]}"
