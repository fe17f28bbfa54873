"""What is said of installing is so: what is large is named, and conda's file leads somewhere."""

import re
from importlib import metadata

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from root import ROOT

import make

DOCS = ROOT / "docs"
LARGE = 20
"""MB from which on a package is to be justified."""
MEGA = 1_000_000


def _size(name: str) -> float:
    """MB of what a package installed, without bytecode. Where an older pip built it, sources are
    listed that stayed behind."""
    found = metadata.distribution(name)
    files = (found.locate_file(each) for each in found.files or () if each.suffix != ".pyc")
    paths = (ROOT / str(each) for each in files)
    return sum(path.stat().st_size for path in paths if path.is_file()) / MEGA


@pytest.mark.parametrize("page", ["installation.md", "installation.zh.md"])
def test_every_large_package_of_users_is_in_the_table_with_about_its_size(page: str) -> None:
    lines = (ROOT / make.USERS).read_text("utf-8").splitlines()
    pins = [Requirement(line) for line in lines if line and not line.lstrip().startswith("#")]
    names = [pin.name for pin in pins if pin.marker is None or pin.marker.evaluate()]
    sizes = {canonicalize_name(name): _size(name) for name in names}
    rows = re.findall(
        r"^\| ([\w-]+).*? \| (\d+) \|", (DOCS / page).read_text("utf-8"), re.MULTILINE
    )
    told = {name: int(size) for name, size in rows}
    large = {name: size for name, size in sizes.items() if size > LARGE}
    assert large and large.keys() <= told.keys()
    assert {name: told[name] for name in large} == pytest.approx(large, rel=0.2)


def test_condas_file_has_a_python_that_is_locked_and_the_page() -> None:
    asked = yaml.safe_load((DOCS / "environment.yml").read_text("utf-8"))["dependencies"]
    python, _, by_pip = asked
    assert python.removeprefix("python=") in make.MINORS
    constraint, package = by_pip["pip"]
    lock = DOCS / constraint.removeprefix("--constraint ")
    assert lock.is_file() and lock.name == f"{python.removeprefix('python=')}-app.txt"
    folder, _, extra = package.partition("[")
    assert (DOCS / folder / "pyproject.toml").is_file() and extra == "app]"
