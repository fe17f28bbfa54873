"""Recovery by hand: when a run goes down, when it is back, and what can't be told."""

import numpy as np
import pandas as pd
import pytest
from fabricated import fabricated_arm

from experiments.analysis.outcomes import Arm
from experiments.base.errors import InputError
from experiments.studies.recovery import recovery
from sim.measure.recovery import (
    MEASURES,
    NOT_YET,
    Band,
    flow_before,
    is_down,
    is_sound,
    longest_seen,
    recovery_weeks,
    rolling_mean,
)

WEEK = 80


def weeks_of(down: str, week: int, duration: int = 2) -> float:
    """Recovery of one run whose weeks are d(own), s(ound) or u(nknown)."""
    marks = np.array(list(down))
    return float(recovery_weeks(marks == "d", marks == "s", week, duration))


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ("ssddssss", 2.0),  # shock in week 2, down in weeks 2 and 3, back from week 4
        ("sssddsdsss", 5.0),  # one sound week between is no recovery
        ("ssssssss", 0.0),  # never down
        ("ddssssss", 0.0),  # down before the shock only
        ("ssdddddd", NOT_YET),
        ("ssddddds", NOT_YET),  # sound weeks too few before the end
        ("ssddddss", 4.0),  # just in time
        ("ssdusudss", 5.0),  # unknown weeks are neither down nor sound
        ("ssuuuuuu", 0.0),
    ],
)
def test_recovery_is_the_first_sound_spell_after_going_down(marks, expected):
    assert weeks_of(marks, week=2) == expected


def test_a_late_fall_counts_from_the_shock():
    assert weeks_of("ssssssddss", week=2) == 6.0


def test_runs_are_judged_each_by_its_own():
    down = np.array([[0, 0], [1, 0], [1, 0], [0, 0], [0, 0]], bool)
    assert recovery_weeks(down, ~down, 1, 2).tolist() == [2.0, 0.0]


def test_the_latest_recovery_that_can_be_seen_is_just_not_censored():
    weeks, week, duration = 12, 3, 4
    marks = np.array(["s"] * 3 + ["d"] * 5 + ["s"] * 4)
    found = recovery_weeks(marks == "d", marks == "s", week, duration)
    assert found == 5.0 == longest_seen(weeks, week, duration) - 1


def test_a_week_that_is_none_of_the_runs_is_refused():
    flags = np.zeros(5, bool)
    for week in (-1, 5):
        with pytest.raises(ValueError, match="must be one of the 5 weeks"):
            recovery_weeks(flags, flags, week, 2)
    with pytest.raises(ValueError, match="at least 1"):
        flow_before([1.0, 2.0], 0, 2)


def test_worse_by_more_than_the_band_is_down_and_better_is_not():
    level = np.array([0.2, 0.3, 0.31, 0.1, np.nan])
    assert is_down(level, 0.2, 0.1, 1.0).tolist() == [False, False, True, False, False]
    assert is_sound(level, 0.2, 0.1, 1.0).tolist() == [True, True, False, True, False]
    assert is_down([5.0, 3.9, 9.0], 5.0, 1.0, -1.0).tolist() == [False, True, False]


def test_worse_by_just_the_band_is_sound():
    assert is_sound([0.75, 0.25], [0.5, 0.5], 0.25, 1.0).tolist() == [True, True]
    assert is_sound([0.25, 0.2], [0.5, 0.5], 0.25, -1.0).tolist() == [True, False]
    assert not is_down([0.75], [0.5], 0.25, 1.0).any()


def test_rolling_means_use_the_weeks_there_are():
    assert rolling_mean([2.0, 4.0, 9.0], 2).tolist() == [2.0, 3.0, 6.5]
    assert rolling_mean([[1.0, 2.0], [3.0, 6.0]], 3).tolist() == [[1.0, 2.0], [2.0, 4.0]]


def test_the_size_of_a_flow_before_is_without_sign():
    assert flow_before([[9.0, 0.0], [-2.0, 1.0], [4.0, 3.0], [7.0, 7.0]], 3, 2).tolist() == [3, 2]


# -- of arms --------------------------------------------------------------------------------------


def flat(served: np.ndarray, replicates: int = 3) -> Arm:
    """An arm in which every run has this flow of needs served, and net value of 5 a week."""
    arm = fabricated_arm("arm", replicates=replicates, weeks=len(served))
    history = arm.history.copy()
    history["served"] = np.tile(served, replicates)
    history["net_value"] = 5.0
    return Arm("arm", arm.runs, arm.projects, history, arm.weekly)


def row(table: pd.DataFrame, measure: str, against: str) -> pd.Series:
    return table.set_index(["measure", "against"]).loc[(measure, against)]


def dipped() -> np.ndarray:
    served = np.full(156, 10.0)
    served[WEEK : WEEK + 10] = 0.0
    return served


@pytest.mark.parametrize("against", ["twin", "before"])
def test_a_dip_of_ten_weeks_is_felt_as_long_as_the_window_remembers_it(against):
    table = recovery(flat(dipped()), flat(np.full(156, 10.0)), WEEK, Band(window=4, duration=8))
    served = row(table, "served", against)
    # all four weeks of the window are full again 13 weeks after the shock: 10 + 4 - 1
    assert served[["runs", "hurt", "recovered", "value"]].tolist() == [3, 3, 3, 1.0]
    assert served["weeks"] == served["excess"] == served["average"] == 13.0
    assert served["chance_hurt"] == served["chance_weeks"] == 0
    assert served["tau"] == 156 - 8 - WEEK + 1


def test_what_is_not_hurt_has_no_share_recovered():
    table = recovery(flat(dipped()), flat(np.full(156, 10.0)), WEEK)
    calm = row(table, "net_value", "twin")
    assert calm[["hurt", "recovered", "weeks", "average"]].tolist() == [0, 0, 0.0, 0.0]
    assert np.isnan(calm["value"])


def test_a_loss_for_good_is_censored_at_the_horizon():
    served = np.full(156, 10.0)
    served[WEEK:] = 0.0
    table = recovery(flat(served), flat(np.full(156, 10.0)), WEEK)
    lost = row(table, "served", "twin")
    assert lost["recovered"] == 0 and lost["average"] == np.inf
    assert lost["weeks"] == lost["tau"] == 69


def test_an_arm_held_against_itself_is_never_hurt_and_chance_cancels_out():
    arm = fabricated_arm("arm")
    table = recovery(arm, arm, WEEK)
    assert list(table["measure"].unique()) == list(MEASURES)
    assert (table.loc[table["against"] == "twin", "hurt"] == 0).all()
    assert (table["excess"] == 0.0).all()
    assert (table["hurt"] == table["chance_hurt"]).all()


def test_runs_without_a_level_before_are_left_out():
    arm = fabricated_arm("arm")
    early = row(recovery(arm, arm, 5), "breakdown", "before")  # nothing has ended by then
    assert early["runs"] == 0 and np.isnan(early["weeks"]) and np.isnan(early["average"])


def test_what_cannot_be_told_is_refused_in_one_line():
    arm = fabricated_arm("arm")
    for week in (0, 149):
        with pytest.raises(InputError, match=rf"start_week = {week}: .* \[1, 148\]"):
            recovery(arm, arm, week)
    with pytest.raises(InputError, match="ran 156 weeks, 'arm' 120"):
        recovery(arm, fabricated_arm("arm", weeks=120), WEEK)
    others = arm.runs.assign(replicate=arm.runs["replicate"] + 100)
    with pytest.raises(InputError, match="no replicate ran both"):
        recovery(arm, Arm("later", others, arm.projects, arm.history, arm.weekly), WEEK)
