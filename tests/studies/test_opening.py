"""What the page opens on is what the documents print, of this model version, in either language."""

import re
from pathlib import Path

import pandas as pd
import pytest
from made_up import SHARES, keep
from root import ROOT

from experiments.base.files import read_json
from experiments.document.blocks import Table
from experiments.studies import population_text as text
from experiments.studies.beside import Beside
from experiments.studies.opening import BROUGHT, Opening, opening
from experiments.studies.population_analysis import Answer
from experiments.studies.population_ground import read_declaration
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import speak
from sim import MODEL_VERSION

EN = speak("en")
PAGE = (ROOT / "docs" / "headline.md").read_text("utf-8")
COMMUNITY = read_declaration().community
NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


def brought() -> Opening:
    found = opening(ROOT / "nowhere")
    assert found is not None and not found.own
    return found


def rows_of(page: str, header: list[str]) -> list[list[str]]:
    """Rows of the table with this header on a page."""
    lines = page.splitlines()
    first = next(n for n, line in enumerate(lines) if line == f"| {' | '.join(header)} |")
    rows = []
    for line in lines[first + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line[1:-1].split("|")])
    return rows


@pytest.mark.parametrize("tell", [text._shares, text._margins, text._levels, text._arms])
def test_its_tables_are_those_of_the_page_to_the_digit(tell: object) -> None:
    tables = Beside(BROUGHT, COMMUNITY, same_arms=True).stored("population")
    assert tables is not None
    read = {
        name: pd.read_csv(tables[0] / f"population-{name}.csv")
        for name in ("shares", "margins", "levels", "arms")
    }
    nothing = pd.DataFrame()
    answer = Answer(
        nothing, read["shares"], read["margins"], read["levels"], nothing, nothing, read["arms"], 0
    )
    told = tell(answer, EN)  # type: ignore[operator]
    assert isinstance(told, Table)
    assert [list(row) for row in told.rows] == rows_of(PAGE, list(told.header))


def test_what_it_says_of_why_and_where_is_on_the_page() -> None:
    found = brought()
    for sentence in (*found.beside.where(EN), *found.beside.acts(EN)):
        assert sentence in PAGE
    assert text.sentence(  # the verdict by the same rules
        Answer(*[pd.DataFrame()] * 7, 0)._replace(**{
            name: found.tables[name] for name in ("shares", "levels")
        }), EN,
    ) in PAGE  # fmt: skip


@pytest.mark.parametrize("folder", sorted(path.name for path in BROUGHT.iterdir()))
def test_what_made_it_is_told_and_is_of_this_model_version(folder: str) -> None:
    made = read_json(BROUGHT / folder / "study.json")
    assert isinstance(made, dict) and made["model_version"] == MODEL_VERSION
    page = (ROOT / str(made["printed_in"])).read_text("utf-8")
    for part in (str(made["seed"]), str(made["date"]), str(made["command"])):
        assert part in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_four_lines_tell_the_pages_numbers_and_the_arm_that_does_more(lang: str) -> None:
    say, found = speak(lang), brought()
    helps, how_much, _, follows = found.lines(say).items
    assert helps.direction == "help" and NUMBER.findall(helps.answer)[-1] == "3"
    assert "78" in helps.answer
    assert say.arm("equal_means") in helps.reasons[0] and "7.3" in helps.reasons[0]
    assert say.arm("blind_hub") in helps.reasons[1]
    assert "19.2" in how_much.answer and "20.0" in how_much.reasons[0]
    assert say.arm("equal_means") in follows.answer
    assert "2026-11-30" in found.about(say)[0] and "2,048" in found.about(say)[0]
    assert {bar.arm for bar in found.bars(say) if bar.share > 0} == {"equal_means"}


def stored(results: Path, kind: str, arms: pd.DataFrame | None = None) -> None:
    """A headline of the user's own."""
    rows = [{"measure": m, **SHARES[kind], "n": 256, "median_error": 0.01, "low": -0.5, "high": 0.5}
            for m in ("breakdown", "failure", "both")]  # fmt: skip
    levels = pd.DataFrame(
        [{"measure": "failure", "rule": "structure.watching", "level": "union", "n": 80,
          "median": SHARES[kind]["median"], "median_error": 0.01}]
    )  # fmt: skip
    tables = {"population-shares": pd.DataFrame(rows), "population-levels": levels}
    more = {} if arms is None else {"population-arms": arms}
    keep(results / "mine", {**tables, **more}, COMMUNITY)


def against(value: float) -> pd.DataFrame:
    reach = {"value": value, "low": value - 0.01, "high": value + 0.01}
    return pd.DataFrame(
        [{"against": "none", "measure": m, "n": 256, **reach} for m in ("breakdown", "failure")]
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_own_headline_comes_first_and_harm_is_told_as_harm(tmp_path: Path, lang: str) -> None:
    stored(tmp_path, "raises", against(0.2))
    found = opening(tmp_path)
    say = speak(lang)
    assert found is not None and found.own
    helps, _, _, follows = found.lines(say).items
    assert helps.direction == "harm"
    assert helps.answer.startswith({"en": "No, it mostly harms", "zh": "多半有害"}[lang])
    assert follows.answer == say(
        "four.follows.harm", treated=say.arm("party"), reference=say.arm("none")
    )
    (bar,) = found.bars(say)
    assert bar.share > 0 and "20.0" in bar.text
    assert found.made["command"] == "coprod headline"


def test_what_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    stored(tmp_path, "lowers")  # without its table of arms
    found = opening(tmp_path)
    assert found is not None and not found.own


def test_of_another_model_version_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("experiments.studies.beside.MODEL_VERSION", "4")
    assert opening(ROOT / "nowhere") is None
