"""The built site, from the disk: accessible, searchable in both languages, and it asks nobody."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from root import ROOT

BUILT = ROOT / "dist" / "docs"
PAGES = ("index", "questions", "first_study", "headline", "commands", "labs/index", "search")
SERIOUS = {"serious", "critical"}


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A tab; in the end it has asked for nothing that isn't on the disk, and complained of none."""
    if not (BUILT / "zh" / "index.html").is_file():
        pytest.skip("needs the site: python make.py docs")
    opened = browser.new_page()
    asked: list[str] = []
    faults: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    opened.close()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == [] == faults


@pytest.mark.parametrize("language", ["", "zh"])
@pytest.mark.parametrize("width", [1280, 400])
def test_nothing_serious_is_found_by_axe(page: Any, language: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="the extra browser")
    page.set_viewport_size({"width": width, "height": 900})
    for name in PAGES:
        page.goto((BUILT / language / f"{name}.html").as_uri())
        found = axe.Axe().run(page).response["violations"]
        assert [each["id"] for each in found if each["impact"] in SERIOUS] == [], name


@pytest.mark.parametrize(
    ("language", "query", "title"),
    [
        ("", "replicates", "How many replicates a study needs"),
        ("zh", "合作破坏", "一次合作破坏的经过"),
        ("zh", "校准接受", "以案例为条件"),  # no word of a dictionary
        ("zh", "replicates", "一项研究需要多少次重复"),
    ],
)
def test_search_finds_a_page(page: Any, language: str, query: str, title: str) -> None:
    page.goto((BUILT / language / "index.html").as_uri())
    page.fill("input[name=q]", query)
    page.press("input[name=q]", "Enter")
    page.get_by_role("main").get_by_role("link", name=title, exact=True).wait_for()


@pytest.mark.parametrize(("name", "there"), [("power", "power"), ("odd", "index")])
def test_the_switch_leads_to_the_page_in_chinese_or_says_that_there_is_none(
    page: Any, name: str, there: str
) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto((BUILT / f"{name}.html").as_uri())
    switch = page.get_by_role("navigation", name="Language 语言")
    assert ("Not in Chinese yet" in switch.inner_text()) == (there != name)
    switch.get_by_role("link").click()
    page.wait_for_url(Path(BUILT, "zh", f"{there}.html").as_uri())
    assert page.locator("html").get_attribute("lang") == "zh-CN"
