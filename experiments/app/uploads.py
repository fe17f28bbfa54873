"""A community that a user brings: bounded, unpacked with care, checked, kept; never run as code.

What comes in is a ZIP, or the files of a folder. It is kept beside the studies, under a name that
is made from its content, and only when ``coprod check`` finds nothing wrong with it.
"""

import base64
import binascii
import hashlib
import io
import re
import shutil
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from lzma import LZMAError
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

from experiments.app.choices import UPLOADED, is_name
from experiments.messages import say
from experiments.place.check import check_place
from experiments.place.configuration import CONFIGURATIONS, configurations

MEGABYTE = 2**20
MOST_UPLOADED, MOST_UNPACKED = 8 * MEGABYTE, 32 * MEGABYTE
MOST_FILES, DEEPEST, LONGEST = 60, 4, 80
KINDS = (".csv", ".graphml", ".md", ".txt", ".xlsx", ".yaml")
PART = re.compile(r"[\w][\w .()+-]*")
ZIP = ".zip"
BAD_ZIP = (
    zipfile.BadZipFile, zlib.error, LZMAError, NotImplementedError, RuntimeError, EOFError,
    ValueError, OSError,
)  # fmt: skip
LEFT_OUT = re.compile(r"(.*/)?(__MACOSX/.*|\._[^/]*|\.DS_Store|Thumbs\.db|desktop\.ini)")
"""What systems add to folders unasked."""
HASHED = 8
ENCRYPTED = 1


class Sayable(Protocol):
    """A problem that can be told in one line."""

    def say(self, lang: str) -> str:
        """The line in a language."""


@dataclass(frozen=True)
class Refusal:
    """Why something was not taken in at all."""

    key: str
    values: dict[str, Any] = field(default_factory=dict)

    def say(self, lang: str) -> str:
        """The reason in one line."""
        return say(f"app.upload.{self.key}", lang, **self.values)


class RefusedError(Exception):
    """What came in is not taken."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key)
        self.refusal = Refusal(key, values)


@dataclass(frozen=True)
class Received:
    """What became of an upload: its folder and configurations, or every problem."""

    place: str = ""
    names: tuple[str, ...] = ()
    problems: tuple[Sayable, ...] = ()


def own_communities(results: Path) -> dict[str, tuple[str, ...]]:
    """Configurations of every uploaded community."""
    folders = sorted(path for path in (results / UPLOADED).glob("*") if is_name(path.name))
    found = {path.name: _configurations(path) for path in folders if not path.is_symlink()}
    return {place: names for place, names in found.items() if names}


def folder_of(results: Path, place: str) -> Path | None:
    """The folder to compose with; None where a community is one of coprod's own."""
    return results / UPLOADED / place if place else None


def receive(results: Path, sent: Sequence[Mapping[str, Any]]) -> Received:
    """Take in files sent as name and base64 data; nothing is kept unless all is well."""
    try:
        files = unpacked(_decoded(sent))
    except RefusedError as error:
        return Received(problems=(error.refusal,))
    with tempfile.TemporaryDirectory(prefix="coprod-upload-") as waiting:
        folder = Path(waiting) / "community"
        for name, data in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        problems = tuple(check_place(folder))
        if problems:
            return Received(problems=problems)
        return _kept(results, folder, files)


def _kept(results: Path, folder: Path, files: Mapping[str, bytes]) -> Received:
    names = _configurations(folder)
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\0{len(files[name])}\0".encode() + files[name])
    place = f"{names[0]}-{digest.hexdigest()[:HASHED]}"
    target = results / UPLOADED / place
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(folder, target)
    return Received(place, names)


def _configurations(folder: Path) -> tuple[str, ...]:
    return tuple(path.stem for path in configurations(folder))


def _decoded(sent: Sequence[Mapping[str, Any]]) -> dict[str, bytes]:
    if not sent:
        raise RefusedError("nothing")
    files: dict[str, bytes] = {}
    for each in sent[: MOST_FILES + 1]:
        try:
            files[str(each["name"])] = base64.b64decode(str(each["data"]), validate=True)
        except (KeyError, TypeError, binascii.Error) as error:
            raise RefusedError("broken", name=safe(str(each.get("name", "?")))) from error
    if len(sent) > MOST_FILES:
        raise RefusedError("many", most=MOST_FILES)
    if sum(map(len, files.values())) > MOST_UPLOADED:
        raise RefusedError("large", most=MOST_UPLOADED // MEGABYTE)
    return files


def unpacked(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Files by their path in the community's folder; a ZIP alone gives what is in it.

    Raises RefusedError for what is too large, leads out of the folder, or is of another kind.
    """
    only = next(iter(files))
    if len(files) == 1 and only.lower().endswith(ZIP):
        files = _from_zip(files[only])
    meant = {name: data for name, data in files.items() if not LEFT_OUT.fullmatch(name)}
    if not meant:
        raise RefusedError("nothing")
    return _placed(meant)


def _from_zip(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MOST_FILES:
                raise RefusedError("many", most=MOST_FILES)
            room, files = MOST_UNPACKED, {}
            for entry in entries:
                files[entry.filename] = _entry(archive, entry, room)
                room -= len(files[entry.filename])
            return files
    except BAD_ZIP as error:
        raise RefusedError("no_zip") from error


def _entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> bytes:
    """What an entry holds, read no further than there is room: its header may lie."""
    if stat.S_ISLNK(entry.external_attr >> 16) or entry.flag_bits & ENCRYPTED:
        raise RefusedError("kind", name=safe(entry.filename), kinds=", ".join(KINDS))
    with archive.open(entry) as opened:
        data = opened.read(room + 1)
    if len(data) > room:
        raise RefusedError("unpacked", most=MOST_UNPACKED // MEGABYTE)
    return data


def _placed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Files without a folder that holds all of them; lone configurations in their own folder."""
    paths = {name: _path(name) for name in files}
    tops = {path.parts[0] for path in paths.values()}
    shared = len(tops) == 1 and all(len(path.parts) > 1 for path in paths.values())
    strip = 1 if shared and tops != {CONFIGURATIONS} else 0
    placed: dict[str, bytes] = {}
    for name, path in paths.items():
        inner = PurePosixPath(*path.parts[strip:])
        if len(inner.parts) == 1 and inner.suffix == ".yaml":
            inner = CONFIGURATIONS / inner
        if str(inner) in placed:
            raise RefusedError("twice", name=safe(name))
        placed[str(inner)] = files[name]
    return placed


def _path(name: str) -> PurePosixPath:
    path = PurePosixPath(name.replace("\\", "/"))
    outside = path.is_absolute() or not path.parts or len(path.parts) > DEEPEST
    if outside or any(not PART.fullmatch(part) or len(part) > LONGEST for part in path.parts):
        raise RefusedError("name", name=safe(name))
    if path.suffix.lower() not in KINDS:
        raise RefusedError("kind", name=safe(name), kinds=", ".join(KINDS))
    return path


def safe(name: str) -> str:
    """A name to show, whatever it holds."""
    shown = "".join(letter if letter.isprintable() else "?" for letter in name)
    return shown[:LONGEST]


def lines(problems: Iterable[Sayable], lang: str) -> list[str]:
    """Every problem, a line each."""
    return [problem.say(lang) for problem in problems]
