"""Measures against hand-computed tables, and what must hold whatever the numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from hypothesis.extra.numpy import arrays

from sim.base.vocabulary import End
from sim.measure import measures

FLOWS = arrays(np.float64, (30, 6), elements=some.floats(0, 1e4))


def test_rolling_sum_starts_with_what_there_is_and_then_forgets() -> None:
    assert measures.rolling_sum([1, 2, 3, 4, 5], 3).tolist() == [1, 3, 6, 9, 12]


def test_rolling_sum_forgets_a_huge_week_without_a_trace() -> None:
    assert measures.rolling_sum([1e17, 0.0, 0.0, 0.0], 2).tolist() == [1e17, 1e17, 0, 0]


def test_rolling_sum_refuses_a_window_under_a_week() -> None:
    with pytest.raises(ValueError, match="window = 0: must be at least 1 week"):
        measures.rolling_sum([1.0], 0)


def test_imbalances_set_over_against_under_within_a_category_over_the_window() -> None:
    over = np.array([[10, 0], [0, 0], [0, 4]])
    under = np.array([[0, 0], [4, 0], [0, 9]])
    late = np.array([[1, 2], [3, 4], [5, 6]])
    found = measures.imbalances(late, over, under, window=2)
    assert found.unmet.tolist() == late.tolist()
    assert found.misplaced.tolist() == [[0, 0], [4, 0], [0, 4]]
    assert found.overreach.tolist() == [[10, 0], [6, 0], [0, 0]]


@given(FLOWS, FLOWS)
def test_misplacement_and_overreach_add_up_to_oversupply(
    over: np.ndarray, under: np.ndarray
) -> None:
    found = measures.imbalances(np.zeros_like(over), over, under)
    supplied_wrongly = measures.rolling_sum(over, measures.IMBALANCE_WINDOW)
    np.testing.assert_allclose(found.misplaced + found.overreach, supplied_wrongly)
    assert (found.misplaced >= 0).all() and (found.overreach >= 0).all()


def test_what_was_too_much_half_a_year_ago_is_set_against_nothing_any_more() -> None:
    over, nothing = np.zeros((30, 1)), np.zeros((30, 1))
    over[0] = 4.0
    found = measures.imbalances(nothing, over, nothing).overreach[:, 0]
    assert found.tolist() == [4.0] * 26 + [0.0] * 4


def test_cumulative_incidence_counts_competing_ends_by_age() -> None:
    ends = [End.COMPLETED, End.COMPLETED, End.EXIT, End.OPEN]
    found = measures.cumulative_incidence(ends, [1, 3, 0, -5], followed=3)
    assert found[End.COMPLETED].tolist() == [0, 0.25, 0.25]
    assert found[End.EXIT].tolist() == [0.25, 0.25, 0.25]
    assert found[:, -1].sum() == 0.5


def test_cumulative_incidence_of_nothing_is_not_a_number() -> None:
    assert np.isnan(measures.cumulative_incidence([], [], 3)).all()


@pytest.mark.parametrize(("extra", "averted", "expected"), [(12.0, 4.0, 3.0), (-12.0, 4.0, -3.0)])
def test_cost_per_failure_averted(extra: float, averted: float, expected: float) -> None:
    assert measures.cost_per_failure_averted(extra, averted) == expected


@pytest.mark.parametrize("averted", [0.0, -2.0])
def test_no_cost_per_failure_averted_where_none_was(averted: float) -> None:
    assert np.isnan(measures.cost_per_failure_averted(5.0, averted))


def test_reported_over_real() -> None:
    assert measures.reported_over_real(120, 80) == 1.5
    assert np.isnan(measures.reported_over_real(120, 0))
