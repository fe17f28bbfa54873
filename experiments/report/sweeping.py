"""What was found over many configurations: where the hub helps, makes no difference, harms."""

from collections.abc import Callable

import pandas as pd

from experiments.analysis.estimates import PER_HUNDRED
from experiments.analysis.spread import REGIONS, shares
from experiments.document.blocks import Bullets, Fact, Facts, Prose, Section
from experiments.report import answer
from experiments.report.methods import methods_section
from experiments.report.reading import Tally
from experiments.report.space import Space, space_of
from experiments.report.space_tables import results_sections
from experiments.report.subject import Subject
from experiments.words import arm_label, say
from experiments.words.text_table import number
from sim.measure.breakdown import DEFAULT

LIMITS = ("conditional", "shares", "case", "assumed", "causes", "several")
DIRECTIONS = {"helps": "help", "within": "unclear", "harms": "harm"}


def findings(subject: Subject) -> tuple[Callable[[str], list[Section]], list[Tally]]:
    """The sections of a sweep by language, and the runs of each cell."""
    space = space_of(subject)

    def sections(lang: str) -> list[Section]:
        return [
            _answer(space, subject, lang),
            _basis(space, subject, lang),
            answer.limits_section(subject, LIMITS, lang),
            *results_sections(space, subject, lang),
            methods_section(None, lang),
        ]

    return sections, space.tallies


def _told(space: Space) -> bool:
    return bool(space.comparators) and not space.against(space.comparators[0]).empty


def _answer(space: Space, subject: Subject, lang: str) -> Section:
    title = say("report.section.answer", lang)
    names = {"treated": arm_label(space.treated, lang), "arm": arm_label(space.treated, lang)}
    if not space.comparators:
        text = say("space.single", lang, cells=len(subject.cells), **names)
        return Section("answer", title, [Prose(text, "lead")])
    names["reference"] = arm_label(space.comparators[0], lang)
    if not _told(space):
        return Section("answer", title, [Prose(say("space.nothing", lang, **names), "lead")])
    mine = space.against(space.comparators[0])
    found = shares(mine).set_index(["measure", "region"])
    values = {region: _percent(found.loc[("failure", region), "share"]) for region in REGIONS}
    values |= {
        f"{region}_b": _percent(found.loc[("breakdown", region), "share"]) for region in REGIONS
    }
    points = int(found.loc[("failure", "helps"), "points"])
    lead = say("space.lead", lang, points=points, size=answer.POINTS, **values, **names)
    clear = Prose(_clear(mine, points, lang), "note")
    facts = Facts([_fact(found, region, lang) for region in REGIONS])
    return Section("answer", title, [Prose(lead, "lead"), clear, facts])


def _clear(found: pd.DataFrame, points: int, lang: str) -> str:
    verdict = found.loc[found["measure"] == "failure", "verdict"]
    lower, higher = int((verdict < 0).sum()), int((verdict > 0).sum())
    values = {"lower": lower, "higher": higher, "unclear": points - lower - higher}
    return say("space.clear", lang, points=points, **values)


def _fact(found: pd.DataFrame, region: str, lang: str) -> Fact:
    row, other = found.loc[("failure", region)], found.loc[("breakdown", region)]
    direction = DIRECTIONS[region]
    bounds = {key: _percent(row[key]) for key in ("share", "low", "high", "clear")}
    return Fact(
        say(f"space.fact.{region}", lang, size=answer.POINTS),
        say("space.fact.value", lang, share=bounds["share"]),
        say("space.fact.detail", lang, other=_percent(other["share"]), **bounds),
        say(f"space.fact.{direction}", lang),
        direction,
    )


def _percent(share: float) -> str:
    return number(share, 0, PER_HUNDRED)


def _basis(space: Space, subject: Subject, lang: str) -> Section:
    items = []
    if _told(space):
        first = space.comparators[0]
        mine = space.against(first)
        pairs = sorted({int(n) for n in mine["pairs"]})
        values = {"points": mine["point"].nunique(), "pairs": _range(pairs)}
        names = {"treated": arm_label(space.treated, lang), "reference": arm_label(first, lang)}
        items.append(say("space.basis.pairs", lang, **values, **names))
        if space.unpaired[first]:
            missing = {"number": space.unpaired[first], "reference": names["reference"]}
            items.append(say("space.basis.unpaired", lang, **missing))
    items += answer.definitions(DEFAULT, lang)
    items.append(_failed(space, lang))
    return Section("basis", say("report.section.basis", lang), [Bullets(items)])


def _range(numbers: list[int]) -> str:
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"


def _failed(space: Space, lang: str) -> str:
    failed = sum(tally.failed for tally in space.tallies)
    attempted = failed + sum(tally.runs for tally in space.tallies)
    if failed == 0:
        return say("report.basis.no_failed", lang, attempted=attempted)
    return say("space.basis.failed", lang, failed=failed, attempted=attempted)
