"""The site of the documents: every page is in it, links lead somewhere, questions have answers."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from root import ROOT

from docs.site.pages import DOCS, LANGUAGES, SITE, Links, pages, stage, twins, url
from make import SPHINX

QUESTIONS = 10
TREE = re.compile(r"^```\{toctree\}\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#]+)#([^)]+)\)")


def _index(language: str) -> str:
    return pages(language)["index"].read_text("utf-8")


def _listed(language: str) -> list[str]:
    """Pages that the index names in its trees."""
    lines = [line for tree in TREE.findall(_index(language)) for line in tree.splitlines()]
    return [line for line in lines if line and not line.startswith(":")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_one_place_in_the_sites_contents(language: str) -> None:
    assert sorted(_listed(language)) == sorted(pages(language).keys() - {"index"})


def test_every_document_is_a_page_of_one_language_under_a_name_of_its_own() -> None:
    documents = {*DOCS.glob("*.md"), *DOCS.glob("labs/*.md")}
    english, chinese = ({*pages(language).values()} for language in LANGUAGES)
    assert documents <= english | chinese and not english & chinese
    assert len(pages("en")) == len(english) and len(pages("zh")) == len(chinese)
    assert pages("en")["security"] == DOCS / "security.md"


def test_what_there_is_in_chinese_there_is_in_english_under_the_same_name() -> None:
    assert twins() == pages("zh").keys()
    assert url("labs/index", "en") == "labs/index.html"
    assert url("labs/index", "zh") == "zh/labs/index.html"


def _sections(path: Path) -> set[str]:
    """Anchors of headings, as GitHub and the site make them."""
    heads = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_question_of_a_new_user_is_one_click_away_and_its_page_two(language: str) -> None:
    asked = LINK.findall(_index(language))
    assert len(asked) >= QUESTIONS
    answers = pages(language)["questions"]
    assert {(SITE / file).resolve() for file, _ in asked} == {answers}
    assert {section for _, section in asked} <= _sections(answers)
    for answer in re.split(r"^## ", answers.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        assert re.search(r"\]\([\w./]+\.(md|cff)", answer), answer.splitlines()[0]


def test_links_lead_to_the_page_in_this_language_or_the_other_or_to_a_copy() -> None:
    text = Links("zh").text("questions")
    assert "[first_study.zh.md](first_study.md)" in text
    assert '<a href="../odd.html" hreflang="en">odd.md</a>' in text
    assert '<a href="../files/CITATION.cff">CITATION.cff</a>' in text
    lab = Links("en").text("labs/index")
    assert '<a href="../zh/labs/index.html" hreflang="zh">中文</a>' in lab
    assert "[docs/headline.md](../headline.md)" in lab
    assert '<a href="../files/docs/labs/what_breaks.ipynb">' in lab


def test_lines_of_a_chinese_sentence_are_joined_without_a_blank() -> None:
    text = Links("zh").text("first_study")
    assert "\n。" not in text
    assert not re.search("[一-鿿，。]\n[一-鿿（]", text)
    assert text.count("\n## ") == pages("zh")["first_study"].read_text("utf-8").count("\n## ")


def test_code_is_not_taken_for_a_link_and_a_folder_is_named_only() -> None:
    links = Links("en")
    found = links.text("search")
    assert "](../configs/search/)" not in found and "files/configs/search" not in found
    assert "<a href" not in links.text("commands").partition("## run")[2]


def test_pages_and_what_they_lead_to_are_written(tmp_path: Path) -> None:
    for language in LANGUAGES:
        stage(language, tmp_path / language, tmp_path / "built")
        written = {
            path.relative_to(tmp_path / language).with_suffix("").as_posix()
            for path in (tmp_path / language).rglob("*.md")
        }
        assert written == pages(language).keys()
        for page in (tmp_path / language).rglob("*.md"):
            for link in re.findall(r'<a href="([^"#]+)', page.read_text("utf-8")):
                _assert_leads(link, page, language, tmp_path)
    assert (tmp_path / "en" / "pictures" / "first_study.svg").exists()


def _assert_leads(link: str, page: Path, language: str, place: Path) -> None:
    """Found from where the page will be: a page of the other language, or a copied file."""
    name = page.relative_to(place / language).with_suffix("").as_posix()
    there = (place / "built" / url(name, language)).parent / link
    target = there.resolve().relative_to(place / "built").as_posix()
    known = {url(each, other) for other in LANGUAGES for each in pages(other)}
    assert target in known or (place / "built" / target).is_file(), (page, link)


def test_pins_name_a_version_each_and_no_place_to_get_them_from() -> None:
    lines = (ROOT / SPHINX).read_text("utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert all(re.fullmatch(r"[\w-]+==[\w.]+", pin) for pin in pins)
    assert {"sphinx", "myst-parser", "furo"} <= {pin.partition("==")[0] for pin in pins}


def test_any_two_chinese_characters_in_a_row_are_indexed() -> None:
    pytest.importorskip("sphinx", reason="needs what docs/site/requirements.txt names")
    from docs.site.chinese import Chinese

    terms = Chinese({}).split("党建中枢hub, 3_x")
    assert terms == ["党", "建", "中", "枢", "党建", "建中", "中枢", "hub", "3_x"]


def test_the_site_builds_without_a_warning() -> None:
    pytest.importorskip("sphinx", reason="needs what docs/site/requirements.txt names")
    command = [sys.executable, "-m", "docs.site"]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
