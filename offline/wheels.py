"""What a target needs: by the lock, and by what the wheels themselves say."""

import hashlib
import re
import zipfile
from email.parser import HeaderParser
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name, parse_wheel_filename

from offline.target import Target

ABOUT = re.compile(r"[^/]+\.dist-info/METADATA")
"""A wheel's own; some carry other packages' inside."""


def locked(lock: Path, target: Target) -> list[str]:
    """``name==version`` of each pin whose marker holds on the target."""
    lines = (line for line in lock.read_text("utf-8").splitlines() if line)
    pins = [Requirement(line) for line in lines if not line.lstrip().startswith("#")]
    return [f"{pin.name}{pin.specifier}" for pin in pins if _holds(pin, target, "")]


def unmet(folder: Path, target: Target, root: str, extra: str) -> list[str]:
    """What some wheel of the folder asks for on the target and isn't there, in words.

    Asked are all wheels, and what ``root[extra]`` leads to, with the extras on the way.
    """
    wheels = {parse_wheel_filename(path.name)[0]: path for path in sorted(folder.glob("*.whl"))}
    asked = {(canonicalize_name(root), extra), *((name, "") for name in wheels)}
    left, missing = sorted(asked), list[str]()
    while left:
        name, of = left.pop(0)
        for needed in _requirements(wheels[name]):
            if not _holds(needed, target, of):
                continue
            found = canonicalize_name(needed.name)
            if not _there(wheels, found, needed):
                missing.append(f"{needed.name}{needed.specifier}, for {name}")
                continue
            more = {(found, each) for each in needed.extras} - asked
            asked |= more
            left += sorted(more)
    return missing


def pinned(folder: Path, extras: dict[str, str]) -> str:
    """Lines for pip that pin each wheel of a folder by its hash; extras: of a package, by name."""
    lines = []
    for path in sorted(folder.glob("*.whl")):
        name, version, *_ = parse_wheel_filename(path.name)
        extra = f"[{extras[name]}]" if name in extras else ""
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        lines.append(f"{name}{extra}=={version} --hash=sha256:{digest}\n")
    return "".join(lines)


def _there(wheels: dict[NormalizedName, Path], name: NormalizedName, needed: Requirement) -> bool:
    if name not in wheels:
        return False
    return needed.specifier.contains(parse_wheel_filename(wheels[name].name)[1], prereleases=True)


def _holds(requirement: Requirement, target: Target, extra: str) -> bool:
    return requirement.marker is None or requirement.marker.evaluate(target.markers(extra))


def _requirements(wheel: Path) -> list[Requirement]:
    """What a wheel says that it needs."""
    with zipfile.ZipFile(wheel) as opened:
        (about,) = (name for name in opened.namelist() if ABOUT.fullmatch(name))
        header = HeaderParser().parsestr(opened.read(about).decode("utf-8"))
    return [Requirement(text) for text in header.get_all("Requires-Dist", [])]
