"""A page as a Word file of one sheet of A4: the blocks that a brief consists of."""

import io
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

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

PAPER, MARGIN, SIDE = (Mm(210), Mm(297)), Mm(10), Mm(14)
MOST_HIGH, MOST_WIDE = Mm(46), Mm(182)
"""Of a picture."""
SIZES = {"Title": 14.0, "Subtitle": 8.0, "Heading 1": 9.0, "Heading 2": 8.0, "Normal": 8.0,
         "List Bullet": 8.0, "Answer": 8.5}  # fmt: skip
ANSWER = "Answer"
IN_BOLD = ("Title", "Heading 1", "Heading 2", ANSWER)
"""Styles whose Chinese is set in the font of headings."""
SMALL = 7.0
"""Points, of what a brief rests on and doesn't show."""
SMALL_SECTIONS = ("basis", "limits")
TIGHT = 1.0


def word(page: Page) -> bytes:
    """The file. Blocks: Lines, Bullets, Prose, Table, Picture."""
    document = Document()
    _paper(document)
    _styles(document, page.lang)
    document.core_properties.title = page.title
    document.core_properties.author = document.core_properties.comments = ""
    document.add_paragraph(typeset(page.title), "Title")
    document.add_paragraph(typeset(page.subtitle), "Subtitle")
    for section in page.sections:
        _section(document, section)
    sink = io.BytesIO()
    document.save(sink)
    return sealed(sink.getvalue())


def _paper(document: Any) -> None:
    (section,) = document.sections
    section.page_width, section.page_height = PAPER
    section.top_margin = section.bottom_margin = MARGIN
    section.left_margin = section.right_margin = SIDE


def _styles(document: Any, lang: str) -> None:
    """Fonts and sizes by style; Chinese ones apart for headings."""
    document.styles.add_style(ANSWER, WD_STYLE_TYPE.PARAGRAPH)
    for name, size in SIZES.items():
        style = document.styles[name]
        heading = name in IN_BOLD
        font, chinese = style.font, HEADINGS if heading else BODY
        font.size, font.name, font.italic, font.bold = Pt(size), LATIN, False, heading
        font.color.rgb = RGBColor.from_string(QUIET if name == "Subtitle" else "1B1F24")
        properties = style.element.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), chinese)
        for spacing in properties.findall(qn("w:spacing")):
            properties.remove(spacing)
        _language(properties, lang)
        form = style.paragraph_format
        form.space_before = Pt(3.0 if heading and name != "Title" else 0.0)
        form.space_after, form.line_spacing = Pt(TIGHT), 1.0
        form.keep_with_next = heading
    border = document.styles["Title"].element.find(qn("w:pPr")).find(qn("w:pBdr"))
    if border is not None:
        border.getparent().remove(border)


def _language(properties: Any, lang: str) -> None:
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), LANGUAGES["en"])
    spoken.set(qn("w:eastAsia"), LANGUAGES[lang] if lang != "en" else LANGUAGES["zh"])
    properties.append(spoken)


def _section(document: Any, section: Section) -> None:
    small = section.key in SMALL_SECTIONS
    if small:
        document.add_paragraph(typeset(section.title), "Heading 1")
    for block in section.blocks:
        _block(document, block, SMALL if small else None)


def _block(document: Any, block: Block, size: float | None) -> None:
    match block:
        case Lines():
            for line in block.items:
                _line(document, line)
        case Bullets():
            for item in block.items:
                _bullet(document, item, size)
        case Prose():
            document.add_paragraph(typeset(block.text))
        case Picture():
            _picture(document, block)
        case Table():
            _table(document, block)
        case _:
            raise TypeError(f"{type(block).__name__}: no block of a brief")


def _line(document: Any, line: Line) -> None:
    question = document.add_paragraph(line.question, "Heading 2")
    if line.direction in COLOURS:
        question.runs[0].font.color.rgb = RGBColor.from_string(COLOURS[line.direction])
    told = document.add_paragraph(style=ANSWER)
    told.add_run(typeset(line.answer))
    for reason in line.reasons:
        _bullet(document, reason, None)


def _bullet(document: Any, text: str, size: float | None) -> None:
    run = document.add_paragraph(style="List Bullet").add_run(typeset(text))
    if size is not None:
        run.font.size = Pt(size)


def _picture(document: Any, picture: Picture) -> None:
    document.add_paragraph(picture.title, "Heading 2")
    held = document.add_paragraph()
    held.paragraph_format.keep_with_next = True
    wide = int(min(MOST_WIDE, MOST_HIGH * picture.width / picture.height))
    shape = held.add_run().add_picture(io.BytesIO(linked_data(picture.source)), wide)
    shape._inline.docPr.set("descr", picture.alt)


def _table(document: Any, table: Table) -> None:
    document.add_paragraph(typeset(table.caption), "Heading 2")
    shown = document.add_table(1 + len(table.rows), len(table.header), "Table Grid")
    shown.autofit = False
    across = widths(len(table.header), MOST_WIDE)
    for column, width in zip(shown.columns, across, strict=True):
        column.width = width
    head = shown.rows[0]._tr.get_or_add_trPr()
    head.append(OxmlElement("w:tblHeader"))
    for cells, texts in zip(shown.rows, [table.header, *table.rows], strict=True):
        for place, (cell, text) in enumerate(zip(cells.cells, texts, strict=True)):
            cell.width = across[place]
            (paragraph,) = cell.paragraphs
            run = paragraph.add_run(typeset(text))
            run.font.size, run.bold = Pt(SMALL), texts is table.header
            if table.numeric and place:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
