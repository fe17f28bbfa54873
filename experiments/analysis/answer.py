"""What a comparison answers over all its arms, without words: who serves residents, and who more.

The words are those of ``experiments.document.four_lines``, wherever the answer is shown.
"""

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from experiments.analysis.answer_numbers import counts
from experiments.analysis.compare import Comparison, difference
from experiments.analysis.estimates import UNDECIDED
from experiments.analysis.notes import notes
from experiments.analysis.statistics import SMALLEST_EFFECT
from experiments.analysis.verdict import (
    HARM,
    MEASURES,
    OPEN,
    judged,
    small,
    together,
)
from experiments.words.speech import Speaker

PRIMARY = ("breakdown", "failure")
STEP = 10
"""Replicates are asked for in tens."""
Found = Mapping[str, str]
"""By measure: what a difference is to residents, as ``verdict.judged`` says."""


class Answer(NamedTuple):
    """found: the treated arm against the reference, by measure; small: those of it that are surely
    under the smallest effect of interest. effects: each arm against the reference, by arm; rivals:
    the treated arm against each other one, by that one. order: all arms, best first: fewest
    failures, then most completed."""

    found: Found
    small: tuple[str, ...]
    effects: Mapping[str, Found]
    rivals: Mapping[str, Found]
    order: tuple[str, ...]

    @property
    def kind(self) -> str:
        """What the treated arm is to residents against the reference."""
        return together(self.found.values())

    def arms(self, kind: str) -> list[str]:
        """Other arms against which the treated one is of this kind, best first."""
        return [arm for arm in self.order if self.against(arm) == kind]

    def against(self, arm: str) -> str | None:
        """What the treated arm is to residents against this one; None for itself."""
        return together(self.rivals[arm].values()) if arm in self.rivals else None

    @property
    def ahead(self) -> list[str]:
        """Arms that do clearly more for residents than the treated one, best first."""
        return self.arms(HARM)

    @property
    def undecided(self) -> list[str]:
        """Measures that aren't settled against the reference."""
        return [measure for measure in MEASURES if self.found[measure] == OPEN]


def answer_of(comparison: Comparison) -> Answer | None:
    """The answer; None where in some arm nobody could be followed."""
    if nothing_followed(comparison):
        return None
    failed = comparison.arms.set_index("arm")["failed"] > 0
    treated, reference = comparison.treated, comparison.reference
    effects, differences = (
        _by_arm(table, column)
        for table, column in ((comparison.effects, "arm"), (comparison.differences, "comparator"))
    )
    return Answer(
        _found(differences[reference], bool(failed[treated] or failed[reference])),
        tuple(name for name in MEASURES if small(differences[reference][name])),
        {n: _found(rows, bool(failed[n] or failed[reference])) for n, rows in effects.items()},
        {n: _found(rows, bool(failed[n] or failed[treated])) for n, rows in differences.items()},
        best_first(comparison),
    )


Rows = Mapping[str, pd.Series]


def _by_arm(table: pd.DataFrame, column: str) -> Mapping[str, Rows]:
    found: dict[str, dict[str, pd.Series]] = {}
    for _, row in table[table["measure"].isin(MEASURES)].iterrows():
        found.setdefault(row[column], {})[row["measure"]] = row
    return found


def _found(rows: Rows, failed: bool) -> Found:
    return {measure: judged(rows[measure], measure, failed) for measure in MEASURES}


def best_first(comparison: Comparison) -> tuple[str, ...]:
    """Arms by fewest failures, then most completed, then fewest breakdowns; else as given."""
    level = comparison.levels.set_index(["arm", "measure"])["value"]

    def rank(arm: str) -> tuple[float, ...]:
        return level[arm, "failure"], -level[arm, "completed"], level[arm, "breakdown"]

    return tuple(sorted(comparison.names, key=rank))


def nothing_followed(comparison: Comparison) -> bool:
    """Whether some arm has no opportunity that could be followed, or no pair has one."""
    none = (comparison.arms["opportunities"] == 0).any()
    rows = [difference(comparison, comparison.reference, name) for name in PRIMARY]
    return bool(none or any(np.isnan(row["value"]) for row in rows))


def serves_more(answer: Answer, arm: str) -> str | None:
    """What an arm's completed services are against the reference's; None where nothing is known."""
    return answer.effects[arm]["completed"] if arm in answer.effects else None


def pairs_to_settle(comparison: Comparison, answer: Answer) -> int | None:
    """About how many pairs would tell a difference of the smallest effect of interest from 0 in
    what more runs could settle; None where that is nothing, or nothing is told of chance."""
    rows = [difference(comparison, comparison.reference, name) for name in answer.undecided]
    rows = [row for row in rows if row["finding"] == UNDECIDED and not np.isnan(row["error"])]
    needed = [int(row["pairs"]) * _times(row) for row in rows]
    return STEP * math.ceil(max(needed) / STEP) if needed else None


def _times(row: pd.Series) -> float:
    """How many times as many pairs make the interval's half as wide as the smallest effect."""
    return float(((row["high"] - row["low"]) / 2 / SMALLEST_EFFECT) ** 2)


class Plain(NamedTuple):
    """Numbers and notes without a verdict: for who has a comparison and nothing beside it."""

    sentence: str
    notes: list[str]

    def lines(self) -> list[str]:
        """What follows the sentence."""
        return self.notes


def plain_answer(comparison: Comparison, say: Speaker) -> Plain:
    """How many fail, in a sentence, and the notes."""
    if nothing_followed(comparison):
        times = {"weeks": comparison.weeks, "followed": comparison.definition.followed}
        return Plain(say("headline.nothing", **times), [say("note.conditional")])
    row = difference(comparison, comparison.reference, "failure")
    arms = {"treated": comparison.treated, "reference": comparison.reference}
    names = {side: say.arm(arm) for side, arm in arms.items()}
    sentence = say("four.numbers.failure", **counts(row, say), **names)
    return Plain(sentence, [*notes(comparison, say), say("note.conditional")])
