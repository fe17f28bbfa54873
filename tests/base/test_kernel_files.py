"""Compiled kernels on disk: damaged, full or shared, they cost time and never a run."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from root import ROOT

from experiments.base import kernel_files
from experiments.base.kernel_files import NOT_KEPT, SUFFIX, KernelFile, whole
from sim.base.kernel_cache import VARIABLE, cache_name

KERNELS = """
import experiments
import numba

@numba.njit(cache=True)
def half(x):
    return x / 2

@numba.njit(cache=True)
def quarter(x):
    return half(half(x))

def compiled(function):
    stats = function.stats
    return sum(stats.cache_misses.values())
"""
CALLS = """
import sys
from kernels import compiled, half, quarter
print(quarter(3.0), quarter(3), compiled(half) + compiled(quarter))
"""
RIGHT = ["0.75", "0.75"]
Damage = Callable[[Path], object]


def called(folder: Path, cache: str) -> tuple[list[str], int]:
    """What a process of its own computes, and how many kernels it had to compile."""
    (folder / "kernels.py").write_text(KERNELS)
    done = subprocess.run(
        [sys.executable, "-c", CALLS], cwd=folder, text=True, capture_output=True, check=True,
        env=os.environ | {VARIABLE: cache, "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"},
    )  # fmt: skip
    *answers, missed = done.stdout.split()
    return answers, int(missed)


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a cache in which all kernels are."""
    folder = tmp_path_factory.mktemp("kernels")
    answers, missed = called(folder, str(folder / "cache"))
    assert answers == RIGHT and missed > 0
    return folder


def files(folder: Path) -> list[Path]:
    return sorted((folder / "cache").rglob(f"*{SUFFIX}"))


def test_what_was_compiled_is_found_again_and_nothing_else_is_left_there(warm: Path) -> None:
    assert called(warm, str(warm / "cache")) == (RIGHT, 0)
    left = [path for path in (warm / "cache").rglob("*") if path.is_file()]
    assert sorted(left) == files(warm) and len(left) >= 3


def _flipped(path: Path) -> None:
    """One bit of the machine code."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: os.truncate(path, path.stat().st_size // 2),
        lambda path: os.truncate(path, 0),
        lambda path: path.write_bytes(bytes(path.stat().st_size)),
        lambda path: path.write_bytes(b"garbage" * 100),
        lambda path: path.unlink(),
        _flipped,
    ],
    ids=["half", "empty", "zeros", "garbage", "removed", "one bit"],
)
def test_damaged_kernels_are_compiled_anew_and_replaced(warm: Path, damage: Damage) -> None:
    there = files(warm)
    for path in there:
        damage(path)
    answers, missed = called(warm, str(warm / "cache"))
    assert answers == RIGHT and missed > 0
    assert files(warm) == there and all(map(whole, there))
    assert called(warm, str(warm / "cache")) == (RIGHT, 0)


def test_what_cannot_be_replaced_is_done_without(warm: Path) -> None:
    for path in files(warm):
        _folder(path)
    for _ in range(2):
        answers, missed = called(warm, str(warm / "cache"))
        assert answers == RIGHT and missed > 0
    for path in (warm / "cache").rglob(f"*{SUFFIX}"):
        path.rmdir()
    called(warm, str(warm / "cache"))


def test_without_any_folder_kernels_are_compiled_and_nothing_is_written(tmp_path: Path) -> None:
    script = f"""
import os, runpy, sys, tempfile
from sim.base import kernel_cache
kernel_cache.user_cache_path = lambda *_, **__: kernel_cache.Path({str(tmp_path / "file")!r})
tempfile.gettempdir = lambda: {str(tmp_path / "file")!r}
os.environ[{VARIABLE!r}] = ""
assert kernel_cache.place_kernel_cache() is None
exec(sys.stdin.read())
"""
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "kernels.py").write_text(KERNELS)
    before = sorted(tmp_path.iterdir())
    done = subprocess.run(
        [sys.executable, "-B", "-c", script], cwd=tmp_path, text=True, capture_output=True,
        input=CALLS, check=True, env=os.environ | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"},
    )  # fmt: skip
    assert done.stdout.split()[:2] == RIGHT
    assert sorted(tmp_path.iterdir()) == before


def test_two_processes_that_start_with_nothing_both_work(tmp_path: Path) -> None:
    (tmp_path / "kernels.py").write_text(KERNELS)
    environment = os.environ | {
        VARIABLE: str(tmp_path / "cache"),
        "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}",
    }
    both = [
        subprocess.Popen(
            [sys.executable, "-c", CALLS], cwd=tmp_path, env=environment, stdout=subprocess.PIPE
        )
        for _ in range(2)
    ]
    for process in both:
        shown, _ = process.communicate()
        assert process.returncode == 0 and shown.decode().split()[:2] == RIGHT
    assert called(tmp_path, str(tmp_path / "cache")) == (RIGHT, 0)


def test_it_makes_no_difference_whether_numba_is_imported_before_or_after() -> None:
    look = "from numba.core import caching, config; print(caching.IndexDataCacheFile.__module__)"
    for order in ("numba, experiments", "experiments, numba"):
        script = f"import {order}; {look}; print(config.CACHE_LOCATOR_CLASSES)"
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, text=True, capture_output=True, check=True
        )
        assert done.stdout.split() == ["experiments.base.kernel_files", kernel_files.LOCATORS]


def test_a_changed_source_is_compiled_anew_and_other_line_ends_are_not(tmp_path: Path) -> None:
    called(tmp_path, str(tmp_path / "cache"))
    source = tmp_path / "kernels.py"
    locator = kernel_files.Locator(called, source)
    stamp = locator.get_source_stamp()
    source.write_bytes(source.read_bytes().replace(b"\n", b"\r\n"))
    kernel_files._stamp.cache_clear()
    assert locator.get_source_stamp() == stamp
    source.write_bytes(source.read_bytes().replace(b"x / 2", b"x / 3"))
    kernel_files._stamp.cache_clear()
    assert locator.get_source_stamp() != stamp


@pytest.fixture
def file(tmp_path: Path) -> KernelFile:
    return KernelFile(str(tmp_path / "cache"), "f-1.py311", "stamp")


def test_types_sources_and_functions_are_kept_apart(file: KernelFile, tmp_path: Path) -> None:
    file.save(("int64",), "for an int")
    file.save(("float64",), "for a float")
    assert file.load(("int64",)) == "for an int" and file.load(("float64",)) == "for a float"
    assert file.load(("int32",)) is None
    cache = str(tmp_path / "cache")
    assert KernelFile(cache, "f-1.py311", "other stamp").load(("int64",)) is None
    assert KernelFile(cache, "g-1.py311", "stamp").load(("int64",)) is None


def test_two_keys_that_read_alike_are_not_confused(file: KernelFile) -> None:
    class Key:
        def __repr__(self) -> str:
            return "'key'"

    file.save("key", "one")
    assert file.load(Key()) is None and file.load("key") == "one"


def test_a_flush_forgets_the_functions_own_kernels(file: KernelFile, tmp_path: Path) -> None:
    other = KernelFile(str(tmp_path / "cache"), "f-10.py311", "stamp")
    for each in (file, other):
        each.save("key", "kernel")
        each.save("another", "kernel")
    file.flush()
    assert file.load("key") is None and other.load("key") == "kernel"


@pytest.mark.parametrize("call", ["write_bytes", "mkdir", "replace"])
def test_a_full_or_read_only_disk_raises_nothing_and_is_noted(
    file: KernelFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kernel_files, "NOT_KEPT", NOT_KEPT.copy())
    monkeypatch.setattr(os if call == "replace" else Path, call, fails)
    file.save("key", "kernel")
    assert file.load("key") is None and len(kernel_files.NOT_KEPT) == 1
    monkeypatch.undo()
    assert not (tmp_path / "cache").exists() or list((tmp_path / "cache").iterdir()) == []


def test_nothing_is_half_written_when_a_writer_is_cut_short(
    file: KernelFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.save("key", "before")

    def cut_short(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", cut_short)
    with pytest.raises(KeyboardInterrupt):
        file.save("key", "after")
    assert file.load("key") == "before" and len(list((tmp_path / "cache").iterdir())) == 1


def test_kernels_of_the_model_lie_by_their_place_in_it_not_in_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / cache_name()))
    for checkout in ("one", "other"):
        model = tmp_path / checkout / "sim"
        monkeypatch.setattr(kernel_files, "MODEL", model)
        locator = kernel_files.Locator(called, model / "week" / "needs.py")
        assert locator.get_cache_path() == str(tmp_path / cache_name() / "sim" / "week")
    assert "sim" not in kernel_files.Locator(called, tmp_path / "mine.py").get_cache_path()
