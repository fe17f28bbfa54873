"""A comparison is told in four lines first, then in tables, then how it was found."""

from pathlib import Path

import pytest
from known import plan, planted_study

from experiments.document.blocks import Heading, Lines, Table
from experiments.document.terminal import text_of
from experiments.studies.comparing import Answered, stored
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import speak


@pytest.fixture
def answered(tmp_path: Path) -> Answered:
    arms = {"none": [plan(52, 31)] * 3, "party": [None, *[plan(34, 48)] * 2]}
    planted_study(tmp_path / "first", arms)
    return stored(tmp_path, ["first/none", "first/party"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_lines_come_first_and_coupling_and_bounds_last(answered: Answered, lang: str) -> None:
    say = speak(lang)
    told = answered.document(say)
    assert isinstance(told[0], Lines) and len(told[0].items) == 4
    assert isinstance(told[1], Table) and told[1].caption == say("four.table")
    (heading,) = (place for place, block in enumerate(told) if isinstance(block, Heading))
    before, after = text_of(told[:heading]), text_of(told[heading:])
    for key in ("failed.line", "answer.excluded"):
        begins = say.text(key).split("{")[1].split("}")[1]
        assert begins in after and begins not in before
    assert say("note.conditional") in after


def test_what_is_stored_is_looked_for_beside_the_study(answered: Answered, tmp_path: Path) -> None:
    command = "coprod headline community=planted"
    assert command in text_of(answered.document(speak("en")))
    assert answered.comparison is answered.asked.comparison
