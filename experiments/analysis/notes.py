"""Sentences behind an answer: pairs and their coupling, network collapse, other definitions, failed
runs, what is counted. They stand among methods, after the answer."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from experiments.analysis.answer_numbers import levels
from experiments.analysis.compare import Comparison, difference
from experiments.analysis.definitions import survival_of_verdict
from experiments.analysis.estimates import PER_HUNDRED
from experiments.analysis.verdict import LEAST_PAIRS, VERDICTS
from experiments.words.speech import Speaker
from sim.measure.breakdown import COMPOSITE, DEFAULT

Part = tuple[str, str]


def notes(comparison: Comparison, say: Speaker, *names: str) -> list[str]:
    """Texts of these parts (all when none is named), in order: ratio, pairs, collapse, definitions
    (a line each), failed, scope. A part that has nothing to say is not there."""
    return [text for name, text in _parts(comparison, say) if not names or name in names]


def _parts(comparison: Comparison, say: Speaker) -> Iterator[Part]:
    row = difference(comparison, comparison.reference, "failure")
    yield from _ratio(row, say)
    yield from _pairs(row, say)
    yield from _collapse(comparison, say)
    yield from _definitions(comparison, say)
    yield from _failed(comparison, say)
    yield "scope", _estimand(comparison, say)


def capital(text: str) -> str:
    """A text with a capital letter in front, where its language has them."""
    return text[:1].upper() + text[1:]


def _ratio(row: pd.Series, say: Speaker) -> Iterator[Part]:
    if np.isfinite([row["ratio"], row["ratio_low"], row["ratio_high"]]).all():
        values = {name: say.number(row[name], 2) for name in ("ratio", "ratio_low", "ratio_high")}
        yield "ratio", say("answer.ratio", **values)


def _pairs(row: pd.Series, say: Speaker) -> Iterator[Part]:
    if row["pairs"] < LEAST_PAIRS:
        yield "pairs", say("answer.one_pair")
    elif np.isfinite(row["worth"]):
        values = {"r": say.number(row["correlation"], 2), "worth": say.number(row["worth"], 1)}
        yield "pairs", say("answer.worth", pairs=row["pairs"], **values)


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
            **levels(row, say),
            **cells,
            **{f"saved_{name}": bound for name, bound in bounds.items()},
            **{f"weeks_{name}": value for name, value in weeks.items()},
            treated=say.arm(comparison.treated),
            reference=say.arm(comparison.reference),
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
            yield "definitions", capital(say(key, measure=measure, **values))


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
