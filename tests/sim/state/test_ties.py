"""Ties between organisations: how the first are drawn, and what a graph tells of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from small import hand_made, small

from sim.base.luck import Luck
from sim.state.ties import as_graph, build_ties

SECTORS = np.array([0, 0, 1, 2])


def drawn(changes=None, codes=None, sectors=None, replicate=0) -> np.ndarray:
    codes = np.arange(40, dtype=np.int64) * 3 if codes is None else codes
    sectors = codes % 3 if sectors is None else sectors
    return build_ties(small(changes).network, codes, sectors, Luck(0, replicate))


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
