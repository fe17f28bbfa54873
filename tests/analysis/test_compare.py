"""The comparison says what its tables hold: help, null and harm alike."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from fabricated import WEEKS, fabricated_arm
from scipy import stats

from experiments.analysis import outcomes
from experiments.analysis.compare import Comparison, compare
from experiments.analysis.outcomes import Arm
from experiments.base.errors import InputError
from sim.base.vocabulary import ACTS, End
from sim.measure.breakdown import COMPOSITE, DEFAULT
from sim.measure.records import ENDS


def pair(breaks: float, quiet: float, **options: int) -> Comparison:
    """Treated arm with these shares against a comparator with .3 broken and .3 not formed."""
    arms = [fabricated_arm("none"), fabricated_arm("party", breaks, quiet, seed=2, **options)]
    return compare(arms)


@pytest.fixture(scope="module")
def helped() -> Comparison:
    return pair(0.1, 0.3)


def row(table: pd.DataFrame, **where: str) -> pd.Series:
    for column, value in where.items():
        table = table[table[column] == value]
    assert len(table) == 1
    return table.iloc[0]


def test_counts_of_a_cohort_by_hand() -> None:
    projects = pd.DataFrame(
        {
            "replicate": [0, 0, 0, 0, 2],
            "start_week": [25, 26, 30, 116, 40],
            "end_week": [30, 65, 75, -1, 50],
            "formed_week": [27, 28, 31, -1, -1],
            "end": [End.EXIT, End.EXIT, End.COMPLETED, End.OPEN, End.SOLO],
        }
    )
    runs = pd.DataFrame({"replicate": [0, 1, 2, 3], "status": ["ok", "failed", "ok", "ok"]})
    history = pd.DataFrame({"week": range(WEEKS)})
    arm = Arm("none", runs, projects, history, pd.DataFrame())
    counts = outcomes.opportunity_counts(arm, DEFAULT)
    assert counts.index.tolist() == [0, 2, 3]
    assert counts["opportunities"].tolist() == [3, 1, 0]
    assert counts["breakdown"].tolist() == [1, 0, 0]
    assert counts["failure"].tolist() == [3, 0, 0]
    assert counts["formed"].tolist() == [2, 0, 0]
    assert counts["open"].tolist() == [2, 0, 0]
    assert counts["solo"].tolist() == [0, 1, 0]


def test_a_weekly_table_with_a_missing_week_is_refused() -> None:
    table = fabricated_arm("none", replicates=2).weekly.iloc[1:]
    with pytest.raises(ValueError, match="weekly table has 311 rows: 156 weeks x 2 runs"):
        outcomes.cube(table, ("match",), 2)


def test_a_cube_holds_each_run_and_week_whatever_the_order_of_rows() -> None:
    table = fabricated_arm("none", replicates=3).weekly
    found = outcomes.cube(table.sample(frac=1, random_state=1), ("match",), 3)
    one = table[(table["replicate"] == 2) & (table["week"] == 7)]["match"].item()
    assert found.shape == (WEEKS, 3, 1)
    assert found[7, 2, 0] == one


def test_every_opportunity_has_one_end_and_ends_add_up(helped: Comparison) -> None:
    for arm in helped.names:
        mine = helped.ends[helped.ends["arm"] == arm]
        assert mine["end"].tolist() == list(ENDS)
        assert mine["count"].sum() == row(helped.arms, arm=arm)["opportunities"]
        assert mine["per_100"].sum() == pytest.approx(100)


def test_the_difference_is_the_difference_of_the_rates(helped: Comparison) -> None:
    for rate in outcomes.RATES:
        levels = [row(helped.levels, arm=arm, measure=rate)["value"] for arm in ("party", "none")]
        found = row(helped.differences, comparator="none", measure=rate)
        assert found["value"] == pytest.approx(levels[0] - levels[1])
        assert found["low"] < found["value"] < found["high"]


def test_arms_pair_by_number_and_unpaired_runs_are_left_out() -> None:
    treated = fabricated_arm("party", 0.1, replicates=20)
    short = fabricated_arm("none", replicates=15)
    found = row(compare([short, treated]).differences, comparator="none", measure="failure")
    same = row(
        compare([short, fabricated_arm("party", 0.1, replicates=15)]).differences,
        comparator="none",
        measure="failure",
    )
    assert found["pairs"] == same["pairs"] == 15
    assert found["value"] == pytest.approx(same["value"])


def test_failed_runs_widen_the_bounds_by_their_share() -> None:
    found = row(pair(0.1, 0.3, failed=5).levels, arm="party", measure="failure")
    assert found["bound_low"] == pytest.approx(found["value"] * 20 / 25)
    assert found["bound_high"] - found["bound_low"] == pytest.approx(5 / 25)


def test_collapse_is_counted_in_pairs_and_survival_falls_to_it() -> None:
    broken = fabricated_arm("none")
    broken.history["live_joined"] = np.where(broken.history["replicate"] < 8, 0, 1)
    broken.history["vacant"] = np.where(broken.history["replicate"] < 8, 0.5, 0.0)
    found = compare([broken, fabricated_arm("party", 0.1)])
    cells = row(found.collapse_differences, comparator="none", sign=COMPOSITE)
    assert (cells["saved"], cells["harmed"], cells["both"], cells["neither"]) == (8, 0, 0, 12)
    assert cells["p"] == pytest.approx(2 / 2**8)
    assert cells["ever_value"] == pytest.approx(-8 / 20)
    complete = DEFAULT.collapse_from + DEFAULT.duration - 1
    share = (WEEKS - complete) / (WEEKS - DEFAULT.collapse_from)
    assert cells["value"] == pytest.approx(-share * 8 / 20)
    gains = np.repeat([-share, 0], [8, 12])
    known = stats.ttest_1samp(gains, 0).confidence_interval(0.95)
    assert (cells["low"], cells["high"]) == pytest.approx((known.low, known.high))
    assert (cells["verdict"], cells["finding"]) == (-1, "lower")
    assert cells["weeks_gained"] == pytest.approx((WEEKS - complete) * 8 / 20)
    mine = found.survival[found.survival["arm"] == "none"].set_index("week")["value"]
    assert mine[complete - 1] == 1
    assert mine[complete] == pytest.approx(0.6)


def test_levels_are_means_over_weeks_and_runs(helped: Comparison) -> None:
    arm = fabricated_arm("none")
    late = arm.weekly[arm.weekly["week"] >= DEFAULT.first_week]
    satisfaction = row(helped.levels, arm="none", measure="satisfaction")["value"]
    assert satisfaction == pytest.approx(late["satisfaction"].mean())
    unmet = row(helped.levels, arm="none", measure="unmet")["value"]
    assert unmet == pytest.approx(late.filter(regex="^late_").sum(axis=1).mean())
    spent = row(helped.levels, arm="none", measure="spent")["value"]
    assert spent == pytest.approx(arm.weekly.filter(regex="^spent_").sum(axis=1).mean())
    mine = helped.resources[(helped.resources["arm"] == "none")].groupby("flow")["value"].sum()
    assert mine["spent"] == pytest.approx(spent)


def test_weeks_without_a_value_are_left_out_of_means_and_bands() -> None:
    arm = fabricated_arm("none")
    arm.weekly.loc[arm.weekly["week"] == 60, "tie_trust"] = np.nan
    found = compare([arm, fabricated_arm("party")])
    band = found.bands[(found.bands["arm"] == "none") & (found.bands["measure"] == "tie_trust")]
    assert band["median"].isna().tolist() == [week == 60 for week in range(WEEKS)]
    assert np.isfinite(row(found.levels, arm="none", measure="tie_trust")["value"])


def test_cost_per_failure_averted_is_extra_cost_over_failures_fewer(helped: Comparison) -> None:
    levels = helped.levels.set_index(["arm", "measure"])["value"]
    used = [levels[arm, "spent"] + levels[arm, "lost"] for arm in ("party", "none")]
    per_week = 2
    averted = per_week * (levels["none", "failure"] - levels["party", "failure"])
    found = row(helped.costs, comparator="none")["cost_per_failure_averted"]
    assert found == pytest.approx((used[0] - used[1]) / averted)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["none"], "treated arm 'party' is not among the arms: none"),
        (["party"], "only the arm 'party' is there"),
        (["party", "none", "none"], "an arm is there twice: party, none, none"),
    ],
)
def test_arms_that_do_not_compare_are_refused(names: list[str], said: str) -> None:
    arms = [fabricated_arm(name, replicates=2) for name in names]
    with pytest.raises(InputError, match=said):
        compare(arms)


def test_arms_without_finished_runs_or_weeks_or_of_other_length_are_refused() -> None:
    good = fabricated_arm("party", replicates=2)
    dead = fabricated_arm("none", replicates=2)
    dead.runs["status"] = "failed"
    with pytest.raises(InputError, match="'none' has no finished run"):
        compare([good, dead])
    with pytest.raises(InputError, match="'none' ran 80 weeks, 'party' 156"):
        compare([good, fabricated_arm("none", replicates=2, weeks=80)])
    other = fabricated_arm("none", replicates=2)
    with pytest.raises(InputError, match=r"not kept run by run \(weekly=runs\)"):
        compare([good, replace(other, weekly=other.weekly.iloc[:0])])


def test_failed_runs_were_attempted_and_finished_ones_without_their_pair_are_excluded() -> None:
    arms = [fabricated_arm("none", replicates=12), fabricated_arm("party", replicates=9, failed=2)]
    found = compare(arms).arms.set_index("arm")
    columns = ["attempted", "runs", "failed", "excluded"]
    assert found.loc["party", columns].tolist() == [11, 9, 2, 0]
    assert found.loc["none", columns].tolist() == [12, 12, 0, 3]


def test_bounds_of_a_difference_set_the_worst_of_one_arm_against_the_best_of_the_other() -> None:
    arms = [fabricated_arm("none", failed=2), fabricated_arm("party", 0.1, failed=5)]
    found = compare(arms)
    for table, column in ((found.differences, "comparator"), (found.effects, "arm")):
        (name,) = set(table[column])
        told = row(table, **{column: name}, measure="failure")
        mine = row(found.levels, arm="party", measure="failure")
        other = row(found.levels, arm="none", measure="failure")
        low, high = mine["bound_low"] - other["bound_high"], mine["bound_high"] - other["bound_low"]
        assert (told["bound_low"], told["bound_high"]) == pytest.approx((low, high))
    sign = COMPOSITE
    told = row(found.collapse_differences, comparator="none", sign=sign)
    mine, other = (row(found.collapse, arm=arm, sign=sign) for arm in ("party", "none"))
    assert told["bound_low"] == pytest.approx(mine["bound_low"] - other["bound_high"])
    assert told["bound_high"] == pytest.approx(mine["bound_high"] - other["bound_low"])


def test_a_band_goes_from_the_5th_to_the_95th_of_100_runs() -> None:
    arm = fabricated_arm("none", replicates=5)
    arm.weekly["participation"] = arm.weekly["replicate"] / 10
    arm.weekly[[name for name in arm.weekly if name.startswith("hub_")]] = 0.25
    arm.weekly[[name for name in arm.weekly if name.startswith("peer_")]] = 0.5
    bands = compare([arm, fabricated_arm("party", replicates=5)]).bands
    mine = bands[(bands["arm"] == "none") & (bands["week"] == 7)].set_index("measure")
    ends = [mine.loc["participation", name] for name in ("low", "median", "high")]
    assert ends == pytest.approx([0.02, 0.2, 0.38])
    granted = mine.loc["attention_granted", "median"]
    assert granted == pytest.approx(len(ACTS) * (0.25 + 0.5))
