"""Who proposes what, who is asked, who joins, and what is set aside."""

import math

import numpy as np

from sim.base.equations import dot, normalise, race
from sim.base.kernel import kernel, part
from sim.base.luck import uniform
from sim.base.normal import normal
from sim.base.sums import total, total_by_resource
from sim.base.vocabulary import SMALL

TWO_SECTORS = 2
"""Sectors that co-production needs at least."""


# -- what is proposed -----------------------------------------------------------------------------


@kernel
def size_of(u, spread, shift):
    """(30) Project size: lognormal with mean 1, by inverse distribution function.

    exp(spread normal(u) - shift), where shift is half the square of spread.
    """
    return math.exp(spread * normal(u) - shift)


@kernel
def sensed(voiced, normals, noise):
    """(10) q: normalised voiced needs times lognormal noise (median 1). Shape (K,)."""
    out = np.empty(len(voiced))
    for k in range(len(voiced)):
        out[k] = voiced[k] * math.exp(noise * normals[k])
    return normalise(out)


@part
def scope_of(sensed_need, goals, responsiveness):
    """(11) Scope proportional to q^rho g^(1 - rho). Shape (K,)."""
    out = np.empty(len(goals))
    for k in range(len(goals)):
        out[k] = sensed_need[k] ** responsiveness * goals[k] ** (1.0 - responsiveness)
    return normalise(out)


@kernel
def need_of(scope, needs, size):
    """(33) Resources needed: (scope . mix) size, (R,). needs: (K, R), of a project of size 1."""
    need = np.empty(needs.shape[1])
    for r in range(len(need)):
        need[r] = dot(scope, needs[:, r]) * size
    return need


@kernel
def targets(share, buildings, size):
    """(32) Number of buildings of its area that a project goes to, at least one."""
    return max(1, min(buildings, round(share * buildings * size)))


# -- who is asked ---------------------------------------------------------------------------------


@part
def trust_in(trust, members, initiator, discount):
    """Trust of each organisation in a project: tie to the initiator, or to a member at a discount.

    The initiator's own trust is that of its best tied member. Shape (M,).
    """
    out = trust[:, initiator].copy()
    for m in members:
        out[initiator] = max(out[initiator], trust[initiator, m])
    for m in members:
        for c in range(len(out)):
            out[c] = max(out[c], discount * trust[c, m])
    return out


@kernel
def missing_of(need, pledged, pooled):
    """What neither pledges (M, R) nor the pool cover of a need, (R,)."""
    out = total_by_resource(pledged)
    for r in range(len(need)):
        out[r] = max(0.0, need[r] - out[r] - pooled[r])
    return out


@part
def is_covered(need, pledged, pooled, size):
    """Is no resource missing but for rounding?"""
    return np.max(missing_of(need, pledged, pooled)) <= SMALL * max(1.0, size)


@kernel
def room_for_one(need, max_share):
    """How much of a need (R,) one member may pledge at most."""
    return max_share * total(need)


@part
def coverage(missing, free, reserve_share, room):
    """How much of what is missing (R,) each organisation could set aside, (M,)."""
    out = np.empty(len(free))
    for c in range(len(free)):
        could = 0.0
        for r in range(len(missing)):
            could += min(missing[r], reserve_share * free[c, r])
        out[c] = min(could, room)
    return out


@kernel
def seat_factor(sectors, sector, complement):
    """Who brings a sector that isn't among the members (a bit mask) is worth more to them."""
    return 1.0 if sectors >> sector & 1 else complement


@kernel
def sector_bits(members, sector):
    """Sectors among members (m,), as a bit mask."""
    mask = 0
    for c in members:
        mask |= 1 << sector[c]
    return mask


@part
def count_sectors(sectors):
    """How many sectors a bit mask holds."""
    count = 0
    while sectors:
        count += sectors & 1
        sectors >>= 1
    return count


@part
def first_in_race(odds, count, luck, key):
    """The first ``count`` of a keyed exponential race among those with odds (M,), in order.

    key: process, entity, codes (M,), week and area that luck is drawn for.
    """
    process, entity, codes, week, area = key
    runners = np.flatnonzero(odds > 0.0)
    times = np.empty(len(runners))
    for i in range(len(runners)):
        c = runners[i]
        times[i] = race(uniform(luck, process, entity, codes[c], week, area), odds[c])
    return runners[np.argsort(times, kind="mergesort")[:count]]


# -- who joins ------------------------------------------------------------------------------------


@part
def appeal(pull, scope, commercial):
    """(58) What a scope promises beyond alignment, in funds: pull (scope . commercial)."""
    return pull * dot(scope, commercial)


@kernel
def benefit(base, appealing, size):
    """What a project is worth to a member when all is served as it wishes: (base + appeal) size."""
    return (base + appealing) * size


@part
def join_utility(benefit, aligned, trust, private_cost, pledge, transaction_rate, links):
    """(13) U of joining, in funds: benefit a trust - private cost of the pledge - kappa links."""
    return benefit * aligned * trust - private_cost * pledge - transaction_rate * links


@part
def pledge_of(missing, free, reserve_share, room):
    """(31) What a member sets aside: up to a share of its free stock of what is missing, at most
    ``room`` in all. Shapes (R,)."""
    wanted = np.empty(len(missing))
    for r in range(len(missing)):
        wanted[r] = min(missing[r], reserve_share * free[r])
    asked = total(wanted)
    if asked > room:
        for r in range(len(wanted)):
            wanted[r] *= room / asked
    return wanted
