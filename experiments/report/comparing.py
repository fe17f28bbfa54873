"""What was found where arms of one community are compared."""

from collections.abc import Callable

from experiments.analysis.answer import nothing_followed
from experiments.base.errors import InputError
from experiments.document.blocks import Bullets, Section
from experiments.figures import gather, refusal
from experiments.report import answer
from experiments.report.against import comparators_section
from experiments.report.methods import methods_section
from experiments.report.other_definitions import definitions_section
from experiments.report.pictures import annex_section, figures_section, pictures
from experiments.report.reading import Tally, checked
from experiments.report.subject import Subject
from experiments.studies.beside import asked, beside_of
from experiments.words.speech import Speaker, speak

ABOUT_DEFINITIONS = ("definitions",)
SHOWN_APART = ("icons", *ABOUT_DEFINITIONS)
"""Figures that stand elsewhere on the page."""
LIMITS = ("conditional", "case", "assumed", "causes", "point", "several")


def findings(subject: Subject) -> tuple[Callable[[Speaker], list[Section]], list[Tally]]:
    """The sections of a comparison by language, and the runs of each cell.

    Raises InputError where the cells don't make a comparison.
    """
    tallies = checked(subject.cells)
    reason = refusal("comparison", subject.cells)
    if reason is not None:
        raise InputError(f"report: {speak('en')(reason.key, **reason.values)}")
    material = gather(subject.cells)
    found = material.comparison
    assert found is not None  # nothing was refused
    told, beside = asked(found, subject.cells), beside_of(found, subject.cells)

    def sections(say: Speaker) -> list[Section]:
        parts = [
            answer.answer_section(told, say),
            answer.basis_section(found, say),
            answer.limits_section(subject, LIMITS, say),
        ]
        if not nothing_followed(found):
            parts += [
                comparators_section(found, say),
                definitions_section(found, pictures(material, ABOUT_DEFINITIONS, say), say),
                figures_section(material, SHOWN_APART, say),
            ]
        if beside.same_arms:
            title = say("report.section.why")
            parts.append(Section("why", title, [Bullets(beside.why(say))]))
        parts.append(methods_section(found, say))
        if not nothing_followed(found):
            parts.append(annex_section(material, SHOWN_APART, say))
        return parts

    return sections, tallies
