"""The compiled kernels' folder follows the sources, and is found wherever one can write."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from root import ROOT

from sim.base import kernel_cache
from sim.base.kernel_cache import VARIABLE, place_kernel_cache, source_hash


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user with an empty cache folder, no cache chosen, and a folder for temporary files."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    monkeypatch.setattr(kernel_cache, "user_cache_path", lambda *_, **__: tmp_path / "users")
    monkeypatch.setenv(VARIABLE, "")
    return tmp_path / "users"


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode())
    return folder


def test_a_changed_renamed_or_moved_source_changes_the_hash(tmp_path: Path) -> None:
    variants = (
        {"a.py": "x", "sub/b.py": "y"},
        {"a.py": "x", "sub/b.py": "z"},
        {"a.py": "x", "sub/c.py": "y"},
        {"a.py": "x", "b.py": "y"},
        {"a.py": "xy", "sub/b.py": ""},
    )
    hashes = {source_hash(write(tmp_path / str(i), v)) for i, v in enumerate(variants)}
    assert len(hashes) == len(variants)


def test_line_ends_do_not_change_the_hash_but_lines_do(tmp_path: Path) -> None:
    texts = ("a = 1\nb = 2\n", "a = 1\r\nb = 2\r\n", "a = 1\n\nb = 2\n")
    here, there, other = (
        source_hash(write(tmp_path / str(i), {"a.py": text})) for i, text in enumerate(texts)
    )
    assert here == there != other


def test_what_is_no_source_does_not_change_the_hash(tmp_path: Path) -> None:
    before = source_hash(write(tmp_path, {"a.py": "x"}))
    assert source_hash(write(tmp_path, {"__pycache__/a.nbi": "x"})) == before


def test_the_folder_lies_in_the_users_cache_and_is_announced(home: Path) -> None:
    folder = place_kernel_cache()
    assert folder is not None and folder.parent == home
    assert os.environ[VARIABLE] == str(folder) and list(folder.iterdir()) == []
    assert not kernel_cache.is_temporary(folder)


def test_placing_twice_is_placing_once(home: Path) -> None:
    assert place_kernel_cache() == place_kernel_cache()


def test_a_folder_the_user_names_still_follows_the_sources(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "mine"))
    first = place_kernel_cache()
    monkeypatch.setattr(kernel_cache, "MODEL", write(tmp_path / "sim", {"a.py": "changed"}))
    monkeypatch.setenv(VARIABLE, str(tmp_path / "mine"))
    second = place_kernel_cache()
    assert first is not None and second is not None and first != second
    assert first.parent == second.parent == tmp_path / "mine"


def test_a_home_that_cannot_be_written_falls_back_to_temporary_files(home: Path) -> None:
    home.write_text("a file where the folder should be")
    folder = place_kernel_cache()
    assert folder is not None and folder.parent == home.parent / "temporary"
    assert kernel_cache.is_temporary(folder)


def test_temporary_files_are_asked_for_only_when_the_users_folder_fails(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> str:
        raise FileNotFoundError("No usable temporary directory found")

    monkeypatch.setattr("tempfile.gettempdir", missing)
    folder = place_kernel_cache()
    assert folder is not None and folder.parent == home
    folder.rmdir()
    home.rmdir()
    home.write_text("in the way")
    monkeypatch.setenv(VARIABLE, "")
    assert place_kernel_cache() is None
    assert os.environ[VARIABLE] == "" and kernel_cache.kernel_folder() is None


def test_a_folder_that_takes_nothing_or_gives_something_else_back_is_not_used(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        """A disk that opens files and has no room for what is in them."""

        def __init__(self, given: bytes | None) -> None:
            self.given = given

        def __enter__(self) -> "Full":
            return self

        def __exit__(self, *_: object) -> None: ...

        def write(self, data: bytes) -> None:
            if self.given is None:
                raise OSError(28, "No space left on device")

        def flush(self) -> None: ...

        def seek(self, _: int) -> None: ...

        def fileno(self) -> int:
            return 0

        def read(self) -> bytes:
            assert self.given is not None
            return self.given

    for given in (None, b"", b"\0" * len(kernel_cache._PROBE)):
        monkeypatch.setattr("tempfile.TemporaryFile", lambda dir, given=given: Full(given))
        assert place_kernel_cache() is None


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives away")
def test_a_folder_of_somebody_else_is_never_used(home: Path) -> None:
    theirs = place_kernel_cache()
    assert theirs is not None
    os.chown(theirs, 12345, 12345)
    mine = place_kernel_cache()
    assert mine is not None and mine.parent == home.parent / "temporary"


def test_importing_experiments_places_the_cache_and_imports_nothing_heavy(tmp_path: Path) -> None:
    script = (
        "import os, sys, experiments\n"
        "heavy = {'numba', 'numpy', 'mesa', 'hydra', 'pydantic', 'matplotlib', 'pandas'}\n"
        "print(os.environ['NUMBA_CACHE_DIR'], *heavy & set(sys.modules))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT,
        env=os.environ | {VARIABLE: str(tmp_path)},
    )  # fmt: skip
    assert shown.stdout.split() == [str(tmp_path / kernel_cache.cache_name())]


def test_the_model_alone_keeps_kernels_in_the_folder_of_its_sources(tmp_path: Path) -> None:
    """Beside the sources, numba would run what it compiled before another file of them changed."""
    told = subprocess.run(
        [
            sys.executable, "-B", "-c",
            "import numba; from sim.base.order import order_of; import numpy as np\n"
            "print(order_of(np.array([2.0, 1.0])), numba.config.CACHE_DIR)",
        ],
        cwd=ROOT, env={**os.environ, VARIABLE: str(tmp_path)}, capture_output=True, text=True,
        check=True,
    ).stdout  # fmt: skip
    folder = tmp_path / kernel_cache.cache_name()
    assert told.split() == ["[1", "0]", str(folder)]
    assert list(folder.rglob("order.order_of-*.nbi"))
