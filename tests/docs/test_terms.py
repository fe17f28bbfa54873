"""One term a concept: Chinese texts use the glossary's, and none that it has given up."""

import re
from pathlib import Path

import pytest
from root import ROOT

from experiments.words.catalogue import catalogue
from experiments.words.speech import EN, speak

GLOSSARY, _, CHANGED = (
    (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").partition("## Terms that changed")
)
ROW = re.compile(r"^\| ([^|`]+) \| ([^|]+) \| .* \|$", re.MULTILINE)
GIVEN_UP = dict(ROW.findall(CHANGED.split("Others ")[0])[2:])
"""Term that no text may have -> the one that took its place."""
KINDS = {
    "Actors": ("sector", "role", "group"),
    "Services": ("service", "resource"),
    "Mechanisms": ("token",),
    "Failures": ("measure",),
    "Ends": ("end",),
    "Rules": ("token",),
    "Arms": ("arm",),
}
"""Part of the glossary -> kinds of messages that name what it lists."""
CHINESE = "[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
FOLD = re.compile(rf"(?<={CHINESE})\n[ #>]*(?={CHINESE})")
"""The end of a line in the middle of a sentence."""
DOCUMENTS = sorted(
    [
        *(ROOT / "docs").rglob("*.zh.md"),
        *(ROOT / "docs").rglob("*.zh.ipynb"),
        *(ROOT / "configs").rglob("*.yaml"),
        *(ROOT / "experiments" / "config" / "place" / "template").glob("zh*"),
        ROOT / "README.zh.md",
    ]
)


def given_up(text: str) -> list[str]:
    """Terms in a text that the glossary has given up."""
    text = FOLD.sub("", text)
    return [old for old, now in GIVEN_UP.items() if old in text.replace(now, "")]


def test_terms_given_up_are_read_and_found_over_the_end_of_a_line() -> None:
    assert {"中枢", "单一部门", "运气", "机会", "破裂"} <= set(GIVEN_UP)
    assert given_up("各个项目机会；党建引领协调者") == []
    assert given_up("有这样的机\n  会，凭运\n气") == ["机会", "运气"]


def test_no_message_uses_a_term_given_up() -> None:
    messages = {key: "".join(entry.said) for key, entry in catalogue("zh").entries.items()}
    assert {key: found for key, text in messages.items() if (found := given_up(text))} == {}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_chinese_document_uses_a_term_given_up(path: Path) -> None:
    assert given_up(path.read_text(encoding="utf-8")) == []


def test_no_term_of_the_glossary_is_one_given_up() -> None:
    terms = re.findall(r"^\| `\w+` \| [^|]+ \| ([^|]+) \|", GLOSSARY, re.MULTILINE)
    assert given_up("\n".join(terms)) == []


@pytest.mark.parametrize("part", KINDS)
def test_what_is_named_goes_by_the_term_of_the_glossary(part: str) -> None:
    section = next(each for each in GLOSSARY.split("\n## ") if each.startswith(part))
    terms = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \|", section, re.MULTILINE)
    told = {
        key: (speak("zh").text(key), term)
        for code, term in terms
        for kind in KINDS[part]
        if EN.knows(key := f"{kind}.{code.lower()}")
    }
    assert len(told) > 1
    assert {key: pair for key, pair in told.items() if pair[0] != pair[1]} == {}
