"""A document for a terminal: paragraphs as they are, tables aligned."""

from collections.abc import Sequence
from itertools import pairwise

from experiments.document.blocks import Bullets, Heading, Line, Lines, Prose, Table
from experiments.words.text_table import GAP, text_table

Told = Prose | Bullets | Lines | Table | Heading
"""What a terminal can show."""


def text_of(document: Sequence[Told]) -> str:
    """All of a document, ready to print."""
    parts = [_text(block) for block in document[:1]]
    for before, block in pairwise(document):
        parts.append("\n\n" if _apart(before, block) else "\n")
        parts.append(_text(block))
    return "".join(parts)


def _apart(before: Told, block: Told) -> bool:
    """Paragraphs follow each other, and what is under a heading follows it; else a blank line."""
    prose = isinstance(before, Prose) and isinstance(block, Prose)
    return not (prose or isinstance(before, Heading))


def _text(block: Told) -> str:
    match block:
        case Table():
            return text_table(block.caption, block.header, block.rows)
        case Bullets():
            return "\n".join(GAP + item.replace("\n", "\n" + GAP) for item in block.items)
        case Lines():
            return "\n\n".join(map(_line, block.items))
        case _:
            return block.text


def _line(line: Line) -> str:
    return f"\n{GAP}".join([line.question, line.answer, *line.reasons])
