"""The report in a real browser: offline, both languages, no missing glyph, narrow, printed."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph
from report_studies import two_arms

from experiments.document.links import data_link
from experiments.report import report
from sim.simulation import run

WIDTHS = (1280, 390)
LANGUAGES = ("zh", "en")
A4 = (594.96, 841.92)
"""Points."""
UNDRAWABLE = """async ([characters, blank]) => {
    document.fonts.add(await new FontFace('Blank', `url(${blank})`).load());
    const draw = text => {
        const canvas = document.createElement('canvas');
        canvas.width = canvas.height = 40;
        const context = canvas.getContext('2d');
        context.font = '24px Report, Blank';
        context.fillText(text, 4, 30);
        return canvas.toDataURL();
    };
    const empty = draw(' ');
    return characters.filter(c => draw(c) === empty);
}"""
"""Of some characters, those that the report's font doesn't draw. What it lacks is taken from a font
of blanks, and not from one that this machine may have."""


@pytest.fixture(scope="module")
def file(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on a real comparison in a village, with all its figures."""
    folder = tmp_path_factory.mktemp("report")
    path = folder / "report.html"
    path.write_text(report(two_arms(folder / "village", replicates=3, run=run), "zh"), "utf-8")
    return path


class Opened:
    """The report in a tab, and what the tab complained of or asked for."""

    def __init__(self, browser: Any, file: Path, width: int) -> None:
        self.page = browser.new_page(viewport={"width": width, "height": 800})
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(file.as_uri())

    def choose(self, lang: str) -> None:
        self.page.check(f"#choose-{lang}")


@pytest.fixture(params=WIDTHS)
def opened(browser: Any, file: Path, request: pytest.FixtureRequest) -> Iterator[Opened]:
    tab = Opened(browser, file, request.param)
    yield tab
    tab.page.close()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_opens_without_errors_and_asks_for_nothing(opened: Opened, lang: str) -> None:
    opened.choose(lang)
    opened.page.wait_for_load_state("networkidle")
    assert opened.said == []
    assert [url for url in opened.asked if not url.startswith(("file:", "data:"))] == []
    assert len([url for url in opened.asked if url.startswith("file:")]) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_never_scrolls_sideways(opened: Opened, lang: str) -> None:
    opened.choose(lang)
    for details in opened.page.query_selector_all(f".{lang} details"):
        details.evaluate("element => element.open = true")
    widths = opened.page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert widths[0] <= widths[1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_language_is_shown_and_images_have_come(opened: Opened, lang: str) -> None:
    opened.choose(lang)
    (other,) = set(LANGUAGES) - {lang}
    assert opened.page.is_visible(f"#{lang}-title")
    assert not opened.page.is_visible(f"#{other}-title")
    images = opened.page.query_selector_all(f".{lang} img")
    for image in images:
        image.scroll_into_view_if_needed()
        assert image.evaluate("element => element.complete && element.naturalWidth > 0")
    assert len(images) > len(WIDTHS)


def test_the_switch_works_by_keyboard_and_shows_where_it_is(opened: Opened) -> None:
    assert opened.page.is_visible("#zh-title")
    opened.page.keyboard.press("Tab")
    assert opened.page.evaluate("document.activeElement.id") == "choose-zh"
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert opened.page.evaluate(outline) != "none"
    opened.page.keyboard.press("ArrowRight")
    assert opened.page.is_visible("#en-title") and not opened.page.is_visible("#zh-title")


def blank(characters: list[str]) -> str:
    """A font, as a link, in which these are drawn as nothing."""
    made = FontBuilder(1000)
    made.setupGlyphOrder([".notdef", "blank"])
    made.setupCharacterMap({ord(character): "blank" for character in characters})
    made.setupGlyf({name: Glyph() for name in (".notdef", "blank")})
    made.setupHorizontalMetrics({name: (500, 0) for name in (".notdef", "blank")})
    made.setupHorizontalHeader()
    made.setupNameTable({"familyName": "Blank", "styleName": "Regular"})
    made.setupOS2()
    made.setupPost()
    file = io.BytesIO()
    made.save(file)
    return data_link("font/ttf", file.getvalue())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_glyph_is_missing(browser: Any, file: Path, lang: str) -> None:
    tab = Opened(browser, file, WIDTHS[0])
    tab.choose(lang)
    tab.page.evaluate("document.fonts.ready")
    assert tab.page.evaluate("[...document.fonts].map(font => font.status)") == ["loaded"]
    text = tab.page.inner_text(f".{lang}")
    characters = sorted({char for char in text if not char.isspace()})
    assert len(characters) > 50
    absent = "龘"  # not on the page, so not in the font
    asked = [*characters, absent]
    assert tab.page.evaluate(UNDRAWABLE, [asked, blank(asked)]) == [absent]
    tab.page.close()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_prints_on_a4(browser: Any, file: Path, lang: str) -> None:
    tab = Opened(browser, file, WIDTHS[0])
    tab.choose(lang)
    data: bytes = tab.page.pdf(prefer_css_page_size=True)
    assert data.startswith(b"%PDF")
    boxes = {tuple(map(float, box.split())) for box in _boxes(data)}
    assert len(boxes) == 1
    (box,) = boxes
    assert box[2:] == pytest.approx(A4, abs=1)
    on_screen_only = (f".{lang} nav", f"label[for=choose-{lang}]", f".{lang} .download")
    assert all(tab.page.is_visible(each) for each in on_screen_only)
    tab.page.emulate_media(media="print")
    assert not any(tab.page.is_visible(each) for each in on_screen_only)
    tab.page.close()


def _boxes(data: bytes) -> list[str]:
    """Media boxes of a PDF's pages."""
    found = re.findall(rb"/MediaBox\s*\[([^\]]*)\]", data)
    assert found
    return [box.decode() for box in found]
