"""Ties between organisations: how they are drawn, counted, and joined into components."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra.numpy import arrays
from small import hand_made

from sim.measure.network import (
    component_labels,
    count_across,
    degree_centralisation,
    joins_all_sectors,
    live_shape,
    live_ties,
    mean_trust,
)
from sim.state.ties import NEVER

SECTORS = np.array([0, 0, 1, 2])


def kept(weeks: dict[tuple[int, int], int]) -> np.ndarray:
    """Weeks in which four last kept a pledge."""
    last = np.full((4, 4), NEVER)
    for pair, week in weeks.items():
        last[pair] = week
    return last


def test_mean_trust_is_over_existing_ties_only():
    assert mean_trust(hand_made({(0, 1): 0.8, (1, 0): 0.4})) == pytest.approx(0.6)
    assert mean_trust(hand_made({})) == 0.0


def test_ties_across_sectors_count_pairs_once():
    trust = hand_made({(0, 1): 0.9, (0, 2): 0.5, (2, 0): 0.5, (3, 1): 0.4, (2, 3): 0.3})
    assert count_across(trust, SECTORS, 0.3) == 2


@pytest.mark.parametrize("pairs, expected", [
    ([(0, 1), (0, 2), (0, 3), (0, 4)], 1.0),  # a star
    ([(0, 1), (1, 2), (2, 3), (3, 4), (4, 0)], 0.0),  # a ring
    ([(0, 1), (0, 2)], (0 + 1 + 1 + 2 + 2) / 12),
])  # fmt: skip
def test_centralisation_is_freemans(pairs, expected):
    trust = hand_made({p: 0.9 for p in pairs}, 5)
    assert degree_centralisation(trust, 0.3) == pytest.approx(expected)


def test_centralisation_of_two_is_zero():
    assert degree_centralisation(hand_made({(0, 1): 0.9}, 2), 0.3) == 0.0


def test_a_tie_is_live_for_the_window_and_among_the_present():
    last = kept({(0, 1): 10, (2, 3): 10})
    everyone = np.ones(4, bool)
    live = live_ties(last, 35 - 26, everyone)
    assert live[0, 1] and live[1, 0] and live[3, 2] and live.sum() == 4
    assert not live_ties(last, 36 - 26, everyone).any()
    everyone[3] = False
    assert live_ties(last, 35 - 26, everyone).sum() == 2


@given(arrays(bool, (9, 9)))
def test_components_agree_with_networkx(joined):
    joined = joined | joined.T
    labels = component_labels(joined)
    for component in nx.connected_components(nx.from_numpy_array(joined)):
        assert {int(labels[i]) for i in component} == {min(component)}


def test_the_live_shape_is_the_largest_component_and_whether_it_joins_all():
    everyone = np.ones(4, bool)
    last = kept({(0, 1): 10, (1, 2): 10})
    assert live_shape(last, 12 - 5, everyone, SECTORS) == (3, False)
    assert live_shape(last, 40 - 5, everyone, SECTORS) == (1, False)
    last[2, 3] = 10
    assert live_shape(last, 12 - 5, everyone, SECTORS) == (4, True)


def test_all_sectors_must_be_joined_by_one_component():
    assert joins_all_sectors(np.array([0, 0, 0, 0]), SECTORS)
    assert not joins_all_sectors(np.array([0, 1, 0, 1]), SECTORS)
    assert not joins_all_sectors(np.array([], np.int64), np.array([], np.int64))
