"""What a disk can do to a study: one clear line, nothing finished lost, nothing damaged trusted.

Faults are real: a disk of its own that is full or read-only (where this user may mount one), a
limit on the size of files, bytes changed, cut off or missing.
"""

import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import fakes
import pytest

from experiments.commands.cli import main
from experiments.run import runner
from experiments.store import Cell, Study
from experiments.store.chunk import side_path, table_path
from experiments.store.manifest import MANIFEST

REPLICATES = 30
COMMAND = ["compare", "community=village", "horizon=66", "arms=[none,party]", "processes=1"]
COMMAND += ["--study", "headline"]
WHOLE = [*COMMAND, f"replicates={REPLICATES}"]
STUDY = Path("results/headline")
ROOM = "700k"
"""Of a disk on which the first chunks find room, and not all."""
FILE_LIMIT = 4_000
"""Bytes: manifests pass, tables don't."""


def fabricated(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.delenv("COPROD_LANG", raising=False)
    monkeypatch.setattr(runner, "run_cells", partial(runner.run_cells, run=fakes.run))
    monkeypatch.setattr("experiments.figures.draw_all", lambda *_: [])


@pytest.fixture(scope="module")
def untroubled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study that nothing happened to, made once: it isn't touched."""
    folder = tmp_path_factory.mktemp("untroubled")
    with pytest.MonkeyPatch.context() as patched:
        fabricated(patched, folder)
        assert main(WHOLE) == 0
    return folder / STUDY


@pytest.fixture(autouse=True)
def _fabricated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fabricated(monkeypatch, tmp_path)


@pytest.fixture
def _there(_fabricated: None, untroubled: Path) -> None:
    """The untroubled study stands where commands look for it."""
    shutil.copytree(untroubled, STUDY)


@contextmanager
def mounted(*arguments: str) -> Iterator[None]:
    """Mount until left; skips where this user may not."""
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"may not mount a disk: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", arguments[-1]], check=True)


def remount(*arguments: str) -> None:
    subprocess.run(["mount", "-o", *arguments], check=True)


def refusal(capsys: pytest.CaptureFixture[str], command: list[str]) -> str:
    """The one line, progress aside, with which a command ends with status 2."""
    capsys.readouterr()
    assert main(command) == 2
    captured = capsys.readouterr()
    lines = [line for line in captured.err.splitlines() if line.startswith("coprod: ")]
    assert len(lines) == 1 and "Traceback" not in captured.err + captured.out
    return lines[0]


def tables(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.parquet")}


def side_cars(folder: Path) -> dict[Path, tuple[int, bytes]]:
    """Side-cars with the time they were written: a chunk run again has another."""
    return {
        path: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.rglob("chunk-*.json")
    }


def test_a_full_disk_stops_a_study_that_goes_on_when_there_is_room(
    untroubled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = tables(untroubled)
    STUDY.parent.mkdir()
    with mounted("-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", "results"):
        assert "No space left on device" in refusal(capsys, WHOLE)
        kept = side_cars(STUDY)
        assert 1 <= len(kept) < 4
        assert not list(STUDY.rglob("*.tmp"))
        assert all(name in expected for name in tables(STUDY))
        remount("remount,size=50m", "results")
        assert main(WHOLE) == 0
        assert tables(STUDY) == expected
        assert kept.items() <= side_cars(STUDY).items()


def test_a_file_that_may_not_grow_is_one_line(
    untroubled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_LIMIT, limits[1]))
    try:
        assert "File too large" in refusal(capsys, WHOLE)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert tables(STUDY) == {} and not list(STUDY.rglob("*.tmp"))
    assert main(WHOLE) == 0 and tables(STUDY) == tables(untroubled)


def test_a_read_only_disk_is_one_line_but_can_be_read(
    untroubled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*COMMAND, "replicates=26"]) == 0
    before = tables(STUDY)
    with mounted("--bind", "results", "results"):
        remount("remount,ro,bind", "results")
        assert "Read-only file system" in refusal(capsys, WHOLE)
        assert "Read-only file system" in refusal(capsys, [*WHOLE, "--study", "new"])
        assert main(["results", "headline"]) == 0
        assert "52 runs of" in capsys.readouterr().out
    assert tables(STUDY) == before
    assert main(WHOLE) == 0
    assert tables(STUDY) == tables(untroubled)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    Path("results").mkdir(mode=0o500)
    assert "Permission denied" in refusal(capsys, WHOLE)


def flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def replaced_by_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def cell() -> Cell:
    return Study(STUDY).cell("party")


@pytest.mark.parametrize(
    ("name", "harm"),
    [
        *((name, flipped) for name in ("runs", "projects", "history", "weekly")),
        *(("side-car", harm) for harm in (cut, emptied, Path.unlink)),
        ("projects", cut),
        ("history", emptied),
        ("weekly", Path.unlink),
    ],
)
@pytest.mark.usefixtures("_there")
def test_a_damaged_chunk_is_run_again_and_no_other(name: str, harm: Callable[[Path], None]) -> None:
    expected, sound = tables(STUDY), side_cars(STUDY)
    side = side_path(cell().folder, 0)
    harm(side if name == "side-car" else table_path(cell().folder, name, 0))
    assert main(WHOLE) == 0
    assert tables(STUDY) == expected
    again = side_cars(STUDY)
    assert [path for path in sound if again[path] != sound[path]] == [side]


@pytest.mark.usefixtures("_there")
def test_a_chunk_from_another_cell_is_run_again() -> None:
    expected = tables(STUDY)
    other = Study(STUDY).cell("none").folder
    for path in other.glob("*-00000-00024.*"):
        (cell().folder / path.name).write_bytes(path.read_bytes())
    assert main(WHOLE) == 0
    assert tables(STUDY) == expected


@pytest.mark.parametrize("harm", [cut, emptied, Path.unlink])
@pytest.mark.usefixtures("_there")
def test_a_damaged_index_or_manifest_is_mended_by_the_same_command(
    harm: Callable[[Path], None],
) -> None:
    expected, sound = tables(STUDY), side_cars(STUDY)
    for path in (STUDY / "study.json", cell().folder / MANIFEST):
        before = path.read_bytes()
        harm(path)
        assert main(WHOLE) == 0
        assert path.read_bytes() == before
    assert (tables(STUDY), side_cars(STUDY)) == (expected, sound)


@pytest.mark.parametrize("file", ["study.json", "manifest"])
@pytest.mark.parametrize(
    "command", [WHOLE, ["results", "headline"], ["replay", "headline", "party/0"]]
)
@pytest.mark.usefixtures("_there")
def test_what_another_version_made_is_one_line_and_left_as_it_is(
    file: str, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = STUDY / file if file == "study.json" else cell().folder / MANIFEST
    path.write_text(path.read_text().replace('"model_version": "', '"model_version": "other'))
    before = {each: each.read_bytes() for each in STUDY.rglob("*") if each.is_file()}
    said = refusal(capsys, command)
    assert "model_version = other" in said and "name another study" in said
    assert {each: each.read_bytes() for each in STUDY.rglob("*") if each.is_file()} == before


@pytest.mark.parametrize("place", ["study.json", "manifest", "side-car", "table"])
@pytest.mark.usefixtures("_there")
def test_a_folder_where_a_file_should_be_is_one_line(
    place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = cell().folder
    replaced_by_a_folder(
        {
            "study.json": STUDY / "study.json",
            "manifest": folder / MANIFEST,
            "side-car": side_path(folder, 0),
            "table": table_path(folder, "runs", 0),
        }[place]
    )
    assert "Is a directory" in refusal(capsys, WHOLE)


@pytest.mark.usefixtures("_there")
def test_foreign_files_are_neither_read_nor_touched() -> None:
    expected = tables(STUDY)
    foreign = ["notes.txt", "chunk-a-b.json", "chunk-00003-00004.json", "chunk-00050.json"]
    for name in foreign:
        (cell().folder / name).write_text('{"mine": 1}')
    (STUDY / "cells" / "scratch").mkdir()
    assert main(WHOLE) == 0
    assert tables(STUDY) == expected
    assert all((cell().folder / name).read_text() == '{"mine": 1}' for name in foreign)
    assert len(cell().runs()) == REPLICATES
