"""The brief: a comparison on one page, for who decides. Its annex is the report."""

import io
from collections.abc import Sequence

from PIL import Image

from experiments.analysis.answer import answer_of
from experiments.analysis.compare import Comparison
from experiments.analysis.notes import capital
from experiments.base.errors import InputError
from experiments.document.blocks import Block, Bullets, Page, Picture, Prose, Section
from experiments.document.four_lines import Asked, four_lines, names, standings
from experiments.document.links import data_link, named
from experiments.figures import Material, alt_text, figure_bytes, figure_finding, gather, refusal
from experiments.report import answer, honest
from experiments.report.provenance import last_date, origin_of
from experiments.report.reading import checked
from experiments.report.subject import COMPARISON, Subject, subject_of
from experiments.store import Study
from experiments.studies.beside import asked
from experiments.words.speech import Speaker, speak
from sim import MODEL_VERSION

FIGURE = "arms"
MOST_IN_TABLE = 6
"""Arms up to which the page has room for their table; the report has it always."""
LIMITS = ("case", "assumed", "several")


def brief(study: Study, say: Speaker) -> Page:
    """The page on a study of arms of one community.

    InputError, one line, where the study is of another kind, or nothing can be told of it.
    """
    subject = subject_of(study)
    if subject.kind != COMPARISON or honest.experiments_in(subject):
        raise InputError(
            f"brief: {study.path} isn't a comparison of arms of one community;"
            " coprod report makes a page of it"
        )
    checked(subject.cells)
    reason = refusal("comparison", subject.cells)
    if reason is not None:
        raise InputError(f"brief: {speak('en')(reason.key, **reason.values)}")
    found = gather(subject.cells, ["comparison"]).comparison
    assert found is not None  # nothing was refused
    return _page(subject, asked(found, subject.cells), say)


def _page(subject: Subject, told: Asked, say: Speaker) -> Page:
    found = answer_of(told.comparison)
    blocks: list[Block] = [four_lines(told, say)]
    if found is not None:
        blocks.append(_figure(told.comparison, say))
        few = len(found.order) <= MOST_IN_TABLE
        blocks.append(standings(told, say) if few else Prose(say("brief.table_in_report")))
    sections = [
        Section("answer", say("report.section.answer"), blocks),
        Section("basis", say("brief.basis"), [Bullets(_basis(told.comparison, subject, say))]),
        Section("limits", say("report.section.limits"), [Bullets(_limits(subject, say))]),
    ]
    return Page(say.lang, _question(subject, told.comparison, say), _about(subject, say), sections)


def _question(subject: Subject, comparison: Comparison, say: Speaker) -> str:
    community = _community(subject, say)
    return capital(say("brief.question", community=community, **names(comparison, say)))


def _community(subject: Subject, say: Speaker) -> str:
    return named("community", subject.cells[0].community, say)


def _about(subject: Subject, say: Speaker) -> str:
    date = last_date([origin_of(cell) for cell in subject.cells], say)
    return say("brief.about", date=date, version=MODEL_VERSION)


def _figure(comparison: Comparison, say: Speaker) -> Picture:
    """All arms, under a title that says what is to be seen."""
    material = Material(comparison)
    png = figure_bytes(FIGURE, material, say, "png", headed=False)
    title, alt = figure_finding(FIGURE, material, say), alt_text(FIGURE, material, say)
    with Image.open(io.BytesIO(png)) as image:
        width, height = image.size
    return Picture(FIGURE, title, data_link("image/png", png), alt, "", width, height)


def _basis(comparison: Comparison, subject: Subject, say: Speaker) -> Sequence[str]:
    (basis,) = answer.basis_section(comparison, say).blocks[:1]
    assert isinstance(basis, Bullets)
    return basis.items


def _limits(subject: Subject, say: Speaker) -> Sequence[str]:
    (limits,) = answer.limits_section(subject, LIMITS, say).blocks
    assert isinstance(limits, Bullets)
    return [say("note.conditional"), *limits.items]
