"""Markdown that is generated: tables, and the documents in docs/ that hold them."""

from collections.abc import Sequence
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"


def markdown_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; what is a bar in a cell is escaped."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(_cell(each) for each in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", r"\|")


def write_document(name: str, text: str) -> None:
    """Write docs/``name``."""
    (DOCS / name).write_text(text, encoding="utf-8")
