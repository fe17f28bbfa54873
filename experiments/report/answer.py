"""The first part of a comparison's page: the answer, the icons, what it rests on, its limits."""

from collections.abc import Sequence

import pandas as pd

from experiments.analysis.answer import PRIMARY, difference, plain_answer
from experiments.analysis.compare import Comparison
from experiments.analysis.statistics import SMALLEST_EFFECT
from experiments.document.blocks import Block, Bullets, Fact, Facts, Icons, Prose, Section
from experiments.document.cells import ends, per_100
from experiments.document.comparison import level
from experiments.document.icons import RATES, icons
from experiments.report.parameters import assumed
from experiments.report.subject import Subject
from experiments.words.speech import Speaker
from sim.measure.breakdown import Definition
from sim.measure.records import ENDS

SHOWN = (*PRIMARY, "completed")
GOOD = ("completed",)
"""Of SHOWN, those of which more is help."""
WORDS = {-1: "lower", 0: "unclear", 1: "higher"}


def answer_section(comparison: Comparison, say: Speaker) -> Section:
    """What was found, in a sentence, in three figures and in icons."""
    told = plain_answer(comparison, say)
    blocks: list[Block] = [Prose(told.sentence, "lead")]
    if not nothing_followed(comparison):
        blocks += [Prose(text, "finding") for text in told.lines("finding")]
        blocks += [Prose(text, "note") for text in told.lines("agreement", *_doubt(comparison))]
        facts = [_fact(comparison, measure, say) for measure in SHOWN]
        blocks += [Facts(facts), _icons(comparison, say)]
        blocks.append(Bullets(told.lines("failure", "ratio", "size", "collapse", "cost")))
    return Section("answer", say("report.section.answer"), blocks)


def basis_section(comparison: Comparison, say: Speaker) -> Section:
    """Runs, failed ones with their bounds, cohort, definitions."""
    told = plain_answer(comparison, say)
    pairs = _pairs(comparison)
    items = [say("report.basis.pairs", pairs=pairs, **_names(comparison, say))]
    followed = [int(n) for n in comparison.arms["opportunities"]]
    items += cohort(followed, comparison.weeks, comparison.definition, say)
    items += _runs(comparison, say)
    if pairs > 1:
        items += told.lines("pairs")
    blocks: list[Block] = [Bullets(items)]
    if pairs == 1:
        blocks.append(Prose(say("report.basis.one"), "note"))
    return Section("basis", say("report.section.basis"), blocks)


def limits_section(subject: Subject, keys: Sequence[str], say: Speaker) -> Section:
    """What the page does not show; ``keys`` are of ``report.limit``."""
    values = {"assumed": assumed(subject), "parameters": len(subject.values[0])}
    items = [say(f"report.limit.{key}", **values) for key in keys]
    return Section("limits", say("report.section.limits"), [Bullets(items)])


def smallest(say: Speaker) -> str:
    """The smallest difference that matters, per 100."""
    return per_100(SMALLEST_EFFECT, say, 0)


def nothing_followed(comparison: Comparison) -> bool:
    """Whether some arm has no opportunity that could be followed."""
    return bool((comparison.arms["opportunities"] == 0).any())


def cohort(followed: Sequence[int], weeks: int, definition: Definition, say: Speaker) -> list[str]:
    """Which opportunities were followed, and what counts as breakdown and failure.

    followed: how many opportunities in each arm.
    """
    times = {"weeks": weeks, "followed": definition.followed}
    if 0 in followed:
        return [say("report.basis.nothing", **times)]
    first, last = definition.first_week, weeks - definition.followed
    numbers = map(say.count, sorted(set(followed)))
    opportunities = say("list.separator").join(numbers)
    values = {"opportunities": opportunities, "first": first, "last": last}
    return [
        say("report.basis.opportunities", **values, **times),
        *definitions(definition, say),
    ]


def definitions(definition: Definition, say: Speaker) -> list[str]:
    """What counts as breakdown and as failure."""
    broken = [say(f"end.{ENDS[end]}") for end in definition.broken]
    return [
        say("report.basis.breakdown", ends=say("list.separator").join(broken)),
        say("report.basis.failure", followed=definition.followed),
    ]


def _pairs(comparison: Comparison) -> int:
    return int(difference(comparison, comparison.reference, "failure")["pairs"])


def _doubt(comparison: Comparison) -> tuple[str, ...]:
    """That one pair tells nothing belongs to the answer itself."""
    return ("pairs",) if _pairs(comparison) == 1 else ()


def _pair(comparison: Comparison) -> dict[str, str]:
    return {"treated": comparison.treated, "reference": comparison.reference}


def _names(comparison: Comparison, say: Speaker) -> dict[str, str]:
    return {key: say.arm(arm) for key, arm in _pair(comparison).items()}


def _icons(comparison: Comparison, say: Speaker) -> Icons:
    rates = {
        arm: {rate: float(level(comparison, arm, rate)["value"]) for rate in RATES}
        for arm in _pair(comparison).values()
    }
    runs = comparison.arms.set_index("arm")["runs"]
    return icons(rates, [int(runs[arm]) for arm in rates], say)


def direction_of(measure: str, verdict: int) -> str:
    """help, unclear or harm."""
    if verdict == 0:
        return "unclear"
    return "help" if (verdict > 0) == (measure in GOOD) else "harm"


def verdict_words(measure: str, verdict: int, say: Speaker) -> str:
    """The finding in words, with a mark that needs no colour."""
    direction = direction_of(measure, verdict)
    ending = "" if verdict == 0 else f".{direction}"
    return say(f"report.verdict.{WORDS[verdict]}{ending}")


def _fact(comparison: Comparison, measure: str, say: Speaker) -> Fact:
    row = difference(comparison, comparison.reference, measure)
    rates = {
        key: per_100(level(comparison, arm, measure)["value"], say)
        for key, arm in _pair(comparison).items()
    }
    return Fact(
        say("report.fact.rate", measure=say(f"measure.{measure}")),
        say("report.fact.value", **rates),
        _detail(row, _names(comparison, say), say),
        verdict_words(measure, int(row["verdict"]), say),
        direction_of(measure, int(row["verdict"])),
    )


def _detail(row: pd.Series, names: dict[str, str], say: Speaker) -> str:
    parts = {key: per_100(row[key], say, sign=True) for key in ("value", "low", "high")}
    alone = int(row["pairs"]) < 2
    return say(f"report.fact.{'no_interval' if alone else 'detail'}", **parts, **names)


def _runs(comparison: Comparison, say: Speaker) -> list[str]:
    failed = int(comparison.arms["failed"].sum())
    attempted = failed + int(comparison.arms["runs"].sum())
    excluded = int(comparison.arms["excluded"].sum())
    left_out = [say("answer.excluded", excluded=excluded)] if excluded else []
    if failed == 0:
        return [say("report.basis.no_failed", attempted=attempted), *left_out]
    bounds: dict[str, str] = {}
    for measure in PRIMARY:
        row = difference(comparison, comparison.reference, measure)
        bounds |= {f"{end}_{measure}": text for end, text in ends(row, say, sign=True).items()}
    values = {"failed": failed, "attempted": attempted}
    return [say("report.basis.failed", **values, **bounds), *left_out]
