"""One message in both languages."""

from typing import NamedTuple


class Text(NamedTuple):
    """The same message in English and in Chinese."""

    en: str
    zh: str
