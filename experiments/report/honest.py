"""What was found where the declared settings of harm were run (``coprod honesty``)."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from experiments.document.blocks import Block, Bullets, Picture, Prose, Section
from experiments.document.cells import rate
from experiments.document.links import csv_download
from experiments.figures import encoded
from experiments.figures.style import drawing
from experiments.report import answer
from experiments.report.methods import methods_section
from experiments.report.pictures import as_link
from experiments.report.reading import Tally, checked
from experiments.report.subject import Subject
from experiments.studies.honesty import (
    HEADLINE,
    STUDY,
    Experiment,
    Judged,
    differ,
    read_declaration,
)
from experiments.words.speech import Speaker
from sim.measure.breakdown import DEFAULT

LIMITS = ("conditional", "case", "assumed", "causes", "point", "several")


def experiments_in(subject: Subject) -> dict[str, Experiment]:
    """The declared experiments whose arms the study has; none where it is another kind of study.

    Another kind: an arm that isn't declared, or none that is more than an arrangement.
    """
    declared, arms = read_declaration(), {cell.arm for cell in subject.cells}
    if not arms <= set(declared.arms) or not any(declared.arms[arm].set for arm in arms):
        return {}
    return {
        name: each
        for name, each in declared.experiments.items()
        if {each.treated, each.reference} <= arms
    }


def findings(
    subject: Subject, experiments: Mapping[str, Experiment]
) -> tuple[Callable[[Speaker], list[Section]], list[Tally]]:
    """The sections of such a study by language, and the runs of each cell."""
    tallies = checked(subject.cells)
    cells = {cell.arm: cell for cell in subject.cells}
    table = differ(experiments, cells, max(max(tally.well, default=0) for tally in tallies) + 1)
    found = Judged(table, experiments, subject.cells[0].community)

    def sections(say: Speaker) -> list[Section]:
        return [
            _answer(found, say),
            _basis(found, tallies, say),
            answer.limits_section(subject, LIMITS, say),
            _settings(found, say),
            methods_section(None, say),
        ]

    return sections, tallies


def _answer(found: Judged, say: Speaker) -> Section:
    table = found.differences
    failure = table[table["measure"] == "failure"].set_index("experiment")
    shown = failure[failure["rule"] != HEADLINE]
    higher, lower = (int((shown["verdict"] == verdict).sum()) for verdict in (1, -1))
    counts = {"higher": higher, "lower": lower, "unclear": len(shown) - higher - lower}
    lead = say("honesty.lead", number=len(shown), **counts)
    items = [
        say(
            "honesty.item",
            says=each.says,
            difference=rate(failure.loc[name], say, sign=True),
            finding=say(f"honesty.finding.{failure.loc[name, 'finding']}"),
        )
        for name, each in found.experiments.items()
    ]
    blocks: list[Block] = [Prose(lead, "lead"), Bullets(items)]
    return Section("answer", say("report.section.answer"), blocks)


def _basis(found: Judged, tallies: list[Tally], say: Speaker) -> Section:
    failed = sum(tally.failed for tally in tallies)
    attempted = failed + sum(tally.runs for tally in tallies)
    items = [found.rule(say), *answer.definitions(DEFAULT, say), *found.failed(say)]
    if failed == 0:
        items.append(say("report.basis.no_failed", attempted=attempted))
    return Section("basis", say("report.section.basis"), [Bullets(items)])


def _settings(found: Judged, say: Speaker) -> Section:
    table, differences = found.table(say), found.differences
    named = differences.assign(
        experiment=[found.experiments[name].label(say) for name in differences["experiment"]],
        finding=[say(f"honesty.finding.{name}") for name in differences["finding"]],
    )
    download = csv_download(STUDY, named.drop(columns=["rule"]), say)
    caption = table.caption.replace("\n", ": ")
    blocks: list[Block] = [
        replace(table, caption=caption, download=download),
        _picture(found, say),
    ]
    return Section("settings", say("honesty.section"), blocks)


def _picture(found: Judged, say: Speaker) -> Picture:
    with drawing():
        png = encoded(found.figure(say), "png")
    source, width, height = as_link(png)
    alt = say("honesty.alt", number=len(found.experiments))
    return Picture(STUDY, say("honesty.section"), source, alt, "", width, height)
