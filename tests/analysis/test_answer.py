"""Studies with a known answer come back with the right numbers and the right sentence."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from fabricated import fabricated_arm
from known import NEVER, Plan, plan, planted_cell, planted_study, swaying

from experiments.analysis.answer import PlainAnswer, plain_answer
from experiments.analysis.answer_numbers import numbers
from experiments.analysis.compare import Comparison, compare
from experiments.analysis.pairing import arm_of, compare_cells
from experiments.base.errors import InputError
from experiments.store import Study
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import speak
from sim import MODEL_VERSION
from sim.parameters import Parameters

Arms = Mapping[str, Sequence[Plan | None]]
Found = Callable[..., Comparison]


@pytest.fixture
def study(tmp_path: Path) -> Found:
    def found(arms: Arms, **options: object) -> Comparison:
        return compare_cells(planted_study(tmp_path / "study", arms, **options), "party")

    return found


def both(answered: Comparison) -> tuple[PlainAnswer, PlainAnswer]:
    return plain_answer(answered, speak("en")), plain_answer(answered, speak("zh"))


def row(answered: Comparison, measure: str) -> object:
    table = answered.differences
    return table[table["measure"] == measure].iloc[0]


def test_help_is_told_in_the_sentence_of_the_plan(study: Found) -> None:
    """Differences of -10 and -26 in turn over ten pairs: -18 +- 2.262 x 8.433 / sqrt(10)."""
    english, chinese = both(study({"none": swaying(52, 31, 8), "party": [plan(34, 48)] * 10}))
    assert english.finding == chinese.finding == "help" and english.agree
    assert english.sentence == (
        "Of 100 opportunities, 34 broke down with party hub and 52 with no hub; the difference is"
        " 18 fewer, 95% interval 12 to 24 fewer; completed: 48 against 31."
    )
    assert chinese.sentence == (
        "每100次机会中，“党建引领”下有34次合作破坏，“无中枢”下有52次；差异为少18次，"
        "95%区间12至少24次；完成：48次，对照31次。"
    )
    assert english.lines("finding") == [
        "Both breakdown and failure fell with party hub against no hub."
    ]


def test_harm_is_told_as_plainly_as_help(study: Found) -> None:
    english, chinese = both(study({"party": swaying(52, 31, 8), "none": [plan(34, 48)] * 10}))
    assert english.finding == "harm"
    assert english.sentence == (
        "Of 100 opportunities, 52 broke down with party hub and 34 with no hub; the difference is"
        " 18 more, 95% interval 12 to 24 more; completed: 31 against 48."
    )
    assert english.lines("finding") == [
        "Party hub did harm against no hub: both breakdown and failure rose."
    ]
    assert "造成损害" in chinese.text


def test_no_difference_is_a_finding_where_five_points_are_ruled_out(study: Found) -> None:
    english, chinese = both(study({"none": swaying(50, 30, 1), "party": [plan(50, 30)] * 10}))
    assert english.finding == "equivalent"
    assert english.lines("size") == [
        "Breakdown, failure: a difference of 5 points or more either way is ruled out, at 95%."
    ]
    assert "可排除5个百分点及以上的差异" in chinese.text
    assert "undecided" not in english.text


def test_a_wide_interval_over_zero_is_undecided_and_never_a_difference(study: Found) -> None:
    arms = {"none": swaying(50, 20, 25), "party": [plan(48, 20)] * 10}
    answered = study(arms)
    english, chinese = both(answered)
    found = row(answered, "breakdown")
    half = 2.262157 * 25 * np.sqrt(10 / 9) / np.sqrt(10)
    assert 100 * found["low"] == pytest.approx(-2 - half, abs=1e-3)
    assert 100 * found["high"] == pytest.approx(-2 + half, abs=1e-3)
    assert english.finding == "undecided"
    assert "the difference is 2 fewer, 95% interval 21 fewer to 17 more" in english.sentence
    assert english.lines("size")[-1].startswith("Breakdown: undecided.")
    assert "尚无定论" in chinese.text
    said = [text for name, text in english.parts if name != "definitions"]
    assert not any("clearly" in text or "fell" in text for text in said)


def test_ties_leave_the_interval_open_by_the_rule_of_three(study: Found) -> None:
    answered = study({"none": [plan(40, 40)] * 10, "party": [plan(40, 40)] * 10})
    for measure in ("breakdown", "failure", "completed"):
        found = row(answered, measure)
        assert (found["value"], found["low"], found["high"]) == pytest.approx((0, -0.003, 0.003))
    assert row(answered, "breakdown")["ratio"] == 1.0
    assert row(answered, "breakdown")["ratio_high"] == pytest.approx(1 + 3 / 400)
    assert plain_answer(answered, speak("en")).finding == "equivalent"


DISAGREEING = {
    "only breakdown falls": (plan(34, 30), "help", "Breakdown fell with"),
    "breakdown falls, failure rises": (plan(34, 10), "mixed", "Breakdown fell but failure did not"),
    "failure falls, breakdown rises": (plan(60, 40), "mixed", "Failure fell but breakdown did not"),
    "only failure falls": (plan(52, 48), "help", "Failure fell with"),
    "only failure rises": (plan(52, 10), "harm", "Party hub did harm against no hub: failure"),
}


@pytest.mark.parametrize("case", DISAGREEING)
def test_it_says_so_when_breakdown_and_failure_disagree(study: Found, case: str) -> None:
    planted, finding, begins = DISAGREEING[case]
    english, chinese = both(study({"none": [plan(52, 30)] * 10, "party": [planted] * 10}))
    assert english.finding == finding and not english.agree
    assert english.lines("finding")[0].startswith(begins)
    assert english.lines("agreement")[0].startswith("Breakdown and failure do not agree.")
    assert "不一致" in chinese.text


def test_failed_runs_are_counted_and_bounded(study: Found) -> None:
    """Failure of 50 in 100 in eight of ten runs: 40 to 60 whatever the two would have done."""
    answered = study({"none": [plan(30, 50)] * 10, "party": [None, None, *[plan(30, 50)] * 8]})
    arms = answered.arms.set_index("arm")
    assert arms.loc["party", ["attempted", "runs", "failed"]].tolist() == [10, 8, 2]
    assert arms.loc["none", ["attempted", "runs", "excluded"]].tolist() == [10, 10, 2]
    found = row(answered, "failure")
    assert (found["pairs"], found["value"]) == (8, 0)
    assert (found["bound_low"], found["bound_high"]) == pytest.approx((-0.1, 0.1))
    said = plain_answer(answered, speak("en")).lines("failed")
    assert said[0].startswith("2 runs failed in all.")
    assert said[0].endswith("lies in -10.0 to +10.0 per 100.")
    assert said[1].startswith("2 finished runs lack their pair")


@pytest.mark.parametrize(("broken", "level"), [(0, 0.0), (100, 1.0)])
def test_all_broken_or_none_broken_keeps_an_interval(
    study: Found, broken: int, level: float
) -> None:
    arms = {name: [plan(broken, 0, solo=100 - broken)] * 10 for name in ("none", "party")}
    answered = study(arms)
    found = row(answered, "breakdown")
    assert found["treated"] == found["control"] == level
    assert found["low"] == pytest.approx(-0.003) and found["high"] == pytest.approx(0.003)
    for lang in LANGUAGES:
        assert plain_answer(answered, speak(lang)).finding == "equivalent"
    mine = answered.levels[answered.levels["measure"] == "breakdown"]
    assert (mine["high"] - mine["low"]).min() > 0.1
    said = plain_answer(answered, speak("en")).sentence
    assert f" {broken}.0 broke down with party hub and {broken}.0 with no hub" in said
    assert "the difference is 0.0, 95% interval 0.3 fewer to 0.3 more" in said


def test_none_broken_in_one_arm_has_a_ratio_of_zero_with_an_upper_bound(study: Found) -> None:
    answered = study({"none": swaying(20, 40, 4), "party": [plan(0, 60)] * 10})
    found = row(answered, "breakdown")
    assert found["ratio"] == found["ratio_low"] == 0.0
    assert 0 < found["ratio_high"] < np.inf


def test_one_replicate_tells_nothing_of_chance(study: Found) -> None:
    english, chinese = both(study({"none": [plan(52, 30)], "party": [plan(34, 48)]}))
    assert english.finding == "undecided"
    assert "95% interval 100 fewer to 100 more" in english.sentence
    assert english.lines("pairs") == ["One pair of runs only: nothing can be told from chance."]
    assert "只有一对运行" in chinese.text


def test_one_arm_only_is_one_clear_line(study: Found) -> None:
    with pytest.raises(InputError, match="only the arm 'party' is there: a comparison needs two"):
        study({"party": [plan(34, 48)] * 2})


def test_a_horizon_in_which_nobody_can_be_followed_says_nothing() -> None:
    arms = [fabricated_arm(name, replicates=3, weeks=60) for name in ("none", "party")]
    found = plain_answer(compare(arms), speak("en"))
    assert found.finding == "nothing"
    assert found.sentence == (
        "Nothing can be said: in 60 weeks no opportunity could be followed for 40 weeks."
    )


@pytest.mark.parametrize("table", ["runs", "projects", "history", "weekly"])
def test_a_missing_column_is_one_clear_line(tmp_path: Path, table: str) -> None:
    cells = planted_study(tmp_path / "study", {"none": [plan(1, 1)] * 2, "party": [plan(1, 1)] * 2})
    arms = [arm_of(cell) for cell in cells.values()]
    lost = {"runs": "capacity", "projects": "end", "history": "served", "weekly": "spent_funds"}
    del getattr(arms[1], table)[lost[table]]
    with pytest.raises(InputError, match=f"'party': table {table} has no column {lost[table]}"):
        compare(arms)


def test_mixed_versions_are_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = planted_cell(Study(tmp_path / "new"), "party", [plan(1, 1)] * 2)
    monkeypatch.setattr("experiments.store.identity.MODEL_VERSION", "0")
    theirs = planted_cell(Study(tmp_path / "old"), "none", [plan(1, 1)] * 2)
    said = f"can't be paired: model_version is {MODEL_VERSION} in party and 0 in"
    with pytest.raises(InputError, match=said):
        compare_cells({"party": ours, "none": theirs}, "party")


def test_saved_and_harmed_are_under_this_coupling_with_bounds_under_any(study: Found) -> None:
    """Of ten pairs control collapses in 0 to 5, treated in 4 to 7: saved 4, harmed 2, both 2."""
    same = [plan(30, 40)] * 10
    collapse = {
        "none": [60] * 6 + [NEVER] * 4,
        "party": [NEVER] * 4 + [60] * 4 + [NEVER] * 2,
    }
    answered = study({"none": same, "party": same}, collapse_from=collapse)
    table = answered.collapse_differences
    found = table[table["sign"] == "composite"].iloc[0]
    assert found[["saved", "harmed", "both", "neither"]].tolist() == [4, 2, 2, 2]
    bounds = found[["saved_low", "saved_high", "harmed_low", "harmed_high"]].tolist()
    assert bounds == [2, 6, 0, 4]
    complete = 60 + 13 - 1
    arms = answered.collapse[answered.collapse["sign"] == "composite"].set_index("arm")
    assert arms.loc["none", "weeks"] == pytest.approx((6 * complete + 4 * 156) / 10)
    assert arms.loc["party", "weeks"] == pytest.approx((4 * complete + 6 * 156) / 10)
    share = (156 - complete) / (156 - 52)
    assert arms.loc["none", "value"] == pytest.approx(share * 6 / 10)
    assert arms.loc["party", "value"] == pytest.approx(share * 4 / 10)
    assert arms["ever"].to_dict() == {"none": 6, "party": 4}
    assert found["value"] == pytest.approx(-share * 2 / 10)
    said = plain_answer(answered, speak("en")).lines("collapse")[0]
    levels = "collapsed in 32.3 against 48.5 of 100 weeks from week 52 on, difference -16.2 points"
    assert levels in said
    assert "under this coupling, of 10 pairs 4 were saved, 2 harmed, 2 collapsed in both" in said
    assert "under any coupling 2 to 6 would be saved" in said


def test_the_answer_names_the_comparators_against_which_the_effect_remains(study: Found) -> None:
    arms = {
        "none": [plan(52, 30)] * 10,
        "placebo": [plan(34, 48)] * 10,
        "party": [plan(34, 48)] * 10,
    }
    found = plain_answer(study(arms), speak("en"))
    expected = (
        "Failure with party hub: clearly lower against no hub; no clear difference against placebo."
    )
    assert expected in found.lines("against")


def test_the_answer_says_whether_it_survives_other_definitions(study: Found) -> None:
    """Solo in place of completion: failure falls as declared, not where solo counts as failure."""
    arms = {"none": [plan(30, 40)] * 10, "party": [plan(30, 40, solo=20)] * 10}
    said = plain_answer(study(arms), speak("en")).lines("definitions")
    assert "Breakdown: all 16 definitions tried say the same." in said
    depends = "Failure: the finding depends on the definition; of 12 tried, 8 say the same and 0"
    assert any(line.startswith(depends) for line in said)


def test_incidence_rises_to_the_ends_of_the_cohort(study: Found) -> None:
    answered = study({"none": [plan(52, 30)] * 4, "party": [plan(34, 48)] * 4})
    mine = answered.incidence[answered.incidence["arm"] == "party"]
    completed = mine[mine["end"] == "completed"].set_index("weeks_since_start")
    assert completed.index.tolist() == list(range(1, 41))
    assert completed["value"].tolist() == [0.0] * 10 + [0.48] * 30
    assert (completed["low"] < completed["value"])[10:].all()
    assert (completed["high"] > completed["value"]).all()


def test_cells_go_by_any_label(tmp_path: Path) -> None:
    one = planted_cell(Study(tmp_path / "a"), "party", [plan(20, 60)] * 3)
    base = Parameters()
    slow = base.model_copy(
        update={"negotiation": base.negotiation.model_copy(update={"rounds": 20})}
    )
    two = planted_cell(Study(tmp_path / "b"), "party", [plan(40, 50)] * 3, parameters=slow)
    answered = compare_cells({"14 rounds": one, "20 rounds": two}, "20 rounds")
    assert (answered.names, answered.reference) == (["14 rounds", "20 rounds"], "14 rounds")
    assert (
        "40 broke down with 20 rounds and 20 with 14 rounds"
        in plain_answer(answered, speak("en")).text
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_called_better_and_all_is_conditional(study: Found, lang: str) -> None:
    found = plain_answer(
        study({"none": [plan(52, 31)] * 5, "party": [plan(34, 48)] * 5}), speak(lang)
    )
    assert "better" not in found.text and "更好" not in found.text
    assert [name for name, _ in found.parts][-1] == "conditional"
    assert found.text.splitlines()[0] == found.sentence


def test_an_interval_that_nobody_knows_is_called_unknown() -> None:
    row = pd.Series({"treated": 0.5, "control": 0.5, "value": 0.0, "low": np.nan, "high": np.nan})
    english, chinese = (
        numbers(row, "failure", speak(lang), treated="a", reference="b") for lang in ("en", "zh")
    )
    assert "the difference is 0, 95% interval unknown (too few opportunities)." in english
    assert "差异为0，95%区间未知（机会太少）。" in chinese
