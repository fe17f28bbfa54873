"""A page as slides: the question, then one conclusion a slide, the figure, the arms, the limits."""

import io
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from experiments.document.blocks import (
    Block,
    Bullets,
    Line,
    Lines,
    Page,
    Picture,
    Prose,
    Section,
    Table,
)
from experiments.document.links import linked_data
from experiments.document.office import (
    BODY,
    COLOURS,
    HEADINGS,
    LANGUAGES,
    LATIN,
    QUIET,
    sealed,
    widths,
)
from experiments.document.page import typeset
from experiments.words.text_table import display_width

COLOUR: Any = RGBColor  # the library gives it no types

WIDTH, HEIGHT, EDGE = Inches(13.333), Inches(7.5), Inches(0.7)
OPENING_SIZE, TITLE_SIZE, LONG_TITLE_SIZE = 36, 28, 24
BODY_SIZE, LONG_BODY_SIZE, QUIET_SIZE, CELL_SIZE = 22, 18, 14, 14
ACROSS = WIDTH - 2 * EDGE
TITLE_HEIGHT = Inches(1.7)
WHITE = "FFFFFF"
TITLE_LAYOUT, BARE_LAYOUT = 0, 5
"""Of the library's own template: a title slide, and a title alone."""
LONG_TITLE, LONG_BODY = 110, 480
"""Half-width letters of a title, and of the sentences under it, after which they are smaller."""


def slides(page: Page) -> bytes:
    """The file. Blocks: Lines, Bullets, Prose, Table, Picture."""
    show = Presentation()
    show.slide_width, show.slide_height = WIDTH, HEIGHT
    show.core_properties.title = page.title
    show.core_properties.author = ""
    deck = _Deck(show, page.lang)
    deck.opening(page)
    for section in page.sections:
        for block in section.blocks:
            deck.block(section, block)
    sink = io.BytesIO()
    show.save(sink)
    return sealed(sink.getvalue())


class _Deck:
    """Slides in the making; lang: of the text on them."""

    def __init__(self, show: Any, lang: str) -> None:
        self.show, self.lang = show, lang

    def opening(self, page: Page) -> None:
        """The question alone."""
        slide = self.show.slides.add_slide(self.show.slide_layouts[TITLE_LAYOUT])
        title, subtitle = slide.shapes.title, slide.placeholders[1]
        _place(title, EDGE, Inches(2.2), ACROSS, Inches(1.8))
        _place(subtitle, EDGE, Inches(4.2), ACROSS, Inches(1.0))
        self._write(title.text_frame, [page.title], OPENING_SIZE, HEADINGS)
        self._write(subtitle.text_frame, [page.subtitle], BODY_SIZE, BODY, QUIET)

    def block(self, section: Section, block: Block) -> None:
        """A slide, or one for each line."""
        match block:
            case Lines():
                for line in block.items:
                    self._line(line)
            case Bullets():
                self._text(self._slide(section.title), block.items)
            case Prose():
                self._slide(block.text)
            case Picture():
                self._picture(self._slide(block.title), block)
            case Table():
                self._table(self._slide(block.caption), block)
            case _:
                raise TypeError(f"{type(block).__name__}: no block of a brief")

    def _slide(self, title: str, colour: str | None = None) -> Any:
        slide = self.show.slides.add_slide(self.show.slide_layouts[BARE_LAYOUT])
        _place(slide.shapes.title, EDGE, Inches(0.75), ACROSS, TITLE_HEIGHT)
        size = LONG_TITLE_SIZE if display_width(title) > LONG_TITLE else TITLE_SIZE
        self._write(slide.shapes.title.text_frame, [title], size, HEADINGS, colour)
        return slide

    def _line(self, line: Line) -> None:
        slide = self._slide(line.answer, COLOURS.get(line.direction))
        asked = slide.shapes.add_textbox(EDGE, Inches(0.35), ACROSS, Inches(0.4))
        self._write(asked.text_frame, [line.question], QUIET_SIZE, HEADINGS, QUIET)
        if line.reasons:
            self._text(slide, line.reasons)

    def _text(self, slide: Any, texts: Any) -> None:
        top = Inches(0.9) + TITLE_HEIGHT
        box = slide.shapes.add_textbox(EDGE, top, ACROSS, HEIGHT - top - Inches(0.4))
        size = LONG_BODY_SIZE if sum(map(display_width, texts)) > LONG_BODY else BODY_SIZE
        self._write(box.text_frame, texts, size, BODY)
        for paragraph in box.text_frame.paragraphs:
            _bullet(paragraph, size)

    def _picture(self, slide: Any, picture: Picture) -> None:
        top = Inches(0.8) + TITLE_HEIGHT
        room, across = HEIGHT - top - Inches(0.3), ACROSS
        scale = min(across / picture.width, room / picture.height)
        wide, high = int(picture.width * scale), int(picture.height * scale)
        data = io.BytesIO(linked_data(picture.source))
        shape = slide.shapes.add_picture(data, (WIDTH - wide) // 2, top, wide, high)
        shape._element.nvPicPr.cNvPr.set("descr", picture.alt)

    def _table(self, slide: Any, table: Table) -> None:
        rows, top = [table.header, *table.rows], Inches(1.6)
        frame = slide.shapes.add_table(
            len(rows), len(table.header), EDGE, top, ACROSS, Inches(0.3) * len(rows)
        )
        for column, width in zip(
            frame.table.columns, widths(len(table.header), ACROSS), strict=True
        ):
            column.width = width
        for number, texts in enumerate(rows):
            font, colour = (BODY, None) if number else (HEADINGS, WHITE)
            for place, text in enumerate(texts):
                frame_of = frame.table.cell(number, place).text_frame
                self._write(frame_of, [text], CELL_SIZE, font, colour)
                if table.numeric and place:
                    frame_of.paragraphs[0].alignment = PP_ALIGN.RIGHT

    def _write(
        self, frame: Any, texts: Any, size: int, chinese: str, colour: str | None = None
    ) -> None:
        """Paragraphs with their fonts: <a:ea> by hand, which the library has no word for."""
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
        for number, text in enumerate(texts):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            paragraph.alignment = PP_ALIGN.LEFT
            run = paragraph.add_run()
            run.text = typeset(text)
            run.font.size, run.font.name = Pt(size), LATIN
            if colour is not None:
                run.font.color.rgb = COLOUR.from_string(colour)
            properties = run._r.get_or_add_rPr()
            properties.set("lang", LANGUAGES[self.lang])
            etree.SubElement(properties, qn("a:ea")).set("typeface", chinese)


def _place(shape: Any, left: int, top: int, width: int, height: int) -> None:
    shape.left, shape.top, shape.width, shape.height = left, top, width, height


def _bullet(paragraph: Any, size: int) -> None:
    """A dot in front, and the lines after it set in."""
    properties = paragraph._p.get_or_add_pPr()
    indent = str(Pt(size))
    properties.set("marL", indent)
    properties.set("indent", f"-{indent}")
    etree.SubElement(properties, qn("a:buChar")).set("char", "•")
    paragraph.space_after = Pt(size / 3)
