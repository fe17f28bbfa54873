"""Ties between members of a project: what they saw of each other changes trust."""

from sim.base.equations import fall, rise
from sim.base.kernel import kernel, part
from sim.base.vocabulary import Dependence, Paid

HALF_LOST = 0.5
"""Share of mediated interaction that half the growth is lost for."""


@kernel
def own_share(rule, mediated):
    """How far ties grow by work of which a share was mediated: 1, less what is lost of it."""
    if rule == Dependence.NONE_LOST:
        return 1.0
    return 1.0 - HALF_LOST * mediated if rule == Dependence.HALF_OF_GROWTH else 1.0 - mediated


@part
def share_of_loss(rule, own):
    """How far ties shrink by broken pledges: as they grow, where loss is lost alike; else 1."""
    return own if rule == Dependence.GROWTH_AND_LOSS else 1.0


@part
def see_instalments(ties, members, paid, own, lost, network, week):
    """Partners see each instalment: kept ones raise their trust in the payer, broken ones lower it.

    Growth is scaled by ``own``, loss by ``lost``, for what a mediator took off. ties: Ties; paid:
    (m,), by member; network: the parameters' group.
    """
    for a in range(len(members)):
        if paid[a] == Paid.NOT_DUE:
            continue
        for b in range(len(members)):
            if a == b:
                continue
            i, j = members[b], members[a]
            if paid[a] == Paid.KEPT:
                ties.trust[i, j] = rise(ties.trust[i, j], network.kept_pledge * own)
                ties.last_kept[i, j] = week
            else:
                ties.trust[i, j] = fall(ties.trust[i, j], network.broken_pledge * lost)


@kernel
def repair_ties(trust, members, gain):
    """Mediation repairs the ties that members have to each other."""
    for i in members:
        for j in members:
            if i != j and trust[i, j] > 0.0:
                trust[i, j] = rise(trust[i, j], gain)


@part
def celebrate_ties(trust, members, tied, gain, closure):
    """Success raises the ties that members had; strangers become tied by ``closure``."""
    for i in members:
        for j in members:
            if i != j:
                old = trust[i, j]
                trust[i, j] = rise(old, gain) if tied[i, j] else max(old, closure)


@part
def update_exposure(exposure, members, paid, watched, memory):
    """How far a payer is used to being watched: a running mean over its instalments."""
    for a in range(len(members)):
        if paid[a] != Paid.NOT_DUE:
            j = members[a]
            exposure[j] = memory * exposure[j] + (1.0 - memory) * watched[j]
