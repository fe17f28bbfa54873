"""Chinese messages say what the English ones say: the same concepts, numbers, directions and sides.

A translation that lost a percent sign, says collapse for breakdown, more for fewer, or has one
arm's name in the other's place fills the same places as its English: only its words tell.
"""

import re

import pytest

from experiments.words.catalogue import catalogue

SAID = {key: (entry.english[-1], entry.said[-1]) for key, entry in catalogue("zh").entries.items()}
BRIEF = ("parameter.", "output.")
"""Labels of which the Chinese is shorter: what the English explains besides, a document says."""
PLACE = re.compile(r"\{(\w+)\}")
NUMBER = re.compile(r"(?<![\d.])(?:\d+(?:\.\d+)?|\.\d+)")
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
IN_WORDS = {"0": "零|负", "5": "五", "100": "百|四分位|可排除", "2": "平方"}
"""Numbers that Chinese may write in words, or leave unsaid in the cell of a table."""

CONCEPTS = {
    "合作破坏": r"break(s|ing)? ?down|\bbroken?\b|\bbreaks\b",
    "崩溃": r"collaps|^(saved|harmed|both|neither)$",
    "中位": r"\bmedian\b",
    "区间": r"\binterval|95%|range that holds",
    "个月|每月": r"\bmonth",
    "百分|%": r"%|per cent|per 100|\bpoints\b|\bby (under )?5|within (5|\{size\})|\{size\} or more",
    "周": r"\bweek|horizon|signs|waited",
}
"""Concept in Chinese -> what tells of it in English."""
SURE = {
    r"break(s|ing)? ?down": "合作破坏",
    r"collaps": "崩溃",
    r"\bmedian\b": "中位",
    r"\bintervals?\b": "区间|interval",
    r"\bmonths?\b": "月",
    r"%": "%|百分",
    r"\bweeks?\b": "周",
}
"""What English, but for brief labels, says never without the concept in Chinese."""

UP = (
    r"\bmore\b|\bfuller|\bhigh|\brais|\brise|\bup\b|\bover\b|\bgain|\bgrow|\blarg|\bmost|\bincreas"
    r"|\badd|above|at least|\bfurther|faster|beyond"
)
DOWN = (
    r"\bfewer|\bless\b|\blow|\bdown\b|\bunder\b|\bfall|\bfell|\bsmall|\bleast|\bdecreas|\bshrink"
    r"|\bloss|below|at most|\breduc|\blost|\bnarrow|\bhelps by"
)
DIRECTIONS = {
    "更多": UP,
    "更少": DOWN,
    "增加|升高|上升|增多|提高": UP,
    "减少|降低|下降|缩小": DOWN,
    "不低于|不少于|及以上": r"or more|or higher|\+",
    "不高于|不多于": r"or less|at most|up to",
    "(?<!没)有帮助": "help|yes",
    "(?<!无)有害": "harm|ruled out",
    "下限": "low|least",
    "每周": "week",
    "每年": "year",
    "每户": "household",
}
"""Words of Chinese that have a direction or a unit -> what their English has."""

OPPOSED = (
    ("treated", "reference"), ("treated_count", "control_count"), ("low", "high"),
    ("lower", "higher"), ("least", "most"), ("saved", "harmed"), ("mine", "other"),
    ("same", "opposite"), ("treated_end", "reference_end"), ("treated_share", "reference_share"),
    ("first", "last"), ("certain", "possible"), ("help", "harm"), ("lowers", "raises"),
)  # fmt: skip
"""Places that say another thing in each other's place."""
COMPARED = re.compile(r"与“?\{(\w+)\}”?相比")
"""Against whom: that comes first in Chinese, wherever it stands in English."""
PART_OF_WHOLE = re.compile(r"\{(\w+)\} of (?:the )?\{(\w+)\}")
PART_FIRST = re.compile(r"\{\w+\}次?周?(/|，)共?\{\w+\}")
"""Chinese has the whole before its part, but as in 3/7 and as in done 3, of 7 in all."""


def words(text: str) -> str:
    """What a message says without its places."""
    return PLACE.sub(" ", text)


def numbers(text: str) -> set[str]:
    """The numbers it has, written alike."""
    found = NUMBER.findall(THOUSANDS.sub("", words(text)))
    return {f"0{number}" if number.startswith(".") else number for number in found}


def lost(english: str, chinese: str) -> set[str]:
    """Numbers of the English that its Chinese has neither in figures nor in words."""
    apart = numbers(english) - numbers(chinese)
    return {n for n in apart if not re.search(IN_WORDS.get(n, "$^"), words(chinese))}


def test_a_chinese_message_has_the_numbers_of_its_english() -> None:
    more = {key: numbers(zh) - numbers(en) for key, (en, zh) in SAID.items()}
    assert {key: found for key, found in more.items() if found} == {}
    less = {k: lost(en, zh) for k, (en, zh) in SAID.items() if not k.startswith(BRIEF)}
    assert {key: found for key, found in less.items() if found} == {}


@pytest.mark.parametrize("term", CONCEPTS)
def test_a_chinese_message_has_a_concept_only_where_its_english_has(term: str) -> None:
    having = {key: en for key, (en, zh) in SAID.items() if re.search(term, words(zh))}
    assert having
    told = re.compile(CONCEPTS[term], re.IGNORECASE)
    assert {key: en for key, en in having.items() if not told.search(en)} == {}


@pytest.mark.parametrize("english", SURE)
def test_a_concept_of_the_english_is_in_its_chinese(english: str) -> None:
    told = re.compile(english, re.IGNORECASE)
    of = {k: zh for k, (en, zh) in SAID.items() if told.search(words(en))}
    full = {key: zh for key, zh in of.items() if not key.startswith(BRIEF)}
    assert full
    assert {k: zh for k, zh in full.items() if not re.search(SURE[english], words(zh))} == {}


@pytest.mark.parametrize("chinese", DIRECTIONS)
def test_a_chinese_message_goes_in_the_direction_of_its_english(chinese: str) -> None:
    having = {key: en for key, (en, zh) in SAID.items() if re.search(chinese, words(zh))}
    assert having
    told = re.compile(DIRECTIONS[chinese], re.IGNORECASE)
    assert {key: en for key, en in having.items() if not told.search(words(en))} == {}


@pytest.mark.parametrize("pair", OPPOSED, ids="-".join)
def test_no_two_opposed_places_have_changed_sides(pair: tuple[str, str]) -> None:
    one, other = (f"{{{name}}}" for name in pair)
    both = {key: each for key, each in SAID.items() if one in each[0] and other in each[0]}
    assert both
    turned = {}
    for key, (en, zh) in both.items():
        against = COMPARED.findall(zh)
        as_said = {pair[1]} >= set(against) if against and pair == OPPOSED[0] else None
        same = (en.index(one) < en.index(other)) == (zh.index(one) < zh.index(other))
        if not (same if as_said is None else as_said):
            turned[key] = zh
    assert turned == {}


def test_a_part_and_its_whole_have_not_changed_sides() -> None:
    turned = {
        key: zh
        for key, (en, zh) in SAID.items()
        for part, whole in PART_OF_WHOLE.findall(en)
        if not PART_FIRST.search(zh) and zh.index(f"{{{whole}}}") > zh.index(f"{{{part}}}")
    }
    assert turned == {}


def test_down_and_up_of_one_verdict_have_not_changed_sides() -> None:
    """*both down by ... and both up* in one: which comes first is the same in either language."""
    both = {k: each for k, each in SAID.items() if {"both down", "both up"} <= halves(each[0])}
    assert len(both) >= 6
    turned = {
        key: zh
        for key, (en, zh) in both.items()
        if (en.index("both down") < en.index("both up")) != (zh.index("减少") < zh.index("增加"))
    }
    assert turned == {}


def halves(english: str) -> set[str]:
    """Directions in which both measures are said to go."""
    return set(re.findall(r"both (?:down|up)", english))
