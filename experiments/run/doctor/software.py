"""Versions against the tested ones, and the font for Chinese."""

import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from experiments.base.fonts import FONT_FILE
from experiments.run.doctor.finding import Finding, Level

LOCKS = Path(__file__).with_name("locks")
"""What was tested together, by the Python: ``3.13.txt``, and with developers' tools beside."""
HAN = ("\u4e00", "\u9fff")
"""Chinese characters; other signs, as of the page, are the browser's to show."""
NEEDED = (
    "babel", "duckdb", "fonttools", "hydra-core", "jinja2", "llvmlite", "matplotlib", "mesa",
    "networkx", "numba", "numpy", "pandas", "pyarrow", "pydantic", "scipy",
)  # fmt: skip
"""What a study can't do without, or what its numbers may depend on."""


def python() -> Finding:
    """The Python that runs this, against those that there is a list of tested versions for."""
    found = platform.python_version()
    known = [path.stem for path in LOCKS.glob("3.??.txt")]
    level = Level.OK if _minor() in known else Level.PROBLEM
    first, last = min(known), max(known)
    return Finding("python", level, {"found": found, "first": first, "last": last})


def _minor() -> str:
    return ".".join(platform.python_version().split(".")[:2])


def lock_here() -> Path:
    """The list of versions that were tested with this Python."""
    return LOCKS / f"{_minor()}.txt"


def libraries(lock: Path | None = None) -> list[Finding]:
    """What is missing, and what differs from the versions that were tested together with this
    Python; lock: their list."""
    lock = lock or lock_here()
    found = {name: installed(name) for name in NEEDED}
    missing = [name for name, number in found.items() if number is None]
    if missing:
        return [Finding("missing", Level.PROBLEM, {"names": ", ".join(missing), "lock": lock})]
    if not lock.exists():  # the Python is the problem
        return []
    odd = different(found, pins(lock))
    if odd:
        return [Finding("versions.differ", Level.NOTE, {"names": ", ".join(odd), "lock": lock})]
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


def pins(lock: Path) -> dict[str, str]:
    """Tested versions by package, of those that this system needs."""
    from packaging.requirements import Requirement

    lines = lock.read_text(encoding="utf-8").splitlines()
    needed = [Requirement(line) for line in lines if line and not line.strip().startswith("#")]
    return {
        each.name: next(iter(each.specifier)).version
        for each in needed
        if each.marker is None or each.marker.evaluate()
    }


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
