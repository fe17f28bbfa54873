"""One problem of one file of a community: where it is, what was found and what is allowed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from experiments.words.speech import Sayable, Speaker

SHOWN = 40
"""Characters of what was found that are shown."""


@dataclass(frozen=True)
class Problem:
    """What is wrong and where; ``row`` counts the header as 1, as spreadsheets do.

    file: its name in the folder. row, column: None where the whole file, or row, is meant.
    what: the message ``place.problem.WHAT``; values: what it names.
    called: what is meant where a file has no rows to count.
    """

    file: str
    row: int | None
    column: str | None
    what: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)
    called: Sayable | None = None

    def said(self, say: Speaker) -> str:
        """The problem in one line: file, row, column, what was found and what is allowed."""
        parts = [self.file]
        if self.row is not None:
            parts.append(say("place.row", row=self.row))
        if self.called is not None:
            parts.append(self.called.said(say))
        if self.column is not None:
            parts.append(say("place.column", column=shown(self.column)))
        what = say(f"place.problem.{self.what}", **self.values)
        line = say("place.line", where=say("place.comma").join(parts), what=what)
        return printable(line)


def shown(value: str) -> str:
    """What was found, on one line, without control characters and not too long."""
    return printable(value) if len(value) <= SHOWN else f"{printable(value[:SHOWN])}..."


def printable(text: str) -> str:
    """``text`` with a question mark for all that a terminal may not show, or could act upon."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)
