"""The report says what was found: planted effects, nulls, harms, disagreement, failed runs."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from fabricated import BREAKING, fabricated_arm

from experiments.analysis.answer import nothing_followed
from experiments.analysis.compare import Comparison, compare
from experiments.analysis.notes import notes
from experiments.analysis.outcomes import Arm
from experiments.document.blocks import Bullets, Icons, Lines, Prose, Section, Table
from experiments.document.four_lines import Asked
from experiments.document.icons import GROUPS, whole
from experiments.report import answer
from experiments.report.against import comparators_section
from experiments.report.other_definitions import definitions_section
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import EN, keys, speak
from sim.base.vocabulary import End

HELP = {"none": 0.6, "party": 0.2}
NULL = {"none": 0.3, "party": 0.3}
HARM = {"none": 0.2, "party": 0.6}


def comparison(breaks: dict[str, float], replicates: int = 30, **options: int) -> Comparison:
    """Arms in which these shares break; the same luck, or another seed for each with seed=..."""
    arms = [
        fabricated_arm(name, share, quiet=0.1, replicates=replicates, **options)
        for name, share in breaks.items()
    ]
    return compare(arms, "party")


def asked(found: Comparison) -> Asked:
    """The question, with nothing stored beside."""
    return Asked(found, None, lambda say: [say("beside.unknown")], lambda say: [])


def words(section: Section) -> str:
    """Sentences of a section: paragraphs, lists and lines."""
    texts: list[str] = []
    for block in section.blocks:
        if isinstance(block, Prose):
            texts.append(block.text)
        if isinstance(block, Bullets):
            texts += block.items
        if isinstance(block, Lines):
            texts += [text for line in block.items for text in (line.answer, *line.reasons)]
    return "\n".join(texts)


def direction(section: Section) -> str:
    """Of the first line."""
    (found,) = (block for block in section.blocks if isinstance(block, Lines))
    return found.items[0].direction


@pytest.mark.parametrize(
    ("breaks", "expected"), [(HELP, "help"), (NULL, "unclear"), (HARM, "harm")]
)
def test_help_null_and_harm_stand_first_with_their_direction(
    breaks: dict[str, float], expected: str
) -> None:
    found = comparison(breaks)
    for lang in LANGUAGES:
        section = answer.answer_section(asked(found), speak(lang))
        assert isinstance(section.blocks[0], Lines) and direction(section) == expected


def test_the_second_line_holds_the_planted_numbers() -> None:
    found = comparison(HELP)
    rows = found.levels.set_index(["arm", "measure"])["value"]
    lines = answer.answer_section(asked(found), speak("en")).blocks[0]
    assert isinstance(lines, Lines)
    for arm in ("none", "party"):
        assert f"{100 * rows[arm, 'failure']:.1f}" in lines.items[1].answer
    assert "95% interval" in lines.items[1].answer


def with_quiet(arm: Arm, share: float) -> Arm:
    """The same arm with this share of what broke never formed instead: it fails, unbroken."""
    luck = np.random.default_rng(5)
    projects = arm.projects.copy()
    quiet = projects["end"].isin(BREAKING) & (luck.random(len(projects)) < share)
    projects.loc[quiet, "end"] = End.NO_PARTNER
    projects.loc[quiet, "formed_week"] = -1
    return replace(arm, projects=projects)


def test_where_breakdown_falls_and_failure_does_not_it_says_so() -> None:
    none = fabricated_arm("none", 0.6, quiet=0.1, replicates=30)
    found = compare([none, replace(with_quiet(none, 0.7), name="party")], "party")
    for lang, said in (("en", "It helps in part"), ("zh", "部分有帮助")):
        section = answer.answer_section(asked(found), speak(lang))
        assert direction(section) == "help" and words(section).startswith(said)


@pytest.mark.parametrize("breaks", [HELP, NULL, HARM])
def test_nothing_is_called_better_or_an_improvement(breaks: dict[str, float]) -> None:
    found = comparison(breaks)
    for lang in LANGUAGES:
        said = words(answer.answer_section(asked(found), speak(lang))).lower()
        assert not any(word in said for word in ("better", "improve", "更好", "改善", "优于"))
    assert not any("better" in EN.text(key).lower() for key in keys())


@pytest.mark.parametrize(("breaks", "quiet"), [(2.0, 0.0), (-1.0, 0.0)])
def test_all_broken_and_none_broken_give_a_page_with_intervals(breaks: float, quiet: float) -> None:
    arms = [fabricated_arm(name, breaks, quiet, replicates=5) for name in ("none", "party")]
    arms = [replace(arm, projects=settled(arm.projects)) for arm in arms]
    section = answer.answer_section(asked(compare(arms, "party")), speak("en"))
    (icons,) = (block for block in section.blocks if isinstance(block, Icons))
    expected = (0, 0, 0, 100) if breaks > 0 else (100, 0, 0, 0)
    assert [tuple(row.counts) for row in icons.rows] == [expected, expected]
    assert direction(section) == "unclear"
    assert "nan" not in words(section)


def settled(projects: pd.DataFrame) -> pd.DataFrame:
    """Nothing is left open in the cohort: what is open started too late to be followed."""
    late = projects["end"] == End.OPEN
    return projects[~late]


def test_one_replicate_gives_no_interval_and_says_so() -> None:
    found = comparison(HELP, replicates=1)
    for lang, said in (("en", "One pair of runs only"), ("zh", "只有一对运行")):
        section = answer.answer_section(asked(found), speak(lang))
        assert said in words(section) and direction(section) == "unclear"
        assert "inf" not in words(section)


def test_failed_runs_are_counted_and_bounded_at_worst_and_at_best() -> None:
    found = comparison(HELP, failed=3)
    row = found.differences.set_index(["comparator", "measure"]).loc[("none", "failure")]
    for lang in LANGUAGES:
        said = words(answer.basis_section(found, speak(lang)))
        assert "66" in said and "6" in said
        assert f"{100 * row['bound_low']:+.1f}" in said
        assert f"{100 * row['bound_high']:+.1f}" in said


def test_without_a_failed_run_it_says_so() -> None:
    assert "None of the 60 runs failed" in words(
        answer.basis_section(comparison(HELP), speak("en"))
    )


def test_a_horizon_too_short_to_follow_anyone_tells_nothing() -> None:
    arms = [fabricated_arm(name, weeks=50, replicates=3) for name in ("none", "party")]
    found = compare(arms, "party")
    assert nothing_followed(found)
    section = answer.answer_section(asked(found), speak("en"))
    assert len(section.blocks) == 1 and "Nothing can be said" in words(section)
    assert "no opportunity could be followed" in words(answer.basis_section(found, speak("en")))


def table_of(section: Section, number: int = 0) -> Table:
    return [block for block in section.blocks if isinstance(block, Table)][number]


def test_each_comparator_has_its_own_finding_and_what_it_isolates() -> None:
    found = comparison({"none": 0.6, "equal_means": 0.1, "party": 0.3})
    section = comparators_section(found, speak("en"))
    rows = {row[0]: row for row in table_of(section).rows}
    assert set(rows) == {"no hub", "equal means"}
    assert rows["no hub"][4] == "party hub does more for residents"
    assert rows["equal means"][4] == "equal means does more for residents"
    assert "tells the hub from what it costs" in words(section)


def test_a_difference_surely_under_five_points_is_a_finding() -> None:
    none = fabricated_arm("none", 0.3, quiet=0.1, replicates=30)
    found = compare([none, replace(none, name="party")], "party")
    assert table_of(comparators_section(found, speak("en"))).rows[0][-1] == "yes"
    assert "ruled out" in words(answer.answer_section(asked(found), speak("en")))


def test_other_definitions_are_told_in_words_and_in_a_table() -> None:
    found = comparison(HELP)
    section = definitions_section(found, [], speak("en"))
    told = notes(found, speak("en"), "definitions")
    assert len(told) == 3 and all(line in words(section) for line in told)
    (fold,) = section.blocks[-1:]
    (table,) = fold.blocks  # type: ignore[union-attr]
    rates = found.definitions["followed"].notna().sum()
    assert sum(len(row) - 2 for row in table.rows) == rates


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ((0.281, 0.012, 0.05, 0.657), [28, 1, 5, 66]),
        ((1 / 3, 1 / 3, 1 / 3, 0.0), [34, 33, 33, 0]),
        ((0.0, 0.0, 0.0, 1.0), [0, 0, 0, 100]),
        ((0.005, 0.005, 0.005, 0.985), [1, 1, 0, 98]),
    ],
)
def test_icons_are_whole_and_add_up_to_a_hundred(
    shares: Sequence[float], expected: list[int]
) -> None:
    assert whole(shares) == expected and len(expected) == len(GROUPS)
