"""The plain answer: what a comparison found, in sentences anyone can read.

Help, harm, no difference and not knowing are said alike. Nothing is called lower or higher unless
its interval leaves zero out, and "no difference" only when a difference of the smallest effect of
interest is ruled out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.analysis.answer_numbers import digits_of, levels, numbers
from experiments.analysis.compare import Comparison
from experiments.analysis.definitions import survival_of_verdict
from experiments.analysis.estimates import EQUIVALENT, PER_HUNDRED
from experiments.analysis.statistics import SMALLEST_EFFECT
from experiments.words.speech import Speaker
from sim.measure.breakdown import COMPOSITE, DEFAULT

PRIMARY = ("breakdown", "failure")
VERDICTS = {-1: "lower", 0: "unclear", 1: "higher"}
LEAST_PAIRS = 2
"""Fewer tell nothing of chance."""
Part = tuple[str, str]


@dataclass(frozen=True)
class PlainAnswer:
    """What was found against the reference, in one language.

    finding, for programs: ``help`` (one primary figure clearly fell, none rose), ``harm`` (one
    rose, none fell), ``mixed`` (one fell, the other rose), ``equivalent`` (both surely within the
    smallest effect of interest), ``undecided``, or ``nothing`` (nobody could be followed).
    agree: whether breakdown and failure say the same. sentence: the one sentence with numbers.
    parts: what follows it, (name, text) in order; names are finding, failure, ratio, agreement,
    size, pairs, against (a line each), collapse, definitions, cost, failed, scope, point,
    conditional. A part that has nothing to say is not there.
    """

    finding: str
    agree: bool
    sentence: str
    parts: tuple[Part, ...]

    def lines(self, *names: str) -> list[str]:
        """Texts of these parts (all when none is named), in order."""
        return [text for name, text in self.parts if not names or name in names]

    @property
    def text(self) -> str:
        """All of it, a line a part."""
        return "\n".join([self.sentence, *self.lines()])


def plain_answer(comparison: Comparison, say: Speaker) -> PlainAnswer:
    """What the comparison found against its reference, in words."""
    rows = {name: difference(comparison, comparison.reference, name) for name in PRIMARY}
    if any(np.isnan(row["value"]) for row in rows.values()):
        said = _nothing(comparison, say)
        return PlainAnswer("nothing", True, said, _scope(say))
    verdicts = [int(row["verdict"]) for row in rows.values()]
    parts = [
        ("finding", _finding(comparison, verdicts, say)),
        ("failure", _failure(comparison, say)),
        *_ratio(rows["failure"], say),
        *_agreement(verdicts, say),
        *_size(rows, say),
        *_pairs(rows["failure"], say),
        *_against(comparison, say),
        *_collapse(comparison, say),
        *_definitions(comparison, say),
        *_cost(comparison, say),
        *_failed(comparison, say),
        ("scope", _estimand(comparison, say)),
        *_scope(say),
    ]
    found = _code(verdicts, all(row["finding"] == EQUIVALENT for row in rows.values()))
    agree = verdicts[0] == verdicts[1]
    return PlainAnswer(found, agree, _capital(_sentence(comparison, say)), tuple(parts))


def difference(comparison: Comparison, comparator: str, measure: str) -> pd.Series:
    """The row of one paired difference."""
    table = comparison.differences
    return table[(table["comparator"] == comparator) & (table["measure"] == measure)].iloc[0]


def _code(verdicts: Sequence[int], both_small: bool) -> str:
    fell, rose = -1 in verdicts, 1 in verdicts
    if fell and rose:
        return "mixed"
    if fell or rose:
        return "help" if fell else "harm"
    return EQUIVALENT if both_small else "undecided"


def _nothing(comparison: Comparison, say: Speaker) -> str:
    followed = comparison.definition.followed
    return say("headline.nothing", weeks=comparison.weeks, followed=followed)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _arms(comparison: Comparison, say: Speaker) -> dict[str, str]:
    return {
        "treated": say.arm(comparison.treated),
        "reference": say.arm(comparison.reference),
    }


def _finding(comparison: Comparison, verdicts: Sequence[int], say: Speaker) -> str:
    words = "_".join(VERDICTS[verdict] for verdict in verdicts)
    return _capital(say(f"headline.{words}", **_arms(comparison, say)))


def _sentence(comparison: Comparison, say: Speaker) -> str:
    """Breakdown with its interval, and what was completed, with as many decimals."""
    names = ("breakdown", "completed")
    broken, done = (difference(comparison, comparison.reference, name) for name in names)
    completed = say("answer.completed", **levels(done, digits_of(broken), say))
    return numbers(broken, "breakdown", say, **_arms(comparison, say)) + completed


def _failure(comparison: Comparison, say: Speaker) -> str:
    row = difference(comparison, comparison.reference, "failure")
    return numbers(row, "failure", say, **_arms(comparison, say))


def _ratio(row: pd.Series, say: Speaker) -> Iterator[Part]:
    if np.isfinite([row["ratio"], row["ratio_low"], row["ratio_high"]]).all():
        values = {name: say.number(row[name], 2) for name in ("ratio", "ratio_low", "ratio_high")}
        yield "ratio", say("answer.ratio", **values)


def _agreement(verdicts: Sequence[int], say: Speaker) -> Iterator[Part]:
    if verdicts[0] != verdicts[1]:
        yield "agreement", say("answer.disagree")


def _size(rows: dict[str, pd.Series], say: Speaker) -> Iterator[Part]:
    """By figure: surely small, or, where nothing is clear, that it isn't decided."""
    points = say.number(SMALLEST_EFFECT, 0, PER_HUNDRED)
    for key, chosen in (
        ("answer.small", [name for name, row in rows.items() if row["equivalent"] is True]),
        ("answer.undecided", [n for n, row in rows.items() if row["finding"] == "undecided"]),
    ):
        if chosen:
            names = [say(f"measure.{name}") for name in chosen]
            listed = say("list.separator").join(names)
            yield "size", _capital(say(key, measures=listed, points=points))


def _pairs(row: pd.Series, say: Speaker) -> Iterator[Part]:
    if row["pairs"] < LEAST_PAIRS:
        yield "pairs", say("answer.one_pair")
    elif np.isfinite(row["worth"]):
        values = {"r": say.number(row["correlation"], 2), "worth": say.number(row["worth"], 1)}
        yield "pairs", say("answer.worth", pairs=row["pairs"], **values)


def _against(comparison: Comparison, say: Speaker) -> Iterator[Part]:
    """Against which comparators each primary difference stands, and where it is surely small."""
    for measure in PRIMARY:
        yield "against", _against_line(comparison, measure, say)
    for measure in PRIMARY:
        yield from _equivalent(comparison, measure, say)


def _against_line(comparison: Comparison, measure: str, say: Speaker) -> str:
    parts = []
    for verdict, word in VERDICTS.items():
        found = [
            name
            for name in comparison.comparators
            if difference(comparison, name, measure)["verdict"] == verdict
        ]
        if found:
            said = say(f"verdict.{word}")
            parts.append(say("against.part", verdict=said, names=_names(found, say)))
    line = say(
        "against.line",
        measure=say(f"measure.{measure}"),
        treated=say.arm(comparison.treated),
        parts=say("part.separator").join(parts),
    )
    return _capital(line)


def _equivalent(comparison: Comparison, measure: str, say: Speaker) -> Iterator[Part]:
    names = [
        name
        for name in comparison.comparators
        if difference(comparison, name, measure)["equivalent"] is True
    ]
    if names:
        points = say.number(SMALLEST_EFFECT, 0, PER_HUNDRED)
        values = {"points": points, "measure": say(f"measure.{measure}")}
        yield "against", say("against.equivalent", names=_names(names, say), **values)


def _names(names: Sequence[str], say: Speaker) -> str:
    return say("list.separator").join(say.arm(name) for name in names)


def _collapse(comparison: Comparison, say: Speaker) -> Iterator[Part]:
    table = comparison.collapse_differences
    mine = table[(table["comparator"] == comparison.reference) & (table["sign"] == COMPOSITE)]
    row = mine.iloc[0]
    if row["pairs"] < LEAST_PAIRS:
        return
    cells = {name: int(row[name]) for name in ("pairs", "saved", "harmed", "both", "neither")}
    verdict = say(f"verdict.{VERDICTS[int(row['verdict'])]}")
    shares = {
        name: say.number(row[name], 1, PER_HUNDRED, True) for name in ("value", "low", "high")
    }
    bounds = {name: int(row[f"saved_{name}"]) for name in ("low", "high")}
    weeks = {
        name: say.number(row[f"weeks_{name}"], 1, sign=True) for name in ("gained", "low", "high")
    }
    yield (
        "collapse",
        say(
            "answer.collapse",
            verdict=verdict,
            late=comparison.definition.collapse_from,
            difference=shares["value"],
            low=shares["low"],
            high=shares["high"],
            **levels(row, 1, say),
            **cells,
            **{f"saved_{name}": bound for name, bound in bounds.items()},
            **{f"weeks_{name}": value for name, value in weeks.items()},
            **_arms(comparison, say),
        ),
    )


def _definitions(comparison: Comparison, say: Speaker) -> Iterator[Part]:
    """How many definitions say the same as the declared one, by measure."""
    table = comparison.definitions
    if comparison.definition != DEFAULT or table["pairs"].max() < LEAST_PAIRS:
        return
    for row in survival_of_verdict(table).itertuples():
        if row.definitions > 1:
            values = {"total": row.definitions, "same": row.same_verdict, "other": row.opposite}
            key = "answer.survives" if row.survives else "answer.depends"
            measure = say(f"measure.{row.measure}")
            yield "definitions", _capital(say(key, measure=measure, **values))


def _cost(comparison: Comparison, say: Speaker) -> Iterator[Part]:
    """Cost per failure averted, only where failure clearly fell."""
    reference = comparison.reference
    if difference(comparison, reference, "failure")["verdict"] < 0:
        costs = comparison.costs.set_index("comparator")["cost_per_failure_averted"]
        key = "cost.averted" if costs[reference] >= 0 else "cost.saved"
        cost = say.number(abs(costs[reference]), 1)
        yield "cost", say(key, reference=say.arm(reference), cost=cost)


def _failed(comparison: Comparison, say: Speaker) -> Iterator[Part]:
    failed, excluded = (int(comparison.arms[name].sum()) for name in ("failed", "excluded"))
    row = difference(comparison, comparison.reference, "failure")
    if failed:
        low, high = (
            say.number(row[f"bound_{end}"], 1, PER_HUNDRED, True) for end in ("low", "high")
        )
        reference = say.arm(comparison.reference)
        values = {"failed": failed, "reference": reference, "low": low, "high": high}
        yield "failed", say("failed.line", **values)
    if excluded:
        yield "failed", say("answer.excluded", excluded=excluded)


def _estimand(comparison: Comparison, say: Speaker) -> str:
    definition = comparison.definition
    return say(
        "note.estimand",
        first=definition.first_week,
        last=comparison.weeks - definition.followed,
        followed=definition.followed,
        pairs=int(difference(comparison, comparison.reference, "failure")["pairs"]),
    )


def _scope(say: Speaker) -> tuple[Part, Part]:
    return ("point", say("note.point")), ("conditional", say("note.conditional"))
