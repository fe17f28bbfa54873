"""``make wheelhouse``: a folder with all that a system needs to install coprod without network."""

import argparse
import platform
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NoReturn

from offline.target import PLATFORMS, Target
from offline.wheels import locked, pinned, unmet

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ROOT / "experiments" / "run" / "doctor" / "locks"
START = Path(__file__).with_name("start")
EXTRA = "app"
SOURCE_ONLY = ("antlr4-python3-runtime", "solara-assets")
"""Packages whose locked version comes without a wheel; one is built here, with nothing compiled."""
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check")
HERE = {"Windows": "windows", "Darwin": "macos-arm64"}.get(platform.system(), "linux")
MINOR = "{}.{}".format(*sys.version_info)
MEGA = 1_000_000


class Failure(Exception):
    """A line to print; the exit status is then 1."""


class Parser(argparse.ArgumentParser):
    """Refuses in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"wheelhouse: {message}\n")


def main() -> int:
    """Make the folder; 1 where it can't be made whole, and then there is none."""
    target = arguments()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    folder = ROOT / "dist" / f"coprod-{project['version']}-{target.name}-python{target.minor}"
    part = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        fill(part, target)
    except Failure as failure:
        shutil.rmtree(part)
        print(f"wheelhouse: {failure}", file=sys.stderr)
        return 1
    shutil.rmtree(folder, ignore_errors=True)
    part.rename(folder)
    size = sum(path.stat().st_size for path in folder.rglob("*")) / MEGA
    print(f"{folder.relative_to(ROOT).as_posix()}: {size:.0f} MB; hand it round whole")
    return 0


def arguments() -> Target:
    """For which system, by default this one."""
    minors = sorted(path.stem for path in LOCKS.glob("3.??.txt"))
    parser = Parser(prog="wheelhouse", description=__doc__)
    parser.add_argument("--platform", choices=PLATFORMS, default=HERE)
    parser.add_argument("--python", choices=minors, default=MINOR)
    found = parser.parse_args()
    return Target(found.platform, found.python)


def fill(folder: Path, target: Target) -> None:
    """Wheels, their list, and what starts it; Failure where a wheel is missing."""
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    needed = locked(LOCKS / f"{target.minor}-app.txt", target)
    built = [pin for pin in needed if pin.startswith(SOURCE_ONLY)]
    fetched = [pin for pin in needed if pin not in built]
    print(f"fetching {len(fetched)} wheels for {target.name}: it may take minutes", flush=True)
    pip("download", wheels, "--only-binary=:all:", *tags(target), *fetched)
    print("building coprod's wheel, and those that nobody offers", flush=True)
    shutil.rmtree(ROOT / "build", ignore_errors=True)  # what was there before would be packed too
    pip("wheel", wheels, *built, str(ROOT))
    check(wheels, target)
    (folder / "requirements.txt").write_text(pinned(wheels, {"coprod": EXTRA}), "utf-8")
    add_start(folder, target)


def tags(target: Target) -> list[str]:
    """Options for pip: wheels for the target, whatever this machine is."""
    platforms = [word for tag in target.platform.tags for word in ("--platform", tag)]
    return [*platforms, "--python-version", target.minor, "--implementation", "cp"]


def pip(command: str, into: Path, *words: str) -> None:
    """Exactly what is named, nothing that it leads to: the lock has it all."""
    to = {"download": "--dest", "wheel": "--wheel-dir"}[command]
    if subprocess.run([*PIP, command, "--quiet", "--no-deps", to, str(into), *words]).returncode:
        raise Failure(f"pip {command} failed, as said above")


def check(wheels: Path, target: Target) -> None:
    """Failure where a wheel asks for what isn't there, or one built here fits only here."""
    missing = unmet(wheels, target, "coprod", EXTRA)
    if missing:
        raise Failure("not in the lock: " + "; ".join(missing))
    for name in ("coprod", *SOURCE_ONLY):
        if not list(wheels.glob(f"{name.replace('-', '_')}-*-py3-none-any.whl")):
            raise Failure(f"{name}: no wheel that fits every system came of it")


def add_start(folder: Path, target: Target) -> None:
    """What a double-click opens, and what it says, in the target's ways."""
    shown, name = target.platform.start
    for source, to in ((shown, name), ("start.py", "start.py"), ("READ_ME.txt", "READ_ME.txt")):
        text = filled((START / source).read_text("utf-8"), target)
        (folder / to).write_text(text, "utf-8", newline=target.platform.line_end)
        (folder / to).chmod(0o755 if to == name else 0o644)


def filled(text: str, target: Target) -> str:
    """The text with ``@WORD@`` told: the Python, the system, what starts it and how by hand."""
    name = target.platform.start[1]
    chinese, english = target.platform.says
    words = {
        "MINOR": target.minor,
        "SYSTEM_ZH": chinese,
        "SYSTEM_EN": english,
        "START": name,
        "RUN": f".\\{name}" if name.endswith(".bat") else f"sh {name}",
    }
    return re.sub("@([A-Z_]+)@", lambda found: words[found[1]], text)


if __name__ == "__main__":
    sys.exit(main())
