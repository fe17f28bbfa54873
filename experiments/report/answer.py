"""The first part of a comparison's page: the answer, the icons, what it rests on, its limits."""

from collections.abc import Sequence
from dataclasses import replace

from experiments.analysis.answer import PRIMARY, Answer, answer_of
from experiments.analysis.compare import Comparison, difference
from experiments.analysis.statistics import SMALLEST_EFFECT
from experiments.document.blocks import Block, Bullets, Icons, Prose, Section
from experiments.document.cells import ends, per_100
from experiments.document.comparison import level
from experiments.document.four_lines import Asked, four_lines, names, standings
from experiments.document.icons import RATES, icons
from experiments.document.links import csv_download
from experiments.report.parameters import assumed
from experiments.report.subject import Subject
from experiments.words.speech import Speaker
from sim.measure.breakdown import Definition
from sim.measure.records import ENDS

SHOWN = (*PRIMARY, "completed")


def answer_section(asked: Asked, say: Speaker) -> Section:
    """What was found: four lines, all arms in a table, and a hundred icons of the first of them."""
    comparison = asked.comparison
    found = answer_of(comparison)
    blocks: list[Block] = [four_lines(asked, say)]
    if found is not None:
        download = csv_download("services", comparison.services, say)
        table = replace(standings(asked, say), download=download)
        blocks += [_icons(comparison, found, say), table]
    return Section("answer", say("report.section.answer"), blocks)


def basis_section(comparison: Comparison, say: Speaker) -> Section:
    """Runs, failed ones with their bounds, cohort, definitions."""
    pairs = _pairs(comparison)
    items = [say("report.basis.pairs", pairs=pairs, **names(comparison, say))]
    followed = [int(n) for n in comparison.arms["opportunities"]]
    items += cohort(followed, comparison.weeks, comparison.definition, say)
    items += _runs(comparison, say)
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


def _icons(comparison: Comparison, found: Answer, say: Speaker) -> Icons:
    """Of the first of the arms that do more than the treated one, of that, and of the reference."""
    chosen = {comparison.treated, comparison.reference, *found.ahead[:1]}
    rates = {
        arm: {rate: float(level(comparison, arm, rate)["value"]) for rate in RATES}
        for arm in found.order
        if arm in chosen
    }
    runs = comparison.arms.set_index("arm")["runs"]
    return icons(rates, [int(runs[arm]) for arm in rates], say)


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
