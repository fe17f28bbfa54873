"""Two levels, their difference and its interval in words, per 100 opportunities: one rounding."""

import math
from collections.abc import Mapping

from experiments.analysis.estimates import PER_HUNDRED
from experiments.words.speech import Speaker

DIGITS = 1
"""Decimals of all that is told per 100 opportunities."""
MOST_DIGITS = 3
Row = Mapping[str, float]


def counts(row: Row, say: Speaker) -> dict[str, str]:
    """treated_count, control_count, difference and interval of one paired difference.

    row: of ``Comparison.differences`` or ``effects``, in shares.
    """
    interval = between(row["low"], row["high"], say)
    return {**levels(row, say), "difference": more(row["value"], say), "interval": interval}


def levels(row: Row, say: Speaker) -> dict[str, str]:
    """Both levels, as the places treated_count and control_count."""
    names = ("treated", "control")
    return {f"{name}_count": say.number(row[name], DIGITS, PER_HUNDRED) for name in names}


def more(value: float, say: Speaker) -> str:
    """So many fewer, or so many more; 0 has no side."""
    if value == 0.0:
        return _size(value, say)
    return say("answer.fewer" if value < 0 else "answer.more", number=_size(value, say))


def _size(value: float, say: Speaker) -> str:
    """A size with DIGITS decimals, or with as many more as keep it from being told as 0."""
    digits = DIGITS
    while digits < MOST_DIGITS and round(PER_HUNDRED * abs(value), digits) == 0 != value:
        digits += 1
    return say.number(abs(value), digits, PER_HUNDRED)


def between(low: float, high: float, say: Speaker) -> str:
    """An interval in words; both ends on one side of 0 are told by size."""
    if math.isnan(low) or math.isnan(high):
        return say("answer.no_interval")
    if low < 0 < high or low == high == 0:
        return say("answer.interval", low=more(low, say), high=more(high, say))
    near, far = sorted((low, high), key=abs)
    return say("answer.interval", low=_size(near, say), high=more(far, say))
