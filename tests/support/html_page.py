"""A report as its readers' programs see it: elements with attributes, and text, by language."""

import base64
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "input", "img", "br", "rect", "path", "circle"}


@dataclass
class Element:
    """One element: name, attributes, the language it is in, and the text inside it."""

    tag: str
    attributes: dict[str, str]
    language: str
    parents: tuple[str, ...]
    text: str = ""


@dataclass
class HtmlPage(HTMLParser):
    """All elements of a page in order; ``open_tags`` is empty when every element was closed."""

    elements: list[Element] = field(default_factory=list)
    open_tags: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        outer = self.open_tags[-1].language if self.open_tags else ""
        parents = tuple(element.tag for element in self.open_tags)
        element = Element(tag, attributes, attributes.get("lang", outer), parents)
        self.elements.append(element)
        if tag not in VOID:
            self.open_tags.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open_tags[-1].tag == tag, f"</{tag}> closes <{self.open_tags[-1].tag}>"
            self.open_tags.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open_tags:
            element.text += data

    def all(self, *tags: str, language: str | None = None) -> list[Element]:
        """Elements of these names, in order; of one language where asked."""
        return [
            element
            for element in self.elements
            if element.tag in tags and language in (None, element.language)
        ]

    def section(self, lang: str, key: str) -> str:
        """Text of one section."""
        (found,) = (e for e in self.elements if e.attributes.get("id") == f"{lang}-{key}")
        return " ".join(found.text.split())


def parse(html: str) -> HtmlPage:
    """The elements of a page."""
    page = HtmlPage()
    page.feed(html)
    page.close()
    return page


def decoded(link: str) -> bytes:
    """Content of a data link."""
    return base64.b64decode(link.partition(";base64,")[2])
