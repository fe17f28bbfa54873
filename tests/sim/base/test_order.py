"""Stable orders, by several keys."""

import numpy as np
from hypothesis import given
from stages import ASKED

from sim.base.order import order_of, ordered_by
from sim.base.vocabulary import Act


@given(ASKED)
def test_an_order_is_as_by_a_sort_on_rank_waiting_and_luck(asked):
    rank = np.array([3, 1, 4, 0, 5, 2, 7, 6])
    assert len(rank) == len(Act)
    keys = np.array([[rank[a], -w, u] for a, w, u in asked], float).reshape(-1, 3).T
    plain = sorted(range(len(asked)), key=lambda i: (rank[asked[i][0]], -asked[i][1], asked[i][2]))
    assert ordered_by(np.ascontiguousarray(keys)).tolist() == plain


def test_equals_stay_as_they_were():
    assert order_of(np.array([2.0, 1.0, 2.0, 1.0])).tolist() == [1, 3, 0, 2]
    assert ordered_by(np.zeros((2, 4))).tolist() == [0, 1, 2, 3]
