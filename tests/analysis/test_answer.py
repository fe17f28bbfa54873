"""Studies with a known answer come back with the right numbers and the right sentence."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from fabricated import fabricated_arm
from known import NEVER, Plan, plan, planted_cell, planted_study, swaying

from experiments.analysis.answer import answer_of, pairs_to_settle
from experiments.analysis.answer_numbers import counts
from experiments.analysis.compare import Comparison, compare
from experiments.analysis.notes import notes
from experiments.analysis.outcomes import RATES
from experiments.analysis.pairing import arm_of, compare_cells
from experiments.base.errors import InputError
from experiments.store import Study
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


def kind(answered: Comparison) -> str:
    found = answer_of(answered)
    assert found is not None
    return found.kind


def row(answered: Comparison, measure: str) -> object:
    table = answered.differences
    return table[table["measure"] == measure].iloc[0]


def test_a_planted_difference_has_its_numbers(study: Found) -> None:
    """Differences of -10 and -26 in turn over ten pairs: -18 +- 2.262 x 8.433 / sqrt(10)."""
    answered = study({"none": swaying(52, 31, 8), "party": [plan(34, 48)] * 10})
    assert kind(answered) == "help"
    said = counts(row(answered, "breakdown"), speak("en"))
    assert said == {
        "treated_count": "34.0",
        "control_count": "52.0",
        "difference": "18.0 fewer",
        "interval": "12.0 to 24.0 fewer",
    }
    chinese = counts(row(answered, "breakdown"), speak("zh"))
    assert (chinese["difference"], chinese["interval"]) == ("少18.0个", "12.0至少24.0个")


def test_a_wide_interval_over_zero_is_not_settled(study: Found) -> None:
    answered = study({"none": swaying(50, 20, 25), "party": [plan(48, 20)] * 10})
    found = row(answered, "breakdown")
    half = 2.262157 * 25 * np.sqrt(10 / 9) / np.sqrt(10)
    assert 100 * found["low"] == pytest.approx(-2 - half, abs=1e-3)
    assert 100 * found["high"] == pytest.approx(-2 + half, abs=1e-3)
    answer = answer_of(answered)
    assert answer is not None
    assert answer.found == {"failure": "ruled_out", "breakdown": "open", "completed": "ruled_out"}
    assert answer.kind == "open" and answer.undecided == ["breakdown"]
    assert counts(found, speak("en"))["interval"] == "20.9 fewer to 16.9 more"


def test_ties_leave_the_interval_open_by_the_rule_of_three(study: Found) -> None:
    answered = study({"none": [plan(40, 40)] * 10, "party": [plan(40, 40)] * 10})
    for measure in ("breakdown", "failure", "completed"):
        found = row(answered, measure)
        assert (found["value"], found["low"], found["high"]) == pytest.approx((0, -0.003, 0.003))
    assert row(answered, "breakdown")["ratio"] == 1.0
    assert row(answered, "breakdown")["ratio_high"] == pytest.approx(1 + 3 / 400)
    assert kind(answered) == "ruled_out"


DISAGREEING = {
    "only breakdown falls": (plan(34, 30), "help"),
    "breakdown falls, failure rises": (plan(34, 10), "mixed"),
    "failure falls, breakdown rises": (plan(60, 40), "mixed"),
    "only failure falls": (plan(52, 48), "help"),
    "only failure rises": (plan(52, 10), "harm"),
}


@pytest.mark.parametrize("case", DISAGREEING)
def test_measures_that_disagree_are_help_and_harm_at_once(study: Found, case: str) -> None:
    planted, expected = DISAGREEING[case]
    assert kind(study({"none": [plan(52, 30)] * 10, "party": [planted] * 10})) == expected


def test_failed_runs_are_counted_and_bounded(study: Found) -> None:
    """Failure of 50 in 100 in eight of ten runs: 40 to 60 whatever the two would have done."""
    answered = study({"none": [plan(30, 50)] * 10, "party": [None, None, *[plan(30, 50)] * 8]})
    arms = answered.arms.set_index("arm")
    assert arms.loc["party", ["attempted", "runs", "failed"]].tolist() == [10, 8, 2]
    assert arms.loc["none", ["attempted", "runs", "excluded"]].tolist() == [10, 10, 2]
    found = row(answered, "failure")
    assert (found["pairs"], found["value"]) == (8, 0)
    assert (found["bound_low"], found["bound_high"]) == pytest.approx((-0.1, 0.1))
    said = notes(answered, speak("en"), "failed")
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
    assert kind(answered) == "ruled_out"
    mine = answered.levels[answered.levels["measure"] == "breakdown"]
    assert (mine["high"] - mine["low"]).min() > 0.1
    said = counts(found, speak("en"))
    assert said["treated_count"] == said["control_count"] == f"{broken}.0"
    assert (said["difference"], said["interval"]) == ("0.0", "0.3 fewer to 0.3 more")


def test_none_broken_in_one_arm_has_a_ratio_of_zero_with_an_upper_bound(study: Found) -> None:
    answered = study({"none": swaying(20, 40, 4), "party": [plan(0, 60)] * 10})
    found = row(answered, "breakdown")
    assert found["ratio"] == found["ratio_low"] == 0.0
    assert 0 < found["ratio_high"] < np.inf


def test_one_replicate_tells_nothing_of_chance(study: Found) -> None:
    answered = study({"none": [plan(52, 30)], "party": [plan(34, 48)]})
    found = answer_of(answered)
    assert found is not None and found.kind == "open"
    assert pairs_to_settle(answered, found) is None
    assert counts(row(answered, "failure"), speak("en"))["interval"] == "100.0 fewer to 100.0 more"
    assert notes(answered, speak("en"), "pairs") == [
        "One pair of runs only: nothing can be told from chance."
    ]


def test_one_pair_with_all_opportunities_of_an_arm_tells_nothing_of_chance(study: Found) -> None:
    answered = study({"none": [plan(52, 30)] * 2, "party": [plan(34, 48), plan(0, 0, of=0)]})
    found = answer_of(answered)
    assert found is not None and found.kind == "open"
    assert pairs_to_settle(answered, found) is None
    assert counts(row(answered, "failure"), speak("en"))["interval"] == "100.0 fewer to 100.0 more"


def test_one_arm_only_is_one_clear_line(study: Found) -> None:
    with pytest.raises(InputError, match="only the arm 'party' is there: a comparison needs two"):
        study({"party": [plan(34, 48)] * 2})


def test_a_horizon_in_which_nobody_can_be_followed_says_nothing() -> None:
    arms = [fabricated_arm(name, replicates=3, weeks=60) for name in ("none", "party")]
    assert answer_of(compare(arms)) is None


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
    (said,) = notes(answered, speak("en"), "collapse")
    levels = "collapsed in 32.3 against 48.5 of 100 weeks from week 52 on, difference -16.2 points"
    assert levels in said
    assert "under this coupling, of 10 pairs 4 were saved, 2 harmed, 2 collapsed in both" in said
    assert "under any coupling 2 to 6 would be saved" in said


def test_every_arm_is_set_against_the_reference_and_against_the_treated_one(study: Found) -> None:
    arms = {
        "none": [plan(52, 30)] * 10,
        "placebo": [plan(34, 48)] * 10,
        "party": [plan(34, 48)] * 10,
        "equal_means": [plan(10, 80)] * 10,
    }
    answered = study(arms)
    found = answer_of(answered)
    assert found is not None
    assert found.order == ("equal_means", "placebo", "party", "none")
    assert set(found.effects) == {"placebo", "party", "equal_means"}
    assert found.ahead == ["equal_means"]
    assert (found.against("placebo"), found.against("none")) == ("ruled_out", "help")
    effects = answered.effects.set_index(["arm", "measure"])["value"]
    assert effects["equal_means", "completed"] == pytest.approx(0.5)
    assert effects["placebo", "failure"] == pytest.approx(-0.18)


def test_the_treated_arm_against_the_reference_is_the_same_in_both_tables(study: Found) -> None:
    answered = study({"none": swaying(52, 31, 8), "party": [plan(34, 48)] * 10})
    columns = ["measure", "pairs", "value", "low", "high", "finding", "bound_low", "bound_high"]
    rates = answered.differences[answered.differences["measure"].isin(RATES)]
    pd.testing.assert_frame_equal(
        answered.effects[columns].reset_index(drop=True), rates[columns].reset_index(drop=True)
    )


def test_a_further_service_costs_what_is_used_beyond_the_reference(study: Found) -> None:
    """18 more of 100 completed, over the 91 weeks in which the cohort starts."""
    answered = study({"none": [plan(52, 30)] * 4, "party": [plan(34, 48)] * 4})
    (row,) = answered.services.to_dict("records")
    assert row["further"] == pytest.approx(18 / 91)
    levels = answered.levels.set_index(["arm", "measure"])["value"]
    used = {arm: levels[arm, "spent"] + levels[arm, "lost"] for arm in ("none", "party")}
    assert row["extra_cost"] == pytest.approx(used["party"] - used["none"])
    assert row["cost_per_service"] == pytest.approx(row["extra_cost"] * 91 / 18)


def test_the_answer_says_whether_it_survives_other_definitions(study: Found) -> None:
    """Solo in place of completion: failure falls as declared, not where solo counts as failure."""
    arms = {"none": [plan(30, 40)] * 10, "party": [plan(30, 40, solo=20)] * 10}
    said = notes(study(arms), speak("en"), "definitions")
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
    said = counts(row(answered, "breakdown"), speak("en"))
    assert (said["treated_count"], said["control_count"]) == ("40.0", "20.0")


def test_an_interval_that_nobody_knows_is_called_unknown() -> None:
    row = pd.Series({"treated": 0.5, "control": 0.5, "value": 0.0, "low": np.nan, "high": np.nan})
    english, chinese = (counts(row, speak(lang))["interval"] for lang in ("en", "zh"))
    assert english == "unknown (too few opportunities)"
    assert chinese == "未知（项目机会太少）"


def test_a_bound_is_never_told_as_zero_on_whose_side_a_verdict_hangs() -> None:
    row = {"treated": 0.5, "control": 0.51, "value": -0.01, "low": -0.0196, "high": -0.0004}
    assert counts(row, speak("en"))["interval"] == "0.04 to 2.0 fewer"


def test_of_arms_that_fail_alike_the_one_that_completes_more_is_named_first(study: Found) -> None:
    """Fewest failures, then most completed, then fewest breakdowns."""
    answered = study(
        {
            "none": [plan(30, 40, solo=10)] * 3,
            "placebo": [plan(20, 40, solo=10)] * 3,
            "party": [plan(30, 45, solo=5)] * 3,
            "blind_hub": [plan(40, 51)] * 3,
        }
    )
    found = answer_of(answered)
    assert found is not None
    assert found.order == ("blind_hub", "party", "placebo", "none")


def test_pairs_are_asked_for_until_the_interval_s_half_is_five_of_a_hundred(study: Found) -> None:
    """Half is 2.262 x 25 / 3 = 18.9 of 100 at ten pairs, so 10 x (18.9 / 5)^2 = 142.2: 150."""
    answered = study({"none": swaying(50, 20, 25), "party": [plan(48, 20)] * 10})
    found = answer_of(answered)
    assert found is not None
    assert pairs_to_settle(answered, found) == 150
