"""One problem of one file of a community: where it is, what was found and what is allowed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from experiments.words import say
from experiments.words.text import Text

SHOWN = 40
"""Characters of what was found that are shown."""


@dataclass(frozen=True)
class Problem:
    """What is wrong and where; ``row`` counts the header as 1, as spreadsheets do.

    file: its name in the folder. row, column: None where the whole file, or row, is meant.
    what: the message of the catalogue ``experiments.words.place``; values: what it names, a
    Text where that differs by language. called: what is meant where a file has no rows to count.
    """

    file: str
    row: int | None
    column: str | None
    what: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)
    called: Text | None = None

    def say(self, lang: str) -> str:
        """The problem in one line: file, row, column, what was found and what is allowed."""
        parts = [self.file]
        if self.row is not None:
            parts.append(say("place.row", lang, row=self.row))
        if self.called is not None:
            parts.append(_in(self.called, lang))
        if self.column is not None:
            parts.append(say("place.column", lang, column=shown(self.column)))
        values = {name: _in(value, lang) for name, value in self.values.items()}
        what = say(f"place.problem.{self.what}", lang, **values)
        line = say("place.line", lang, where=say("place.comma", lang).join(parts), what=what)
        return printable(line)


def shown(value: str) -> str:
    """What was found, on one line, without control characters and not too long."""
    return printable(value) if len(value) <= SHOWN else f"{printable(value[:SHOWN])}..."


def printable(text: str) -> str:
    """``text`` with a question mark for all that a terminal may not show, or could act upon."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def _in(value: object, lang: str) -> str:
    return str(getattr(value, lang)) if isinstance(value, Text) else str(value)
