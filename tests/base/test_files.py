"""Files are whole at every moment, on the disk before they count; folders are free afterwards."""

import os
from pathlib import Path

import pytest

from experiments.base.errors import InputError
from experiments.base.files import LOCK, locked, write_atomically
from experiments.base.locks import take_lock


def test_a_file_is_on_the_disk_whole_before_it_takes_the_old_one_s_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, steps = tmp_path / "table", []
    path.write_bytes(b"old")
    fsync, replace = os.fsync, os.replace

    def flushed(handle: int) -> None:
        steps.append(("flushed", path.read_bytes(), os.fstat(handle).st_size))
        fsync(handle)

    def replaced(source: Path, target: Path) -> None:
        steps.append(("replaced", path.read_bytes(), source.stat().st_size))
        replace(source, target)

    monkeypatch.setattr(os, "fsync", flushed)
    monkeypatch.setattr(os, "replace", replaced)
    write_atomically(path, b"newer")
    assert steps == [("flushed", b"old", 5), ("replaced", b"old", 5)]
    assert path.read_bytes() == b"newer" and list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_written_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "table"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match="No space left on device; what was finished before is"):
        write_atomically(path, b"newer")
    assert path.read_bytes() == b"old" and list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("shared", [False, True])
def test_a_folder_is_free_again_where_what_was_done_in_it_failed(
    tmp_path: Path, shared: bool
) -> None:
    (tmp_path / LOCK).touch()
    with pytest.raises(ZeroDivisionError), locked(tmp_path, shared):
        raise ZeroDivisionError
    take_lock(tmp_path / LOCK, wait=False)()
