"""Every view of the page, in both languages: AA, by keyboard alone, and inside a narrow window."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from page_server import LATER, SOON, Tab

from experiments.commands.cli import main
from experiments.words.catalogue import LANGUAGES

sync_axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="the extra browser")
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
VIEWS = ("compare", "answer", "upload", "watch", "library")
MARK_CONTROLS = """() => {
    const kinds = 'a[href],button,input,select,summary,[tabindex="0"]';
    const shown = e => e.getClientRects().length && !e.disabled;
    const found = [...document.querySelectorAll('.coprod ' + kinds.split(',').join(',.coprod '))]
        .filter(shown);
    found.forEach((e, i) => e.dataset.walk = i);
    return found.map(e => e.outerHTML.slice(0, 120));
}"""
FOCUSED = """() => {
    const e = document.activeElement;
    const parts = [e, ...e.querySelectorAll('.reach, path')].map(each => getComputedStyle(each));
    const ring = parts.some(s => s.outlineStyle !== 'none' || parseFloat(s.strokeWidth) > 1.5);
    return [e.dataset.walk, ring];
}"""


@pytest.fixture
def bad(tmp_path: Path) -> str:
    """A ZIP of a community with several things wrong."""
    assert main(["init", str(tmp_path / "mine")]) == 0
    (tmp_path / "mine" / "needs.csv").write_text("group,category\nnobody,nothing\n")
    (tmp_path / "mine" / "ties.csv").write_text("who\nsomebody\n")
    return shutil.make_archive(str(tmp_path / "bad"), "zip", tmp_path / "mine")


@pytest.fixture(params=VIEWS)
def view(request: pytest.FixtureRequest, tabs: Any, study: str, bad: str) -> Any:
    """Opens one view in a language, with all that it can show."""
    name = request.param
    tab_name = name if name in ("watch", "library") else "compare"
    shown = {"answer": f"&study={study}", "library": f"&open={study}"}.get(name, "")

    def opened(lang: str, width: int) -> Tab:
        query = f"lang={lang}&tab={tab_name}&community=village&watch=1&set=horizon:104{shown}"
        tab: Tab = tabs(query, width)
        if shown:
            tab.page.wait_for_selector(
                ".answer-of-study figure img", state="attached", timeout=LATER
            )
            tab.page.wait_for_function("!document.querySelector('.going progress')", timeout=LATER)
        tab.unfold()
        if name == "watch":
            tab.watch(60)
            tab.page.locator("article").nth(1).locator("g.project").first.press("Enter")
            tab.page.wait_for_selector(".story .buttons", timeout=SOON)
        if name == "upload":
            tab.page.locator("input[type=file]").first.set_input_files(bad)
            tab.page.wait_for_selector(".problems li", timeout=SOON)
        tab.shot(f"{name}-{lang}-{width}")
        return tab

    return opened


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_view_meets_aa_and_can_be_used_by_keyboard_alone(view: Any, lang: str) -> None:
    tab = view(lang, 1440)
    options = {"runOnly": LEVELS, "resultTypes": ["violations"]}
    found = sync_axe.Axe().run(tab.page, options=options).response
    assert found["testEngine"]["name"] == "axe-core" and len(found["passes"]) > 10
    assert [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in found["violations"]] == []
    assert unreached(tab) == []


def unreached(tab: Tab) -> list[str]:
    """Controls that Tab doesn't come to, or comes to without showing it."""
    controls: list[str] = tab.page.evaluate(MARK_CONTROLS)
    assert len(controls) > 10
    tab.page.evaluate("document.activeElement.blur()")
    reached = set()
    for _ in range(len(controls) + 5):
        tab.page.keyboard.press("Tab")
        walked, ring = tab.page.evaluate(FOCUSED)
        if walked is not None and ring:
            reached.add(int(walked))
    return [html for i, html in enumerate(controls) if i not in reached]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [1440, 390])
def test_a_view_never_scrolls_sideways(view: Any, lang: str, width: int) -> None:
    wide = view(lang, width).page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wide[0] <= wide[1]
