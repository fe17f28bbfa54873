"""What was found over many configurations: where the hub helps, makes no difference, harms."""

from collections.abc import Callable

import pandas as pd

from experiments.analysis.spread import REGIONS, shares
from experiments.document.blocks import Bullets, Fact, Facts, Prose, Section
from experiments.document.cells import per_100
from experiments.report import answer
from experiments.report.methods import methods_section
from experiments.report.reading import Tally
from experiments.report.space import Space, space_of
from experiments.report.space_tables import results_sections
from experiments.report.subject import Subject
from experiments.words.speech import Speaker
from sim.measure.breakdown import DEFAULT

LIMITS = ("conditional", "shares", "case", "assumed", "causes", "several")
DIRECTIONS = {"helps": "help", "within": "unclear", "harms": "harm"}


def findings(subject: Subject) -> tuple[Callable[[Speaker], list[Section]], list[Tally]]:
    """The sections of a sweep by language, and the runs of each cell."""
    space = space_of(subject)

    def sections(say: Speaker) -> list[Section]:
        return [
            _answer(space, subject, say),
            _basis(space, subject, say),
            answer.limits_section(subject, LIMITS, say),
            *results_sections(space, subject, say),
            methods_section(None, say),
        ]

    return sections, space.tallies


def _told(space: Space) -> bool:
    return bool(space.comparators) and not space.against(space.comparators[0]).empty


def _answer(space: Space, subject: Subject, say: Speaker) -> Section:
    title = say("report.section.answer")
    names = {"treated": say.arm(space.treated), "arm": say.arm(space.treated)}
    if not space.comparators:
        text = say("space.single", cells=len(subject.cells), **names)
        return Section("answer", title, [Prose(text, "lead")])
    names["reference"] = say.arm(space.comparators[0])
    if not _told(space):
        return Section("answer", title, [Prose(say("space.nothing", **names), "lead")])
    mine = space.against(space.comparators[0])
    found = shares(mine).set_index(["measure", "region"])
    values = {
        region: per_100(found.loc[("failure", region), "share"], say, 0) for region in REGIONS
    }
    values |= {
        f"{region}_b": per_100(found.loc[("breakdown", region), "share"], say, 0)
        for region in REGIONS
    }
    points = int(found.loc[("failure", "helps"), "points"])
    lead = say("space.lead", points=points, size=answer.smallest(say), **values, **names)
    clear = Prose(_clear(mine, points, say), "note")
    facts = Facts([_fact(found, region, say) for region in REGIONS])
    return Section("answer", title, [Prose(lead, "lead"), clear, facts])


def _clear(found: pd.DataFrame, points: int, say: Speaker) -> str:
    verdict = found.loc[found["measure"] == "failure", "verdict"]
    lower, higher = int((verdict < 0).sum()), int((verdict > 0).sum())
    values = {"lower": lower, "higher": higher, "unclear": points - lower - higher}
    return say("space.clear", points=points, **values)


def _fact(found: pd.DataFrame, region: str, say: Speaker) -> Fact:
    row, other = found.loc[("failure", region)], found.loc[("breakdown", region)]
    direction = DIRECTIONS[region]
    bounds = {key: per_100(row[key], say, 0) for key in ("share", "low", "high", "clear")}
    return Fact(
        say(f"space.fact.{region}", size=answer.smallest(say)),
        say("space.fact.value", share=bounds["share"]),
        say("space.fact.detail", other=per_100(other["share"], say, 0), **bounds),
        say(f"space.fact.{direction}"),
        direction,
    )


def _basis(space: Space, subject: Subject, say: Speaker) -> Section:
    items = []
    if _told(space):
        first = space.comparators[0]
        mine = space.against(first)
        pairs = sorted({int(n) for n in mine["pairs"]})
        values = {"points": mine["point"].nunique(), "pairs": _range(pairs)}
        names = {"treated": say.arm(space.treated), "reference": say.arm(first)}
        items.append(say("space.basis.pairs", **values, **names))
        if space.unpaired[first]:
            missing = {"number": space.unpaired[first], "reference": names["reference"]}
            items.append(say("space.basis.unpaired", **missing))
    items += answer.definitions(DEFAULT, say)
    items.append(_failed(space, say))
    return Section("basis", say("report.section.basis"), [Bullets(items)])


def _range(numbers: list[int]) -> str:
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"


def _failed(space: Space, say: Speaker) -> str:
    failed = sum(tally.failed for tally in space.tallies)
    attempted = failed + sum(tally.runs for tally in space.tallies)
    if failed == 0:
        return say("report.basis.no_failed", attempted=attempted)
    return say("space.basis.failed", failed=failed, attempted=attempted)
