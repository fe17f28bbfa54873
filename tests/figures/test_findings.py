"""Titles of figures are true of the twelve made-up studies, in both languages."""

from collections.abc import Callable
from functools import cache

import pytest
from fabricated import fabricated_arm
from made_up import MADE_UP, asked_of

from experiments.analysis.answer import answer_of
from experiments.analysis.compare import Comparison, compare
from experiments.analysis.verdict import HARM, HELP, OPEN, RULED_OUT
from experiments.figures import BODY, FIGURES, Material, bars, figure_data, figure_finding, given
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import speak
from sim.base.vocabulary import End

Made = Callable[[str], Comparison]
SAYS = {
    "en": {
        HELP: "Fewer project opportunities fail with party hub than with no hub",
        HARM: "More project opportunities fail with party hub than with no hub",
        RULED_OUT: "5 or more of 100 apart is ruled out",
        OPEN: "isn't settled",
    },
    "zh": {
        HELP: "“党建引领”下失败的项目机会少于“无协调者”",
        HARM: "“党建引领”下失败的项目机会多于“无协调者”",
        RULED_OUT: "可排除每100个相差5个及以上",
        OPEN: "尚无定论",
    },
}
FAILURE = {
    "help": HELP, "harm": HARM, "null": RULED_OUT, "open": OPEN, "ties": RULED_OUT,
    "disagreeing": HARM, "part": RULED_OUT, "ahead": HELP, "behind": HARM, "failures": OPEN,
    "small": HELP, "cancelling": OPEN,
}  # fmt: skip
"""What party is to residents in failures alone, in each study."""


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The comparison of a made-up study, made once."""

    @cache
    def of(name: str) -> Comparison:
        return asked_of(name, tmp_path_factory.mktemp(name)).comparison

    return of


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", MADE_UP)
def test_the_first_figure_says_what_was_found_and_nothing_else(
    name: str, lang: str, compared: Made
) -> None:
    title = figure_finding("arms", Material(compared(name)), speak(lang))
    told = {kind for kind, text in SAYS[lang].items() if text in title}
    assert told == {FAILURE[name]}
    found = answer_of(compared(name))
    assert found is not None
    for kind in (HELP, HARM):  # what another measure says isn't kept back
        for measure in ("breakdown", "completed"):
            words = speak(lang)(f"four.does.{kind}.{measure}")
            assert (words in title) == (found.found[measure] == kind != FAILURE[name]), words


@pytest.mark.parametrize("name", ["ahead", "behind"])
def test_an_arm_that_does_more_is_named_in_the_title(name: str, compared: Made) -> None:
    title = figure_finding("arms", Material(compared(name)), speak("en"))
    assert title.endswith("fewer yet than with party hub fail with equal means")


@pytest.mark.parametrize("name", MADE_UP)
def test_arms_are_sorted_into_four_kinds_none_twice(name: str, compared: Made) -> None:
    comparison = compared(name)
    found = answer_of(comparison)
    assert found is not None
    say = speak("zh")
    for figure, kinds in (("residents", found.effects), ("differences", found.rivals)):
        title = figure_finding(figure, Material(comparison), say)
        assert ("尚无定论" in title) == any(own["failure"] == OPEN for own in kinds.values())
        assert ("可排除" in title) == any(own["failure"] == RULED_OUT for own in kinds.values())
    lead = {HELP: "更少", HARM: "更多"}
    title = figure_finding("residents", Material(comparison), say)
    for kind, word in lead.items():
        assert (word in title) == any(own["failure"] == kind for own in found.effects.values())


def test_an_arm_s_harm_is_never_told_of_the_arm_that_does_more(compared: Made) -> None:
    """Rows of both figures are about the arm that they name."""
    comparison = compared("ahead")
    for figure in ("residents", "differences"):
        rows = figure_data(figure, Material(comparison)).set_index(["arm", "measure"])
        best = rows.loc[("equal_means", "failure")]
        assert best["residents"] == HELP and best["high"] < 0.0
    told = rows.loc[("none", "failure")]
    assert told["residents"] == HARM and told["low"] > 0.0


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", MADE_UP)
def test_every_figure_of_every_study_has_a_finding(name: str, lang: str, compared: Made) -> None:
    material, say = Material(compared(name)), speak(lang)
    for figure in given(material):
        title = figure_finding(figure, material, say)
        assert title and "nan" not in title and "{" not in title, figure


def test_failed_runs_leave_levels_unsettled(compared: Made) -> None:
    material = Material(compared("failures"))
    title = figure_finding("weekly", material, speak("en"))
    assert "not settled" in title and "higher" not in title and "lower" not in title


def test_figures_of_the_body_are_among_all() -> None:
    assert set(BODY) < set(FIGURES) and len(BODY) == 6


def test_the_commonest_end_is_told_of_the_arm_of_which_it_is() -> None:
    arms = [fabricated_arm(name, replicates=3) for name in ("none", "party")]
    for arm, end in zip(arms, (End.FREE_RIDING, End.EXIT), strict=True):
        lost = ~arm.projects["end"].isin([End.COMPLETED, End.SOLO])
        arm.projects.loc[lost, "end"] = end
    said = bars.ends_finding(compare(arms), speak("en"))
    exits, riding = (speak("en")(f"end.{name}") for name in ("exit", "free_riding"))
    assert f"{exits} with party hub" in said and f"{riding} with no hub" in said
