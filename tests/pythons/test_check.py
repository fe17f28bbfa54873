"""``make test-pythons`` without Debian: what is run in what, when it stops, what is left."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from root import ROOT

SCRIPT = "tests/pythons/check.sh"
FAKES = {
    "id": "echo 0",
    "debootstrap": 'for each; do case $each in */.pythons/*) mkdir -p "$each/etc";; esac; done\n'
    "exit ${DEBOOTSTRAP:-0}",
    "unshare": 'for last; do :; done; echo "$last" >>"$LOG"\n'
    'case $last in *"${BAD:-nothing}"*) exit 1;; esac',
}
"""Programs in place of the system's: root, a Debian with nothing in it, commands inside noted."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a script for Debian")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with the script, and the fakes beside it."""
    folder = tmp_path / "project"
    (folder / SCRIPT).parent.mkdir(parents=True)
    shutil.copy(ROOT / SCRIPT, folder / SCRIPT)
    (folder / ".gitignore").write_text(".pythons/\n")
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    (tmp_path / "bin").mkdir()
    for name, text in FAKES.items():
        (tmp_path / "bin" / name).write_text(f"#!/bin/sh\n{text}\n")
        (tmp_path / "bin" / name).chmod(0o755)
    return folder


def check(project: Path, *minors: str, **variables: str) -> tuple[int, str, list[str]]:
    """Status, what is said, and the commands that ran inside."""
    log = project.parent / "log"
    log.write_text("")
    path = f"{project.parent / 'bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", SCRIPT, *minors], cwd=project, capture_output=True, text=True,
        env={**os.environ, "PATH": path, "LOG": str(log), **variables},
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr, log.read_text().splitlines()


def test_each_python_runs_tests_known_answer_wheel_and_baseline(project: Path) -> None:
    status, said, ran = check(project, "3.13", "3.14")
    assert (status, len(ran), said.count("to the bit")) == (0, 8, 2)
    assert ran[:4] == [
        "cd /clone && python3.13 make.py test",
        "cd /clone && .venv/bin/coprod doctor",
        "cd /clone && python3.13 make.py test-wheel",
        "cd /clone && python3.13 make.py test-baseline",
    ]


def test_a_python_that_fails_is_named_and_the_next_is_still_asked(project: Path) -> None:
    status, said, ran = check(project, "3.13", "3.14", BAD="python3.13 make.py test")
    assert status == 1 and "3.13: failed" in said and "3.14: all tables" in said
    assert len(ran) == 5


def test_a_debian_that_could_not_be_fetched_is_not_taken_for_made(project: Path) -> None:
    status, said, ran = check(project, "3.13", DEBOOTSTRAP="1")
    assert (status, ran) == (1, []) and "debootstrap failed" in said
    assert check(project, "3.13")[2] != []


def test_what_is_gone_from_the_project_is_gone_from_its_copy_and_what_it_made_stays(
    project: Path,
) -> None:
    (project / "old.py").touch()
    check(project, "3.13")
    copy = project / ".pythons" / "3.13" / "clone"
    (copy / ".venv").mkdir()
    assert (copy / "old.py").exists() and (copy / SCRIPT).exists()
    (project / "old.py").unlink()
    check(project, "3.13")
    assert not (copy / "old.py").exists() and (copy / SCRIPT).exists() and (copy / ".venv").exists()
