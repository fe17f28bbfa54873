"""Given the case as one HTML file: what a terminal shows, with the figure, in every language."""

from collections.abc import Sequence

from matplotlib.figure import Figure

from experiments.document.blocks import Block, Page, Picture, Section
from experiments.document.links import data_link
from experiments.document.terminal import Told
from experiments.figures import encoded
from experiments.words.speech import Speaker

PIXELS = 96
"""Of an inch, on a page."""


def page_of(told: Sequence[Told], heading: str, figure: Figure, say: Speaker) -> Page:
    """told: the document, of which the first block is the heading."""
    first, *rest = told[1:]
    blocks: list[Block] = [first, _picture(figure, heading, say), *rest]
    section = Section("case", say("case.section"), blocks)
    return Page(say.lang, say("case.name"), heading, [section])


def _picture(figure: Figure, heading: str, say: Speaker) -> Picture:
    width, height = (round(PIXELS * inches) for inches in figure.get_size_inches())
    link = data_link("image/svg+xml", encoded(figure, "svg"))
    alt = say("case.alt", heading=heading)
    return Picture("case", say("case.picture"), link, alt, say("case.bars"), width, height)
