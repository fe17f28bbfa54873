"""Why something went wrong, in words for a page: without folders of this machine."""

import os
import re
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from experiments.base.errors import InputError
from experiments.config.place.refusal import RefusedError
from experiments.words.speech import Message, Sayable

PATH = re.compile(r"""(?<![\w.:/*])/(?:[^\s/:;,'"()\[\]]+/)*([^\s/:;,'"()\[\]]*)""")
"""A path from the root, and its last name."""
ON_A_DRIVE = re.compile(
    r"""(?<!\w)[A-Za-z]:[\\/](?:[^\s\\/:;,'"()\[\]]+[\\/])*([^\s\\/:;,'"()\[\]]*)"""
)
"""The same on Windows."""


def without_paths(text: str, folders: Iterable[Path] = ()) -> str:
    """``text`` with the last name only of each path; ``folders``: further ones, spaces in them."""
    here = (Path.cwd(), Path.home(), Path(sys.prefix), Path(tempfile.gettempdir()))
    known = {str(each) for folder in (*here, *folders) for each in (folder, folder.resolve())}
    for folder in sorted(known, key=len, reverse=True):
        if Path(folder).name:
            text = text.replace(f"{folder}{os.sep}", "").replace(folder, Path(folder).name)
    return PATH.sub(r"\1", ON_A_DRIVE.sub(r"\1", text))


def why(error: BaseException, folders: Iterable[Path] = ()) -> str | Sayable:
    """What to tell a page's user of an error; ``folders``: paths that it may name."""
    if isinstance(error, RefusedError):
        return error.why
    if isinstance(error, InputError):
        return without_paths(str(error), folders)
    if isinstance(error, MemoryError):
        return _told("memory")
    if isinstance(error, OSError) and error.strerror:
        return _told("system", reason=error.strerror)
    return _told("fault", kind=type(error).__name__)


def died() -> Message:
    """What to tell where a process ended without a word."""
    return _told("died")


def _told(what: str, **values: object) -> Message:
    return Message(f"app.why.{what}", values)
