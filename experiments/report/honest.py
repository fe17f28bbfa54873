"""What was found where the declared settings of harm were run (``coprod honesty``)."""

from collections.abc import Callable, Mapping

import pandas as pd

from experiments.analysis.estimates import PER_HUNDRED
from experiments.document.blocks import Block, Bullets, Picture, Prose, Section, Table
from experiments.document.links import csv_download
from experiments.figures import encoded
from experiments.figures.style import drawing
from experiments.report import answer
from experiments.report.methods import methods_section
from experiments.report.pictures import as_link
from experiments.report.reading import Tally, check_any_run, check_tables, runs_of
from experiments.report.subject import Subject
from experiments.studies.honesty_declared import HEADLINE, Experiment, read_declaration
from experiments.studies.honesty_figure import honesty
from experiments.studies.honesty_run import differ
from experiments.studies.honesty_words import COLUMNS, cells_of, heading, label, told_failed
from experiments.words.speech import Speaker
from experiments.words.text_table import bracketed
from sim.measure.breakdown import DEFAULT

LIMITS = ("conditional", "case", "assumed", "causes", "point", "several")
NAME = "honesty"


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
    check_tables(subject.cells)
    tallies = [runs_of(cell) for cell in subject.cells]
    check_any_run(subject.cells, tallies)
    cells = {cell.arm: cell for cell in subject.cells}
    table = differ(experiments, cells, max(max(tally.well, default=0) for tally in tallies) + 1)

    def sections(say: Speaker) -> list[Section]:
        return [
            _answer(table, experiments, say),
            _basis(table, experiments, tallies, say),
            answer.limits_section(subject, LIMITS, say),
            _settings(table, experiments, subject.cells[0].community, say),
            methods_section(None, say),
        ]

    return sections, tallies


def _answer(table: pd.DataFrame, experiments: Mapping[str, Experiment], say: Speaker) -> Section:
    failure = table[table["measure"] == "failure"].set_index("experiment")
    shown = failure[failure["rule"] != HEADLINE]
    higher, lower = (int((shown["verdict"] == verdict).sum()) for verdict in (1, -1))
    counts = {"higher": higher, "lower": lower, "unclear": len(shown) - higher - lower}
    lead = say("honesty.lead", number=len(shown), **counts)
    items = [
        say(
            "honesty.item",
            says=each.says.said(say),
            difference=bracketed(failure.loc[name], 1, PER_HUNDRED, sign=True),
            finding=say(f"honesty.finding.{failure.loc[name, 'finding']}"),
        )
        for name, each in experiments.items()
    ]  # fmt: skip
    blocks: list[Block] = [Prose(lead, "lead"), Bullets(items)]
    return Section("answer", say("report.section.answer"), blocks)


def _basis(
    table: pd.DataFrame, experiments: Mapping[str, Experiment], tallies: list[Tally], say: Speaker
) -> Section:
    failed = sum(tally.failed for tally in tallies)
    attempted = failed + sum(tally.runs for tally in tallies)
    items = [
        say("honesty.rule", number=len(table)),
        *answer.definitions(DEFAULT, say),
        *told_failed(table, experiments, say),
    ]
    if failed == 0:
        items.append(say("report.basis.no_failed", attempted=attempted))
    return Section("basis", say("report.section.basis"), [Bullets(items)])


def _settings(
    table: pd.DataFrame, experiments: Mapping[str, Experiment], community: str, say: Speaker
) -> Section:
    caption = heading(table, community, say).replace("\n", ": ")
    header = [say(f"honesty.header.{name}") for name in COLUMNS]
    rows = [cells_of(name, table, each, say) for name, each in experiments.items()]
    named = table.assign(
        experiment=[label(name, experiments[name], say) for name in table["experiment"]],
        finding=[say(f"honesty.finding.{name}") for name in table["finding"]],
    )
    download = csv_download(NAME, named.drop(columns=["rule"]), say)
    blocks: list[Block] = [
        Table(caption, header, rows, download=download),
        _picture(table, experiments, community, say),
    ]
    return Section("settings", say("honesty.section"), blocks)


def _picture(
    table: pd.DataFrame, experiments: Mapping[str, Experiment], community: str, say: Speaker
) -> Picture:
    with drawing():
        png = encoded(honesty(table, experiments, community, say), "png")
    source, width, height = as_link(png)
    alt = say("honesty.alt", number=len(experiments))
    return Picture(NAME, say("honesty.section"), source, alt, alt, width, height)
