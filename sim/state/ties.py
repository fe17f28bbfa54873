"""Ties between organisations: trust in [0, 1], and when a pledge was last kept beside whom."""

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

from sim.base.luck import Luck, Process
from sim.base.struct import Struct
from sim.base.vocabulary import SECTORS
from sim.parameters import Network

if TYPE_CHECKING:
    import networkx as nx

NEVER = -1_000_000
WEIGHTS = 1024
REMEMBERED = 8
"""Beta distributions whose quantiles are kept: the runs of a cell have one, and ask twice each."""


class Ties(Struct):
    """The tie matrices, (M, M). trust[i, j] is i's trust in j; 0 means no tie; the diagonal is 0.

    first: trust before the first week. last_kept: int64, the week in which j last honoured a pledge
    beside i. introduced: trust that this week's introductions bring, both ways, or 0. weights:
    (WEIGHTS,), what a new tie's trust can be, all equally likely.
    """

    trust: NDArray[np.float64]
    first: NDArray[np.float64]
    last_kept: NDArray[np.int64]
    introduced: NDArray[np.float64]
    weights: NDArray[np.float64]


def tie_weights(network: Network) -> NDArray[np.float64]:
    """Trust of a drawn tie: quantiles of its Beta at (i + 1/2) / WEIGHTS, (WEIGHTS,)."""
    return _quantiles(network.weight_alpha, network.weight_beta).copy()


@lru_cache(REMEMBERED)
def _quantiles(alpha: float, beta: float) -> NDArray[np.float64]:
    middles = (np.arange(WEIGHTS) + 0.5) / WEIGHTS
    weights: NDArray[np.float64] = betaincinv(alpha, beta, middles)
    return weights


def first_ties(trust: NDArray[np.float64], network: Network) -> Ties:
    """Before the first week."""
    return Ties(
        trust=trust.copy(),
        first=trust,
        last_kept=np.full(trust.shape, NEVER, np.int64),
        introduced=np.zeros(trust.shape),
        weights=tie_weights(network),
    )


def build_ties(
    network: Network,
    codes: NDArray[np.int64],
    sectors: NDArray[np.int64],
    luck: Luck,
    strangers: NDArray[np.bool_] | None = None,
) -> NDArray[np.float64]:
    """Draw first trust, (M, M). Each pair has its own luck: one organisation more changes no other.

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
    weight[tied] = tie_weights(network)[(draws * WEIGHTS).astype(np.int64)]
    trust = np.zeros((size, size))
    trust[first, second] = weight
    trust[second, first] = weight
    return trust


def as_graph(
    trust: NDArray[np.float64],
    names: list[str],
    sectors: NDArray[np.int64],
    present: NDArray[np.bool_],
) -> "nx.DiGraph[str]":
    """The ties as a networkx graph: nodes carry their sector, edges their trust."""
    import networkx as nx  # here, for most runs draw no graph and each worker would load it

    graph: nx.DiGraph[str] = nx.DiGraph()
    for name, sector, here in zip(names, sectors, present, strict=True):
        graph.add_node(name, sector=SECTORS[sector], present=bool(here))
    for i, j in np.argwhere(trust > 0.0):
        graph.add_edge(names[i], names[j], trust=float(trust[i, j]))
    return graph
