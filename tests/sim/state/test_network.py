"""Ties between organisations: how they are drawn, counted, and joined into components."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats
from small import made, project_with, small

from sim.base.luck import Luck
from sim.measure.network import (
    centralisation,
    component_labels,
    count_across,
    joins_all_sectors,
    live_shape,
    live_ties,
    mean_trust,
)
from sim.rules.acts import knows_all
from sim.state.ties import NEVER, as_graph, build_ties, first_ties
from sim.week.learning import let_ties_decay
from sim.week.partners import welcome

SECTORS = np.array([0, 0, 1, 2])


def hand_made(trust: dict[tuple[int, int], float], size: int = 4) -> np.ndarray:
    """Trust of so many in one another."""
    matrix = np.zeros((size, size))
    for pair, value in trust.items():
        matrix[pair] = value
    return matrix


def kept(weeks: dict[tuple[int, int], int]) -> np.ndarray:
    """Weeks in which four last kept a pledge."""
    last = np.full((4, 4), NEVER)
    for pair, week in weeks.items():
        last[pair] = week
    return last


def drawn(changes=None, codes=None, sectors=None, replicate=0) -> np.ndarray:
    codes = np.arange(40, dtype=np.int64) * 3 if codes is None else codes
    sectors = codes % 3 if sectors is None else sectors
    return build_ties(small(changes).network, codes, sectors, Luck(0, replicate))


def test_decay_keeps_the_same_share_of_every_tie():
    ties = first_ties(hand_made({(0, 1): 0.8, (2, 3): 0.4}))
    let_ties_decay(ties, 0.5)
    assert (ties.trust[0, 1], ties.trust[2, 3], ties.trust.sum()) == pytest.approx((0.4, 0.2, 0.6))


def test_acquainted_means_ties_above_the_threshold_to_all():
    trust = hand_made({(0, 2): 0.4, (0, 3): 0.4, (1, 2): 0.9, (1, 3): 0.3})
    assert knows_all(trust, np.array([2, 3]), 0.3).tolist() == [True, False, False, False]


def test_an_introduction_makes_or_strengthens_but_never_weakens():
    model = made()
    ties, project = model.world.ties, project_with(model, [0], pledged=False)
    ties.trust[0, 1], ties.trust[1, 0] = 0.8, 0.0
    welcome(model.world, project.row, 1, 0.35)
    let_ties_decay(ties, 1.0)
    assert (ties.trust[0, 1], ties.trust[1, 0]) == (0.8, 0.35)
    let_ties_decay(ties, 0.5)  # it is made once
    assert (ties.trust[0, 1], ties.trust[1, 0]) == (0.4, 0.175)


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
    assert centralisation(trust, 0.3) == pytest.approx(expected)


def test_centralisation_of_two_is_zero():
    assert centralisation(hand_made({(0, 1): 0.9}, 2), 0.3) == 0.0


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


def test_first_ties_are_symmetric_in_the_unit_interval_and_none_to_oneself():
    trust = drawn()
    assert np.array_equal(trust, trust.T) and not np.diag(trust).any()
    assert trust.min() >= 0.0 and trust.max() <= 1.0


def test_tie_chances_are_those_within_and_across_sectors():
    codes = np.arange(150, dtype=np.int64)
    sectors = codes % 3
    same = (sectors[:, None] == sectors) & ~np.eye(150, dtype=bool)
    tied = drawn({"network.within_sector": 0.5, "network.cross_sector": 0.15}, codes, sectors) > 0
    assert tied[same].mean() == pytest.approx(0.5, abs=0.02)
    assert tied[~same & ~np.eye(150, dtype=bool)].mean() == pytest.approx(0.15, abs=0.02)


def test_tie_weights_are_beta():
    trust = drawn({"network.weight_alpha": 2.0, "network.weight_beta": 6.0})
    weights = trust[np.triu_indices(40, 1)]
    assert stats.kstest(weights[weights > 0], stats.beta(2.0, 6.0).cdf).pvalue > 0.01


def test_no_ties_and_all_ties():
    none = drawn({"network.within_sector": 0.0, "network.cross_sector": 0.0})
    everyone = drawn({"network.within_sector": 1.0, "network.cross_sector": 1.0})
    assert not none.any()
    assert (everyone > 0).sum() == 40 * 39


@given(st.integers(0, 39))
def test_one_organisation_less_changes_no_tie_among_the_others(gone):
    codes = np.arange(40, dtype=np.int64)
    others = np.delete(codes, gone)
    assert np.array_equal(drawn(codes=others), drawn(codes=codes)[np.ix_(others, others)])


def test_order_in_the_list_is_no_key():
    codes = np.arange(20, dtype=np.int64)
    assert np.array_equal(drawn(codes=codes[::-1]), drawn(codes=codes)[::-1, ::-1])


def test_the_graph_carries_sector_presence_and_trust():
    present = np.array([1, 1, 0, 1], bool)
    graph = as_graph(hand_made({(0, 2): 0.4}), ["a", "b", "c", "d"], SECTORS, present)
    assert dict(graph.nodes["c"]) == {"sector": "market", "present": False}
    assert list(graph.edges(data="trust")) == [("a", "c", 0.4)]
