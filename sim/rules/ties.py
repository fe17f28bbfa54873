"""Ties between members of a project: what they saw of each other changes trust."""

from sim.base.equations import fall, rise
from sim.base.kernel import kernel, part
from sim.base.vocabulary import Paid


@part
def see_instalments(ties, members, paid, own_share, network, week):
    """Partners see each instalment: kept ones raise their trust in the payer, broken ones lower it.

    Growth is scaled by ``own_share``, the part of the interaction without a mediator. ties: Ties;
    paid: (m,), by member; network: the parameters' group.
    """
    for a in range(len(members)):
        if paid[a] == Paid.NOT_DUE:
            continue
        for b in range(len(members)):
            if a == b:
                continue
            i, j = members[b], members[a]
            if paid[a] == Paid.KEPT:
                ties.trust[i, j] = rise(ties.trust[i, j], network.kept_pledge * own_share)
                ties.last_kept[i, j] = week
            else:
                ties.trust[i, j] = fall(ties.trust[i, j], network.broken_pledge)


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
