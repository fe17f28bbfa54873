"""Who comes to hold a seat: what it wants, how it honours, and whether a vacant one is filled."""

import math

import numpy as np

from sim.base.equations import normalise
from sim.base.kernel import kernel, part
from sim.base.vocabulary import Role

LEAST_SHARE = 0.001
"""Share that a category has among a sector's goals at least, for its logarithm."""
HONOURING_RANGE = (0.02, 0.98)
_LEAST, _MOST = HONOURING_RANGE


@part
def common_of(log_shares):
    """What all sectors have in common: mean of their log-shares (S, K), by category (K,)."""
    common = np.zeros(log_shares.shape[1])
    for k in range(len(common)):
        for s in range(len(log_shares)):
            common[k] += log_shares[s, k]
        common[k] /= len(log_shares)
    return common


@kernel
def goals_from(log_shares, sector, heterogeneity, spread, normals):
    """(61) Goals, (K,): g proportional to exp(log c + h (log s - log c) + h tau z).

    log_shares: (S, K), logarithms of the sectors' mean goals as shares; normals z: (K,), one's own.
    """
    common, weights = common_of(log_shares), np.empty(len(normals))
    for k in range(len(weights)):
        away = log_shares[sector, k] - common[k]
        weights[k] = common[k] + heterogeneity * away + heterogeneity * spread * normals[k]
    most = np.max(weights)
    for k in range(len(weights)):
        weights[k] = math.exp(weights[k] - most)
    return normalise(weights)


@kernel
def honouring_from(mean, spread, z):
    """(60) Propensity of who comes to honour a pledge: mean + spread z, kept off 0 and 1."""
    return min(max(mean + spread * z, _LEAST), _MOST)


@part
def may_be_filled(role, firms_return):
    """Is a seat of this role filled again? Those of the firms that operate property may not be."""
    return firms_return or not (role == Role.LEAD_ENTERPRISE or role == Role.PROPERTY_COMPANY)
