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
from experiments.words import arm_label, say
from experiments.words.text_table import number
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

    lang: str
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


def plain_answer(comparison: Comparison, lang: str) -> PlainAnswer:
    """What the comparison found against its reference, in words.

    Raises ValueError for an unknown language.
    """
    rows = {name: difference(comparison, comparison.reference, name) for name in PRIMARY}
    if any(np.isnan(row["value"]) for row in rows.values()):
        said = _nothing(comparison, lang)
        return PlainAnswer(lang, "nothing", True, said, _scope(lang))
    verdicts = [int(row["verdict"]) for row in rows.values()]
    parts = [
        ("finding", _finding(comparison, verdicts, lang)),
        ("failure", _failure(comparison, lang)),
        *_ratio(rows["failure"], lang),
        *_agreement(verdicts, lang),
        *_size(rows, lang),
        *_pairs(rows["failure"], lang),
        *_against(comparison, lang),
        *_collapse(comparison, lang),
        *_definitions(comparison, lang),
        *_cost(comparison, lang),
        *_failed(comparison, lang),
        ("scope", _estimand(comparison, lang)),
        *_scope(lang),
    ]
    found = _code(verdicts, all(row["finding"] == EQUIVALENT for row in rows.values()))
    agree = verdicts[0] == verdicts[1]
    return PlainAnswer(lang, found, agree, _capital(_sentence(comparison, lang)), tuple(parts))


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


def _nothing(comparison: Comparison, lang: str) -> str:
    followed = comparison.definition.followed
    return say("headline.nothing", lang, weeks=comparison.weeks, followed=followed)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _arms(comparison: Comparison, lang: str) -> dict[str, str]:
    return {
        "treated": arm_label(comparison.treated, lang),
        "reference": arm_label(comparison.reference, lang),
    }


def _finding(comparison: Comparison, verdicts: Sequence[int], lang: str) -> str:
    words = "_".join(VERDICTS[verdict] for verdict in verdicts)
    return _capital(say(f"headline.{words}", lang, **_arms(comparison, lang)))


def _sentence(comparison: Comparison, lang: str) -> str:
    """Breakdown with its interval, and what was completed, with as many decimals."""
    names = ("breakdown", "completed")
    broken, done = (difference(comparison, comparison.reference, name) for name in names)
    completed = say("answer.completed", lang, **levels(done, digits_of(broken)))
    return numbers(broken, "breakdown", lang, **_arms(comparison, lang)) + completed


def _failure(comparison: Comparison, lang: str) -> str:
    row = difference(comparison, comparison.reference, "failure")
    return numbers(row, "failure", lang, **_arms(comparison, lang))


def _ratio(row: pd.Series, lang: str) -> Iterator[Part]:
    if np.isfinite([row["ratio"], row["ratio_low"], row["ratio_high"]]).all():
        values = {name: number(row[name], 2) for name in ("ratio", "ratio_low", "ratio_high")}
        yield "ratio", say("answer.ratio", lang, **values)


def _agreement(verdicts: Sequence[int], lang: str) -> Iterator[Part]:
    if verdicts[0] != verdicts[1]:
        yield "agreement", say("answer.disagree", lang)


def _size(rows: dict[str, pd.Series], lang: str) -> Iterator[Part]:
    """By figure: surely small, or, where nothing is clear, that it isn't decided."""
    points = number(SMALLEST_EFFECT, 0, PER_HUNDRED)
    for key, chosen in (
        ("answer.small", [name for name, row in rows.items() if row["equivalent"] is True]),
        ("answer.undecided", [n for n, row in rows.items() if row["finding"] == "undecided"]),
    ):
        if chosen:
            names = [say(f"measure.{name}", lang) for name in chosen]
            listed = say("list.separator", lang).join(names)
            yield "size", _capital(say(key, lang, measures=listed, points=points))


def _pairs(row: pd.Series, lang: str) -> Iterator[Part]:
    if row["pairs"] < LEAST_PAIRS:
        yield "pairs", say("answer.one_pair", lang)
    elif np.isfinite(row["worth"]):
        values = {"r": number(row["correlation"], 2), "worth": number(row["worth"], 1)}
        yield "pairs", say("answer.worth", lang, pairs=row["pairs"], **values)


def _against(comparison: Comparison, lang: str) -> Iterator[Part]:
    """Against which comparators each primary difference stands, and where it is surely small."""
    for measure in PRIMARY:
        yield "against", _against_line(comparison, measure, lang)
    for measure in PRIMARY:
        yield from _equivalent(comparison, measure, lang)


def _against_line(comparison: Comparison, measure: str, lang: str) -> str:
    parts = []
    for verdict, word in VERDICTS.items():
        found = [
            name
            for name in comparison.comparators
            if difference(comparison, name, measure)["verdict"] == verdict
        ]
        if found:
            said = say(f"verdict.{word}", lang)
            parts.append(say("against.part", lang, verdict=said, names=_names(found, lang)))
    line = say(
        "against.line",
        lang,
        measure=say(f"measure.{measure}", lang),
        treated=arm_label(comparison.treated, lang),
        parts=say("part.separator", lang).join(parts),
    )
    return _capital(line)


def _equivalent(comparison: Comparison, measure: str, lang: str) -> Iterator[Part]:
    names = [
        name
        for name in comparison.comparators
        if difference(comparison, name, measure)["equivalent"] is True
    ]
    if names:
        points = number(SMALLEST_EFFECT, 0, PER_HUNDRED)
        values = {"points": points, "measure": say(f"measure.{measure}", lang)}
        yield "against", say("against.equivalent", lang, names=_names(names, lang), **values)


def _names(names: Sequence[str], lang: str) -> str:
    return say("list.separator", lang).join(arm_label(name, lang) for name in names)


def _collapse(comparison: Comparison, lang: str) -> Iterator[Part]:
    table = comparison.collapse_differences
    mine = table[(table["comparator"] == comparison.reference) & (table["sign"] == COMPOSITE)]
    row = mine.iloc[0]
    if row["pairs"] < LEAST_PAIRS:
        return
    cells = {name: int(row[name]) for name in ("pairs", "saved", "harmed", "both", "neither")}
    verdict = say(f"verdict.{VERDICTS[int(row['verdict'])]}", lang)
    bounds = {name: int(row[f"saved_{name}"]) for name in ("low", "high")}
    weeks = {name: number(row[f"weeks_{name}"], 1, sign=True) for name in ("gained", "low", "high")}
    yield (
        "collapse",
        say(
            "answer.collapse",
            lang,
            verdict=verdict,
            **cells,
            **{f"saved_{name}": bound for name, bound in bounds.items()},
            **{f"weeks_{name}": value for name, value in weeks.items()},
            **_arms(comparison, lang),
        ),
    )


def _definitions(comparison: Comparison, lang: str) -> Iterator[Part]:
    """How many definitions say the same as the declared one, by measure."""
    table = comparison.definitions
    if comparison.definition != DEFAULT or table["pairs"].max() < LEAST_PAIRS:
        return
    for row in survival_of_verdict(table).itertuples():
        if row.definitions > 1:
            values = {"total": row.definitions, "same": row.same_verdict, "other": row.opposite}
            key = "answer.survives" if row.survives else "answer.depends"
            measure = say(f"measure.{row.measure}", lang)
            yield "definitions", _capital(say(key, lang, measure=measure, **values))


def _cost(comparison: Comparison, lang: str) -> Iterator[Part]:
    """Cost per failure averted, only where failure clearly fell."""
    reference = comparison.reference
    if difference(comparison, reference, "failure")["verdict"] < 0:
        costs = comparison.costs.set_index("comparator")["cost_per_failure_averted"]
        key = "cost.averted" if costs[reference] >= 0 else "cost.saved"
        cost = number(abs(costs[reference]), 1)
        yield "cost", say(key, lang, reference=arm_label(reference, lang), cost=cost)


def _failed(comparison: Comparison, lang: str) -> Iterator[Part]:
    failed, excluded = (int(comparison.arms[name].sum()) for name in ("failed", "excluded"))
    row = difference(comparison, comparison.reference, "failure")
    if failed:
        low, high = (number(row[f"bound_{end}"], 1, PER_HUNDRED, True) for end in ("low", "high"))
        reference = arm_label(comparison.reference, lang)
        values = {"failed": failed, "reference": reference, "low": low, "high": high}
        yield "failed", say("failed.line", lang, **values)
    if excluded:
        yield "failed", say("answer.excluded", lang, excluded=excluded)


def _estimand(comparison: Comparison, lang: str) -> str:
    definition = comparison.definition
    return say(
        "note.estimand",
        lang,
        first=definition.first_week,
        last=comparison.weeks - definition.followed,
        followed=definition.followed,
        pairs=int(difference(comparison, comparison.reference, "failure")["pairs"]),
    )


def _scope(lang: str) -> tuple[Part, Part]:
    return ("point", say("note.point", lang)), ("conditional", say("note.conditional", lang))
