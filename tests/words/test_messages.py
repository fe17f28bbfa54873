"""The catalogues fit the code, and name everything that results can hold."""

import re
from pathlib import Path

import pytest

from experiments.analysis.collapse import COLLAPSES
from experiments.analysis.outcomes import BANDS, IMBALANCES, LEVELS, RATES
from experiments.config.catalogue_check import against, gaps
from experiments.figures import FIGURES
from experiments.words.catalogue import LANGUAGES, SOURCE, catalogue, read_catalogue
from experiments.words.speech import EN, Message, keys, speak
from sim.base.vocabulary import RESOURCES
from sim.measure.records import ENDS

CHINESE = re.compile("[\u4e00-\u9fff]")
FRENCH = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\n"

msgctxt "a.gone"
msgid "gone"
msgstr "parti"

msgctxt "a.old"
msgid "one more"
msgstr "encore un"

msgctxt "a.place"
msgid "in {place}"
msgstr "à {endroit}"

msgctxt "a.empty"
msgid "nothing"
msgstr ""

msgctxt "a.runs"
msgid "{number} run"
msgid_plural "{number} runs"
msgstr[0] "{number} essai"
msgstr[1] "{number} essais"
"""


def test_no_message_is_missing_unused_or_changed() -> None:
    assert gaps() == []


def test_the_check_tells_each_kind_of_gap(tmp_path: Path) -> None:
    path = tmp_path / "fr.po"
    path.write_text(FRENCH, encoding="utf-8")
    french = read_catalogue(path)
    source = {
        "a.old": ("another one",), "a.place": ("in {place}",), "a.empty": ("nothing",),
        "a.new": ("new",), "a.runs": ("{number} run", "{number} runs"),
    }  # fmt: skip
    assert sorted(against(french, source)) == [
        "a.empty: missing",
        "a.gone: unused",
        "a.new: missing",
        "a.old: changed; translated was 'one more'",
        "a.place: fills ['endroit'], not ['place']",
    ]
    forms = french.entries["a.runs"].said
    assert [forms[french.form_of(n)] for n in (0, 1, 2)] == [forms[0], forms[0], forms[1]]
    assert french.entries["a.empty"].said == ("nothing",)


def test_english_holds_no_chinese_and_chinese_leaves_nothing_in_english() -> None:
    english = {key: EN.text(key) for key in keys() if key not in IN_CHINESE}
    assert [key for key, text in english.items() if not text or CHINESE.search(text)] == []
    chinese = {
        key: re.sub(r"\{\w+\}", "", "".join(entry.said))
        for key, entry in catalogue("zh").entries.items()
        if key not in ("language.code", *LETTERS)
    }
    left = [k for k, text in chinese.items() if re.search("[A-Za-z]", text)]
    assert [key for key in left if not CHINESE.search(chinese[key])] == []


IN_CHINESE = ("language.name", "app.title")
"""Messages with a Chinese name in English too: a language's own, and the concept in question."""
LETTERS = ()
"""Labels that are letters in Chinese too."""


def test_everything_that_is_shown_has_a_name() -> None:
    shown = [
        *(f"end.{name}" for name in ENDS),
        *(f"measure.{name}" for name in (*RATES, *LEVELS, *BANDS, *IMBALANCES)),
        *(f"unit.{name}" for name in (*BANDS, *IMBALANCES)),
        *(f"sign.{name}" for name in COLLAPSES),
        *(f"resource.{name}" for name in RESOURCES),
        *(f"figure.{name}.{part}" for name in FIGURES for part in ("title", "name")),
    ]
    assert [key for key in shown if not EN.knows(key)] == []


def test_no_two_things_of_a_kind_share_a_name() -> None:
    kinds = ("end", "measure", "sign", "arm")
    named = [[speak(lang)(key) for key in keys(f"{kind}.")] for kind in kinds for lang in LANGUAGES]
    assert [names for names in named if len(set(names)) < len(names) or len(names) < 2] == []


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
    assert speak("zh")(key) == term


def test_an_unknown_arm_goes_by_its_own_name() -> None:
    assert speak("zh").arm("party") == "党建引领"
    assert speak("zh").arm("my arrangement") == "my arrangement"


def test_an_arm_that_a_shock_strikes_is_called_by_both() -> None:
    assert speak("zh").arm("party+lockdown") == "党建引领+封控"
    assert speak("en").arm("none+my flood") == "no hub+my flood"


def test_what_is_kept_to_be_said_is_said_in_the_language_of_who_asks() -> None:
    kept = Message("place.meant", {"allowed": Message("place.directed"), "meant": "x"})
    assert kept.said(EN) == "directed; did you mean x?"
    assert kept.said(speak("zh")) == "有向；是否指x？"


def test_what_is_one_is_told_in_the_singular_and_what_is_none_or_more_in_the_plural() -> None:
    told = [EN("study.more", number=number).partition(";")[0] for number in (0, 1, 2)]
    assert told == ["... and 0 more cells", "... and 1 more cell", "... and 2 more cells"]


def test_a_label_that_no_catalogue_has_is_the_one_of_its_declaration() -> None:
    assert EN.parameter("seed", "seed of all luck") == "seed of all luck"
    assert speak("zh").parameter("seed", "seed of all luck") == "随机种子"


def test_an_unknown_language_is_refused_in_one_line() -> None:
    with pytest.raises(ValueError, match=r"^lang = 'fr': must be one of en, zh$"):
        speak("fr")


def test_english_comes_first_and_says_its_own_source() -> None:
    assert LANGUAGES[0] == SOURCE
    assert not any(entry.translated for entry in catalogue(SOURCE).entries.values())


def test_nothing_is_called_better() -> None:
    said = [speak(lang).text(key) for lang in LANGUAGES for key in keys()]
    assert [text for text in said if "better" in text or "更好" in text] == []
