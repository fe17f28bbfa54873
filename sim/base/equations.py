"""Formulas that several families of rules share, each a pure function of numbers or small arrays.

Numbers in brackets are those of the ODD+D document (docs/odd.md). Arrays of shares have one item
a service category; all money, labour and trust costs are in funds.
"""

import math

import numpy as np

from sim.base.kernel import kernel

TINY = 1e-12
"""What is below it counts as nothing, where it would be divided by."""


@kernel
def logistic(x):
    """(1) sig(x) = 1 / (1 + exp(-x))."""
    return 1.0 / (1.0 + math.exp(-x))


@kernel
def logit(p):
    """(2) The inverse of (1), for p strictly between 0 and 1."""
    return math.log(p / (1.0 - p))


@kernel
def distance(x, y):
    """(3) d(x, y): half the L1 distance of two points of the simplex, in [0, 1]."""
    total = 0.0
    for k in range(len(x)):
        total += abs(x[k] - y[k])
    return 0.5 * total


@kernel
def alignment(x, y):
    """(4) a = 1 - d(x, y)."""
    return 1.0 - distance(x, y)


@kernel
def dot(x, y):
    """x . y, term by term: a library's product differs in the last bits between processors."""
    total = 0.0
    for k in range(len(x)):
        total += x[k] * y[k]
    return total


@kernel
def normalise(x):
    """(5) x over its sum; uniform where the sum is 0. Shape (K,), same out."""
    total = 0.0
    for k in range(len(x)):
        total += x[k]
    out = np.empty(len(x))
    for k in range(len(x)):
        out[k] = x[k] / total if total > TINY else 1.0 / len(x)
    return out


@kernel
def blend(first, second, weight):
    """(12) (1 - weight) first + weight second."""
    return (1.0 - weight) * first + weight * second


@kernel
def rise(x, gain):
    """(21) x + gain (1 - x): growth that never passes 1."""
    return x + gain * (1.0 - x)


@kernel
def fall(x, loss):
    """(22) x - loss x: decline that never passes 0."""
    return x - loss * x


@kernel
def race(u, weight):
    """(29) Arrival time in a keyed exponential race: the smallest wins with odds as its weight."""
    return -math.log(u) / weight if weight > 0.0 else math.inf
