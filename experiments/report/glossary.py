"""The terms that a page uses, with the founding paper's term and a meaning in both languages."""

from experiments.document.blocks import Prose, Section, Table
from experiments.words import LANGUAGES, say
from experiments.words.glossary import TERMS, Term


def used_terms(texts: dict[str, str]) -> list[Term]:
    """Terms that occur in a page; ``texts`` is its text by language. One page's use is enough."""
    lowered = {lang: text.lower() for lang, text in texts.items()}
    return [
        term
        for term in TERMS.values()
        if any(getattr(term.name, lang).lower() in text for lang, text in lowered.items())
    ]


def glossary_section(terms: list[Term], lang: str) -> Section:
    """The terms as a table: name, name in the other language, the paper's, meaning."""
    (other,) = (each for each in LANGUAGES if each != lang)
    rows = [
        [getattr(t.name, lang), getattr(t.name, other), t.paper, getattr(t.meaning, lang)]
        for t in terms
    ]
    names = ("term", "other", "paper", "meaning")
    header = [say(f"report.column.{name}", lang) for name in names]
    table = Table(say("report.glossary.caption", lang), header, rows, numeric=False)
    lead = Prose(say("report.glossary.lead", lang))
    return Section("glossary", say("report.section.glossary", lang), [lead, table])
