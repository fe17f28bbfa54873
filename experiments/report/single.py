"""What was found where a study holds one arm: levels with intervals, and no comparison."""

from collections.abc import Callable

import pandas as pd

from experiments.analysis import statistics as st
from experiments.analysis.outcomes import RATES, opportunity_counts
from experiments.analysis.pairing import arm_of
from experiments.document.blocks import Block, Bullets, Fact, Facts, Prose, Section, Table
from experiments.document.cells import per_100, rate
from experiments.document.four_lines import one_arm
from experiments.document.icons import icons
from experiments.document.rates import Share, ends_table, shares_of
from experiments.report import answer
from experiments.report.methods import methods_section
from experiments.report.reading import Tally, checked
from experiments.report.subject import Subject
from experiments.words.speech import Speaker
from sim.measure.breakdown import DEFAULT
from sim.measure.records import ENDS

LIMITS = ("conditional", "case", "assumed", "alone")


def findings(subject: Subject) -> tuple[Callable[[Speaker], list[Section]], list[Tally]]:
    """The sections of one arm by language, and its runs."""
    (cell,) = subject.cells
    (tally,) = checked(subject.cells)
    counts = opportunity_counts(arm_of(cell, weekly=False), DEFAULT)
    arm, weeks = cell.arm, cell.parameters.horizon

    def sections(say: Speaker) -> list[Section]:
        return [
            _answer(arm, counts, weeks, say),
            _basis(arm, counts, tally, weeks, say),
            answer.limits_section(subject, LIMITS, say),
            methods_section(None, say),
        ]

    return sections, [tally]


def _answer(arm: str, counts: pd.DataFrame, weeks: int, say: Speaker) -> Section:
    title = say("report.section.answer")
    if counts["opportunities"].sum() == 0:
        text = say("headline.nothing", weeks=weeks, followed=DEFAULT.followed)
        return Section("answer", title, [Prose(text, "lead")])
    rates = shares_of(counts, RATES)
    shares = {name: share["value"] for name, share in rates.items()}
    blocks: list[Block] = [
        one_arm(arm, rates, say),
        Facts([_fact(name, rates[name], len(counts), say) for name in answer.SHOWN]),
        icons({arm: shares}, [len(counts)], say),
        _ends(counts, say),
    ]
    return Section("answer", title, blocks)


def _fact(name: str, share: Share, runs: int, say: Speaker) -> Fact:
    bounds = {end: per_100(share[end], say) for end in ("low", "high")}
    detail = say("report.fact.alone", **bounds) if runs > 1 else say("report.fact.alone_one")
    title = say("report.fact.rate", measure=say(f"measure.{name}"))
    return Fact(title, per_100(share["value"], say), detail)


def _ends(counts: pd.DataFrame, say: Speaker) -> Table:
    shares = {end: rate(share, say) for end, share in shares_of(counts, ENDS).items()}
    return ends_table(say("report.ends.caption"), {say("column.share"): shares}, say)


def _basis(arm: str, counts: pd.DataFrame, tally: Tally, weeks: int, say: Speaker) -> Section:
    label = say.arm(arm)
    items = [say("report.basis.runs", runs=tally.runs, arm=label)]
    items += answer.cohort([int(counts["opportunities"].sum())], weeks, DEFAULT, say)
    items.append(_failed(counts, tally, say))
    blocks: list[Block] = [Bullets(items)]
    if tally.runs == 1:
        blocks.append(Prose(say("report.basis.one"), "note"))
    return Section("basis", say("report.section.basis"), blocks)


def _failed(counts: pd.DataFrame, tally: Tally, say: Speaker) -> str:
    attempted = tally.runs + tally.failed
    if tally.failed == 0:
        return say("report.basis.no_failed", attempted=attempted)
    bounds = {}
    for name in ("breakdown", "failure"):
        low, high = st.worst_case(counts[name], counts["opportunities"], tally.failed)
        bounds[f"low_{name}"] = per_100(low, say)
        bounds[f"high_{name}"] = per_100(high, say)
    values = {"failed": tally.failed, "attempted": attempted}
    return say("report.basis.failed_alone", **values, **bounds)
