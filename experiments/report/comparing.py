"""What was found where arms of one community are compared."""

from collections.abc import Callable

from experiments.base.errors import InputError
from experiments.document.blocks import Section
from experiments.figures import gather, refusal
from experiments.report import answer
from experiments.report.against import comparators_section
from experiments.report.methods import methods_section
from experiments.report.other_definitions import definitions_section
from experiments.report.pictures import figures_section, pictures
from experiments.report.reading import Tally, check_any_run, check_tables, runs_of
from experiments.report.subject import Subject
from experiments.words import say

ABOUT_DEFINITIONS = ("definitions",)
SHOWN_APART = ("icons", *ABOUT_DEFINITIONS)
"""Figures that stand elsewhere on the page."""
LIMITS = ("conditional", "case", "assumed", "causes", "point", "several")


def findings(subject: Subject) -> tuple[Callable[[str], list[Section]], list[Tally]]:
    """The sections of a comparison by language, and the runs of each cell.

    Raises InputError where the cells don't make a comparison.
    """
    check_tables(subject.cells)
    tallies = [runs_of(cell) for cell in subject.cells]
    check_any_run(subject.cells, tallies)
    reason = refusal("comparison", subject.cells)
    if reason is not None:
        raise InputError(f"report: {say(reason.key, 'en', **reason.values)}")
    material = gather(subject.cells)
    found = material.comparison
    assert found is not None  # nothing was refused

    def sections(lang: str) -> list[Section]:
        parts = [
            answer.answer_section(found, lang),
            answer.basis_section(found, lang),
            answer.limits_section(subject, LIMITS, lang),
        ]
        if not answer.nothing_followed(found):
            parts += [
                comparators_section(found, lang),
                definitions_section(found, pictures(material, ABOUT_DEFINITIONS, lang), lang),
                figures_section(material, SHOWN_APART, lang),
            ]
        return [*parts, methods_section(found, lang)]

    return sections, tallies
