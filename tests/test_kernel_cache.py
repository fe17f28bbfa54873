"""The compiled kernels' folder follows the sources, and is found wherever one can write."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from experiments import kernel_cache
from experiments.kernel_cache import VARIABLE, place_kernel_cache, source_hash


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user with an empty home, no cache chosen, and a folder for temporary files."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv(VARIABLE, "")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    return tmp_path / "home"


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
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


def test_what_is_no_source_does_not_change_the_hash(tmp_path: Path) -> None:
    before = source_hash(write(tmp_path, {"a.py": "x"}))
    assert source_hash(write(tmp_path, {"__pycache__/a.nbi": "x"})) == before


def test_the_folder_lies_in_the_users_cache_and_is_announced(home: Path) -> None:
    folder = place_kernel_cache()
    assert folder.parent == home / ".cache"
    assert folder.is_dir()
    assert os.environ[VARIABLE] == str(folder)


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
    assert first.parent == second.parent == tmp_path / "mine"
    assert first != second


def test_a_home_that_cannot_be_written_falls_back_to_temporary_files(home: Path) -> None:
    home.write_text("a file where the home should be")
    assert place_kernel_cache().parent == home.parent / "temporary"


def test_a_folder_of_somebody_else_is_never_used(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = place_kernel_cache()
    owner = os.getuid()
    monkeypatch.setattr("os.getuid", lambda: owner + 1)
    monkeypatch.setenv(VARIABLE, "")
    theirs = place_kernel_cache()
    assert theirs.parent == home.parent / "temporary"
    assert theirs != mine


def test_importing_experiments_places_the_cache_and_imports_nothing_heavy(home: Path) -> None:
    script = (
        "import os, sys, experiments\n"
        "heavy = {'numba', 'numpy', 'mesa', 'hydra', 'pydantic', 'matplotlib', 'pandas'}\n"
        "print(os.environ['NUMBA_CACHE_DIR'], *heavy & set(sys.modules))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert shown.stdout.split() == [str(place_kernel_cache())]


def test_kernels_of_the_model_are_compiled_into_the_folder(home: Path) -> None:
    script = (
        "import experiments\n"
        "from sim.base.luck import Luck, Process\n"
        "Luck(0, 0).uniform(Process.JOIN, entity=1, time=2)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
    assert any(place_kernel_cache().rglob("luck.uniform*.nbc"))
