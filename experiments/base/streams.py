"""What is shown reaches consoles and pipes of any encoding: no character stops a command."""

import codecs
import io
import sys
import unicodedata

NEAREST = "coprod-nearest"
HAN, CHINESE = "中", "zh"


def set_streams(lang: str | None = None) -> None:
    """Let output and errors show what their encoding has, and of other characters the nearest.

    lang: the language that is shown, once it is known; where it has no letters in an encoding, as
    Chinese in Western Europe's, it is written in UTF-8.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            lost = lang == CHINESE and not _has(stream.encoding, HAN)
            stream.reconfigure(encoding="utf-8" if lost else None, errors=NEAREST)


def _has(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _nearest(error: UnicodeError) -> tuple[str, int]:
    """The letters without their marks, figures without their height; else what Python escapes."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    found = error.object[error.start : error.end]
    plain = "".join(map(_plain, found))
    if _has(error.encoding, plain):
        return plain, error.end
    return found.encode("ascii", "backslashreplace").decode("ascii"), error.end


def _plain(character: str) -> str:
    parts = unicodedata.normalize("NFKD", character)
    return "".join(part for part in parts if not unicodedata.combining(part))


codecs.register_error(NEAREST, _nearest)
