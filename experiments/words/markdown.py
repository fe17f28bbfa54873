"""Markdown that is generated: tables, and the documents in docs/ that hold them."""

from collections.abc import Sequence
from pathlib import Path

from experiments.words.catalogue import LANGUAGES, SOURCE
from experiments.words.speech import Speaker, speak

DOCS = Path(__file__).resolve().parents[2] / "docs"


def markdown_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; what is a bar in a cell is escaped."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(_cell(each) for each in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", r"\|")


def named(kind: str, name: str, say: Speaker) -> str:
    """A name of the code, beside it what it is called where the code's language is another."""
    if say.lang == SOURCE:
        return name
    return say("document.named", said=say.known(f"{kind}.{name}", name), name=name)


def languages(say: Speaker) -> list[Speaker]:
    """Those that a label is given in: the document's own, then the others."""
    return sorted(map(speak, LANGUAGES), key=lambda each: each.lang != say.lang)


def titled(title_and_text: str, name: str, say: Speaker) -> str:
    """The beginning of a document, with links to itself in other languages under its title."""
    title, _, text = title_and_text.partition("\n")
    links = [f"[{each('language.name')}]({document(name, each)})" for each in languages(say)[1:]]
    return "\n".join([title, "", *links, text])


def document(name: str, say: Speaker) -> str:
    """The file of a document in a language."""
    return f"{name}.md" if say.lang == SOURCE else f"{name}.{say.lang}.md"


def write_document(name: str, text: str) -> None:
    """Write docs/``name``."""
    (DOCS / name).write_text(text, encoding="utf-8")
