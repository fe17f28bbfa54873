"""Versions against the tested ones, and the font for Chinese."""

import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from experiments.base.fonts import FONT_FILE
from experiments.run.doctor.finding import Finding, Level

LOCK = Path(__file__).parents[3] / "requirements.lock"
TESTED_PYTHON = "3.11"
HAN = ("\u4e00", "\u9fff")
"""Chinese characters; other signs, as of the page, are the browser's to show."""
NEEDED = (
    "babel", "duckdb", "fonttools", "hydra-core", "jinja2", "llvmlite", "matplotlib", "mesa",
    "networkx", "numba", "numpy", "pandas", "pyarrow", "pydantic", "scipy",
)  # fmt: skip
"""What a study can't do without, or what its numbers may depend on."""


def python() -> Finding:
    """The Python that runs this, against the tested one."""
    found = platform.python_version()
    level = Level.OK if found.startswith(f"{TESTED_PYTHON}.") else Level.PROBLEM
    return Finding("python", level, {"found": found, "tested": TESTED_PYTHON})


def libraries(lock: Path = LOCK) -> list[Finding]:
    """What is missing, and what differs from the versions that were tested together."""
    found = {name: installed(name) for name in NEEDED}
    missing = [name for name, number in found.items() if number is None]
    if missing:
        return [Finding("missing", Level.PROBLEM, {"names": ", ".join(missing)})]
    tested = pins(lock)
    if tested is None:
        return [Finding("lock", Level.NOTE, {"path": lock.name})]
    odd = different(found, tested)
    if odd:
        return [Finding("versions.differ", Level.NOTE, {"names": ", ".join(odd)})]
    numbers = ", ".join(f"{name} {found[name]}" for name in ("mesa", "numpy", "numba"))
    return [Finding("versions", Level.OK, {"count": len(found), "numbers": numbers})]


def different(found: dict[str, str | None], tested: dict[str, str]) -> list[str]:
    """``name found (tested)`` of what isn't as tested."""
    return [
        f"{name} {number} ({tested.get(name, '-')})"
        for name, number in found.items()
        if number != tested.get(name)
    ]


def installed(name: str) -> str | None:
    """The installed version; None where the package is absent."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def pins(lock: Path) -> dict[str, str] | None:
    """Tested versions by package; None where the list isn't there, as in an installed package."""
    try:
        lines = lock.read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    return dict(line.split("==") for line in map(str.strip, lines) if "==" in line)


def font(path: Path = FONT_FILE) -> Finding:
    """Whether the shipped font has every character that Chinese messages use."""
    from fontTools.ttLib import TTFont, TTLibError

    from experiments.words.catalogue import catalogue

    try:
        with TTFont(path) as opened:
            glyphs = opened.getBestCmap()
    except (OSError, TTLibError):
        return Finding("font.missing", Level.PROBLEM, {"path": path})
    used = {
        char
        for entry in catalogue("zh").entries.values()
        for char in "".join(entry.said)
        if HAN[0] <= char <= HAN[1]
    }
    lacking = sorted(char for char in used if ord(char) not in glyphs)
    if lacking:
        return Finding("font.lacks", Level.PROBLEM, {"path": path, "number": len(lacking)})
    return Finding("font", Level.OK, {"number": len(used)})
