"""The one rule of what a difference is to residents: for failure, breakdown and completion alike.

A difference helps or harms where its 95% interval leaves 0 out; that 5 or more of 100 are ruled
out, and that nothing is settled, are two different findings. Failed runs count: what they could
turn isn't settled.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from experiments.analysis.estimates import EQUIVALENT
from experiments.analysis.statistics import SMALLEST_EFFECT

MEASURES = ("failure", "breakdown", "completed")
"""What is judged, in the order in which it is told."""
HELPFUL = {"completed": 1}
"""Sign of a difference that helps residents, where it isn't a fall."""
HELP, HARM, MIXED = "help", "harm", "mixed"
RULED_OUT, OPEN = "ruled_out", "open"
VERDICTS = {-1: "lower", 0: "unclear", 1: "higher"}
LEAST_PAIRS = 2
"""Fewer tell nothing of chance."""
ENDS = ("bound_low", "bound_high")
"""Of the difference, with every failed run at its best and at its worst."""


def judged(row: Mapping[str, Any], measure: str, failed: bool) -> str:
    """HELP, HARM, RULED_OUT (the smallest effect of interest or more, either way) or OPEN.

    row: a difference of ``estimates.difference_rows`` or ``effect_rows``. failed: whether any run
    of its two arms failed.
    """
    found = without_failed(row, measure)
    return OPEN if failed and undone(row, found) else found


def without_failed(row: Mapping[str, Any], measure: str) -> str:
    """The same of the runs that didn't fail alone."""
    verdict = int(row["verdict"])
    if verdict:
        return HELP if verdict == HELPFUL.get(measure, -1) else HARM
    return RULED_OUT if row["finding"] == EQUIVALENT else OPEN


def undone(row: Mapping[str, Any], found: str) -> bool:
    """Whether failed runs, had they ended at their worst, would take back what was found."""
    low, high = (float(row[end]) for end in ENDS)
    if found in (HELP, HARM):
        return low <= 0.0 if row["verdict"] > 0 else high >= 0.0
    return found == RULED_OUT and max(-low, high) >= SMALLEST_EFFECT


def together(found: Iterable[str]) -> str:
    """What the measures come to: MIXED where one helps and another harms; RULED_OUT where all of
    them are; OPEN where none is clear and one is open."""
    kinds = set(found)
    if {HELP, HARM} <= kinds:
        return MIXED
    for clear in (HELP, HARM):
        if clear in kinds:
            return clear
    return RULED_OUT if kinds == {RULED_OUT} else OPEN


def small(row: Mapping[str, Any]) -> bool:
    """Whether a clear difference is surely under the smallest effect of interest."""
    return bool(row["verdict"]) and row["equivalent"] is True
