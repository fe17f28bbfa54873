"""One HTML file from pages in both languages: template, style, and the font they need."""

import re
from collections.abc import Sequence
from functools import cache
from html.parser import HTMLParser
from importlib.metadata import version
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from experiments.document.blocks import Page
from experiments.document.font import subset
from experiments.document.links import data_link
from experiments.words.speech import speak

TEMPLATES = Path(__file__).parent / "template"
_BLANK = re.compile(r"\s*\n\s*")
_MINUS = re.compile(r"(?<![0-9A-Za-z-])-(?=\d)")


def typeset(text: str) -> str:
    """A minus sign before a number, where programs write a hyphen."""
    return _MINUS.sub("\N{MINUS SIGN}", text)


class _Reader(HTMLParser):
    """Collects what a browser writes: text, and nothing of scripts or style."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._silent = False

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def visible_text(html: str) -> str:
    """All text of a page that a browser may have to show; both languages."""
    reader = _Reader()
    reader.feed(html)
    return "".join(reader.parts)


def shown_text(page: Page) -> str:
    """All text of one language's page."""
    return visible_text(_render([page], page.lang, ""))


def render(pages: Sequence[Page], first: str) -> str:
    """The file; ``first`` is the language shown when it is opened."""
    font = data_link("font/woff", subset(visible_text(_render(pages, first, ""))))
    return _render(pages, first, font)


def sheet(page: Page) -> str:
    """A page of its own, in one language, that prints on one sheet of A4."""
    font = data_link("font/woff", subset(visible_text(_sheet(page, ""))))
    return _sheet(page, font)


def _sheet(page: Page, font: str) -> str:
    style = (TEMPLATES / "sheet.css").read_text("utf-8")
    html = environment().get_template("sheet.html.j2").render(
        page=page, font=font, style=style, version=version("coprod")
    )  # fmt: skip
    return _BLANK.sub("\n", html).lstrip()


@cache
def environment() -> Environment:
    """Where templates are, and what they can call; all text is escaped."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["speak"] = speak
    made.filters["typeset"] = typeset
    return made


def _render(pages: Sequence[Page], first: str, font: str) -> str:
    style = (TEMPLATES / "style.css").read_text("utf-8")
    html = environment().get_template("page.html.j2").render(
        pages=pages, first=first, font=font, style=style,
        version=version("coprod"),
    )  # fmt: skip
    return _BLANK.sub("\n", html).lstrip()
