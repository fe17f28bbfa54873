"""A community that a user brings: bounded, unpacked with care, checked, kept; never run as code.

What comes in is one workbook, a ZIP, or the files of a folder. It is kept beside the studies, under
a name that is made from its content, and only when ``coprod check`` finds nothing wrong with it,
so that it says nothing but what the community is, and it composes.
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
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from lzma import LZMAError
from pathlib import Path, PurePosixPath
from typing import Any

from experiments.app.choices import UPLOADED, is_name
from experiments.app.reasons import why
from experiments.base.errors import InputError
from experiments.base.files import replace
from experiments.config.compose import compose
from experiments.config.place.check import check_place, reading_of
from experiments.config.place.configuration import CONFIGURATIONS, configurations
from experiments.config.place.content import EXCEL, UnreadableError
from experiments.config.place.problem import Problem
from experiments.config.place.read import read_place
from experiments.config.place.workbook import book_of, configuration_of, configured
from experiments.words.speech import Message, Sayable, Speaker

MEGABYTE = 2**20
MOST_UPLOADED, MOST_UNPACKED = 8 * MEGABYTE, 32 * MEGABYTE
MOST_FILES, DEEPEST, LONGEST = 60, 4, 80
MOST_BROUGHT, MOST_KEPT = 20, 500
"""Communities of one page, and of all together."""
KINDS = (".csv", ".gexf", ".gml", ".graphml", ".md", ".tsv", ".txt", ".xlsm", ".xlsx", ".yaml")
PART = re.compile(r"[\w（][\w .()（）·、，—&+-]*")
ZIP, YAML = ".zip", ".yaml"
CONFIGURED = PurePosixPath(CONFIGURATIONS)
BAD_ZIP = (
    zipfile.BadZipFile, zlib.error, LZMAError, NotImplementedError, RuntimeError, EOFError,
    ValueError, OSError,
)  # fmt: skip
UNFINISHED = ".unfinished-"
LEFT_OUT = re.compile(
    r"(.*/)?(__MACOSX/.*|\._[^/]*|\.DS_Store|\.?~[^/]*|Thumbs\.db|desktop\.ini|[^/]*\.png)",
    re.IGNORECASE,
)
"""What systems and spreadsheets add to folders unasked, and pictures, as coprod check draws."""
HASHED = 8
ENCRYPTED, UTF8_NAME = 1, 0x800
"""Bits of an entry's flags."""


class RefusedError(Exception):
    """What came in is not taken: why, and by name the files that nothing is said against."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key)
        self.refusals = [Message(f"app.upload.{key}", values)]
        self.others: dict[str, bytes] = {}


@dataclass(frozen=True)
class Received:
    """What became of an upload: its folder and configurations, and what was read of it; or every
    problem."""

    place: str = ""
    names: tuple[str, ...] = ()
    problems: tuple[Sayable, ...] = ()
    read: tuple[Sayable, ...] = ()


def own_communities(results: Path) -> dict[str, tuple[str, ...]]:
    """Configurations of every uploaded community."""
    folders = sorted(path for path in (results / UPLOADED).glob("*") if is_name(path.name))
    found = {path.name: _configurations(path) for path in folders if not path.is_symlink()}
    return {place: names for place, names in found.items() if names}


def folder_of(results: Path, place: str) -> Path | None:
    """The folder to compose with; None where a community is one of coprod's own."""
    return results / UPLOADED / place if place else None


def receive(
    results: Path,
    sent: Sequence[Mapping[str, Any]],
    waiting_in: Path | None = None,
    brought: Collection[str] = (),
) -> Received:
    """Take in files sent as name and base64 data; nothing is kept unless all is well.

    waiting_in: the folder in which they wait meanwhile; None: the system's for such things.
    brought: folders of communities that the same user has brought.
    """
    refusals: list[Message] = []
    try:
        files = unpacked(_decoded(sent))
    except RefusedError as error:
        refusals, files = error.refusals, error.others
        if not files:
            return Received(problems=tuple(refusals))
    with tempfile.TemporaryDirectory(prefix="coprod-upload-", dir=waiting_in) as waiting:
        folder = Path(waiting) / "community"
        for name, data in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        settings = _configured(folder, files)
        problems: tuple[Sayable, ...] = (*refusals, *settings)
        if settings:  # the rest of the workbook is told of too
            problems += tuple(read_place(folder)[1])
        else:
            problems += tuple(check_place(folder)) if refusals else _problems(folder)
        if problems:
            return Received(problems=problems)
        return _kept(results, folder, files, brought)


def _configured(folder: Path, files: dict[str, bytes]) -> list[Problem]:
    """Add the configuration that the settings of a workbook give, where there is no other; what is
    wrong with them."""
    if any(PurePosixPath(name).parent == CONFIGURED for name in files):
        return []
    for name in [each for each in files if PurePosixPath(each).suffix.lower() in EXCEL]:
        with suppress(UnreadableError):  # told by who reads its tables
            if book_of(folder / name) is not None:
                community, text, problems = configuration_of(folder / name)
                if not problems:
                    files[configured(community)] = text.encode()
                    (folder / CONFIGURED).mkdir(exist_ok=True)
                    (folder / configured(community)).write_bytes(files[configured(community)])
                return problems
    return []


def _problems(folder: Path) -> tuple[Sayable, ...]:
    """What is wrong with it; the later steps are taken where the earlier found nothing."""
    found: list[Sayable] = [*check_place(folder)]
    if not found:
        found += (each for name in _configurations(folder) for each in _composed(folder, name))
    return tuple(found)


def _composed(folder: Path, name: str) -> Iterator[Message]:
    try:
        compose([f"community={name}"], folder)
    except InputError as error:
        yield Message("app.upload.composed", {"name": name, "why": why(error, [folder])})


def _kept(
    results: Path, folder: Path, files: Mapping[str, bytes], brought: Collection[str]
) -> Received:
    names = _configurations(folder)
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\0{len(files[name])}\0".encode() + files[name])
    place = f"{names[0]}-{digest.hexdigest()[:HASHED]}"
    target = results / UPLOADED / place
    if not target.exists():
        kept = sum(1 for _ in (results / UPLOADED).glob("*"))
        if len({*brought, place}) > MOST_BROUGHT or kept >= MOST_KEPT:
            most = {"most": MOST_BROUGHT, "kept": MOST_KEPT}
            return Received(problems=(Message("app.upload.full", most),))
        target.parent.mkdir(parents=True, exist_ok=True)
        _copied_whole(folder, target)
    return Received(place, names, read=tuple(reading_of(folder)))


def _copied_whole(folder: Path, target: Path) -> None:
    """Copy beside, then rename: another that brings the same meanwhile finds it whole or not."""
    with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=target.parent) as beside:
        shutil.copytree(folder, Path(beside) / target.name)
        with suppress(OSError):  # the other was faster
            replace(Path(beside) / target.name, target)


def remove_unfinished(results: Path) -> None:
    """What a server that was killed while it took something in has left."""
    for left in (results / UPLOADED).glob(f"{UNFINISHED}*"):
        shutil.rmtree(left, ignore_errors=True)


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
                name = _name_in_zip(entry)
                if name in files:
                    raise RefusedError("twice", name=safe(name))
                files[name] = _entry(archive, entry, room)
                room -= len(files[name])
            return files
    except BAD_ZIP as error:
        raise RefusedError("no_zip") from error


def _name_in_zip(entry: zipfile.ZipInfo) -> str:
    """An entry's name; without the flag of UTF-8 it is in UTF-8 all the same, or GB18030.

    So macOS, and Explorer and WPS on a Chinese Windows, write them; zipfile takes them for CP437.
    """
    if entry.flag_bits & UTF8_NAME:
        return entry.filename
    try:
        data = entry.filename.encode("cp437")
    except UnicodeEncodeError:  # the name came from an extra field, which is in UTF-8
        return entry.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


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
    """Files without a folder that holds all of them; lone configurations in their own folder.

    RefusedError, with every refusal, where some can't be placed.
    """
    refusals: list[RefusedError] = []
    paths: dict[str, PurePosixPath] = {}
    for name in files:
        try:
            paths[name] = _path(name)
        except RefusedError as error:
            refusals.append(error)
    tops = {path.parts[0] for path in paths.values()}
    shared = len(tops) == 1 and all(len(path.parts) > 1 for path in paths.values())
    strip = 1 if shared and tops != {CONFIGURATIONS} else 0
    placed: dict[str, bytes] = {}
    for name, path in paths.items():
        try:
            inner = _inner(PurePosixPath(*path.parts[strip:]), name)
            if str(inner) in placed:
                raise RefusedError("twice", name=safe(name))
            placed[str(inner)] = files[name]
        except RefusedError as error:
            refusals.append(error)
    if refusals:
        first = refusals[0]
        first.refusals = [refusal for error in refusals for refusal in error.refusals]
        first.others = placed
        raise first
    return placed


def _inner(inner: PurePosixPath, name: str) -> PurePosixPath:
    """Where a file is in the community's folder."""
    if len(inner.parts) == 1 and inner.suffix == YAML:
        inner = CONFIGURED / inner
    if inner.suffix.lower() == YAML and (inner.parent, inner.suffix) != (CONFIGURED, YAML):
        raise RefusedError("elsewhere", name=safe(name), folder=CONFIGURATIONS)
    return inner


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


def lines(problems: Iterable[Sayable], say: Speaker) -> list[str]:
    """Every problem, a line each."""
    return [problem.said(say) for problem in problems]
