"""Measures of the network of organisations: trust, ties, centralisation, live ties."""

import numpy as np

from sim.base.kernel import part
from sim.base.sums import pairwise
from sim.base.vocabulary import SECTORS

_ALL_SECTORS = (1 << len(SECTORS)) - 1


@part
def mean_trust(trust):
    """Mean trust over existing ties; 0 where there is none."""
    ties = count_ties(trust)
    return pairwise(trust.reshape(-1)) / ties if ties > 0 else 0.0


@part
def count_ties(trust):
    """How many ties there are, each way counted by itself."""
    ties = 0
    for i in range(len(trust)):
        for j in range(len(trust)):
            ties += trust[i, j] != 0.0
    return ties


@part
def count_across(trust, sectors, threshold):
    """Pairs from two sectors with trust above the threshold, either way."""
    pairs = 0
    for i in range(len(trust)):
        for j in range(i + 1, len(trust)):
            if sectors[i] != sectors[j] and max(trust[i, j], trust[j, i]) > threshold:
                pairs += 1
    return pairs


@part
def degrees(trust, threshold):
    """With how many others each has trust above the threshold, either way: int64 (M,)."""
    degree = np.zeros(len(trust), np.int64)
    for i in range(len(trust)):
        for j in range(len(trust)):
            degree[i] += max(trust[i, j], trust[j, i]) > threshold
    return degree


@part
def degree_centralisation(trust, threshold):
    """Freeman's degree centralisation; 0 for fewer than three."""
    size = len(trust)
    if size < 3:
        return 0.0
    degree = degrees(trust, threshold)
    return np.sum(np.max(degree) - degree) / ((size - 1) * (size - 2))


@part
def live_shape(last_kept, since, present, sectors):
    """Size of the largest component of live ties, and whether one joins all sectors."""
    labels = component_labels(live_ties(last_kept, since, present))
    largest = np.max(np.bincount(labels)) if len(labels) > 0 else 0
    return largest, joins_all_sectors(labels, sectors)


@part
def live_ties(last_kept, since, present):
    """Pairs of the present in which either kept a pledge after week ``since``: bool (M, M)."""
    live = np.zeros(last_kept.shape, np.bool_)
    for i in range(len(present)):
        for j in range(len(present)):
            kept = max(last_kept[i, j], last_kept[j, i]) > since
            live[i, j] = kept and present[i] and present[j]
    return live


@part
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


@part
def joins_all_sectors(labels, sectors):
    """Does one component hold organisations of all three sectors?"""
    seen = np.zeros(len(labels), np.int64)
    for i in range(len(labels)):
        seen[labels[i]] |= 1 << sectors[i]
    return np.any(seen == _ALL_SECTORS)
