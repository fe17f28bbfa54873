"""What version 2 can't decide is said wherever its figures are shown, alike in both languages."""

import re
from pathlib import Path

from root import ROOT

from experiments.studies.labs.card import card_file
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import speak

PAGES = ("arrangements", "areas", "harm", "honesty", "patterns", "search")
"""Pages under docs/ with figures of what a hub does."""
SAID = {
    "en": "(organisations' attention in step) and rules that nobody chose decide the sign",
    "zh": "中枢作用的方向取决于一个假象（各组织的注意力步调一致）和无人选定的规则",
}
ROW = re.compile(r"[+-][\d.]+ \[[+-][\d.]+, [+-][\d.]+\] \| [+-][\d.]+ \[[+-][\d.]+, [+-][\d.]+\]")


def _words(path: Path) -> str:
    """The text without its line breaks; Chinese has no blank at the end of a line."""
    text = path.read_text(encoding="utf-8")
    return text.replace("\n", "" if path.name.endswith(".zh.md") else " ")


def _says_so(page: str, lang: str) -> bool:
    """Does a page say so, and send to the headline?"""
    text = _words(ROOT / "docs" / card_file(page, speak(lang)))
    link = f"{'../' if '/' in page else ''}{card_file('headline', speak(lang))})"
    return SAID[lang] in text and link in text


def test_pages_with_figures_of_a_hub_say_that_they_are_no_conclusion():
    pages = [(p, lang) for p in (*PAGES, "labs/losing_hub", "labs/README") for lang in LANGUAGES]
    assert [page for page in pages if not _says_so(*page)] == []


def test_the_readmes_send_to_the_withdrawal_in_their_language():
    assert "(docs/headline.md)" in _words(ROOT / "README.md")
    assert "(docs/headline.zh.md)" in _words(ROOT / "README.zh.md")


def test_both_languages_show_the_same_ten_changes():
    english, chinese = (
        ROW.findall(
            (ROOT / "docs" / card_file("headline", speak(lang))).read_text(encoding="utf-8")
        )
        for lang in LANGUAGES
    )
    assert english == chinese and len(english) == 10
    assert english[4] == "-15.4 [-18.0, -12.8] | -22.8 [-26.4, -19.1]"
