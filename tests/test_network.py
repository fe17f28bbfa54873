"""Ties between organisations: how they are drawn, counted, and joined into components."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats
from sim.state.network import (
    Ties,
    as_graph,
    build_ties,
    component_labels,
    joins_all_sectors,
    knows_all,
    live_ties,
)
from small import small

from sim.base.luck import Luck

SECTORS = np.array([0, 0, 1, 2])


def hand_made(trust: dict[tuple[int, int], float], sectors=SECTORS) -> Ties:
    matrix = np.zeros((len(sectors), len(sectors)))
    for pair, value in trust.items():
        matrix[pair] = value
    return Ties(matrix, sectors)


def drawn(changes=None, codes=None, sectors=None, replicate=0) -> Ties:
    codes = np.arange(40, dtype=np.int64) * 3 if codes is None else codes
    sectors = codes % 3 if sectors is None else sectors
    return build_ties(small(changes).network, codes, sectors, Luck(0, replicate))


def test_decay_keeps_the_same_share_of_every_tie():
    ties = hand_made({(0, 1): 0.8, (2, 3): 0.4})
    ties.decay(0.5)
    assert (ties.trust[0, 1], ties.trust[2, 3], ties.trust.sum()) == pytest.approx((0.4, 0.2, 0.6))


def test_acquainted_means_ties_above_the_threshold_to_all():
    ties = hand_made({(0, 2): 0.4, (0, 3): 0.4, (1, 2): 0.9, (1, 3): 0.3})
    assert knows_all(ties.trust, np.array([2, 3]), 0.3).tolist() == [True, False, False, False]


def test_an_introduction_makes_or_strengthens_but_never_weakens():
    ties = hand_made({(0, 1): 0.8})
    ties.introduce(0, 1, 0.35)
    assert (ties.trust[0, 1], ties.trust[1, 0]) == (0.8, 0.35)


def test_mean_trust_is_over_existing_ties_only():
    assert hand_made({(0, 1): 0.8, (1, 0): 0.4}).mean_trust() == pytest.approx(0.6)
    assert hand_made({}).mean_trust() == 0.0


def test_ties_across_sectors_count_pairs_once():
    ties = hand_made({(0, 1): 0.9, (0, 2): 0.5, (2, 0): 0.5, (3, 1): 0.4, (2, 3): 0.3})
    assert ties.across_sectors(0.3) == 2


@pytest.mark.parametrize("pairs, expected", [
    ([(0, 1), (0, 2), (0, 3), (0, 4)], 1.0),  # a star
    ([(0, 1), (1, 2), (2, 3), (3, 4), (4, 0)], 0.0),  # a ring
    ([(0, 1), (0, 2)], (0 + 1 + 1 + 2 + 2) / 12),
])  # fmt: skip
def test_centralisation_is_freemans(pairs, expected):
    ties = hand_made({p: 0.9 for p in pairs}, np.zeros(5, np.int64))
    assert ties.centralisation(0.3) == pytest.approx(expected)


def test_centralisation_of_two_is_zero():
    assert hand_made({(0, 1): 0.9}, np.array([0, 1])).centralisation(0.3) == 0.0


def test_a_tie_is_live_for_the_window_and_among_the_present():
    ties = hand_made({})
    ties.last_kept[0, 1], ties.last_kept[2, 3] = 10, 10
    everyone = np.ones(4, bool)
    live = live_ties(ties.last_kept, 35 - 26, everyone)
    assert live[0, 1] and live[1, 0] and live[3, 2] and live.sum() == 4
    assert not live_ties(ties.last_kept, 36 - 26, everyone).any()
    everyone[3] = False
    assert live_ties(ties.last_kept, 35 - 26, everyone).sum() == 2


@given(arrays(bool, (9, 9)))
def test_components_agree_with_networkx(joined):
    joined = joined | joined.T
    labels = component_labels(joined)
    for component in nx.connected_components(nx.from_numpy_array(joined)):
        assert {int(labels[i]) for i in component} == {min(component)}


def test_the_live_shape_is_the_largest_component_and_whether_it_joins_all():
    ties = hand_made({})
    ties.last_kept[0, 1] = ties.last_kept[1, 2] = 10
    assert ties.live_shape(12, 5, np.ones(4, bool)) == (3, len(set(SECTORS[:3])) == 3)
    assert ties.live_shape(40, 5, np.ones(4, bool)) == (1, False)


def test_all_sectors_must_be_joined_by_one_component():
    assert joins_all_sectors(np.array([0, 0, 0, 0]), SECTORS)
    assert not joins_all_sectors(np.array([0, 1, 0, 1]), SECTORS)
    assert not joins_all_sectors(np.array([], np.int64), np.array([], np.int64))


def test_first_ties_are_symmetric_in_the_unit_interval_and_none_to_oneself():
    trust = drawn().trust
    assert np.array_equal(trust, trust.T) and not np.diag(trust).any()
    assert trust.min() >= 0.0 and trust.max() <= 1.0


def test_tie_chances_are_those_within_and_across_sectors():
    codes = np.arange(150, dtype=np.int64)
    ties = drawn({"network.within_sector": 0.5, "network.cross_sector": 0.15}, codes)
    same = (ties.sectors[:, None] == ties.sectors) & ~np.eye(150, dtype=bool)
    tied = ties.trust > 0
    assert tied[same].mean() == pytest.approx(0.5, abs=0.02)
    assert tied[~same & ~np.eye(150, dtype=bool)].mean() == pytest.approx(0.15, abs=0.02)


def test_tie_weights_are_beta():
    trust = drawn({"network.weight_alpha": 2.0, "network.weight_beta": 6.0}).trust
    weights = trust[np.triu_indices(40, 1)]
    assert stats.kstest(weights[weights > 0], stats.beta(2.0, 6.0).cdf).pvalue > 0.01


def test_no_ties_and_all_ties():
    none = drawn({"network.within_sector": 0.0, "network.cross_sector": 0.0})
    everyone = drawn({"network.within_sector": 1.0, "network.cross_sector": 1.0})
    assert not none.trust.any()
    assert (everyone.trust > 0).sum() == 40 * 39


@given(st.integers(0, 39))
def test_one_organisation_less_changes_no_tie_among_the_others(gone):
    codes = np.arange(40, dtype=np.int64)
    kept = np.delete(codes, gone)
    assert np.array_equal(drawn(codes=kept).trust, drawn(codes=codes).trust[np.ix_(kept, kept)])


def test_order_in_the_list_is_no_key():
    codes = np.arange(20, dtype=np.int64)
    assert np.array_equal(drawn(codes=codes[::-1]).trust, drawn(codes=codes).trust[::-1, ::-1])


def test_the_graph_carries_sector_presence_and_trust():
    graph = as_graph(hand_made({(0, 2): 0.4}), ["a", "b", "c", "d"], np.array([1, 1, 0, 1], bool))
    assert dict(graph.nodes["c"]) == {"sector": "market", "present": False}
    assert list(graph.edges(data="trust")) == [("a", "c", 0.4)]
