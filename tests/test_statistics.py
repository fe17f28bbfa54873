"""Statistics against textbook values, and their coverage where no textbook gives one."""

import numpy as np
import pytest
from scipy import stats

from experiments import statistics as st
from experiments import statistics_runs as sr


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


def _arms(luck: np.random.Generator, rate: float, effect: float, n: int) -> tuple[np.ndarray, ...]:
    """Paired replicates: a shared lean of the community, beta-distributed, and binomial counts."""
    units = luck.poisson(80, (2, n)) + 1
    lean = luck.beta(rate * 20, (1 - rate) * 20, n)
    events = luck.binomial(units, np.stack([lean * (1 + effect / rate), lean]).clip(0, 1))
    return events[0], units[0], events[1], units[1]


@pytest.mark.parametrize(("rate", "n"), [(0.05, 30), (0.2, 30), (0.5, 100)])
@pytest.mark.parametrize("effect", [0.0, -0.03])
def test_the_paired_interval_covers_the_truth_as_often_as_it_says(
    rate: float, n: int, effect: float
) -> None:
    """Skew at a rate of .05 costs 1.5 points (see the docstring); 1,000 studies are +- 1.4."""
    luck = np.random.default_rng(11)
    found = [st.ratio_difference(*_arms(luck, rate, effect, n)) for _ in range(1000)]
    covered = np.mean([each.low <= effect <= each.high for each in found])
    assert 0.92 <= covered <= 0.97


@pytest.mark.parametrize("risk", [0.05, 0.3])
def test_the_interval_of_a_paired_risk_covers_at_30_pairs(risk: float) -> None:
    luck = np.random.default_rng(12)
    draws = luck.random((1000, 2, 30)) < risk
    found = [sr.risk_difference(sr.two_by_two(*pair)) for pair in draws]
    assert 0.93 <= np.mean([each.low <= 0 <= each.high for each in found]) <= 1.0
    assert min(each.high - each.low for each in found) > 0


def test_the_interval_of_one_arm_covers_with_clustered_opportunities() -> None:
    luck = np.random.default_rng(13)
    found = [st.ratio_interval(*_arms(luck, 0.2, 0.0, 30)[2:]) for _ in range(1000)]
    assert 0.93 <= np.mean([each.low <= 0.2 <= each.high for each in found]) <= 0.97


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


def test_risk_difference_as_bonett_and_price_define_it() -> None:
    table = sr.TwoByTwo(saved=10, harmed=2, both=3, neither=5, p=np.nan)
    found = sr.risk_difference(table)
    error = np.sqrt((11 / 22 + 3 / 22 - (8 / 22) ** 2) / 22)
    assert found.value == pytest.approx(-0.4)
    assert found.low == pytest.approx(-8 / 22 - 1.959964 * error)
    assert found.high == pytest.approx(-8 / 22 + 1.959964 * error)


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
