"""The four lines say what a made-up study shows, in both languages, and harm never as help."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import product

import pytest
from made_up import MADE_UP, asked_of

from experiments.analysis.answer import Answer, answer_of
from experiments.analysis.verdict import MEASURES
from experiments.document.blocks import Line
from experiments.document.four_lines import (
    TELLING,
    Asked,
    four_lines,
    one_arm,
    rounded,
    standings,
    verdict,
)
from experiments.document.markdown import markdown_of
from experiments.document.terminal import text_of
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import speak

KINDS = ("help", "harm", "ruled_out", "open")


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Asked]:
    """A made-up study's question; each is made once."""
    return cache(lambda name: asked_of(name, tmp_path_factory.mktemp(name)))


@pytest.fixture(scope="module", params=MADE_UP)
def made(request: pytest.FixtureRequest, made_up: Callable[[str], Asked]) -> tuple[str, Asked]:
    return request.param, made_up(request.param)


@pytest.fixture(scope="module")
def answers(made_up: Callable[[str], Asked]) -> Asked:
    return made_up("ahead")


def text(line: Line) -> str:
    return "\n".join([line.answer, *line.reasons])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_made_up_study_is_given_its_answer(made: tuple[str, Asked], lang: str) -> None:
    name, asked = made
    expected, say = MADE_UP[name], speak(lang)
    lines = four_lines(asked, say).items
    assert [line.question for line in lines] == [
        say(f"four.{key}") for key in ("helps", "how_much", "when", "follows")
    ]
    assert lines[0].answer.startswith(expected.begins[lang])
    direction = {"ruled_out": "unclear", "open": "unclear"}.get(expected.kind, expected.kind)
    assert lines[0].direction == direction
    found = answer_of(asked.comparison)
    assert found is not None
    assert (found.kind, tuple(found.ahead)) == (expected.kind, tuple(expected.ahead))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_arms_that_do_more_are_named_in_the_first_line(made: tuple[str, Asked], lang: str) -> None:
    name, asked = made
    say = speak(lang)
    first = text(four_lines(asked, say).items[0])
    begins = say("four.ahead", arms="", treated=say.arm("party"))[:-1]
    assert (begins in first) == bool(MADE_UP[name].ahead)
    for arm in MADE_UP[name].ahead:
        assert f"{say.arm(arm)}" in first[first.index(begins) :].splitlines()[0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_line_says_of_a_harm_that_it_helps_or_the_other_way(
    made: tuple[str, Asked], lang: str
) -> None:
    name, asked = made
    say, kind = speak(lang), MADE_UP[name].kind
    shown = "\n".join(map(text, four_lines(asked, say).items))
    other = {"help": "harm", "harm": "help"}
    for side in {"mixed": (), "help": ("harm",), "harm": ("help",)}.get(kind, tuple(other)):
        assert not any(say(f"four.does.{side}.{measure}") in shown for measure in MEASURES)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kinds", list(product(KINDS, repeat=len(MEASURES))))
def test_the_verdict_names_just_what_helps_and_what_harms(
    answers: Asked, kinds: tuple[str, ...], lang: str
) -> None:
    say, found = speak(lang), dict(zip(MEASURES, kinds, strict=True))
    answer = Answer(found, (), {}, {}, ())
    said = verdict(answers.comparison, answer, say)
    for measure, side in product(MEASURES, ("help", "harm")):
        assert (say(f"four.does.{side}.{measure}") in said) == (found[measure] == side)
    yes, no = {"en": ("Yes, it helps", "No, it harms"), "zh": ("有帮助：", "没有帮助")}[lang]
    assert said.startswith(yes) == (found["failure"] == "help" and "harm" not in kinds)
    assert said.startswith(no) == ("harm" in kinds and "help" not in kinds)


def test_numbers_are_those_planted_with_one_decimal_everywhere(answers: Asked) -> None:
    lines, table = four_lines(answers, speak("en")).items, standings(answers, speak("en"))
    assert lines[1].answer == (
        "Of 100 project opportunities, 56.0 fail with party hub and 78.0 with no hub: 22.0 fewer"
        " (95% interval 21.7 to 22.3 fewer)."
    )
    assert lines[0].reasons[0] == (
        "More for residents than party hub: equal means (failures: 22.0 fewer of 100)."
    )
    assert lines[1].reasons[2] == (
        "Failures of 100, best first: equal means 34.0, party hub 56.0, no hub 78.0."
    )
    assert [row[:4] for row in table.rows] == [
        ["equal means", "66.0", "34.0", "20.0"],
        ["party hub", "44.0", "56.0", "40.0"],
        ["no hub", "22.0", "78.0", "60.0"],
    ]


def test_numbers_are_the_same_in_chinese(answers: Asked) -> None:
    lines = four_lines(answers, speak("zh")).items
    assert lines[1].answer == (
        "每100个项目机会中，失败的在“党建引领”下有56.0个，在“无协调者”下有78.0个：少22.0个"
        "（95%区间21.7至少22.3个）。"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_further_service_is_priced_in_yuan_only_at_a_stated_rate(
    answers: Asked, lang: str
) -> None:
    say = speak(lang)
    services = answers.comparison.services.assign(cost_per_service=2.0)
    priced = replace(answers, comparison=replace(answers.comparison, services=services))
    unpriced = text(four_lines(priced, say).items[1])
    assert say("four.no_yuan") in unpriced
    stated = text(four_lines(replace(priced, rate=61_900.0), say).items[1])
    assert "120,000" in stated and say("four.no_yuan") not in stated
    assert all(
        "120,000" in row[-1] for row in standings(replace(priced, rate=61_900.0), say).rows[:2]
    )


def test_no_cost_is_told_of_an_arm_that_does_not_surely_complete_more(
    made_up: Callable[[str], Asked],
) -> None:
    asked, say = made_up("harm"), speak("en")
    assert say("four.cost.none", reference="no hub") in four_lines(asked, say).items[1].reasons
    costs = {row[0]: row[-1] for row in standings(asked, say).rows}
    assert costs == {"no hub": "-", "party hub": "completes fewer"}


@pytest.mark.parametrize(
    ("amount", "told"), [(0.0, 0), (0.6, 1), (123_456.0, 120_000), (99.6, 100)]
)
def test_yuan_are_told_to_two_figures(amount: float, told: int) -> None:
    assert rounded(amount) == told


def test_what_failed_runs_could_turn_is_told_and_counts_as_not_settled(
    made_up: Callable[[str], Asked],
) -> None:
    first = four_lines(made_up("failures"), speak("en")).items[0]
    assert first.direction == "unclear"
    assert any(reason.startswith("3 failed runs could turn") for reason in first.reasons)


def test_a_small_help_is_told_as_small(made_up: Callable[[str], Asked]) -> None:
    first = four_lines(made_up("small"), speak("en")).items[0]
    small = "Clear, but surely by less than 5 of 100: failure, breakdown, completed."
    assert small in first.reasons


def test_how_many_replicates_would_settle_it_is_told_where_it_is_open(
    made_up: Callable[[str], Asked],
) -> None:
    """Half of the interval: 2.262 x 26.35 / sqrt(10) = 18.85; 10 x (18.85 / 5) ^ 2 = 143."""
    follows = four_lines(made_up("open"), speak("en")).items[3]
    assert follows.reasons[0].startswith("About 150 replicates (replicates=150)")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_help_in_part_speaks_for_it_in_part_only(
    made_up: Callable[[str], Asked], lang: str
) -> None:
    say, both = speak(lang), {"treated": "party", "reference": "none"}
    names = {side: say.arm(arm) for side, arm in both.items()}
    follows = four_lines(made_up("part"), say).items[3]
    assert follows.answer == say("four.follows.help_part", **names)


def test_failed_runs_are_asked_for_again_and_not_more_of_them(
    made_up: Callable[[str], Asked],
) -> None:
    reasons = four_lines(made_up("failures"), speak("en")).items[3].reasons
    assert reasons[0] == speak("en")("four.run_again")
    assert not any("replicates=" in reason for reason in reasons)


def test_what_placebo_and_others_tell_apart_is_not_shown_where_they_are_not_behind(
    answers: Asked,
) -> None:
    told = text(four_lines(answers, speak("en")).items[3])
    assert "Not shown: that it takes a coordinator" in told
    assert "it speaks for party hub over no hub, but first for equal means" in told.lower()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_arm_alone_claims_nothing(lang: str) -> None:
    shares = {name: {"value": 0.25} for name in MEASURES}
    lines = one_arm("party", shares, speak(lang)).items
    assert "coprod compare" in lines[0].answer and "25.0" in lines[1].answer
    assert lines[0].direction == "unclear"


def test_terminal_and_markdown_show_the_same_words(answers: Asked) -> None:
    lines = four_lines(answers, speak("en"))
    printed, written = text_of([lines]), markdown_of([lines])
    assert printed.count("\n\n") == len(lines.items) - 1
    for line in lines.items:
        assert f"{line.question}\n  {line.answer}" in printed
        assert f"**{line.question}** {line.answer}" in written
        assert all(reason in printed and reason in written for reason in line.reasons)


def test_failed_runs_of_both_arms_are_counted(made_up: Callable[[str], Asked]) -> None:
    asked = made_up("failures")
    arms = asked.comparison.arms
    arms = arms.assign(failed=arms["arm"].map({"party": 3, "none": 2}))
    both = replace(asked, comparison=replace(asked.comparison, arms=arms))
    reasons = four_lines(both, speak("en")).items[0].reasons
    assert any(reason.startswith("5 failed runs could turn") for reason in reasons)


def test_of_arms_that_tell_apart_only_those_compared_are_told_as_not_shown(answers: Asked) -> None:
    say = speak("en")
    reasons = four_lines(answers, say).items[3].reasons
    told = {arm: say(f"four.not_shown.{arm}", arm=say.arm(arm)) in reasons for arm in TELLING}
    assert [arm for arm, is_told in told.items() if is_told] == ["equal_means"]
