"""The catalogue speaks both languages, and names everything that results can hold."""

import re
import string

import pytest

from experiments import words as messages
from experiments.analysis.collapse import COLLAPSES
from experiments.analysis.outcomes import BANDS, IMBALANCES, LEVELS, RATES
from experiments.figures import FIGURES
from experiments.words import CATALOGUES, LANGUAGES, MESSAGES, arm_label, say
from sim.base.vocabulary import RESOURCES
from sim.measure.records import ENDS

CHINESE = re.compile("[\u4e00-\u9fff]")


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("key", MESSAGES)
def test_both_languages_fill_the_same_places(key: str) -> None:
    assert places(MESSAGES[key].en) == places(MESSAGES[key].zh)


@pytest.mark.parametrize("key", MESSAGES)
def test_english_holds_no_chinese_and_chinese_leaves_nothing_in_english(key: str) -> None:
    text = MESSAGES[key]
    words = re.sub(r"\{\w+\}", "", text.zh)
    assert text.en and not CHINESE.search(text.en)
    assert CHINESE.search(words) or not re.search("[A-Za-z]", words)


def test_catalogues_do_not_overwrite_each_other() -> None:
    assert len(MESSAGES) == sum(map(len, CATALOGUES))


@pytest.mark.parametrize(
    "key",
    [
        *(f"end.{name}" for name in ENDS),
        *(f"measure.{name}" for name in (*RATES, *LEVELS, *BANDS, *IMBALANCES)),
        *(f"unit.{name}" for name in (*BANDS, *IMBALANCES)),
        *(f"sign.{name}" for name in COLLAPSES),
        *(f"resource.{name}" for name in RESOURCES),
        *(f"figure.{name}.{part}" for name in FIGURES for part in ("title", "name")),
    ],
)
def test_everything_that_is_shown_has_a_name(key: str) -> None:
    assert key in MESSAGES


@pytest.mark.parametrize("part", ["end", "measure", "sign", "arm"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_two_things_of_a_kind_share_a_name(part: str, lang: str) -> None:
    names = [say(key, lang) for key in MESSAGES if key.startswith(f"{part}.")]
    assert len(set(names)) == len(names) > 1


@pytest.mark.parametrize(
    ("key", "term"),
    [
        ("measure.breakdown", "合作破坏"),
        ("measure.unmet", "缺位"),
        ("measure.misplaced", "错位"),
        ("measure.overreach", "越位"),
        ("end.transaction_cost", "交易成本过高"),
        ("end.goal_conflict", "目标冲突"),
        ("end.value_disorder", "价值失序"),
    ],
)
def test_terms_are_those_of_the_founding_paper(key: str, term: str) -> None:
    assert say(key, "zh") == term


def test_an_unknown_arm_goes_by_its_own_name() -> None:
    assert arm_label("party", "zh") == "党建引领"
    assert arm_label("my arrangement", "zh") == "my arrangement"


def test_an_arm_that_a_shock_strikes_is_called_by_both() -> None:
    assert arm_label("party+lockdown", "zh") == "党建引领+封控"
    assert arm_label("none+my flood", "en") == "no hub+my flood"


def test_an_unknown_language_is_refused_in_one_line() -> None:
    with pytest.raises(ValueError, match=r"^lang = 'fr': must be one of en, zh$"):
        messages.say("end.open", "fr")


def test_nothing_is_called_better() -> None:
    assert not any("better" in text.en or "更好" in text.zh for text in MESSAGES.values())
