"""The whole model with a damaged and with a full cache: some minutes, for it compiles four times.

As root the full disk is a real one of few MB; else it is left out.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from root import ROOT

from experiments.base.files import read_json
from experiments.base.kernel_files import SUFFIX, whole
from experiments.run.compiling import ROOM, compiled
from experiments.run.doctor.known_answer import STORED
from experiments.store import Study
from sim.base.kernel_cache import VARIABLE, cache_name

FULL_MB = 3
ANSWER = """
import experiments
from experiments.run.doctor.known_answer import digest, known_parameters, model_run
from sim.measure.records import RunId
print(digest(model_run(known_parameters(), RunId(0, 0))))
"""


def python(cache: Path | str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, text=True, capture_output=True, check=True,
        env=os.environ | {VARIABLE: str(cache)},
    )  # fmt: skip


def answer(cache: Path | str) -> str:
    return python(cache, "-c", ANSWER).stdout.strip()


@pytest.fixture(scope="module")
def right() -> str:
    stored = read_json(STORED)
    assert isinstance(stored, dict)
    return str(stored["digest"])


def test_every_kernel_damaged_in_one_way_or_another_the_answer_is_the_same(
    tmp_path: Path, right: str
) -> None:
    python(tmp_path, "-m", "experiments.commands.cli", "warm-up")
    folder = tmp_path / cache_name()
    kernels = sorted(folder.rglob(f"*{SUFFIX}"))
    assert compiled(folder) and len(kernels) > 100
    for number, path in enumerate(kernels):
        size = path.stat().st_size
        content = (path.read_bytes()[: size // 2], bytes(size), os.urandom(size), b"")
        path.write_bytes(content[number % 4]) if number % 5 else path.unlink()
    assert not compiled(folder)
    assert answer(tmp_path) == right
    assert sum(whole(path) is not None for path in kernels) > 100


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with FULL_MB MB."""
    folder = tmp_path / "full"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={FULL_MB}m", "tmpfs", str(folder)]
    if os.name != "posix" or os.geteuid() != 0 or subprocess.run(mount, check=False).returncode:
        pytest.skip("only root can mount")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_fills_up_while_kernels_are_written_fails_no_run(
    full: Path, tmp_path: Path
) -> None:
    assert FULL_MB * 1024**2 < ROOM
    command = ["community=village", "replicates=2", "processes=2", "horizon=60"]
    out = ["--out", str(tmp_path / "results"), "--study", "full"]
    done = python(full, "-m", "experiments.commands.cli", "run", *command, *out)
    assert "can't be kept" in done.stderr
    (cell,) = Study(tmp_path / "results" / "full").cells()
    runs = cell.runs()
    assert runs["status"].tolist() == ["ok", "ok"]
    left = [path for path in full.rglob("*") if path.is_file()]
    assert left and all(path.suffix == SUFFIX and whole(path) is not None for path in left)
