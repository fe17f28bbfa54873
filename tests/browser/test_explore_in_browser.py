"""The explorer from ``file://`` without network: answers, refusals, keyboard, languages."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from explorers import BROKEN, SUPPLIES, along_supply

from experiments.report.explore import explore
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import speak

WIDTHS = (1440, 390)
SLIDER, TYPED = "#axis-0", "#typed-0"
MISSED = 5.0
"""Of 100: the middle supply, left out and interpolated."""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("explorer")
    path = folder / "explore.html"
    path.write_text(explore([along_supply(folder / "planted")], "en"), "utf-8")
    return path


@pytest.fixture(params=WIDTHS)
def tab(browser: Any, file: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    """The file opened without network; it asked for nothing else and complained of nothing."""
    context = browser.new_context(viewport={"width": request.param, "height": 900}, offline=True)
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda each: asked.append(each.url))
    page.goto(file.as_uri())
    page.wait_for_selector("#answer p")
    yield page
    assert page.evaluate("document.documentElement.scrollWidth") <= request.param
    context.close()
    assert said == []
    assert {url for url in asked if not url.startswith("data:")} == {file.as_uri()}


def typed(tab: Any, value: str) -> str:
    tab.fill(TYPED, value)
    tab.press(TYPED, "Enter")
    return answer(tab)


def answer(tab: Any) -> str:
    text: str = tab.inner_text("#answer")
    return text.replace("\N{MINUS SIGN}", "-")


def test_each_computed_setting_is_told_with_the_numbers_that_were_planted(tab: Any) -> None:
    for supply in SUPPLIES:
        told = typed(tab, str(supply))
        assert f"{BROKEN[supply]}.0 with party hub, 50.0 with no hub" in told
        assert f"Difference: {BROKEN[supply] - 50}.0;" in told
        assert "Computed with exactly this setting" in told
        assert tab.get_attribute("#answer", "class") == "help"
        command = tab.inner_text("#command")
        assert command == "" or f"community.supply_ratio={supply}" in command


def test_between_computed_settings_it_says_so_and_how_far_off_that_can_be(tab: Any) -> None:
    """Halfway between 40 and 30 of 100, with the interval wider by what was missed."""
    ends = [float(each) for each in re.findall(r"-\d+\.\d", typed(tab, "1"))][1:]
    told = typed(tab, "1.5")
    assert "35.0 with party hub" in told and "Difference: -15.0;" in told
    assert "Interpolated, not computed" in told and f"by {MISSED} at most" in told
    assert "better" not in told
    wider = [float(each) for each in re.findall(r"-\d+\.\d", told)][1:3]
    shift = -(BROKEN[1.0] - BROKEN[2.0]) / 2
    assert wider == pytest.approx([ends[0] + shift - MISSED, ends[1] + shift + MISSED], abs=0.11)


@pytest.mark.parametrize("value", ["0.9", "3.1", "many", ""])
def test_outside_of_what_was_computed_there_is_no_answer(tab: Any, value: str) -> None:
    told = typed(tab, value)
    assert "no answer" in told and "of 100" not in told.lower()
    assert tab.get_attribute(TYPED, "aria-invalid") == "true"
    assert tab.is_hidden("#command") and tab.is_hidden("#ends-part")
    assert "no answer" not in typed(tab, "2")


def test_a_refused_value_is_gone_when_something_else_is_answered(tab: Any) -> None:
    typed(tab, "2")
    typed(tab, "99")
    tab.select_option("#measure", index=1)
    assert "no answer" not in answer(tab)
    assert tab.input_value(TYPED) == "2" and tab.get_attribute(TYPED, "aria-invalid") == "false"


def test_it_is_worked_by_keyboard_alone(tab: Any) -> None:
    tab.focus(SLIDER)
    before = tab.get_attribute(SLIDER, "aria-valuetext")
    tab.keyboard.press("Home")
    assert tab.get_attribute(SLIDER, "aria-valuetext") == "1"
    assert before != "1" and "40.0 with party hub" in answer(tab)
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.id") == TYPED[1:]


def test_the_other_language_is_a_button_away(tab: Any) -> None:
    for lang in LANGUAGES:
        tab.click(f"[data-lang={lang}]")
        say = speak(lang)
        assert tab.evaluate("document.documentElement.lang") == say("language.code")
        assert tab.title() == say("explore.page.title")
        assert say.arm("party") in tab.inner_text("#answer")
        assert "{" not in tab.inner_text("main") and "undefined" not in tab.inner_text("main")


def test_the_pictures_numbers_are_in_its_table(tab: Any) -> None:
    tab.click("#chart-part summary")
    rows = tab.eval_on_selector_all(
        "#table tbody tr", "rows => rows.map(r => [...r.cells].map(c => c.textContent))"
    )
    assert [row[0] for row in rows] == ["1", "2", "3"]
    assert [row[1].split(" ")[0] for row in rows] == ["40.0", "30.0", "10.0"]
    assert [row[4] for row in rows] == ["-", "\N{MINUS SIGN}25.0", "-"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_axe_finds_nothing(tab: Any, lang: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe")
    tab.click(f"[data-lang={lang}]")
    for value in ("2", "1.5", "99"):
        typed(tab, value)
        found = axe.Axe().run(tab)
        assert found.violations_count == 0, found.generate_report()
