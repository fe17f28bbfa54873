"""``make test-wheel``: the package as it is installed, where no clone is; a part of the tests too.

The environment has the wheel of ``dist`` with the extra app, at the locked versions, and pytest.
"""

import json
import shutil
import subprocess
import urllib.request
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from root import ROOT

import make

PARTS = ("document", "words", "support")
"""Folders of tests that ask nothing of the clone."""
TOOLS = ("pytest", "pytest-xdist", "hypothesis", "openpyxl")
PLACE = ("community=village", "horizon=66", "replicates=2", "processes=1")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel."""
    folder = tmp_path_factory.mktemp("wheel") / "environment"
    venv.create(folder, with_pip=True)
    (wheel,) = (ROOT / "dist").glob("*.whl")
    words = ["-m", "pip", "install", "--quiet", "--no-compile", f"{wheel}[app]", *TOOLS]
    pins = ("-c", str(ROOT / make.DEVELOPERS), "-c", str(ROOT / make.PAGE))
    subprocess.run([make.tool(folder, "python"), *words, *pins], check=True)
    return folder


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder in which nothing leads to the clone."""
    for variable in ("PYTHONPATH", "COPROD_LANG", "VIRTUAL_ENV"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def coprod(environment: Path, *words: str) -> str:
    done = subprocess.run(
        [make.tool(environment, "coprod"), *words], capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    assert str(ROOT) not in done.stdout + done.stderr
    return done.stdout


def test_every_command_a_lab_and_an_own_community_are_there(installed: Path, alone: Path) -> None:
    assert coprod(installed, "--version").startswith("coprod ")
    assert "All is well" in coprod(installed, "doctor")
    assert coprod(installed, "compare", *PLACE, "arms=none,party", "--study", "pair")
    assert coprod(installed, "report", "pair")
    told = coprod(installed, "lab", "whose_voice", "replicates=2", "horizon=156")
    card = Path(told.split("try: ")[1].splitlines()[0])
    assert card.is_absolute() and "whose_voice" in card.read_text("utf-8")
    notebook = json.loads(card.with_suffix(".ipynb").read_text("utf-8"))
    assert notebook["cells"]
    coprod(installed, "init", "my_place")
    coprod(installed, "check", "my_place")
    own = ("--config-dir", "my_place", "community=my_place", "horizon=66", "replicates=2")
    assert coprod(installed, "run", *own)


def test_pages_that_commands_name_are_there(installed: Path, alone: Path) -> None:
    told = " ".join(coprod(installed, "sweep", "--help").split())
    page = Path(told.split("See ")[1].split(".md")[0].replace(" ", "") + ".md")
    assert page.is_absolute() and page.read_text("utf-8").startswith("#")


def test_python_users_have_the_front_door(installed: Path, alone: Path) -> None:
    coprod(installed, "compare", *PLACE, "arms=none,party", "--study", "pair")
    script = "import coprod; print(*coprod.load('pair').rates()['arm'])"
    words = [make.tool(installed, "python"), "-c", script]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert done.stdout == "none party\n"


def test_what_only_a_clone_can_is_refused_in_one_line(installed: Path, alone: Path) -> None:
    words = [make.tool(installed, "coprod"), "calibrate", "--adopt"]
    done = subprocess.run(words, capture_output=True, text=True)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1) and "clone" in done.stderr


@contextmanager
def page(environment: Path) -> Iterator[str]:
    """The address of a page that is served until the end."""
    words = [make.tool(environment, "coprod"), "app", "--no-browser", "--port", "0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            line = next(line for line in server.stdout if "http://" in line)
            yield "http://" + line.split("http://")[1].partition(";")[0]
        finally:
            server.terminate()


def test_the_page_is_served(installed: Path, alone: Path) -> None:
    with page(installed) as address, urllib.request.urlopen(address) as answer:
        assert answer.status == 200 and b"coprod" in answer.read()


def test_a_part_of_the_tests_passes_on_what_is_installed(installed: Path, alone: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", alone)
    (alone / "tests").mkdir()
    shutil.copy(ROOT / "tests" / "conftest.py", alone / "tests")
    for part in PARTS:
        shutil.copytree(ROOT / "tests" / part, alone / "tests" / part)
    where = "import experiments, sim; print(experiments.__file__, sim.__file__)"
    python = make.tool(installed, "python")
    told = subprocess.run([python, "-c", where], capture_output=True, text=True, check=True).stdout
    assert told.count("site-packages") == 2
    status = subprocess.run([make.tool(installed, "pytest"), "-q", "-n", "2", "tests"]).returncode
    assert status == 0
