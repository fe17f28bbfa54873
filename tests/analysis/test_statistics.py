"""Statistics against textbook values, and their coverage where no textbook gives one."""

import numpy as np
import pytest
from hypothesis import given, strategies
from scipy import stats

from experiments.analysis import statistics as st
from experiments.analysis import statistics_runs as sr


def test_ratio_of_totals_weighs_replicates_by_their_opportunities() -> None:
    assert st.ratio_of_totals([1, 9], [10, 30]) == 0.25
    assert np.isnan(st.ratio_of_totals([0], [0]))


def test_leave_one_out_and_its_error_by_hand() -> None:
    without = st.leave_one_out([1, 2, 3], [10, 10, 20])
    np.testing.assert_allclose(without, [5 / 30, 4 / 30, 3 / 20])
    squares = sum((x - 0.15) ** 2 for x in (5 / 30, 4 / 30, 3 / 20))
    assert st.jackknife_error(without) == pytest.approx(np.sqrt(2 / 3 * squares))


def test_with_equal_denominators_the_paired_difference_is_the_paired_t_interval() -> None:
    treated, control = np.array([3, 5, 4, 6, 1]), np.array([6, 7, 5, 9, 6])
    found = st.ratio_difference(treated, np.full(5, 10), control, np.full(5, 10))
    known = stats.ttest_rel(treated / 10, control / 10).confidence_interval(0.95)
    assert found.value == pytest.approx(-0.28)
    assert (found.low, found.high) == pytest.approx((known.low, known.high))


def test_pairing_narrows_the_interval_of_what_moves_together() -> None:
    luck = np.random.default_rng(1)
    control = luck.integers(10, 40, 40)
    treated = control - luck.integers(2, 5, 40)
    units = np.full(40, 100)
    paired = st.ratio_difference(treated, units, control, units)
    broken = st.ratio_difference(np.roll(treated, 7), units, control, units)
    assert paired.value == pytest.approx(broken.value)
    assert paired.high - paired.low < (broken.high - broken.low) / 5


def test_arms_that_agree_exactly_have_an_interval_by_the_rule_of_three() -> None:
    same = (np.array([3, 4, 5]), np.array([10, 10, 10]))
    found = st.ratio_difference(*same, *same)
    assert (found.value, found.low, found.high) == pytest.approx((0, -0.1, 0.1))


def test_one_pair_and_no_opportunity_tell_nothing() -> None:
    one = st.ratio_difference([9], [10], [1], [10])
    assert (one.value, one.low, one.high) == (pytest.approx(0.8), -1, 1)
    assert one.verdict == 0
    nothing = st.ratio_difference([0, 0], [0, 0], [0, 0], [0, 0])
    assert np.isnan([nothing.value, nothing.low, nothing.high]).all()


@pytest.mark.parametrize("share", [0.0, 1e-9, 0.3, 1 - 1e-9, 1.0])
def test_wilsons_limits_hold_the_share_whatever_rounding_does(share: float) -> None:
    low, high = st.wilson_limits(np.full(500, share), np.geomspace(0.3, 1e6, 500))
    assert (low <= share).all() and (share <= high).all() and (low < high).all()


@pytest.mark.parametrize(
    ("events", "units", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)],
)
def test_wilson_as_in_newcombe_1998(events: int, units: int, low: float, high: float) -> None:
    """Table I of Newcombe (1998), Statistics in Medicine 17: 857-872, method 3."""
    found = st.wilson(events, units)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_opportunities_of_one_replicate_do_not_count_as_independent() -> None:
    whole = st.ratio_interval([10, 0] * 10, [10] * 20)
    even = st.ratio_interval([5] * 20, [10] * 20)
    assert whole.value == even.value == 0.5
    assert whole.low < 0.3 and st.effective_units([10, 0] * 10, [10] * 20) == pytest.approx(19)


def test_an_arm_without_any_event_is_bounded_by_its_replicates() -> None:
    found = st.ratio_interval([0] * 20, [100] * 20)
    assert found.low == pytest.approx(0) and 0.1611 < found.high < 0.2


def test_two_by_two_and_mcnemar_exact() -> None:
    """Exact p of 2 against 10 discordant pairs: 2 * sum(C(12, 0..2)) / 2^12 = 158 / 4096."""
    control = [True] * 10 + [False] * 2 + [True] * 3 + [False] * 5
    treated = [False] * 10 + [True] * 2 + [True] * 3 + [False] * 5
    table = sr.two_by_two(treated, control)
    assert (table.saved, table.harmed, table.both, table.neither) == (10, 2, 3, 5)
    assert table.p == pytest.approx(158 / 4096)
    assert sr.two_by_two([True, False], [True, False]).p == 1.0


def test_risk_difference_as_published_for_tango_s_interval() -> None:
    """Airway hyper-responsiveness in 21 children before and after a transplant: 1 both, 1 before
    only, 7 after only, 12 neither; -.286, 95% interval -.517 to -.026 (Fagerland, Lydersen & Laake
    2014, Statistics in Medicine 33: 2850-2875), and McNemar's exact p of .0703 (the same 2013,
    BMC Medical Research Methodology 13: 91)."""
    before, after = [True] * 2 + [False] * 19, [True] + [False] + [True] * 7 + [False] * 12
    table = sr.two_by_two(before, after)
    assert (table.both, table.harmed, table.saved, table.neither) == (1, 1, 7, 12)
    found = sr.risk_difference(table)
    assert found.value == pytest.approx(-0.286, abs=5e-4)
    assert (found.low, found.high) == pytest.approx((-0.517, -0.026), abs=5e-4)
    assert table.p == pytest.approx(0.0703, abs=5e-5)


def test_pairs_that_never_differ_leave_a_known_interval() -> None:
    """The score test of d with no discordant pair: n d^2 = z^2 (1 - d), in d > 0: the limit."""
    z2 = 1.959964**2
    found = sr.risk_difference(sr.TwoByTwo(saved=0, harmed=0, both=10, neither=20, p=1.0))
    assert found.high == pytest.approx(z2 / (30 + z2)) and found.low == pytest.approx(-found.high)


@pytest.mark.parametrize(("saved", "harmed"), [(0, 9), (9, 0), (3, 6), (0, 1)])
def test_the_interval_of_a_paired_risk_turns_with_its_arms(saved: int, harmed: int) -> None:
    rest = 9 - saved - harmed
    one = sr.risk_difference(sr.TwoByTwo(saved, harmed, 0, rest, 1.0))
    other = sr.risk_difference(sr.TwoByTwo(harmed, saved, rest, 0, 1.0))
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low))
    assert -1 <= one.low <= one.value <= one.high <= 1 and one.low < one.high


def test_bounds_under_any_coupling_are_frechet_s() -> None:
    """Control broke in 13 of 20, treated in 5: saved 8 to 13, harmed 0 to 5."""
    table = sr.TwoByTwo(saved=10, harmed=2, both=3, neither=5, p=np.nan)
    assert sr.coupling_bounds(table) == {
        "saved_low": 8, "saved_high": 13, "harmed_low": 0, "harmed_high": 5
    }  # fmt: skip


@given(
    cells=strategies.tuples(*[strategies.integers(0, 12)] * 4).filter(lambda cells: sum(cells) > 0)
)
def test_what_was_counted_lies_within_the_bounds_under_any_coupling(
    cells: tuple[int, int, int, int],
) -> None:
    table = sr.TwoByTwo(*cells, p=1.0)
    bounds = sr.coupling_bounds(table)
    assert bounds["saved_low"] <= table.saved <= bounds["saved_high"]
    assert bounds["harmed_low"] <= table.harmed <= bounds["harmed_high"]
    assert bounds["harmed_low"] - bounds["saved_high"] <= table.harmed - table.saved


def test_ratio_of_two_ratios_with_one_event_rate_twice_the_other() -> None:
    """Equal units and a constant ratio by replicate: the logarithm's jackknife error is that of
    the half event only, and the floor, three events of 30, is what is left."""
    control, units = np.array([2, 4, 3, 6, 5, 10]), np.full(6, 50)
    found = st.paired_ratio(2 * control, units, control, units)
    assert found.value == pytest.approx(2.0)
    middle = np.log(60.5 / 30.5)
    assert np.log(found.high) == pytest.approx(middle + np.log1p(3 / 30), abs=1e-9)
    assert np.log(found.low) == pytest.approx(middle - np.log1p(3 / 30), abs=1e-9)


def test_ratio_by_hand_from_its_leave_one_out_logarithms() -> None:
    treated, control, units = np.array([4, 9, 2]), np.array([10, 6, 8]), np.array([20, 30, 20])
    found = st.paired_ratio(treated, units, control, units)
    logs = [np.log((15 - t + 0.5) / (24 - c + 0.5)) for t, c in zip(treated, control, strict=True)]
    error = np.sqrt(2 / 3 * np.sum((np.array(logs) - np.mean(logs)) ** 2))
    assert found.value == pytest.approx(15 / 24)
    assert found.error == pytest.approx(error)
    assert np.log(found.high) == pytest.approx(np.log(15.5 / 24.5) + 4.302653 * error)


@pytest.mark.parametrize(
    ("treated", "control", "expected"),
    [(0, 5, (0.0, 0.0, False)), (5, 0, (np.inf, None, True)), (0, 0, (np.nan, 0.0, True))],
)
def test_a_ratio_without_events_in_an_arm_is_open_on_that_side(
    treated: int, control: int, expected: tuple[float, float | None, bool]
) -> None:
    units = np.full(6, 20)
    found = st.paired_ratio([treated] * 6, units, [control] * 6, units)
    value, low, open_above = expected
    assert found.value == value or (np.isnan(found.value) and np.isnan(value))
    assert (found.low > 0) if low is None else (found.low == low)
    assert np.isinf(found.high) == open_above


def test_a_pair_is_worth_its_variance_ratio_of_independent_pairs() -> None:
    """var 2 + 2 over var of the difference; at r = .5 that is 2 (Law & Kelton, common luck)."""
    treated, control = np.array([1.0, -1.0, 1.0, -1.0]), np.array([1.0, 1.0, -1.0, -1.0])
    assert st.runs_worth(treated, control) == pytest.approx(1.0)
    assert st.runs_worth(treated, treated + np.array([0.0, 1.0, 0.0, 1.0])) == pytest.approx(5.0)
    assert st.runs_worth(treated, -treated) == pytest.approx(0.5)
    assert np.isnan(st.runs_worth(treated, treated))


def test_restricted_mean_of_one_arm_by_hand() -> None:
    """Weeks 60, 100 and never, horizon 156: (60 + 100 + 156) / 3; within 52 to 156."""
    found = sr.restricted_mean([60, 100, np.inf], tau=156, start=52)
    assert found.value == pytest.approx(316 / 3)
    assert (found.low, found.high) == (52, 156)


def test_kinds_of_event_taken_together_are_as_one_by_one() -> None:
    luck = np.random.default_rng(5)
    units = luck.integers(20, 40, 12)
    events = luck.binomial(units, 0.3, (4, 3, 12))
    value, low, high = st.ratio_intervals(events, units)
    for place in np.ndindex(4, 3):
        alone = st.ratio_interval(events[place], units)
        assert (value[place], low[place], high[place]) == (alone.value, alone.low, alone.high)


def test_restricted_mean_time_stops_at_the_horizon() -> None:
    treated, control = [np.inf, 100, 60, np.inf] * 10, [80, 100, np.inf, 90] * 10
    found = sr.rmst_difference(treated, control, tau=156, start=52)
    gains = [76, 0, -96, 66] * 10
    known = stats.ttest_1samp(gains, 0).confidence_interval(0.95)
    assert found.value == pytest.approx(np.mean(gains))
    assert (found.low, found.high) == pytest.approx((known.low, known.high))


def test_no_collapse_at_all_still_leaves_weeks_open() -> None:
    never = np.full(30, np.inf)
    found = sr.rmst_difference(never, never, tau=156, start=52)
    assert (found.value, found.high) == pytest.approx((0, 3 * 104 / 30))


def test_the_mean_share_of_weeks_has_a_t_interval_within_0_and_1() -> None:
    shares = [0.0, 0.9, 0.8, 0.0, 0.7, 1.0, 0.0, 0.9, 0.8, 0.9]
    known = stats.ttest_1samp(shares, 0).confidence_interval(0.95)
    found = sr.mean_share(shares)
    assert (found.value, found.low, found.high) == pytest.approx((0.6, known.low, known.high))
    assert sr.mean_share([0.9, 1.0, 1.0]).high == 1.0


def test_a_share_that_nobody_shows_still_has_an_interval_by_the_rule_of_three() -> None:
    found = sr.mean_share(np.zeros(30))
    assert (found.value, found.low, found.high) == pytest.approx((0, 0, 0.1))
    apart = sr.share_difference(np.zeros(30), np.zeros(30))
    assert (apart.low, apart.high) == pytest.approx((-0.1, 0.1))


def test_a_share_that_could_not_be_told_is_left_out_with_its_pair() -> None:
    found = sr.share_difference([0.5, np.nan, 0.75], [0.25, 0.5, 0.25])
    assert found.value == pytest.approx(0.375)
    assert np.isnan(sr.mean_share([np.nan, np.nan]).value)
    assert np.isnan(sr.share_difference([np.nan], [0.5]).low)


def test_pairing_correlation() -> None:
    assert st.pairing_correlation([1, 2, 3], [2, 4, 6]) == pytest.approx(1)
    assert st.pairing_correlation([1, 2, 3], [3, 2, 1]) == pytest.approx(-1)
    assert np.isnan(st.pairing_correlation([1, 1, 1], [3, 2, 1]))


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(-0.049, 0.049, True), (-0.051, 0.01, False), (0.01, 0.05, False), (0.01, 0.04, True)],
)
def test_equivalence_needs_the_whole_interval_inside_5_points(
    low: float, high: float, expected: bool
) -> None:
    assert st.equivalent(st.Estimate(0.0, low, high, 0.01)) is expected


@pytest.mark.parametrize(
    ("low", "high", "verdict"), [(-2, -1, -1), (1, 2, 1), (-1, 1, 0), (0, 1, 0), (-1, 0, 0)]
)
def test_an_interval_that_touches_zero_is_no_clear_difference(
    low: float, high: float, verdict: int
) -> None:
    assert st.Estimate(0.0, low, high, 1.0).verdict == verdict
    assert st.UNKNOWN.verdict == 0


def test_worst_case_keeps_failed_runs_in_the_denominator() -> None:
    assert st.worst_case([2, 4], [10, 10], failed=2) == pytest.approx((6 / 40, 26 / 40))
    assert st.worst_case([2, 4], [10, 10], failed=0) == pytest.approx((0.3, 0.3))


def test_missing_values_of_a_replicate_are_left_out_of_a_mean_difference() -> None:
    found = st.mean_difference([1.0, 2.0, np.nan], [0.0, 0.0, 5.0])
    assert found.value == 1.5


def test_the_rule_of_three_is_of_the_arm_with_fewer_opportunities() -> None:
    found = st.ratio_difference([3, 4, 5], [10] * 3, [30, 40, 50], [100] * 3)
    assert (found.low, found.high) == pytest.approx((-3 / 30, 3 / 30))


def test_the_limits_of_a_ratio_lie_around_it_where_arms_have_unlike_opportunities() -> None:
    """In logarithms around (10 + .5) / 20 over (20 + .5) / 80, not around (10 / 20) / (20 / 80)."""
    found = st.paired_ratio([4, 6], [10, 10], [10, 10], [40, 40])
    assert found.value == pytest.approx(2.0)
    assert np.sqrt(found.low * found.high) == pytest.approx((10.5 / 20) / (20.5 / 80))


def test_few_replicates_tell_the_effective_number_of_opportunities_badly() -> None:
    """It is reduced by (z / t)^2, as Korn and Graubard (1998) do: t has 3 degrees of freedom."""
    events, units = [2, 5, 4, 7], [10, 12, 9, 11]
    shrunk = float(st.effective_units(events, units)) * (1.959964 / 3.182446) ** 2
    known = st.wilson_limits(np.array(18 / 42), np.array(shrunk))
    found = st.ratio_interval(events, units)
    assert (found.low, found.high) == pytest.approx(tuple(map(float, known)), rel=1e-5)
