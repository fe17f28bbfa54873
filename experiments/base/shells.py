"""Command lines as every shell takes them: bash, zsh, PowerShell and cmd."""

import re
import shlex
from collections.abc import Iterable

PLAIN = re.compile(r"-{0,2}[\w./:=+][\w./:=+@-]*")
"""Words that no shell reads as anything else. Commas are PowerShell's, brackets zsh's."""
QUOTED = re.compile(r'[^"$`!%]*')
"""What stays as it is between double quotes, which all of them have."""


def command_line(words: Iterable[str]) -> str:
    """Words of a command in a line; quoted as bash has it where no way suits all shells."""
    return " ".join(map(_word, words))


def _word(word: str) -> str:
    if PLAIN.fullmatch(word):
        return word
    return f'"{word}"' if QUOTED.fullmatch(word) else shlex.quote(word)
