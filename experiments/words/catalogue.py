"""Catalogues of words: one gettext file a language, read as translators leave it.

``catalogue/LANGUAGE.po``: ``msgctxt`` is the key by which code asks for a message, ``msgid`` its
English text, ``msgstr`` the translation (empty in English). No file is compiled, so installing
needs no step, and another language is another file. gettext was chosen since every editor of
translations knows it, shows the English beside, and marks what has changed.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from gettext import c2py
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).with_name("catalogue")
SOURCE = "en"
LANGUAGES = (SOURCE, *sorted({path.stem for path in FOLDER.glob("*.po")} - {SOURCE}))
COUNT = "number"
"""The place whose value chooses between plural forms."""
Forms = tuple[str, ...]


class Entry(NamedTuple):
    """A message: its English text and the translation, each with a plural form or several."""

    english: Forms
    translation: Forms

    @property
    def translated(self) -> bool:
        """Whether nothing of it is left to do."""
        return bool(self.translation) and all(self.translation)

    @property
    def said(self) -> Forms:
        """What is said: in English where it isn't translated yet."""
        return self.translation if self.translated else self.english


class Catalogue(NamedTuple):
    """A language's messages by key, and which of several forms goes with a number."""

    entries: Mapping[str, Entry]
    form_of: Callable[[int], int]


@cache
def catalogue(lang: str) -> Catalogue:
    """The catalogue of one of LANGUAGES."""
    return read_catalogue(FOLDER / f"{lang}.po")


def read_catalogue(path: Path) -> Catalogue:
    """The messages of a file."""
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        read = read_po(file, locale=path.stem, abort_invalid=True)
    entries = {}
    for message in read:
        if message.context is not None:
            entries[message.context] = Entry(_forms(message.id), _forms(message.string))
    return Catalogue(entries, c2py(read.plural_expr))


def _forms(text: str | Sequence[str] | None) -> Forms:
    return (text,) if isinstance(text, str) else tuple(text or ())
