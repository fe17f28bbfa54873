"""Speaking one language: bound once, handed down."""

import math
from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple, Protocol, runtime_checkable

from experiments.words.catalogue import COUNT, LANGUAGES, SOURCE, Catalogue, Forms, catalogue

MISSING = "-"
MOST_DIGITS = 4
HUGE = 1e17
"""From here on a number is told by its power of ten: it ends an interval that leaves all open."""
GROUPED = "#,##0"
"""A pattern of Unicode's locale data: commas stand for what the language has in their place."""


@runtime_checkable
class Sayable(Protocol):
    """What is kept until it is known in which language it is to be said."""

    def said(self, say: "Speaker") -> str:
        """In the speaker's language."""


class Message(NamedTuple):
    """A message of the catalogue to be said later; values may be such themselves."""

    key: str
    values: Mapping[str, object] = {}

    def said(self, say: "Speaker") -> str:
        """In the speaker's language."""
        return say(self.key, **self.values)


class Number(NamedTuple):
    """A number to be said later, with so many decimals."""

    value: float
    digits: int

    def said(self, say: "Speaker") -> str:
        """As the speaker's language writes it."""
        return say.number(self.value, self.digits)


class Speaker:
    """Says messages in one language: ``say = speak("zh")``, then ``say("column.arm")``.

    lang: the language, where it names a file or marks a page.
    """

    def __init__(self, lang: str) -> None:
        if lang not in LANGUAGES:
            raise ValueError(f"lang = {lang!r}: must be one of {', '.join(LANGUAGES)}")
        self.lang = lang

    def __call__(self, key: str, **values: object) -> str:
        """The message ``key`` with its places filled; ``number`` chooses a plural form.

        KeyError for an unknown one. What the language doesn't have yet is said in English.
        """
        mine = catalogue(self.lang)
        forms, form_of = _said(mine, key)
        number = values.get(COUNT)
        form = forms[form_of(number)] if len(forms) > 1 and isinstance(number, int) else forms[-1]
        return form.format(**{name: self.spoken(value) for name, value in values.items()})

    def __reduce__(self) -> tuple[object, ...]:
        return speak, (self.lang,)

    def knows(self, key: str) -> bool:
        """Whether there is such a message."""
        return key in catalogue(self.lang).entries or key in catalogue(SOURCE).entries

    def known(self, key: str, otherwise: str) -> str:
        """The message ``key`` where there is one, such as a label; else what it is called."""
        return self(key) if self.knows(key) else otherwise

    def arm(self, name: str) -> str:
        """An arm as readers call it, with its shock after a plus; what the catalogue doesn't know
        is called by its own name."""
        arrangement, plus, shock = name.partition("+")
        names = self.known(f"arm.{arrangement}", arrangement), self.known(f"shock.{shock}", shock)
        return plus.join(names) if plus else names[0]

    def parameter(self, path: str, english: str) -> str:
        """The label of a parameter; ``english``: what its schema says."""
        return self.known(f"parameter.{path}", english)

    def output(self, name: str, english: str) -> str:
        """The label of an output; ``english``: what its declaration says."""
        return self.known(f"output.{name}", english)

    def text(self, key: str) -> str:
        """The message ``key`` as it stands in the catalogue, its places unfilled."""
        return _said(catalogue(self.lang), key)[0][-1]

    def number(self, value: float, digits: int, scale: float = 1.0, sign: bool = False) -> str:
        """A number as the language writes it, without groups of thousands; a dash where there is
        none; never a minus zero.

        A signed one keeps figures enough to show on which side of 0 it lies.
        """
        if not math.isfinite(value):
            return MISSING
        while sign and digits < MOST_DIGITS and abs(round(scale * value, digits)) == 0 != value:
            digits += 1
        if abs(scale * value) >= HUGE:
            return self._decimal(float(f"{scale * value:.0e}"), "+0E0;-0E0" if sign else "0E0")
        figures = f"0.{'0' * digits}" if digits else "0"
        pattern = f"+{figures};-{figures}" if sign else figures
        return self._decimal(round(scale * value, digits) + 0.0, pattern)

    def count(self, number: int) -> str:
        """A whole number with its thousands in groups, as the language has them."""
        return self._decimal(number, GROUPED)

    def bracketed(
        self, row: Mapping[str, float], digits: int, scale: float = 1.0, sign: bool = False
    ) -> str:
        """``value [low, high]`` of an estimate."""
        names = ("value", "low", "high")
        value, low, high = (self.number(row[name], digits, scale, sign) for name in names)
        return f"{value} [{low}, {high}]"

    def _decimal(self, number: float, pattern: str) -> str:
        from babel.numbers import format_decimal  # only here: what tells no number begins sooner

        return format_decimal(number, pattern, self.lang)

    def spoken(self, value: object) -> object:
        """A value as it is, or what was kept to be said."""
        return value.said(self) if isinstance(value, Sayable) else value


def _said(mine: Catalogue, key: str) -> tuple[Forms, Callable[[int], int]]:
    source = mine if key in mine.entries else catalogue(SOURCE)
    return source.entries[key].said, source.form_of


@cache
def speak(lang: str) -> Speaker:
    """The speaker of a language. ValueError for an unknown one."""
    return Speaker(lang)


def keys(prefix: str = "") -> list[str]:
    """Keys of the messages under a prefix, in the catalogue's order."""
    return [key for key in catalogue(SOURCE).entries if key.startswith(prefix)]


EN = speak(SOURCE)
"""English, where nobody has chosen."""
