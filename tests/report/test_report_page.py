"""The report as a page: one offline file for people and their programs, the same in zh and en."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest
from fontTools.ttLib import TTFont
from html_page import HtmlPage, decoded, parse
from report_studies import two_arms

from experiments.document.page import visible_text
from experiments.report import pictures, report
from experiments.store import Study
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import speak
from sim.simulation import run

DRAWN = ("differences", "resources", "definitions")
HEADINGS = ("h1", "h2", "h3", "h4")
BLOCKS = (*HEADINGS, "section", "table", "tr", "th", "td", "figure", "img", "li", "details", "svg")
SECTIONS = (
    "answer", "basis", "limits", "comparators", "definitions", "figures", "why", "methods", "annex",
    "differing",
    "parameters", "provenance", "glossary",
)  # fmt: skip


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """Real runs of a village with and without a hub."""
    return two_arms(tmp_path_factory.mktemp("report") / "village", replicates=3, run=run)


@pytest.fixture(scope="module")
def html(study: Study) -> Iterator[str]:
    """The report with three of the figures: of lines, of points, and one that stands apart."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "given", lambda material: [*DRAWN, "icons"])
        yield report(study, "zh")


@pytest.fixture(scope="module")
def page(html: str) -> HtmlPage:
    return parse(html)


def test_every_element_is_closed_and_every_id_is_there_once(page: HtmlPage) -> None:
    assert page.open_tags == []
    ids = Counter(e.attributes["id"] for e in page.elements if "id" in e.attributes)
    assert ids and max(ids.values()) == 1


def test_nothing_outside_the_file_is_named(html: str, page: HtmlPage) -> None:
    for element in page.elements:
        for name in ("src", "href", "srcset", "action", "data"):
            link = element.attributes.get(name, "#")
            assert link.startswith(("#", "data:")), f"{element.tag} {name}={link[:80]}"
    without_data = re.sub(r"data:[^\"')]*", "", html)
    assert not re.search(r"https?:|//\w|@import|<script|\son\w+=", without_data)


def test_inner_links_lead_somewhere(page: HtmlPage) -> None:
    ids = {e.attributes.get("id") for e in page.elements}
    targets = [e.attributes["href"][1:] for e in page.all("a") if e.attributes["href"][0] == "#"]
    assert len(targets) > len(SECTIONS) and set(targets) <= ids


def test_both_languages_have_the_same_elements_in_the_same_order(page: HtmlPage) -> None:
    zh, en = (
        [e.tag for e in page.all(*BLOCKS, language=speak(lang)("language.code"))]
        for lang in LANGUAGES
    )
    assert zh == en


def test_the_page_tells_by_which_commands_one_learns_why_where_and_on_what_it_hangs(
    page: HtmlPage,
) -> None:
    told = page.section("en", "why")
    for command in ("mechanisms", "discover", "sensitivity"):
        assert f"coprod {command} community=" in told
    assert "coprod sensitivity community=" in page.section("zh", "why")


def test_sections_come_in_the_order_in_which_they_are_read(page: HtmlPage) -> None:
    for lang in LANGUAGES:
        found = [
            e.attributes["id"] for e in page.all("section", language=speak(lang)("language.code"))
        ]
        assert found == [f"{lang}-{key}" for key in SECTIONS]


def test_headings_are_in_order_and_none_is_skipped(page: HtmlPage) -> None:
    for lang in LANGUAGES:
        levels = [
            HEADINGS.index(e.tag)
            for e in page.all(*HEADINGS, language=speak(lang)("language.code"))
        ]
        assert levels[0] == 0 and levels.count(0) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        assert all(e.text.strip() for e in page.all(*HEADINGS))


def test_languages_are_declared_and_the_asked_one_is_shown_first(page: HtmlPage) -> None:
    assert [e.language for e in page.all("html")] == ["zh-CN"]
    assert [e.attributes["lang"] for e in page.all("article")] == ["zh-CN", "en"]
    choices = [e.attributes for e in page.all("input")]
    assert [("checked" in each, each["id"]) for each in choices] == [
        (True, "choose-zh"), (False, "choose-en"),
    ]  # fmt: skip
    assert [e.attributes["for"] for e in page.all("label")] == [each["id"] for each in choices]
    assert len({each["name"] for each in choices}) == 1


def test_landmarks_and_regions_are_named(page: HtmlPage) -> None:
    assert len(page.all("main")) == 1
    assert all(e.attributes["aria-label"] for e in page.all("nav"))
    ids = {e.attributes.get("id") for e in page.elements}
    assert all(e.attributes["aria-labelledby"] in ids for e in page.all("section", "article"))
    scrolled = [e.attributes for e in page.all("div") if e.attributes.get("role") == "region"]
    assert all(each["tabindex"] == "0" and each["aria-label"] for each in scrolled)
    assert len(page.all("table")) == len(page.all("caption"))
    assert len(page.all("table", "img")) == len(scrolled)
    assert all(e.attributes.get("scope") in ("row", "col") for e in page.all("th"))


def test_every_figure_has_words_a_place_of_its_size_and_data(page: HtmlPage) -> None:
    images = page.all("img", language="zh-CN")
    assert len(images) == len(DRAWN)
    for image in images:
        assert len(image.attributes["alt"]) > len("合作破坏")
        assert int(image.attributes["width"]) > int(image.attributes["height"]) / 2 > 0
        assert image.parents[-2] == "figure"
    drawn = [e for e in page.all("svg") if e.attributes.get("role") == "img"]
    assert len(drawn) == 2 * len(LANGUAGES)
    assert all(e.attributes["aria-label"] for e in drawn)


def test_a_hundred_icons_stand_for_each_arm(page: HtmlPage) -> None:
    marks = {"completed", "solo", "other", "broken"}
    shown = [e for e in page.elements if e.attributes.get("class") in marks]
    in_arrays = [e for e in shown if "figure" in e.parents and "ul" not in e.parents]
    assert len(in_arrays) == 100 * 2 * len(LANGUAGES)


def test_tables_to_take_out_open_in_excel_with_chinese(page: HtmlPage) -> None:
    links = [e for e in page.all("a", language="zh-CN") if "download" in e.attributes]
    tables = [e for e in links if e.attributes["download"].endswith(".zh.csv")]
    assert len(tables) > len(DRAWN)
    for link in tables:
        data = decoded(link.attributes["href"])
        assert data.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        assert len(rows) > 1 and len({len(row) for row in rows}) == 1
        assert re.search("[一-鿿]", "".join(rows[0]))


def test_numbers_to_take_out_are_those_of_the_page(page: HtmlPage) -> None:
    (link,) = (
        e for e in page.all("a", language="en")
        if e.attributes.get("download") == "rates.en.csv" and "figure" not in e.parents
    )  # fmt: skip
    rows = csv.DictReader(io.StringIO(decoded(link.attributes["href"]).decode("utf-8-sig")))
    failure = {row["arm"]: float(row["value"]) for row in rows if row["measure"] == "failure"}
    assert set(failure) == {"no hub", "party hub"}
    shown = page.section("en", "comparators")
    assert all(f"{100 * value:.1f} [" in shown for value in failure.values())


def test_every_character_has_a_glyph_in_the_embedded_font_and_no_other_has(html: str) -> None:
    (link,) = re.findall(r"url\((data:font/woff;base64,[^)]*)\)", html)
    with TTFont(io.BytesIO(decoded(link))) as font:
        known = {chr(point) for point in font.getBestCmap()}
    shown = {char for char in visible_text(html) if not char.isspace()}
    assert shown <= known
    assert "党" in known and "龘" not in known
    assert len(known - shown) < 5  # a space, and what the format asks for


def test_the_configuration_is_in_the_file(study: Study, page: HtmlPage) -> None:
    (link,) = (
        e for e in page.all("a", language="en")
        if e.attributes.get("download") == "village.configuration.json"
    )  # fmt: skip
    content = json.loads(decoded(link.attributes["href"]))
    none, party = content["cells"]
    assert (none["arm"], party["arm"]) == ("none", "party")
    assert party["parameters"]["coordinator.attention"] == 24.0
    assert content["common"]["community.households"] == 200
    assert party["cell"] == study.cells()[1].hash


def test_differences_between_arms_are_listed_with_unit_and_behind_them_source_and_name(
    page: HtmlPage,
) -> None:
    for lang, label, unit in (
        ("en", "attention before formalism (B)", "acts per week"),
        ("zh", "注意力总量（B）", "次行动/周"),
    ):
        shown = page.section(lang, "differing")
        assert label in shown and unit in shown and "coordinator.attention" in shown
        table, behind = shown.split(speak(lang)("report.sources.caption"), 1)
        assert speak(lang)("report.source.A") in behind and "[A]" not in table
        assert "coordinator.attention" in behind and "coordinator." not in table


def test_every_parameter_is_on_the_page(page: HtmlPage) -> None:
    for lang in LANGUAGES:
        shown = page.section(lang, "parameters")
        assert all(name in shown for name in ("horizon", "community.needs_mix", "market.fee"))
        assert "200 *" in shown


def test_terms_that_are_used_are_explained_with_the_papers_word(page: HtmlPage) -> None:
    zh = page.section("zh", "glossary")
    assert "合作破坏breakdown合作破坏合作已成形，随后终止" in zh
    assert "党建引领协调者coordinator党建引领" in zh
    assert len(page.section("en", "glossary")) > 500


def test_colours_of_text_meet_aa() -> None:
    from experiments.document.page import TEMPLATES

    style = (TEMPLATES / "style.css").read_text()
    named = dict(re.findall(r"--(\w+):(#\w{6})", style))
    grounds = (named["tint"], "#ffffff")
    for name in ("ink", "quiet", "link", "help", "harm"):
        assert min(contrast(named[name], ground) for ground in grounds) >= 4.5, name


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours (WCAG 2.1)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
