"""Set-up with Python alone: what each target installs and runs, and what is refused in one line."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import make

ROOT = Path(make.__file__).parent
Calls = list[list[str]]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Calls:
    """Commands that would be run, in an environment that doesn't exist yet; all succeed."""
    made: Calls = []

    def pretend(words: list[str], silent: bool = False) -> int:
        made.append([word.replace(str(make.VENV), "VENV") for word in words])
        if "venv" in words:
            _fabricate(Path(words[-1]))
        return 0

    monkeypatch.setattr(make, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(make, "BENCH", tmp_path / ".venv-bench")
    monkeypatch.setattr(make, "DOCS", tmp_path / ".venv-docs")
    monkeypatch.setattr(make, "run", pretend)
    return made


def _fabricate(folder: Path, minor: str = make.MINOR) -> None:
    for name in ("python", "pip"):
        make.tool(folder, name).parent.mkdir(parents=True, exist_ok=True)
        make.tool(folder, name).touch()
    (folder / "pyvenv.cfg").write_text(f"home = somewhere\nversion = {minor}.9\n")


def _installed(calls: Calls) -> list[str]:
    """What pip was told to install, call by call."""
    words = (call[call.index("install") + 1 :] for call in calls if "install" in call)
    return [" ".join(word for word in call if word != "--no-compile") for call in words]


def _lines(shown: pytest.CaptureFixture[str]) -> list[str]:
    return shown.readouterr().err.splitlines()


def test_make_and_make_py_have_the_same_targets_in_the_same_order() -> None:
    (listed,) = re.findall(
        r"^TARGETS := (.+\\\n.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE
    )
    assert listed.replace("\\", "").split() == list(make.TARGETS)


def test_targets_that_documents_and_messages_name_exist() -> None:
    files = subprocess.run(
        ["git", "ls-files", "*.md", "*.py", "*.po", ".ci/run"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    pattern = re.compile(r"(?:`|^)(?:make|python make\.py) ([a-z][a-z-]*)(?=[`\s])", re.MULTILINE)
    named = {name for file in files for name in pattern.findall((ROOT / file).read_text("utf-8"))}
    assert {"demo", "test-reference"} <= named <= make.TARGETS.keys()


def test_a_users_install_has_the_users_lock_and_no_other(calls: Calls) -> None:
    assert make.main(["demo"]) == 0
    assert _installed(calls) == [
        f"-r {make.USERS}",
        "--no-deps --no-build-isolation -e .",
    ]
    assert calls[-1][1:] == ["-m", "experiments.commands.cli", "headline"]
    assert calls[-1][0] == make.tool(Path("VENV"), "python").as_posix()


def test_what_is_installed_stays_until_lock_or_project_change(
    calls: Calls, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in (make.USERS, make.DEVELOPERS, "pyproject.toml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    monkeypatch.setattr(make, "ROOT", tmp_path)
    make.main(["demo", "lint"])
    first = _installed(calls)
    make.main(["demo", "lint"])
    assert _installed(calls) == first
    (tmp_path / make.DEVELOPERS).write_text("newer")
    make.main(["demo", "lint"])
    assert _installed(calls)[len(first) :] == [f"-r {make.DEVELOPERS}"]
    (tmp_path / "pyproject.toml").write_text("newer")
    make.main(["demo", "lint"])
    assert _installed(calls)[len(first) + 1 :] == first


def test_an_extra_is_installed_beside_what_its_target_needs_and_keeps_to_the_pins(
    calls: Calls,
) -> None:
    make.main(["app"])
    assert _installed(calls)[2:] == [f"-c {make.DEVELOPERS} -c {make.PAGE} -e .[app]"]
    make.main(["test-browser"])
    assert _installed(calls)[3:] == [
        f"-r {make.DEVELOPERS}",
        f"-c {make.DEVELOPERS} -c {make.PAGE} -e .[app,browser]",
    ]


@pytest.mark.parametrize("broken", ["pip", "python", "pyvenv.cfg", "another minor"])
def test_an_environment_that_is_not_whole_is_made_anew(
    calls: Calls, tmp_path: Path, broken: str
) -> None:
    make.main(["demo"])
    if broken == "another minor":
        _fabricate(make.VENV, "3.10")
    else:
        (make.VENV / broken if "." in broken else make.tool(make.VENV, broken)).unlink()
    calls.clear()
    make.main(["demo"])
    assert calls[0] == [sys.executable, "-m", "venv", "--clear", "VENV"]
    assert _installed(calls)[0] == f"-r {make.USERS}"


def test_a_target_ends_with_the_first_command_that_fails_but_compiling_ahead_may(
    calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.prepare(["dev"])
    calls.clear()
    monkeypatch.setattr(make, "run", lambda words: calls.append(words) or 3)
    assert make.main(["test", "demo"]) == 3
    assert [call[1:4] for call in calls] == [
        ["-m", "experiments.commands.cli", "warm-up"],
        ["-m", "pytest", "-q"],
    ]
    calls.clear()
    assert make.main(["lint"]) == 3
    assert [call[2] for call in calls] == ["ruff"]


def test_an_unknown_target_is_refused_in_one_line_before_any_other_runs(
    calls: Calls, capsys: pytest.CaptureFixture[str]
) -> None:
    assert make.main(["demo", "lnit"]) == make.WRONG
    assert _lines(capsys) == ["make.py: lnit: no such target; did you mean lint?"]
    assert make.main(["xyzzy"]) == make.WRONG
    assert _lines(capsys) == ["make.py: xyzzy: no such target; python make.py lists all"]
    assert calls == []


def test_another_python_is_refused_in_one_line_that_names_the_one_needed(
    calls: Calls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(make, "MINOR", "3.10")
    assert make.main(["demo"]) == make.WRONG
    (line,) = _lines(capsys)
    assert "Python 3.11 to 3.14 is needed, this is 3.10" in line and "py -3.14 make.py" in line
    assert calls == []


def test_the_pythons_that_can_be_used_are_the_projects_and_each_has_its_locks() -> None:
    assert f'requires-python = ">={make.MINORS[0]}"' in (ROOT / "pyproject.toml").read_text()
    files = {path.name for path in (ROOT / make.LOCKS).iterdir()}
    layers = ("", "-dev", "-app")
    assert files == {f"{minor}{layer}.txt" for minor in make.MINORS for layer in layers}
    assert make.MINOR in make.MINORS


def test_where_pip_fails_its_last_complaint_is_told_and_nothing_passes_for_installed(
    calls: Calls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _fabricate(make.VENV)

    def fail(words: list[str], silent: bool) -> int:
        assert silent
        log = Path(words[words.index("--log") + 1])
        log.write_text("12:00 ERROR: Could not find x\n12:00 ERROR: No match for x\n12:00 bye\n")
        return 1

    monkeypatch.setattr(make, "run", fail)
    for _ in range(2):
        assert make.main(["demo"]) == make.WRONG
        assert _lines(capsys) == [
            "make.py: pip failed: No match for x; all it said is in .venv/pip.log"
        ]


def test_how_long_was_fetched_and_how_long_installed_is_told_apart(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log = (
        "2026-01-02T23:59:50,100 Using pip\n"
        "2026-01-02T23:59:51,200 Collecting a==1\n"
        "2026-01-02T23:59:52,200   Collecting setuptools\n"
        "2026-01-02T23:59:53,200   Installing collected packages: setuptools\n"
        "2026-01-02T23:59:54,200   Successfully installed setuptools-80\n"
        "2026-01-02T23:59:59,200 Collecting b==2\n"
        "2026-01-03T00:00:05,300 Installing collected packages: a, b\n"
        "2026-01-03T00:00:09,300 Successfully installed a-1 b-2\n"
    )
    make.told(log)
    assert capsys.readouterr().out == "  2 packages: fetched in 15 s, installed in 4 s\n"
    make.told(log.replace("a-1 b-2", "coprod-0.1.0"))
    assert capsys.readouterr().out == ""


def test_a_wheel_holds_nothing_of_what_was_built_before_and_is_alone(
    calls: Calls, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    make.prepare([])
    for name in (
        "build/lib/sim/gone.py",
        "dist/coprod-0.0.9-py3-none-any.whl",
        "dist/folder/x.whl",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    monkeypatch.setattr(make, "prepare", lambda _: None)
    monkeypatch.setattr(make, "ROOT", tmp_path)
    assert make.main(["wheel"]) == 0 and calls[-1][2:4] == ["pip", "wheel"]
    left = {path.relative_to(tmp_path / "dist").as_posix() for path in tmp_path.glob("dist/**/*")}
    assert left == {"folder", "folder/x.whl"} and not (tmp_path / "build").exists()


def test_options_go_to_the_target_that_takes_them_and_are_refused_elsewhere(
    calls: Calls, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--platform", "windows", "--python", "3.13"]
    assert make.main(["demo", *options]) == make.main(["lint", "wheelhouse", *options]) == 2
    assert (
        _lines(capsys) == ["make.py: --platform: only wheelhouse takes options, and then alone"] * 2
    )
    assert calls == []
    assert make.main(["wheelhouse", *options]) == 0
    assert calls[-1][1:] == ["-m", "offline", *options]


def test_an_environment_that_cannot_be_made_leaves_none_behind(
    calls: Calls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def half(words: list[str]) -> int:
        Path(words[-1], "bin").mkdir(parents=True)
        return 1

    monkeypatch.setattr(make, "run", half)
    assert make.main(["demo"]) == make.WRONG
    (line,) = _lines(capsys)
    assert f"python{make.MINOR}-venv" in line and not make.VENV.exists()


def test_other_frameworks_get_an_environment_of_their_own(calls: Calls) -> None:
    make.main(["bench-frameworks"])
    assert _installed(calls) == [f"--no-deps --only-binary :all: -r {make.FRAMEWORKS}"]
    assert make.usable(make.BENCH) and not make.VENV.exists()


def test_the_site_is_built_by_an_environment_of_its_own_that_nothing_else_is_in(
    calls: Calls,
) -> None:
    assert make.main(["docs"]) == 0
    assert _installed(calls) == [f"--no-deps --only-binary :all: -r {make.SPHINX}"]
    assert calls[-1] == [str(make.tool(Path("VENV-docs"), "python")), "-m", "docs.site"]
    assert make.usable(make.DOCS) and not make.VENV.exists()


def test_clean_removes_what_was_made_follows_no_link_and_keeps_results(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for folder in ("kept", "build/lib", "coprod.egg-info", "sim/rules/__pycache__", "results/x"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / ".venv").symlink_to(tmp_path / "kept")
    places = {"ROOT": "", "VENV": ".venv", "BENCH": ".venv-bench", "PYTHONS": ".pythons"}
    places["DOCS"] = ".venv-docs"
    for name, folder in places.items():
        monkeypatch.setattr(make, name, tmp_path / folder)
    assert make.main(["clean"]) == 0
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")}
    assert left == {"kept", "sim", "sim/rules", "results", "results/x"}


def test_without_a_target_each_is_listed_in_a_line() -> None:
    told = subprocess.run(
        [sys.executable, ROOT / "make.py"], capture_output=True, text=True, check=True
    )
    assert [line.split()[0] for line in told.stdout.splitlines()] == list(make.TARGETS)


RUN = "import make, sys; sys.exit(make.run([sys.executable, '-c', sys.argv[1]]))"


@pytest.mark.parametrize(
    ("code", "status"), [("exit(5)", 5), ("import os; os.kill(os.getpid(), 9)", 137)]
)
def test_the_status_is_the_commands(code: str, status: int) -> None:
    assert subprocess.run([sys.executable, "-c", RUN, code], cwd=ROOT).returncode == status


@pytest.mark.parametrize("heard", [signal.SIGTERM, signal.SIGINT])
def test_the_command_ends_in_its_own_way_when_stopped_and_nothing_follows(heard: int) -> None:
    code = (
        "import signal, sys, time\n"
        "def end(*_): print('ended well'); sys.exit()\n"
        "for each in (signal.SIGINT, signal.SIGTERM): signal.signal(each, end)\n"
        "print('up', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", RUN, code]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as told:
        assert told.stdout is not None and told.stdout.readline() == "up\n"
        if heard == signal.SIGINT:  # as a terminal does: to all
            os.killpg(told.pid, heard)
        else:
            told.terminate()
        assert told.stdout.read() == "ended well\n"
    assert told.returncode == 128 + heard
