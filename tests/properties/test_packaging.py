"""What is shipped is complete, pinned, and names neither a machine nor a place to download from."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from root import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
MINORS = ("3.11", "3.12", "3.13", "3.14")
EXTRAS = {"": (), "-dev": ("dev",), "-app": ("app",)}
"""What a lock's name has behind the Python -> extras that it is of."""
LOCKS = [(minor, layer) for minor in MINORS for layer in EXTRAS]
FOLDER = "experiments/run/doctor/locks"
SYSTEMS = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
    "macos": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
}
HERE = "{}.{}".format(*sys.version_info)
MACHINE_PATH = re.compile(
    r"(?<![\w.~])/(?:" + "|".join(("home", "root", "work", "opt", "Users")) + r")/"
)
REGISTRY = re.compile(
    "|".join(("py" + r"pi\.org", "python" + "hosted", "npm" + r"js\.", "conda" + r"\.io"))
)
BESIDE = {"CITATION.cff", "LICENSE", "codemeta.json"}
"""What is brought beside the documents."""
SITE = ROOT / "docs" / "site"
"""What makes a site of the documents; it isn't brought."""
BUILD = "import setuptools.build_meta as b, sys; b.build_wheel(sys.argv[1])"


def shipped_texts() -> dict[str, str]:
    """Path -> text of every file that is tracked, or would be; fonts and tables are no text."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    paths = [
        path
        for path in listed.stdout.split("\0")
        if path and not path.endswith((".ttf", ".parquet"))
    ]
    return {path: (ROOT / path).read_text("utf-8") for path in paths if (ROOT / path).is_file()}


def environment(minor: str, system: str) -> dict[str, str]:
    """What markers are judged by, on a Python and a system."""
    return {"python_version": minor, "python_full_version": f"{minor}.1", **SYSTEMS[system]}


def pins(minor: str, layer: str = "", system: str = "linux") -> dict[str, str]:
    """Package -> version, as locked for a Python and a system."""
    lines = (ROOT / FOLDER / f"{minor}{layer}.txt").read_text().splitlines()
    found = [Requirement(line) for line in lines if line and not line.lstrip().startswith("#")]
    here = environment(minor, system)
    return {
        canonicalize_name(each.name): str(each.specifier).removeprefix("==")
        for each in found
        if each.marker is None or each.marker.evaluate(here)
    }


@pytest.mark.parametrize("forbidden", [MACHINE_PATH, REGISTRY])
def test_no_text_names_a_machines_path_or_a_registry(forbidden: re.Pattern[str]) -> None:
    found = {
        path: hit[0] for path, text in shipped_texts().items() if (hit := forbidden.search(text))
    }
    assert found == {}


def requirements(*extras: str) -> list[Requirement]:
    """What the project says that it needs, with these extras."""
    optional = PROJECT["optional-dependencies"]
    named = [*PROJECT["dependencies"], *(name for extra in extras for name in optional[extra])]
    return [Requirement(name) for name in named]


@pytest.mark.parametrize(("minor", "layer"), LOCKS)
def test_a_lock_holds_versions_and_nothing_else(minor: str, layer: str) -> None:
    text = (ROOT / FOLDER / f"{minor}{layer}.txt").read_text()
    assert "://" not in text
    for line in text.splitlines():
        assert re.fullmatch(r"[a-z0-9-]+==[0-9][\w.]*( ; .+)?|\s*#.*|", line), line


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize(("minor", "layer"), LOCKS)
def test_every_declared_dependency_is_locked_at_an_allowed_version(
    minor: str, layer: str, system: str
) -> None:
    pinned, here = pins(minor, layer, system), environment(minor, system)
    for requirement in requirements(*EXTRAS[layer]):
        if requirement.marker is None or requirement.marker.evaluate(here):
            assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)])


def test_what_only_windows_needs_is_locked_for_it() -> None:
    for minor in MINORS:
        assert "colorama" in pins(minor, system="windows") and "colorama" not in pins(minor)


def test_mesa_is_the_last_that_a_python_can_have() -> None:
    versions = {minor: pins(minor)["mesa"].split(".")[:2] for minor in MINORS}
    assert versions.pop("3.11") == ["3", "3"]
    assert all(int(minor) >= 5 for _, minor in versions.values())


def test_the_users_lock_has_what_a_run_needs_and_the_editable_install_and_no_more() -> None:
    """Each pin is reached from the declared dependencies, by what installed packages say."""
    reached, left = {"setuptools"}, [*requirements()]
    while left:
        requirement = left.pop()
        name = canonicalize_name(requirement.name)
        if name not in reached and (not requirement.marker or requirement.marker.evaluate()):
            reached.add(name)
            left += map(Requirement, metadata.requires(name) or [])
    assert pins(HERE).keys() == reached


@pytest.mark.parametrize("minor", MINORS)
def test_developers_and_the_page_have_the_users_versions_and_each_others(minor: str) -> None:
    for system in SYSTEMS:
        users, developers, page = (pins(minor, layer, system) for layer in EXTRAS)
        assert users.items() <= developers.items() & page.items()
        assert {page.get(name, version) == version for name, version in developers.items()} == {
            True
        }


def test_the_citation_has_the_projects_version_and_licence() -> None:
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    assert f"\nversion: {PROJECT['version']}\n" in citation
    assert f"\nlicense: {PROJECT['license']}\n" in citation


def test_changelog_and_citation_agree_on_version_and_release() -> None:
    """A release has its date in the citation, and isn't called unreleased."""
    newest = re.search(r"^## (\S+)(.*)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert newest is not None and newest[1] == PROJECT["version"]
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    assert ("(unreleased)" in newest[2]) != ("date-released:" in citation)


def test_the_installed_package_holds_every_module_configuration_and_font(tmp_path: Path) -> None:
    source = tmp_path / "source"
    for folder in ("sim", "experiments", "configs", "docs"):
        shutil.copytree(
            ROOT / folder, source / folder, ignore=shutil.ignore_patterns("__pycache__")
        )
    expected = {
        path.relative_to(source).as_posix()
        for folder in ("sim", "experiments", "configs")
        for path in (source / folder).rglob("*")
        if path.suffix in (".py", ".yaml", ".ttf", ".csv", ".json", ".j2", ".css", ".vue", ".po")
        or path.name in ("OFL.txt", "py.typed")
        or path.suffix == ".js"
        or (path.is_file() and "vendor" in path.parts)
        or (path.parent.name == "locks" and "-" not in path.name)
    }
    for name in ("pyproject.toml", *BESIDE, PROJECT["readme"], "coprod.py"):
        shutil.copy(ROOT / name, source)
    subprocess.run(
        [sys.executable, "-c", BUILD, str(tmp_path)], cwd=source, check=True, capture_output=True,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    packed = {name for name in names if ".dist-info/" not in name and ".data/" not in name}
    assert packed == {*expected, "coprod.py"}
    brought = {name.partition("/share/coprod/")[2] for name in names if ".data/" in name}
    files = [path for path in (ROOT / "docs").rglob("*.*") if SITE not in path.parents]
    assert brought == {path.relative_to(ROOT).as_posix() for path in files} | BESIDE
