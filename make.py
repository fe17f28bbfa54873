"""What is done in this project, with Python alone: ``python make.py TARGET``; alone it lists them.

The environment is ``.venv``. What a target needs is installed into it once, and again when its lock
or ``pyproject.toml`` changes. Only the standard library is used, without newer syntax: a Python of
another minor must be able to read this file, to say which one is needed.
"""

from __future__ import annotations

import difflib
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV, PYTHONS = ROOT / ".venv", ROOT / ".pythons"
BENCH, DOCS = ROOT / ".venv-bench", ROOT / ".venv-docs"
MINORS = ("3.11", "3.12", "3.13", "3.14")
"""The Pythons that there are locks for."""
MINOR = "{}.{}".format(*sys.version_info)
"""This one: environments are made with it."""
WRONG = 2
LOCKS = "experiments/run/doctor/locks"
USERS, DEVELOPERS = f"{LOCKS}/{MINOR}.txt", f"{LOCKS}/{MINOR}-dev.txt"
PAGE = f"{LOCKS}/{MINOR}-app.txt"
FRAMEWORKS, SPHINX = "tests/benchmarks/diffusion/requirements.txt", "docs/site/requirements.txt"
MADE = (
    ".pytest_cache", ".ruff_cache", ".mypy_cache", ".hypothesis", "build", "dist", "*.egg-info",
    "sim/**/__pycache__", "configs/**/__pycache__", "experiments/**/__pycache__",
    "tests/**/__pycache__", "docs/**/__pycache__",
)  # fmt: skip

COPROD = "python -m experiments.commands.cli"
WARM_UP = f"{COPROD} warm-up"
PYTEST = "python -m pytest -q"
WHEEL = "python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist ."
STYLE = ("python -m ruff check .", "python -m ruff format --check .")
TYPES = ("python -m mypy",)
WORDS = ("python -m experiments.config.catalogue_check",)
SLURM = "tests/cluster/slurm.sh"
SITE = "python -m docs.site"
WHEELHOUSE = "wheelhouse"
"""The target that takes options."""
LOCK = "uv pip compile --upgrade --universal --quiet --no-header pyproject.toml --group build"


def lock(minor: str) -> tuple[str, ...]:
    """Commands that pin, for a Python, what users have, and what developers or pages need too."""
    users, developers, page = (f"{LOCKS}/{minor}{layer}.txt" for layer in ("", "-dev", "-app"))
    for_this = f"{LOCK} --python-version {minor}"
    return (
        f"{for_this} --output-file {users}",
        f"{for_this} --extra dev --constraint {users} --output-file {developers}",
        f"{for_this} --extra app --constraint {developers} --output-file {page}",
    )


class Target:
    """What it is for, what is installed for it, and the commands that it runs in turn.

    ``needs``: None for no environment, else layers beside the users': ``dev``, or extras.
    ``python`` in a command is the environment's.
    """

    def __init__(self, says: str, needs: str | None, *commands: str) -> None:
        self.says, self.needs, self.commands = says, needs, commands


TARGETS = {
    "demo": Target("the headline, in short: some minutes", "", f"{COPROD} headline"),
    "app": Target("a page in the browser: no programming", "app", f"{COPROD} app"),
    # Compiled first: else the tests' processes would, each for itself and silently.
    "test": Target("the tests", "dev", WARM_UP, f"{PYTEST} -n 2 --dist worksteal"),
    "lint": Target("style, types and words: the next three", "dev", *STYLE, *TYPES, *WORDS),
    "style": Target("ruff, and how lines are set", "dev", *STYLE),
    "types": Target("mypy", "dev", *TYPES),
    "words": Target("whether every language has every message that code asks for", "dev", *WORDS),
    "test-baseline": Target(
        "every case of the baseline, to the bit; two minutes (after raising MODEL_VERSION:"
        " python -m tests.baseline.write)", "dev", "python -m tests.baseline.check",
    ),
    "test-reference": Target(
        "the model beside a second implementation of the whole week, over every case of the"
        " baseline; twenty minutes", "dev", "python -m tests.reference.check",
    ),
    "test-browser": Target(
        "reports and the page in the system's chromium; skipped without it, saying its package",
        "dev app,browser", f"{PYTEST} -rs tests/browser",
    ),
    "test-kill": Target(
        "a study killed at twenty random moments and gone on with each time, and two at once;"
        " some minutes",
        "dev", f"{PYTEST} -s -n 0 tests/heavy/killed_twenty_times.py",
    ),
    "test-attack": Target(
        "300 command lines that mean nothing, 150 communities, 60 damaged studies; a quarter of an"
        " hour (ATTACK_SEED: another luck)",
        "dev", f"{PYTEST} -s -n 0 tests/heavy/attacked.py",
    ),
    "test-scale": Target(
        "10,000 cells into one table: seconds and memory; some minutes, on a machine that does"
        " little else", "dev", f"{PYTEST} -s -n 0 tests/heavy/ten_thousand_cells.py",
    ),
    "test-cluster": Target(
        "one study on all launchers, jobs killed and stopped: Debian's Slurm on this machine alone,"
        " installed when it isn't there, and a Ray of its own; as root, some minutes",
        "dev slurm,ray", f"{SLURM} tests/cluster/check.sh",
        f"{SLURM} {PYTEST} -s -n 0 tests/cluster/launchers.py",
    ),
    "test-pythons": Target(
        "all tests, the known answer, the wheel and the baseline on Python 3.13 and 3.14, each in a"
        " Debian of its own under .pythons, as root with debootstrap; skipped by name without; an"
        " hour",
        None, "tests/pythons/check.sh 3.13 3.14",
    ),
    "test-wheel": Target(
        "the wheel in an environment of its own, outside the clone: commands, a lab, an own"
        " community, the page, and a part of the tests; some minutes",
        "dev", WHEEL, f"{PYTEST} -s -n 0 tests/heavy/installed_wheel.py",
    ),
    "test-labs": Target(
        "every lab with other luck and twice the replicates, and every notebook; some minutes",
        "dev labs", f"{PYTEST} -n 2 tests/heavy/labs_in_full.py",
    ),
    "wheel": Target("the package, into dist", "", WHEEL),
    WHEELHOUSE: Target(
        "a folder in dist that installs coprod without network; --platform windows, macos-arm64 or"
        " linux, --python 3.13: for another system or Python than these", "", "python -m offline",
    ),
    "docs": Target(
        "the documents as a site, into dist/docs: offline, with search, in English and Chinese; its"
        " tools go into .venv-docs", None, SITE,
    ),
    "explore": Target(
        "the ready explorers, of the village and of Jinsong: 434 cells, some minutes on 2"
        " processors that do little else; stopped, it goes on where it was (docs/explore.md)", "",
        f"{COPROD} sweep experiment=explore_village", f"{COPROD} explore explore_village",
        f"{COPROD} sweep experiment=explore_jinsong", f"{COPROD} explore explore_jinsong",
    ),
    "calibrate": Target("fit the community, without a coordinator", "", f"{COPROD} calibrate"),
    "coverage-simulation": Target(
        "coverage of the intervals, as in docs/statistics.md and sensitivity.md; three minutes",
        "dev", "python -m tests.heavy.interval_coverage", "python -m tests.heavy.index_coverage",
    ),
    "bench": Target(
        "speed and memory, each a ratio measured in one run (docs/performance.md); half an"
        " hour", "dev", "python -m tests.benchmarks", "python -m tests.benchmarks.diffusion",
        "python -m tests.benchmarks.scale",
    ),
    "bench-frameworks": Target("other frameworks, to compare with, into .venv-bench", None),
    "lock": Target(
        "pin the newest versions that pyproject.toml allows, for each Python and every system;"
        " needs uv", None, *(command for minor in MINORS for command in lock(minor)),
    ),
    "clean": Target("remove the environments, and what tools have left", None),
}  # fmt: skip


class Failure(Exception):
    """A line to print; the exit status is then 2."""


def main(words: list[str]) -> int:
    """The status of the first command that fails, 2 for what can't be begun, else 0."""
    first = next((at for at, word in enumerate(words) if word.startswith("-")), len(words))
    names, options = words[:first], words[first:]
    try:
        refuse(names, options)
        return next(filter(None, (run_target(name, options) for name in names)), 0)
    except Failure as failure:
        print(f"make.py: {failure}", file=sys.stderr)
        return WRONG


def refuse(names: list[str], options: list[str]) -> None:
    """Failure for an unknown target, with the nearest name, for options, and for another Python."""
    for name in names:
        if name not in TARGETS:
            near = difflib.get_close_matches(name, TARGETS, n=1)
            hint = f"did you mean {near[0]}?" if near else "python make.py lists all"
            raise Failure(f"{name}: no such target; {hint}")
    if options and names != [WHEELHOUSE]:
        raise Failure(f"{options[0]}: only {WHEELHOUSE} takes options, and then alone")
    if names and MINOR not in MINORS:
        first, last = MINORS[0], MINORS[-1]
        call = f"python{last} make.py, or on Windows py -{last} make.py"
        raise Failure(f"Python {first} to {last} is needed, this is {MINOR}: {call}")


def run_target(name: str, options: list[str]) -> int:
    """Install what it needs, then run its commands up to one that fails; compiling ahead may."""
    target = TARGETS[name]
    if name == "clean":
        clean()
    elif name == "bench-frameworks":
        install_apart(BENCH, "frameworks", FRAMEWORKS)
    elif name == "docs":
        install_apart(DOCS, "docs", SPHINX)
    elif target.needs is not None:
        prepare(target.needs.split())
    if WHEEL in target.commands:  # what was built before would be packed too
        for stale in (ROOT / "build", *(ROOT / "dist").glob("*.whl")):
            remove(stale)
    for command in target.commands:
        folder = DOCS if name == "docs" else VENV
        status = run_in_environment(" ".join([command, *options]), folder)
        if status and command != WARM_UP:
            return status
    return 0


def prepare(layers: list[str]) -> None:
    """The users' environment, compiled, and the layers upon it; extras keep to the pins."""
    if install(VENV, "users", [USERS], f"-r {USERS}", "--no-deps --no-build-isolation -e ."):
        run_in_environment(WARM_UP)
    for layer in layers:
        if layer == "dev":
            install(VENV, layer, [DEVELOPERS], f"-r {DEVELOPERS}")
        else:
            extra = f"-c {DEVELOPERS} -c {PAGE} -e .[{layer}]"
            install(VENV, layer, [DEVELOPERS, PAGE], extra)


def install_apart(folder: Path, layer: str, pins: str) -> None:
    """What only this project's own work needs, into an environment that nothing else is in."""
    install(folder, layer, [pins], f"--no-deps --only-binary :all: -r {pins}")


def install(folder: Path, layer: str, locks: list[str], *packages: str) -> bool:
    """Whether pip was needed: not where the same locks and project were installed before."""
    stamp = folder / f".ready-{layer}"
    texts = b"".join((ROOT / name).read_bytes() for name in (*locks, "pyproject.toml"))
    state = hashlib.sha256(texts).hexdigest()
    fit = usable(folder)
    if fit and stamp.is_file() and stamp.read_text() == state:
        return False
    if not fit:
        create(folder)
    print(f"fetching and installing into {folder.name} ({layer}): it may take minutes", flush=True)
    for words in packages:
        pip_install(folder, words.split())
    stamp.write_text(state)
    return True


def usable(folder: Path) -> bool:
    """Whether it is a whole environment of the Python needed, which is still there."""
    about = folder / "pyvenv.cfg"
    there = all(path.exists() for path in (about, tool(folder, "python"), tool(folder, "pip")))
    return there and f"\nversion = {MINOR}." in about.read_text("utf-8", "replace")


def create(folder: Path) -> None:
    """An empty environment; Failure, and none, where it can't be made."""
    print(f"making {folder.name}, empty", flush=True)
    if run([sys.executable, "-m", "venv", "--clear", str(folder)]):
        remove(folder)
        raise Failure(
            f"{folder.name} can't be made; on Debian first: apt install python{MINOR}-venv"
        )


def pip_install(folder: Path, words: list[str]) -> None:
    """Failure with pip's last complaint."""
    log = folder / "pip.log"
    remove(log)
    pip = [str(tool(folder, "python")), "-m", "pip", "--log", str(log)]
    # Without compiling to bytecode: most of what installing costs, and most is never imported.
    install = ("--disable-pip-version-check", "install", "--no-compile")
    if run([*pip, *install, *words], silent=True):
        complaints = re.findall("ERROR: (.+)", log.read_text("utf-8")) if log.exists() else []
        why = complaints[-1] if complaints else "it says no more"
        raise Failure(f"pip failed: {why}; all it said is in {folder.name}/pip.log")
    if log.exists():
        told(log.read_text("utf-8"))


def told(log: str) -> None:
    """Say how long pip fetched and how long it installed, by its log: network or disk."""
    ended = re.findall(r"^\S+ Successfully installed (.+)", log, re.MULTILINE)
    moments = re.findall(r"^(\d{4}-\d\d-\d\dT[\d:]+),\d+ (\S*)", log, re.MULTILINE)
    between = [moment for moment, word in moments if word == "Installing"]
    packages = ended[-1].split() if ended else []
    if between and len(packages) > 1:  # the project alone is neither long nor fetched
        first, middle, last = map(
            datetime.fromisoformat, (moments[0][0], between[-1], moments[-1][0])
        )
        fetched, installed = (middle - first).seconds, (last - middle).seconds
        numbers = f"fetched in {fetched} s, installed in {installed} s"
        print(f"  {len(packages)} packages: {numbers}", flush=True)


def tool(folder: Path, name: str) -> Path:
    """Where an environment has a program, on this system."""
    return folder / (f"Scripts/{name}.exe" if os.name == "nt" else f"bin/{name}")


def run_in_environment(command: str, folder: Path | None = None) -> int:
    """A target's command, by an environment's Python; unless said otherwise by ``VENV``'s."""
    python = str(tool(folder or VENV, "python"))
    return run([python if word == "python" else word for word in command.split()])


def run(words: list[str], silent: bool = False) -> int:
    """The exit status. Ctrl-C is the command's to answer, a stop is handed on; then all ends."""
    heard: list[int] = []

    def stop(number: int, _: object) -> None:
        heard.append(number)
        if number == signal.SIGTERM:
            child.terminate()

    try:
        to = subprocess.DEVNULL if silent else None
        child = subprocess.Popen(words, cwd=ROOT, stdout=to, stderr=to)
    except OSError as error:
        raise Failure(f"{words[0]} can't be run: {error.strerror}") from error
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    status = child.wait()
    if heard:
        sys.exit(128 + heard[0])
    return status if status >= 0 else 128 - status


def clean() -> None:
    """Remove what can be made again; results stay."""
    for path in [VENV, BENCH, DOCS, PYTHONS, *(path for made in MADE for path in ROOT.glob(made))]:
        remove(path)


def remove(path: Path) -> None:
    """A folder, a file or a link, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    elif path.is_symlink() or path.exists():
        path.unlink()


if __name__ == "__main__":
    if len(sys.argv) == 1:
        print("\n".join(f"{name:20} {target.says}" for name, target in TARGETS.items()))
    sys.exit(main(sys.argv[1:]))
