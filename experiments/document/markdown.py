"""A document as Markdown: for pages of the repository, cards and notebooks."""

from collections.abc import Iterable

from experiments.document.blocks import Bullets, Heading, Lines, Table
from experiments.document.terminal import Told
from experiments.words.markdown import markdown_table


def markdown_of(document: Iterable[Told]) -> str:
    """All of a document, a blank line between its blocks; a table is named by what is before it."""
    return "\n\n".join(map(_text, document))


def _text(block: Told) -> str:
    match block:
        case Table():
            return markdown_table(block.header, block.rows)
        case Bullets():
            return "\n".join(f"- {item}" for item in block.items)
        case Lines():
            return "\n\n".join(
                " ".join([f"**{line.question}** {line.answer}", *line.reasons])
                for line in block.items
            )
        case Heading():
            return f"## {block.text}"
        case _:
            return block.text
