"""Tables of a community's own, kept once in a study's folder: ``inputs/TABLE-CHECKSUM.csv``.

They are kept in their normal form, so that a stored run can be run again wherever the study is,
whatever became of the user's files.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from experiments.base.errors import InputError
from experiments.base.files import one_clear_line, write_atomically
from experiments.config.place.columns import TABLES
from experiments.config.place.normal import checksum, checksums
from experiments.config.place.read import place_of
from experiments.store.manifest import MEND
from sim.parameters.place import Place

FOLDER = "inputs"
NAME_DIGITS = 16
"""Of a checksum, in a file's name."""
ROLES = frozenset(table.key for table in TABLES)


def keep_inputs(study: Path, places: Iterable[Place | None]) -> None:
    """Put the tables of these places into the study's folder, unless they are there whole."""
    for place in {each for each in places if each is not None}:
        with one_clear_line(study):
            (study / FOLDER).mkdir(parents=True, exist_ok=True)
        for role, digest in checksums(place).items():
            path = _path(study, role, digest)
            if _content(path, digest) is None:
                write_atomically(path, place.texts[role].encode())


def kept_place(study: Path, inputs: Mapping[str, str]) -> Place | None:
    """The place whose tables have these checksums. InputError where one is missing or changed."""
    texts = []
    for role in sorted(ROLES & inputs.keys()):
        path = _path(study, role, inputs[role])
        text = _content(path, inputs[role])
        if text is None:
            raise InputError(f"{path}: missing or changed since the cell was run; {MEND}")
        texts.append((role, text))
    return _place(tuple(texts)) if texts else None


@lru_cache(maxsize=8)
def _place(texts: tuple[tuple[str, str], ...]) -> Place:
    return place_of(dict(texts))


def _path(study: Path, role: str, digest: str) -> Path:
    return study / FOLDER / f"{role}-{digest[:NAME_DIGITS]}.csv"


def _content(path: Path, digest: str) -> str | None:
    """A file's text where it is what the checksum says."""
    with one_clear_line(path):
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return None
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    return text if checksum(text) == digest else None
