"""Locks, files that are held open, names, command lines and streams, as other systems have them."""

import errno
import io
import shlex
import sys
from pathlib import Path

import pytest

from experiments.base import files, locks, streams
from experiments.base.errors import InputError
from experiments.base.names import is_portable, refuse_other_case
from experiments.base.shells import command_line
from experiments.commands import cli
from experiments.config.compose import compose


@pytest.mark.parametrize("unix", [True, False])
def test_a_lock_is_one_writers_and_is_free_when_let_go_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unix: bool
) -> None:
    if not unix:
        monkeypatch.setattr(locks, "fcntl", None)
    path = tmp_path / "lock"
    release = locks.take_lock(path)
    if unix:  # a library's lock is its thread's, which may take it again
        with pytest.raises(OSError):
            locks.take_lock(path, wait=False)
    release()
    locks.take_lock(path, wait=False)()
    assert locks.take_lock(tmp_path / "none" / "lock", shared=True)() is None
    assert not (tmp_path / "none").exists()


def test_readers_share_and_a_writer_waits_for_them(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    path.touch()
    readers = [locks.take_lock(path, shared=True) for _ in range(2)]
    for release in readers:
        with pytest.raises(BlockingIOError):
            locks.take_lock(path, wait=False)
        release()
    locks.take_lock(path, wait=False)()


def held_open(times: int, monkeypatch: pytest.MonkeyPatch, winerror: int = 32) -> list[int]:
    """Replacing fails so often as on Windows; tells of each time."""
    failed: list[int] = []
    really = files.os.replace

    def replace(*paths: Path) -> None:
        if len(failed) < times:
            failed.append(winerror)
            error = PermissionError(errno.EACCES, "used by another process")
            error.winerror = winerror  # type: ignore[attr-defined]
            raise error
        really(*paths)

    monkeypatch.setattr(files, "AGAIN", 0.0)
    monkeypatch.setattr(files.os, "replace", replace)
    return failed


def test_a_file_that_is_held_open_is_replaced_when_it_is_let_go_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = held_open(files.TRIES, monkeypatch)
    files.write_atomically(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new" and len(failed) == files.TRIES


@pytest.mark.parametrize(("winerror", "tries"), [(32, files.TRIES + 1), (19, 1)])
def test_one_that_stays_open_is_one_clear_line_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, winerror: int, tries: int
) -> None:
    """19: a medium that is write-protected is not tried again."""
    (tmp_path / "a").write_bytes(b"old")
    failed = held_open(files.TRIES + 5, monkeypatch, winerror)
    with pytest.raises(InputError, match=r"a: used by another process; what was finished"):
        files.write_atomically(tmp_path / "a", b"new")
    assert len(failed) == tries
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


@pytest.mark.parametrize("name", ["con", "NUL", "aux.old", "Com1", "lpt9.x.y", "com²", "study."])
def test_names_that_windows_keeps_are_no_studys(name: str) -> None:
    assert not is_portable(name)
    with pytest.raises(InputError, match="Windows keeps"):
        compose([f'name="{name}"'])


@pytest.mark.parametrize("name", ["console", "com", "com10", "null", "a.con", "v1.0", "试点"])
def test_names_that_only_look_like_those_are(name: str) -> None:
    assert is_portable(name)


def test_a_name_that_differs_by_case_only_is_refused_before_the_folder_is_there(
    tmp_path: Path,
) -> None:
    (tmp_path / "Pilot").mkdir()
    with pytest.raises(InputError, match=r"pilot: .*Pilot is there"):
        refuse_other_case(tmp_path / "pilot")
    refuse_other_case(tmp_path / "Pilot")
    refuse_other_case(tmp_path / "pilots")
    refuse_other_case(tmp_path / "none" / "pilot")
    (tmp_path / "pilot").mkdir(exist_ok=True)
    refuse_other_case(tmp_path / "pilot")


def test_a_command_line_is_quoted_as_all_shells_have_it() -> None:
    words = ["coprod", "run", "a.b=0.5", "--out", "x", "arms=none,party", "r=[1,2]", "my place", ""]
    line = command_line(words)
    assert line == 'coprod run a.b=0.5 --out x "arms=none,party" "r=[1,2]" "my place" ""'
    assert shlex.split(line) == words
    assert command_line(["C:\\my results"]) == '"C:\\my results"'
    assert shlex.split(command_line(["a$b!", "~x"])) == ["a$b!", "~x"]


def stream(encoding: str, monkeypatch: pytest.MonkeyPatch) -> io.BytesIO:
    """What goes to standard output, in this encoding."""
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding, write_through=True))
    return raw


@pytest.mark.parametrize(
    ("encoding", "lang", "text", "shown"),
    [
        ("gbk", "en", "m² Gächter ± 中", "m2 Gachter ± 中"),
        ("cp1252", "en", "m² Gächter 中", "m² Gächter \\u4e2d"),
        ("ascii", "en", "m² – é", "m2 \\u2013 e"),
        ("utf-8", "en", "m² 中", "m² 中"),
    ],
)
def test_what_an_encoding_lacks_is_shown_by_the_nearest(
    encoding: str, lang: str, text: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = stream(encoding, monkeypatch)
    streams.set_streams(lang)
    print(text, end="")
    assert raw.getvalue().decode(encoding) == shown


@pytest.mark.parametrize(("encoding", "written"), [("gbk", "gbk"), ("cp1252", "utf-8")])
def test_chinese_keeps_an_encoding_that_has_it_and_is_utf_8_elsewhere(
    encoding: str, written: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = stream(encoding, monkeypatch)
    streams.set_streams("zh")
    print("每100个机会", end="")
    assert raw.getvalue() == "每100个机会".encode(written)


def test_a_reader_that_has_seen_enough_is_no_fault_on_windows_either(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def gone(*_: object) -> int:
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(cli, "_dispatch", gone)
    assert cli.main(["run"]) == cli.WRONG_INPUT
    monkeypatch.setattr(cli, "NO_READER", (errno.EPIPE, errno.EINVAL))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(cli.os, "dup2", lambda *_: None)
        assert cli.main(["run"]) == cli.NOBODY_LISTENS
