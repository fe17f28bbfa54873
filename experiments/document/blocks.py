"""What a page consists of, in one language: sections of blocks. The template shows them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True)
class Download:
    """Data inside the file: its name on disk, its content as a data link, what it is."""

    name: str
    href: str
    label: str


@dataclass(frozen=True)
class Prose:
    """A paragraph; ``tone`` is plain, lead (the answer) or note (a caution)."""

    text: str
    tone: str = "plain"
    kind: ClassVar[str] = "prose"


@dataclass(frozen=True)
class Bullets:
    """A list of sentences."""

    items: Sequence[str]
    kind: ClassVar[str] = "bullets"


@dataclass(frozen=True)
class Line:
    """One of the lines of an answer: its question, the answer in a sentence, what it rests on.

    direction: help, harm, mixed or unclear, for the colour of its edge; "" where nothing is judged.
    """

    question: str
    answer: str
    reasons: Sequence[str] = ()
    direction: str = ""


@dataclass(frozen=True)
class Lines:
    """The lines of an answer, one under the other."""

    items: Sequence[Line]
    kind: ClassVar[str] = "lines"


@dataclass(frozen=True)
class Fact:
    """A figure that is read first: what it is, its value, the comparison behind it.

    direction: help, unclear or harm, for the colour of its edge; "" where nothing is compared.
    """

    name: str
    value: str
    detail: str
    verdict: str = ""
    direction: str = ""


@dataclass(frozen=True)
class Facts:
    """The figures that are read first, side by side."""

    items: Sequence[Fact]
    kind: ClassVar[str] = "facts"


@dataclass(frozen=True)
class IconRow:
    """A hundred icons of one arm: how many of each group, in the order of the legend."""

    label: str
    counts: Sequence[int]
    alt: str

    def symbols(self, groups: Sequence[str]) -> list[str]:
        """The group of each icon, in order."""
        return [name for name, n in zip(groups, self.counts, strict=True) for _ in range(n)]


@dataclass(frozen=True)
class Icons:
    """Icon arrays of arms under one legend."""

    groups: Sequence[str]
    legend: Sequence[str]
    rows: Sequence[IconRow]
    caption: str
    kind: ClassVar[str] = "icons"


@dataclass(frozen=True)
class Table:
    """Rows under a caption; the first column names the row. Numbers stand to the right."""

    caption: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: bool = True
    download: Download | None = None
    kind: ClassVar[str] = "table"


@dataclass(frozen=True)
class Picture:
    """A figure as an image inside the file, with its data.

    alt: what is to be seen, for who can't see it. caption: what else everybody is told, or "".
    """

    name: str
    title: str
    source: str
    alt: str
    caption: str
    width: int
    height: int
    downloads: Sequence[Download] = ()
    kind: ClassVar[str] = "picture"


@dataclass(frozen=True)
class Heading:
    """A heading inside a section."""

    text: str
    kind: ClassVar[str] = "heading"


Plain = Prose | Bullets | Lines | Facts | Icons | Table | Picture | Heading


@dataclass(frozen=True)
class Fold:
    """Blocks that are shown when the reader asks for them."""

    summary: str
    blocks: Sequence[Plain]
    kind: ClassVar[str] = "fold"


Block = Plain | Fold


@dataclass(frozen=True)
class Section:
    """A part of the page under a heading; ``key`` is the same in both languages."""

    key: str
    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Page:
    """The whole report in one language."""

    lang: str
    title: str
    subtitle: str
    sections: Sequence[Section] = field(default_factory=tuple)
