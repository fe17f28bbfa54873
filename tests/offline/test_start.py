"""A double-click in the folder: the right Python, an environment of the folder, the page."""

import os
import runpy
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from offline.__main__ import add_start
from offline.target import Target

MINOR = "{}.{}".format(*sys.version_info)
Calls = list[tuple[list[str], Path | None]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder to hand round, for this Python, without wheels; its name has a space."""
    place = tmp_path / "a stick"
    place.mkdir()
    add_start(place, Target("linux", MINOR))
    (place / "requirements.txt").write_text("coprod[app]==0.1.0\n")
    return place


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Calls:
    """Commands that would be run; making an environment makes its Python."""
    made: Calls = []

    def pretend(words: list[str], cwd: Path | None = None) -> int:
        made.append((words, cwd))
        if "venv" in words:
            (Path(words[-1]) / "bin").mkdir(parents=True, exist_ok=True)
            (Path(words[-1]) / "bin" / "python").touch()
        return 0

    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(subprocess, "call", pretend)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    return made


def _start(folder: Path) -> int:
    """Its status."""
    begun: Any = SimpleNamespace(**runpy.run_path(str(folder / "start.py")))
    return int(begun.main())


@pytest.mark.skipif(os.name == "nt", reason="as on Linux and macOS")
def test_it_installs_from_the_folder_alone_and_opens_the_page_where_results_are(
    folder: Path, calls: Calls, tmp_path: Path
) -> None:
    assert _start(folder) == 0
    (made, _), (installed, _), (opened, where) = calls
    home = tmp_path / "coprod"
    assert made == [sys.executable, "-m", "venv", "--clear", str(home / "environment")]
    told = " ".join(installed)
    assert f"--no-index --find-links {folder / 'wheels'} --require-hashes" in told
    assert installed[-2:] == ["-r", str(folder / "requirements.txt")]
    assert installed[0] == opened[0] == str(home / "environment" / "bin" / "python")
    assert (opened[-1], where) == ("app", home)


@pytest.mark.skipif(os.name == "nt", reason="as on Linux and macOS")
def test_it_installs_again_only_when_the_folders_list_is_another(
    folder: Path, calls: Calls
) -> None:
    _start(folder)
    calls.clear()
    assert _start(folder) == 0 and len(calls) == 1
    (folder / "requirements.txt").write_text("coprod[app]==0.2.0\n")
    assert _start(folder) == 0 and len(calls) == 4


@pytest.mark.skipif(os.name == "nt", reason="as on Linux and macOS")
def test_where_installing_fails_both_languages_say_so_and_nothing_passes_for_installed(
    folder: Path, calls: Calls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = subprocess.call
    monkeypatch.setattr(subprocess, "call", lambda w, **k: whole(w, **k) or int("pip" in w))
    for _ in range(2):
        assert _start(folder) == 1
        told = capsys.readouterr().out
        assert "安装失败" in told and "Installing failed" in told
    assert not any("app" in words for words, _ in calls)


def _double_click(folder: Path, path: Path) -> "subprocess.CompletedProcess[str]":
    words = ["sh", str(folder / "start.sh")]
    places = f"{path}{os.pathsep}/usr/bin{os.pathsep}/bin"
    return subprocess.run(
        words, cwd="/", env={"PATH": places}, capture_output=True, encoding="utf-8"
    )


@pytest.mark.skipif(os.name == "nt", reason="a shell")
def test_without_the_right_python_it_says_in_both_languages_what_to_do(
    tmp_path: Path,
) -> None:
    add_start(tmp_path, Target("linux", "3.99"))
    done = _double_click(tmp_path, tmp_path)
    assert done.returncode == 1 and done.stderr == ""
    assert "先装 Python 3.99" in done.stdout and "Install Python 3.99 first" in done.stdout


@pytest.mark.skipif(os.name == "nt", reason="a shell")
def test_the_right_python_is_given_the_folders_own_program(folder: Path, tmp_path: Path) -> None:
    fake = tmp_path / f"python{MINOR}"
    fake.write_text('#!/bin/sh\n[ "$1" = -c ] || echo "$@"\n')
    fake.chmod(0o755)
    assert _double_click(folder, tmp_path).stdout == f"{folder / 'start.py'}\n"
