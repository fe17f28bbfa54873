"""Two levels, their difference and its interval in words, per 100 opportunities."""

import math

import pandas as pd

from experiments.analysis.estimates import PER_HUNDRED
from experiments.words.speech import Speaker

MOST_DIGITS = 2


def numbers(row: pd.Series, measure: str, say: Speaker, **names: str) -> str:
    """The sentence of one paired difference. row: of ``Comparison.differences``. names: treated
    and reference, as readers call them."""
    digits = digits_of(row)
    return say(
        f"answer.{measure}",
        **levels(row, digits, say),
        **names,
        difference=_signed(row["value"], digits, say),
        interval=_range(row["low"], row["high"], digits, say),
    )


def levels(row: pd.Series, digits: int, say: Speaker) -> dict[str, str]:
    """Both levels with so many decimals, as the places treated_count and control_count."""
    names = ("treated", "control")
    return {f"{name}_count": say.number(row[name], digits, PER_HUNDRED) for name in names}


def digits_of(row: pd.Series) -> int:
    """Fewest decimals at which the levels differ by the difference, and no bound becomes 0."""
    scaled = [PER_HUNDRED * float(row[name]) for name in ("treated", "control", "value")]
    bounds = [PER_HUNDRED * float(row[name]) for name in ("low", "high")]
    for digits in range(MOST_DIGITS):
        treated, control, value = (round(each, digits) for each in scaled)
        adds_up = round(treated - control, digits) == value
        if adds_up and all(round(each, digits) != 0 or each == 0 for each in bounds):
            return digits
    return MOST_DIGITS


def _signed(value: float, digits: int, say: Speaker) -> str:
    """So many fewer, or so many more; 0 has no side."""
    size = say.number(abs(value), digits, PER_HUNDRED)
    if round(PER_HUNDRED * value, digits) == 0:
        return size
    return say("answer.fewer" if value < 0 else "answer.more", number=size)


def _range(low: float, high: float, digits: int, say: Speaker) -> str:
    """An interval in words; both ends on one side of 0 are told by size."""
    if math.isnan(low) or math.isnan(high):
        return say("answer.no_interval")
    if low < 0 < high or low == high == 0:
        ends = [_signed(low, digits, say), _signed(high, digits, say)]
        return say("answer.interval", low=ends[0], high=ends[1])
    near, far = sorted((low, high), key=abs)
    first, last = say.number(abs(near), digits, PER_HUNDRED), _signed(far, digits, say)
    return say("answer.interval", low=first, high=last)
