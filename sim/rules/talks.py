"""Negotiating: bounded confidence among members, what it costs, and who gives up."""

import math

import numpy as np

from sim.base.equations import TINY, distance, normalise
from sim.base.kernel import kernel, part
from sim.base.rows import put

NOTHING_HEARD = 1e-12


@kernel
def add_voice(heard, weight, position):
    """Add a position (K,) with a weight to what is heard."""
    for k in range(len(heard)):
        heard[k] += weight * position[k]


@part
def hear(positions, j, trust, stranger, confidence, mean):
    """Voices nearer than epsilon to member ``j``, each by its trust, added up into mean (K,).

    A stranger's voice weighs at least ``stranger``. Returns the sum of weights.
    """
    weights = 0.0
    mean[:] = 0.0
    for i in range(len(positions)):
        if i != j and distance(positions[j], positions[i]) <= confidence:
            weight = max(trust[j, i], stranger)
            weights += weight
            add_voice(mean, weight, positions[i])
    return weights


@part
def moved(at, goal, heard, target, pull, rules):
    """Where a member goes in one category: toward what it heard (weights, sum of positions) by mu,
    back to its goal by a little, away from a target that repels."""
    weights, voices = heard
    new = at + rules.pull_back * (goal - at)
    if weights > NOTHING_HEARD:
        new = new + rules.step * (voices / weights - at)
    if pull < 0.0:
        new = new + rules.step * pull * (target - at)
    return max(new, 0.0)


@part
def negotiation_round(positions, goals, trust, stranger, target, pull, reactance, rules):
    """(34) One round of m members on K categories, all at once.

    Each moves by mu toward the trust-weighted mean of the voices nearer than epsilon, and is pulled
    back to its goals. positions, goals: (m, K). trust: (m, m). target (K,) is one voice more for
    member j with weight pull[j]; a negative weight repels; beyond epsilon it moves nothing, or
    repels with a share ``reactance`` of its weight. rules: the group ``negotiation``. Returns new
    positions and whom the target left unmoved, (m,).
    """
    members, width = positions.shape
    new = np.empty_like(positions)
    unmoved = np.zeros(members, np.bool_)
    mean = np.empty(width)
    for j in range(members):
        weights = hear(positions, j, trust, stranger, rules.confidence, mean)
        near = distance(positions[j], target) <= rules.confidence
        unmoved[j] = pull[j] != 0.0 and not near
        if near and pull[j] > 0.0:
            weights += pull[j]
            add_voice(mean, pull[j], target)
        repels = pull[j] if near else -reactance * max(pull[j], 0.0)
        for k in range(width):
            heard = weights, mean[k]
            new[j, k] = moved(positions[j, k], goals[j, k], heard, target[k], repels, rules)
        put(normalise(new[j]), new[j])
    return new, unmoved


@kernel
def mean_position(positions):
    """The mean of the members' positions, (K,)."""
    mean = np.zeros(positions.shape[1])
    for j in range(len(positions)):
        for k in range(len(mean)):
            mean[k] += positions[j, k]
    for k in range(len(mean)):
        mean[k] /= len(positions)
    return mean


@part
def farthest(positions, mean):
    """Largest distance of a member from the mean."""
    most = 0.0
    for j in range(len(positions)):
        most = max(most, distance(positions[j], mean))
    return most


@kernel
def links(members, mediated, congestion):
    """(17) Links a member keeps up: m - 1 among peers, 1 + congestion under a mediator."""
    return 1.0 + congestion if mediated else members - 1.0


@kernel
def round_cost(transaction_rate, links_kept, disagreement, far):
    """(18) A member's cost of one round: kappa links (1 + 2 d(g, mean))."""
    return transaction_rate * links_kept * (1.0 + disagreement * far)


@part
def mediation_pays(cost, members, load, price):
    """(63) Is a round expected to be cheaper under a mediator? (1 + load) K + price < (m - 1) K,
    where K, ``cost``, is what m members would pay for one link each, in funds."""
    mediated = links(members, True, load) * cost + price
    return mediated < links(members, False, load) * cost


@part
def price_of_rounds(talked, talks, cost):
    """(62) What a member expects a round ahead to cost: the mean of what ``talks`` rounds, which
    cost it ``talked``, and this one did; in funds."""
    return (talked + cost) / (talks + 1.0)


@part
def rounds_left(farthest, tolerance, step):
    """(19) Rounds expected until agreement: distances shrink by (1 - mu) a round; at least 1."""
    if farthest <= tolerance or step <= 0.0:
        return 1.0
    shrink = -math.log(1.0 - min(step, 1.0 - TINY))
    return max(1.0, math.ceil(math.log(farthest / max(tolerance, TINY)) / shrink))


@part
def remaining_benefit(worth, aligned, trust, private_cost, pledge):
    """(35) What a member still expects, in funds: benefit a trust - cost of its pledge."""
    return worth * aligned * trust - private_cost * pledge
