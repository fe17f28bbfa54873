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


class Ties:
    """The tie matrix. trust[i, j] is i's trust in j; 0 means no tie.

    trust: float64 (M, M) with a zero diagonal. last_kept: int64 (M, M), the week in which j last
    honoured a pledge beside i.
    """

    def __init__(self, trust: NDArray[np.float64], sectors: NDArray[np.int64]) -> None:
        self.trust = trust
        self.sectors = sectors
        self.last_kept = np.full(trust.shape, NEVER, np.int64)
        self._across = sectors[:, None] != sectors[None, :]

    def decay(self, retention: float) -> None:
        """A week passes: every tie keeps a share of its trust."""
        self.trust *= retention

    def acquainted(self, threshold: float, members: list[int]) -> NDArray[np.bool_]:
        """Who has ties above the threshold to all of ``members``, itself apart: bool (M,)."""
        return np.asarray(knows_all(self.trust, np.array(members, np.int64), threshold))

    def introduce(self, i: int, j: int, trust: float) -> None:
        """Make or strengthen the tie of two organisations, both ways."""
        self.trust[i, j] = max(self.trust[i, j], trust)
        self.trust[j, i] = max(self.trust[j, i], trust)

    def mean_trust(self) -> float:
        """Mean trust over existing ties; 0 where there is none."""
        count = np.count_nonzero(self.trust)
        return float(self.trust.sum() / count) if count else 0.0

    def across_sectors(self, threshold: float) -> int:
        """Pairs of organisations from two sectors tied above the threshold, either way."""
        tied = (self.trust > threshold) & self._across
        return int(np.count_nonzero(np.triu(tied | tied.T)))

    def centralisation(self, threshold: float) -> float:
        """Freeman's degree centralisation of the ties above the threshold, in [0, 1]."""
        size = len(self.trust)
        if size < 3:
            return 0.0
        tied = self.trust > threshold
        degree = (tied | tied.T).sum(axis=1)
        return float((degree.max() - degree).sum() / ((size - 1) * (size - 2)))

    def live(self, week: int, window: int, present: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Ties that carried an honoured pledge within the window, among the present: (M, M)."""
        kept = week - self.last_kept < window
        return np.asarray((kept | kept.T) & present[:, None] & present[None, :])


@kernel
def knows_all(trust, members, threshold):
    """Whose ties to all of ``members`` are above the threshold (M,); none is needed to itself."""
    known = np.ones(len(trust), np.bool_)
    for c in range(len(trust)):
        for m in members:
            if m != c and not trust[c, m] > threshold:
                known[c] = False
    return known


def component_labels(joined: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Component of each node of a symmetric graph: the smallest index in it. Shape (M,)."""
    labels = np.arange(len(joined))
    while True:
        reached = np.where(joined, labels[None, :], len(labels)).min(axis=1, initial=len(labels))
        new = np.minimum(labels, reached)
        if np.array_equal(new, labels):
            return labels
        labels = new


def joins_all_sectors(labels: NDArray[np.int64], sectors: NDArray[np.int64]) -> bool:
    """Does one component hold organisations of all three sectors?"""
    seen = np.zeros((len(labels), len(SECTORS)), bool)
    seen[labels, sectors] = True
    return bool(seen.all(axis=1).any())


def build_ties(
    network: Network, codes: NDArray[np.int64], sectors: NDArray[np.int64], luck: Luck
) -> Ties:
    """Draw the first ties. Each pair has its own luck: one organisation more changes no other."""
    size = len(codes)
    first, second = np.triu_indices(size, 1)
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
