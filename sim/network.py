"""Ties between organisations: trust in [0, 1], who knows whom, and which ties are live."""

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

from sim.kernel import kernel
from sim.luck import Luck, Process
from sim.parameters import Network
from sim.vocabulary import SECTORS

NEVER = -1_000_000
_ALL_SECTORS = (1 << len(SECTORS)) - 1


class Ties:
    """The tie matrix. trust[i, j] is i's trust in j; 0 means no tie.

    trust: float64 (M, M) with a zero diagonal. last_kept: int64 (M, M), the week in which j last
    honoured a pledge beside i.
    """

    def __init__(self, trust: NDArray[np.float64], sectors: NDArray[np.int64]) -> None:
        self.trust = trust
        self.sectors = sectors
        self.last_kept = np.full(trust.shape, NEVER, np.int64)

    def decay(self, retention: float) -> None:
        """A week passes: every tie keeps a share of its trust."""
        self.trust *= retention

    def introduce(self, i: int, j: int, trust: float) -> None:
        """Make or strengthen the tie of two organisations, both ways."""
        self.trust[i, j] = max(self.trust[i, j], trust)
        self.trust[j, i] = max(self.trust[j, i], trust)

    def mean_trust(self) -> float:
        """Mean trust over existing ties; 0 where there is none."""
        count = count_ties(self.trust)
        return float(np.add.reduce(self.trust, axis=None)) / count if count else 0.0

    def across_sectors(self, threshold: float) -> int:
        """Pairs of organisations from two sectors tied above the threshold, either way."""
        return int(count_across(self.trust, self.sectors, threshold))

    def centralisation(self, threshold: float) -> float:
        """Freeman's degree centralisation of the ties above the threshold, in [0, 1]."""
        return float(centralisation(self.trust, threshold))

    def live_shape(self, week: int, window: int, present: NDArray[np.bool_]) -> tuple[int, bool]:
        """Size of the largest component of live ties, and whether one joins all sectors."""
        largest, joined = live_shape(self.last_kept, week - window, present, self.sectors)
        return int(largest), bool(joined)


@kernel
def knows_all(trust, members, threshold):
    """Whose ties to all of ``members`` are above the threshold (M,); none is needed to itself."""
    known = np.ones(len(trust), np.bool_)
    for c in range(len(trust)):
        for m in members:
            if m != c and not trust[c, m] > threshold:
                known[c] = False
    return known


@kernel
def count_ties(trust):
    """How many ties there are, each way counted by itself."""
    ties = 0
    for i in range(len(trust)):
        for j in range(len(trust)):
            ties += trust[i, j] != 0.0
    return ties


@kernel
def count_across(trust, sectors, threshold):
    """Pairs from two sectors with trust above the threshold, either way."""
    pairs = 0
    for i in range(len(trust)):
        for j in range(i + 1, len(trust)):
            if sectors[i] != sectors[j] and max(trust[i, j], trust[j, i]) > threshold:
                pairs += 1
    return pairs


@kernel
def degrees(trust, threshold):
    """With how many others each has trust above the threshold, either way: int64 (M,)."""
    degree = np.zeros(len(trust), np.int64)
    for i in range(len(trust)):
        for j in range(len(trust)):
            degree[i] += max(trust[i, j], trust[j, i]) > threshold
    return degree


@kernel
def centralisation(trust, threshold):
    """Freeman's degree centralisation; 0 for fewer than three."""
    size = len(trust)
    if size < 3:
        return 0.0
    degree = degrees(trust, threshold)
    return np.sum(np.max(degree) - degree) / ((size - 1) * (size - 2))


@kernel
def live_shape(last_kept, since, present, sectors):
    """Size of the largest component of live ties, and whether one joins all sectors."""
    labels = component_labels(live_ties(last_kept, since, present))
    largest = np.max(np.bincount(labels)) if len(labels) > 0 else 0
    return largest, joins_all_sectors(labels, sectors)


@kernel
def live_ties(last_kept, since, present):
    """Pairs of the present in which either kept a pledge after week ``since``: bool (M, M)."""
    live = np.zeros(last_kept.shape, np.bool_)
    for i in range(len(present)):
        for j in range(len(present)):
            kept = max(last_kept[i, j], last_kept[j, i]) > since
            live[i, j] = kept and present[i] and present[j]
    return live


@kernel
def component_labels(joined):
    """Component of each node of a symmetric graph: the smallest index in it. Shape (M,)."""
    labels = np.arange(len(joined))
    changed = True
    while changed:
        changed = False
        for i in range(len(joined)):
            for j in range(len(joined)):
                if joined[i, j] and labels[j] < labels[i]:
                    labels[i] = labels[j]
                    changed = True
    return labels


@kernel
def joins_all_sectors(labels, sectors):
    """Does one component hold organisations of all three sectors?"""
    seen = np.zeros(len(labels), np.int64)
    for i in range(len(labels)):
        seen[labels[i]] |= 1 << sectors[i]
    return np.any(seen == _ALL_SECTORS)


def build_ties(
    network: Network,
    codes: NDArray[np.int64],
    sectors: NDArray[np.int64],
    luck: Luck,
    strangers: NDArray[np.bool_] | None = None,
) -> Ties:
    """Draw the first ties. Each pair has its own luck: one organisation more changes no other.

    strangers: bool (M, M), pairs that can have no tie; by default there are none.
    """
    size = len(codes)
    first, second = np.triu_indices(size, 1)
    if strangers is not None:
        met = ~strangers[first, second]
        first, second = first[met], second[met]
    low = np.minimum(codes[first], codes[second])
    high = np.maximum(codes[first], codes[second])
    same = sectors[first] == sectors[second]
    chance = np.where(same, network.within_sector, network.cross_sector)
    tied = luck.uniforms(Process.TIE_PRESENCE, low, 0, high) < chance
    weight = np.zeros(len(first))
    draws = luck.uniforms(Process.TIE_WEIGHT, low[tied], 0, high[tied])
    weight[tied] = betaincinv(network.weight_alpha, network.weight_beta, draws)
    trust = np.zeros((size, size))
    trust[first, second] = weight
    trust[second, first] = weight
    return Ties(trust, sectors)


def as_graph(ties: Ties, names: list[str], present: NDArray[np.bool_]) -> "nx.DiGraph[str]":
    """The ties as a networkx graph: nodes carry their sector, edges their trust."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    for name, sector, here in zip(names, ties.sectors, present, strict=True):
        graph.add_node(name, sector=SECTORS[sector], present=bool(here))
    for i, j in np.argwhere(ties.trust > 0.0):
        graph.add_edge(names[i], names[j], trust=float(ties.trust[i, j]))
    return graph
