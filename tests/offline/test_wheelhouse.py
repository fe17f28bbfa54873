"""A folder for a system without network: what that system needs is in it, by its own markers."""

import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from root import ROOT

from offline.__main__ import Failure as NotWhole
from offline.__main__ import add_start, arguments, check, filled
from offline.target import PLATFORMS, Target
from offline.wheels import locked, pinned, unmet

WINDOWS, MACOS, LINUX = (Target(name, "3.13") for name in ("windows", "macos-arm64", "linux"))


def _wheel(folder: Path, name: str, version: str, *requires: str) -> Path:
    path = folder / f"{name}-{version}-py3-none-any.whl"
    about = [
        f"Name: {name}",
        f"Version: {version}",
        *(f"Requires-Dist: {each}" for each in requires),
    ]
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(f"{name}-{version}.dist-info/METADATA", "\n".join(about))
        packed.writestr(f"{name}/vendored/other-1.dist-info/METADATA", "Requires-Dist: nothing")
    return path


def test_what_only_the_target_needs_is_asked_for_there_and_nowhere_else(tmp_path: Path) -> None:
    _wheel(
        tmp_path, "tool", "1.0", "colorama; sys_platform == 'win32'", "pexpect; os_name == 'posix'"
    )
    _wheel(tmp_path, "pexpect", "4.0")
    assert unmet(tmp_path, LINUX, "tool", "") == []
    assert unmet(tmp_path, MACOS, "tool", "") == []
    assert unmet(tmp_path, WINDOWS, "tool", "") == ["colorama, for tool"]


@pytest.mark.parametrize(
    ("minor", "asked"), [("3.11", ["old, for tool"]), ("3.13", []), ("3.14", ["new, for tool"])]
)
def test_a_marker_on_python_is_judged_by_the_targets_and_not_by_this_one(
    tmp_path: Path, minor: str, asked: list[str]
) -> None:
    markers = ("new; python_version >= '3.14'", "old; python_full_version < '3.12'")
    _wheel(tmp_path, "tool", "1.0", *markers)
    assert unmet(tmp_path, Target("linux", minor), "tool", "") == asked


def test_extras_are_followed_on_the_way_and_others_are_not(tmp_path: Path) -> None:
    _wheel(tmp_path, "coprod", "0.1", "Web_Page[fast]; extra == 'app'", "ray; extra == 'ray'")
    _wheel(tmp_path, "web_page", "2.0", "loop>=3; extra == 'fast'", "docs; extra == 'docs'")
    _wheel(tmp_path, "loop", "2.9")
    assert unmet(tmp_path, LINUX, "coprod", "app") == ["loop>=3, for web-page"]


def test_a_version_that_is_not_allowed_is_as_missing_and_a_preview_is_there(tmp_path: Path) -> None:
    _wheel(tmp_path, "tool", "1.0", "a<2", "b>=1.0rc1")
    _wheel(tmp_path, "a", "2.0")
    _wheel(tmp_path, "b", "1.0rc2")
    assert unmet(tmp_path, LINUX, "tool", "") == ["a<2, for tool"]


def test_a_folder_that_is_not_whole_is_refused(tmp_path: Path) -> None:
    _wheel(tmp_path, "coprod", "0.1", "a; extra == 'app'")
    with pytest.raises(NotWhole, match="not in the lock: a, for coprod"):
        check(tmp_path, LINUX)


def test_a_wheel_built_here_for_this_system_alone_is_refused(tmp_path: Path) -> None:
    _wheel(tmp_path, "coprod", "0.1")
    for name in (
        "antlr4_python3_runtime-4.9.3-py3-none-any",
        "solara_assets-1.5-cp311-cp311-linux_x86_64",
    ):
        _wheel(tmp_path, "x", "1").rename(tmp_path / f"{name}.whl")
    with pytest.raises(NotWhole, match="solara-assets: no wheel that fits every system"):
        check(tmp_path, LINUX)


@pytest.mark.parametrize("minor", ["3.11", "3.14"])
def test_pins_are_chosen_by_the_targets_markers(minor: str) -> None:
    lock = ROOT / "experiments" / "run" / "doctor" / "locks" / f"{minor}-app.txt"
    names = {
        name: {Requirement(pin).name for pin in locked(lock, Target(name, minor))}
        for name in PLATFORMS
    }
    assert names["windows"] - names["linux"] == {"colorama"}
    assert "pexpect" in names["linux"] & names["macos-arm64"] and "pexpect" not in names["windows"]
    assert {"solara", "numba", "antlr4-python3-runtime"} <= set.intersection(*names.values())


def test_every_wheel_is_pinned_by_its_contents(tmp_path: Path) -> None:
    _wheel(tmp_path, "coprod", "0.1").write_bytes(b"")
    of_nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert pinned(tmp_path, {"coprod": "app"}) == f"coprod[app]==0.1 --hash=sha256:{of_nothing}\n"


@pytest.mark.parametrize("name", PLATFORMS)
def test_what_starts_it_is_in_the_systems_ways(tmp_path: Path, name: str) -> None:
    """Batch files are read in the code page of the day: ASCII, and with both signs at line ends."""
    target = Target(name, "3.12")
    add_start(tmp_path, target)
    opened = target.platform.start[1]
    assert {path.name for path in tmp_path.iterdir()} == {opened, "start.py", "READ_ME.txt"}
    assert (tmp_path / opened).stat().st_mode & 0o111
    assert (tmp_path / opened).read_bytes().isascii()
    for path in tmp_path.iterdir():
        raw = path.read_bytes()
        ends = raw.count(b"\r\n") if name == "windows" else 0
        assert (raw.count(b"\r"), "@" in raw.decode().replace("@echo", "")) == (ends, False)
        assert raw.count(b"\n") == ends or name != "windows"
    told = (tmp_path / "READ_ME.txt").read_text("utf-8")
    assert told.count("Python 3.12") >= 4 and told.count(opened) >= 2
    # Windows' shells have a command called start.
    by_hand = ".\\start.bat" if name == "windows" else f"sh {opened}"
    assert told.count(f" {by_hand} ") == 2


def test_a_word_that_nobody_tells_is_no_text() -> None:
    with pytest.raises(KeyError):
        filled("@NOBODY@", LINUX)


@pytest.mark.parametrize("words", [["--platform", "amiga"], ["--python", "2.7"], ["--fast"]])
def test_what_no_folder_is_made_for_is_refused_in_one_line(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["wheelhouse", *words])
    with pytest.raises(SystemExit) as ended:
        arguments()
    told = capsys.readouterr().err
    assert ended.value.code == 2 and told.count("\n") == 1 and words[-1] in told
