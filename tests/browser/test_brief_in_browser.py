"""The brief prints on one sheet of A4, in both languages, whatever was found."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from known import plan, planted_study
from made_up import MADE_UP, store_population, study_of

from experiments.base.settings import CONFIGS
from experiments.document.page import sheet
from experiments.report.brief import brief
from experiments.store import Study
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import speak

NARROW = 390


@pytest.fixture(scope="module", params=MADE_UP)
def study(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Study:
    return study_of(request.param, tmp_path_factory.mktemp(request.param))


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    page = browser.new_page(viewport={"width": NARROW, "height": 800})
    yield page
    page.close()


def opened(tab: Any, study: Study, lang: str, folder: Path) -> None:
    file = folder / "brief.html"
    file.write_text(sheet(brief(study, speak(lang))), "utf-8")
    tab.goto(file.as_uri())
    tab.evaluate("document.fonts.ready")


def sheets(tab: Any) -> int:
    data: bytes = tab.pdf(prefer_css_page_size=True)
    return len(re.findall(rb"/MediaBox\s*\[", data))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_one_sheet_and_never_scrolls_sideways(
    tab: Any, study: Study, lang: str, tmp_path: Path
) -> None:
    opened(tab, study, lang, tmp_path)
    assert sheets(tab) == 1
    assert tab.evaluate("document.documentElement.scrollWidth") <= NARROW


@pytest.mark.parametrize("lang", LANGUAGES)
def test_with_every_arm_that_there_is_it_is_one_sheet(tab: Any, lang: str, tmp_path: Path) -> None:
    names = sorted(path.stem for path in (CONFIGS / "arrangement").glob("*.yaml"))
    share = {name: 10 + 4 * place for place, name in enumerate(names)}
    arms = {name: [plan(80 - each, each)] * 3 for name, each in share.items()}
    planted_study(tmp_path / "all", arms)
    store_population(tmp_path, "lowers")
    opened(tab, Study(tmp_path / "all"), lang, tmp_path)
    assert sheets(tab) == 1
