"""Word and slides hold what the page holds, in fonts of both scripts, with words for pictures."""

import io
from dataclasses import replace
from importlib.util import find_spec
from typing import Any

import pytest

from experiments.base.errors import InputError
from experiments.document import office
from experiments.document.blocks import (
    Bullets,
    Icons,
    Line,
    Lines,
    Page,
    Picture,
    Prose,
    Section,
    Table,
)
from experiments.document.links import data_link
from experiments.words.catalogue import LANGUAGES

WHY = "needs the extra office"
needs_docx = pytest.mark.skipif(find_spec("docx") is None, reason=WHY)
needs_pptx = pytest.mark.skipif(find_spec("pptx") is None, reason=WHY)
LINES = Lines(
    [
        Line("有没有帮助？", "No, it harms: -3.0", ["More for residents: none"], "harm"),
        Line("How much?", "3.0 more fail", ["Breakdown: 1.0", "Completed: 2.0"]),
    ]
)
TABLE = Table("All arms", ["arm", "failure"], [["none", "20.0"], ["party", "23.0"]])


@pytest.fixture
def page() -> Page:
    from PIL import Image

    sink = io.BytesIO()
    Image.new("RGB", (40, 20), "white").save(sink, "PNG")
    picture = Picture("arms", "What is seen", data_link("image/png", sink.getvalue()), "In words.",
                      "", 40, 20)  # fmt: skip
    answer = Section("answer", "The answer", [LINES, picture, TABLE])
    limits = Section("limits", "Limits", [Bullets(["No forecast."]), Prose("See the report.")])
    return Page("zh", "Does it help?", "A model", [answer, limits])


def document(page: Page) -> Any:
    from docx import Document

    from experiments.document.word import word

    return Document(io.BytesIO(word(page)))


def deck(page: Page) -> Any:
    from pptx import Presentation

    from experiments.document.slides import slides

    return Presentation(io.BytesIO(slides(page)))


@needs_docx
def test_the_document_has_every_sentence_with_typeset_numbers(page: Page) -> None:
    found = document(page)
    texts = [paragraph.text for paragraph in found.paragraphs]
    for line in LINES.items:
        assert line.question in texts and all(reason in texts for reason in line.reasons)
    assert "No, it harms: \N{MINUS SIGN}3.0" in texts and "No forecast." in texts
    assert "See the report." in texts
    (table,) = found.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [TABLE.header, *TABLE.rows]


@needs_docx
def test_headings_and_text_name_a_chinese_font_each(page: Page) -> None:
    from docx.oxml.ns import qn

    styles = document(page).styles
    fonts = {
        name: styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
        for name in ("Title", "Heading 1", "Heading 2", "Answer", "Normal", "List Bullet")
    }
    assert {fonts[name] for name in ("Normal", "List Bullet")} == {office.BODY}
    assert {fonts[name] for name in ("Title", "Heading 1", "Heading 2", "Answer")} == {
        office.HEADINGS
    }


@needs_docx
def test_the_document_is_a4_and_its_picture_is_described(page: Page) -> None:
    found = document(page)
    (section,) = found.sections
    assert (section.page_width.mm, section.page_height.mm) == pytest.approx((210, 297), abs=0.1)
    (shape,) = found.inline_shapes
    assert shape._inline.docPr.get("descr") == "In words."


@needs_pptx
def test_each_conclusion_has_a_slide_whose_title_it_is(page: Page) -> None:
    titles = [slide.shapes.title.text_frame.text for slide in deck(page).slides]
    conclusions = ["No, it harms: \N{MINUS SIGN}3.0", "3.0 more fail"]
    assert titles == [
        "Does it help?",
        *conclusions,
        "What is seen",
        "All arms",
        "Limits",
        "See the report.",
    ]


@needs_pptx
def test_every_run_of_a_slide_names_a_chinese_font_and_pictures_are_described(page: Page) -> None:
    from pptx.oxml.ns import qn

    shapes = [shape for slide in deck(page).slides for shape in slide.shapes]
    frames = [shape.text_frame for shape in shapes if shape.has_text_frame]
    frames += [cell.text_frame for s in shapes if s.has_table for row in s.table.rows
               for cell in row.cells]  # fmt: skip
    runs = [run for frame in frames for p in frame.paragraphs for run in p.runs]
    assert runs and all(run._r.rPr.find(qn("a:ea")) is not None for run in runs)
    (picture,) = (shape for shape in shapes if shape.shape_type == 13)
    assert picture._element.nvPicPr.cNvPr.get("descr") == "In words."


@needs_docx
@needs_pptx
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_same_page_gives_the_same_bytes(page: Page, lang: str) -> None:
    from experiments.document.slides import slides
    from experiments.document.word import word

    for written in (word, slides):
        assert written(replace(page, lang=lang)) == written(replace(page, lang=lang))


@needs_docx
@needs_pptx
def test_a_block_that_no_brief_has_is_not_left_out_in_silence(page: Page) -> None:
    icons = Section("answer", "x", [Icons([], [], [], "")])
    for written in (document, deck):
        with pytest.raises(TypeError, match="Icons: no block of a brief"):
            written(replace(page, sections=[icons]))


def test_a_library_that_is_not_there_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"brief --form docx: needs the extra 'office'") as caught:
        office.refuse_without("docx")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("columns", [1, 2, 3, 4, 6])
def test_columns_fill_the_width_and_no_more(columns: int) -> None:
    found = office.widths(columns, 10_000)
    assert len(found) == columns and 10_000 - columns <= sum(found) <= 10_000
