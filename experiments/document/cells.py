"""What tables and sentences of all documents are filled with: numbers per 100, words by name."""

from collections.abc import Iterable, Mapping

from experiments.analysis.estimates import PER_HUNDRED
from experiments.words.speech import Speaker


def words(say: Speaker, kind: str, names: Iterable[str]) -> list[str]:
    """The messages ``<kind>.<name>``."""
    return [say(f"{kind}.{name}") for name in names]


def rate(row: Mapping[str, float], say: Speaker, digits: int = 1, sign: bool = False) -> str:
    """``value [low, high]`` of a share, per 100."""
    return say.bracketed(row, digits, PER_HUNDRED, sign)


def per_100(share: float, say: Speaker, digits: int = 1, sign: bool = False) -> str:
    """A share per 100."""
    return say.number(share, digits, PER_HUNDRED, sign)


def ends(
    row: Mapping[str, float], say: Speaker, stem: str = "bound", digits: int = 1, sign: bool = False
) -> dict[str, str]:
    """``<stem>_low`` and ``<stem>_high`` of a row per 100, as low and high."""
    return {end: per_100(row[f"{stem}_{end}"], say, digits, sign) for end in ("low", "high")}
