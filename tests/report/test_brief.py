"""The brief asks one question, answers it in the same four lines, and claims no more."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from html_page import parse
from known import plan, planted_study
from made_up import MADE_UP, asked_of
from report_studies import parameters, stored, two_arms

from experiments.base.errors import InputError
from experiments.document.blocks import Lines, Page, Picture, Table
from experiments.document.four_lines import four_lines
from experiments.document.page import sheet
from experiments.report.brief import MOST_IN_TABLE, brief
from experiments.store import Study
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import speak

EN = speak("en")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Page]:
    """The brief of a made-up study in a language."""
    folder = tmp_path_factory.mktemp("briefs")
    study = cache(lambda name: asked_of(name, folder / name) and Study(folder / name / name))
    return lambda name, lang: brief(study(name), speak(lang))


def blocks(page: Page, kind: type) -> list:
    return [b for section in page.sections for b in section.blocks if isinstance(b, kind)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_holds_the_four_lines_as_they_are_everywhere(
    made: Callable[[str, str], Page], lang: str, tmp_path: Path
) -> None:
    (lines,) = blocks(made("ahead", lang), Lines)
    assert lines == four_lines(asked_of("ahead", tmp_path), speak(lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_its_question_names_arms_and_community_and_no_folder(tmp_path: Path, lang: str) -> None:
    say, page = speak(lang), brief(two_arms(tmp_path / "folder_name"), speak(lang))
    for name in (say.arm("party"), say.arm("none"), say("community.village")):
        assert name.lower() in page.title.lower()
    assert "folder_name" not in sheet(page)


FINDINGS = {
    "ahead": "Fewer project opportunities fail with party hub than with no hub; fewer yet",
    "help": "Fewer project opportunities fail with party hub than with no hub",
    "harm": "More project opportunities fail with party hub than with no hub",
    "cancelling": "Whether fewer project opportunities fail with party hub than with no hub isn't",
    "ties": "Failures with party hub and with no hub: 5 or more of 100 apart is ruled out",
}


@pytest.mark.parametrize("name", FINDINGS)
def test_the_title_of_the_figure_says_no_more_than_was_found(
    made: Callable[[str, str], Page], name: str
) -> None:
    (picture,) = blocks(made(name, "en"), Picture)
    assert picture.title.startswith(FINDINGS[name])
    assert all(EN.arm(arm) in picture.alt for arm in MADE_UP[name].arms)


def test_its_table_has_every_arm_with_a_cost_or_why_there_is_none(
    made: Callable[[str, str], Page],
) -> None:
    (table,) = blocks(made("ahead", "en"), Table)
    assert [row[0] for row in table.rows] == ["equal means", "party hub", "no hub"]
    assert all("funds" in row[-1] for row in table.rows[:2])


def test_many_arms_leave_their_table_to_the_report(tmp_path: Path) -> None:
    few = [f"arm{number}" for number in range(MOST_IN_TABLE - 1)]
    for names in (few, [*few, "one_more"]):
        arms = {name: [plan(30, 40)] * 2 for name in ("party", *names)}
        cells = planted_study(tmp_path / str(len(names)), arms)
        page = brief(Study(tmp_path / str(len(names))), EN)
        assert len(blocks(page, Table)) == (len(cells) <= MOST_IN_TABLE)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_whole_and_asks_for_nothing_outside(
    made: Callable[[str, str], Page], lang: str
) -> None:
    html = sheet(made("harm", lang))
    page = parse(html)
    assert page.open_tags == []
    assert f'<html lang="{speak(lang)("language.code")}">' in html
    links = [e.attributes[n] for e in page.elements for n in ("src", "href") if n in e.attributes]
    assert links and all(link.startswith("data:") for link in links)
    (image,) = (e for e in page.elements if e.tag == "img")
    assert image.attributes["alt"]


def test_one_arm_and_many_cells_are_refused_in_one_line(tmp_path: Path) -> None:
    alone = stored(tmp_path / "alone", [("party", parameters("party"))])
    with pytest.raises(InputError, match="isn't a comparison of arms of one community") as caught:
        brief(alone, EN)
    assert "\n" not in str(caught.value)
    cells = [("none", parameters("none")), ("party", parameters("party"))]
    cells.append(("party", parameters("party", attention=12.0)))
    with pytest.raises(InputError, match="isn't a comparison of arms of one community"):
        brief(stored(tmp_path / "many", cells), EN)


def test_a_study_in_which_nobody_could_be_followed_says_so(tmp_path: Path) -> None:
    cells = [(arm, parameters(arm, horizon=66)) for arm in ("none", "party")]
    page = brief(stored(tmp_path / "short", cells), EN)
    (lines,) = blocks(page, Lines)
    assert lines.items[0].question == EN("four.helps")
