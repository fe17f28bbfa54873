"""From a study to its report: what kind of study it is decides what the page says."""

from collections.abc import Callable, Sequence

from experiments.document.blocks import Page, Section
from experiments.document.links import named
from experiments.document.page import render, shown_text
from experiments.report import comparing, honest, single, sweeping
from experiments.report.glossary import glossary_section, used_terms
from experiments.report.parameters import differing_section, parameters_section
from experiments.report.provenance import Origin, last_date, origin_of, provenance_section
from experiments.report.reading import Tally
from experiments.report.subject import COMPARISON, SINGLE, Subject, subject_of
from experiments.store import Study
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import Speaker, speak
from sim import MODEL_VERSION

Sections = Callable[[Speaker], list[Section]]
"""What was found, in a language."""


def report(study: Study, first: str) -> str:
    """The report on a study as one HTML file; ``first`` is the language shown when it is opened.

    Raises InputError, one line, where nothing can be reported: no study, no cell, no finished
    run, damaged or missing tables, another version's results.
    """
    subject = subject_of(study)
    return written(subject, *findings(subject), first)


def written(subject: Subject, found: Sections, tallies: Sequence[Tally], first: str) -> str:
    """The report on a subject of which ``findings`` gave the rest."""
    origins = [origin_of(cell) for cell in subject.cells]
    pages = [_page(subject, found, origins, tallies, say) for say in map(speak, LANGUAGES)]
    texts = {page.lang: shown_text(page) for page in pages}
    terms = used_terms(texts)
    whole = [_with(page, glossary_section(terms, speak(page.lang))) for page in pages]
    return render(sorted(whole, key=lambda page: page.lang != first), first)


def findings(subject: Subject) -> tuple[Sections, list[Tally]]:
    """What was found, by language, and the runs of each cell; InputError as for ``report``."""
    experiments = honest.experiments_in(subject)
    if experiments:
        return honest.findings(subject, experiments)
    if subject.kind == COMPARISON:
        return comparing.findings(subject)
    if subject.kind == SINGLE:
        return single.findings(subject)
    return sweeping.findings(subject)


def _page(
    subject: Subject,
    found: Sections,
    origins: Sequence[Origin],
    tallies: Sequence[Tally],
    say: Speaker,
) -> Page:
    sections = [*found(say)]
    if subject.kind != SINGLE:
        sections.append(differing_section(subject, say))
    sections.append(parameters_section(subject, say))
    sections.append(provenance_section(subject, origins, tallies, say))
    title = say("report.title")
    return Page(say.lang, title, _subtitle(subject, origins, say), sections)


def _subtitle(subject: Subject, origins: Sequence[Origin], say: Speaker) -> str:
    places = {cell.community for cell in subject.cells}
    several = say("report.several_communities")
    community = named("community", places.pop(), say) if len(places) == 1 else several
    number = len(subject.cells)
    return say(
        "report.subtitle",
        community=community,
        kind=say(f"report.kind.{subject.kind}", cells=number, arms=number),
        version=MODEL_VERSION,
        date=last_date(origins, say),
    )


def _with(page: Page, section: Section) -> Page:
    return Page(page.lang, page.title, page.subtitle, [*page.sections, section])
