"""Names that files of a community may use: each in English and in Chinese."""

from typing import NamedTuple

from experiments.words.speech import Speaker


class Names(NamedTuple):
    """The same in both; readers of another language see the English one."""

    en: str
    zh: str

    def said(self, say: Speaker) -> str:
        """The name in the reader's language."""
        return str(getattr(self, say.lang, self.en))


def number_of(say: Speaker) -> int:
    """Which of the two a reader's files are written with."""
    return Names._fields.index(say.lang) if say.lang in Names._fields else 0
