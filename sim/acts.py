"""What a coordinator's acts do, compiled: whom reach allows, and what each act leaves behind.

An act costs one unit of attention. Those that need a decision of the coordinator's are taken by it,
one by one; the others are done here, as they come in its order.
"""

import numpy as np

from sim.equations import blend
from sim.forming import NOBODY, could_give, seat_factor, sector_bits, trust_in
from sim.kernel import kernel
from sim.peers import ONE_ACT
from sim.projects import missing_of, total
from sim.tables import NOT_ASKED
from sim.vocabulary import Act

NO_LOT = -1
_PANEL, _INTRODUCTION, _TRANSFER, _WHISTLE, _MEDIATION, _MONITORING, _BACKSTOP, _GUIDANCE = map(
    int, Act
)


@kernel
def within_reach(row, act, projects, reached, out):
    """Which acts (n,) for projects in ``row`` (n,) reach (M,) allows, into out (n,).

    Mediation needs all members, as for anyone; watching and guiding one; the rest the initiator.
    """
    for i in range(len(row)):
        p = row[i]
        known = 0
        for c in projects.members[p, : projects.count[p]]:
            known += reached[c]
        if act[i] == _MEDIATION:
            out[i] = known == projects.count[p]
        elif act[i] == _MONITORING or act[i] == _GUIDANCE:
            out[i] = known > 0
        else:
            out[i] = reached[projects.initiator[p]]


@kernel
def worth_of_introducing(projects, p, organisations, legitimacy, reached, rules, trust, worth):
    """What each would bring to a project if introduced, into worth (M,): coverage times complement;
    -1 where it is out of reach, was asked already, has nothing to give, or is trusted as much
    without. Fills the trust (M,) that goes with it too. Returns who brings most, or NOBODY.
    """
    could = could_give(
        projects, p, organisations.free, rules.forming_reserve_share, rules.forming_max_share
    )
    who = projects.members[p, : projects.count[p]]
    sectors = sector_bits(who, organisations.sector)
    known = trust_in(
        organisations.trust, who, projects.initiator[p], rules.network_referral_discount
    )
    best = NOBODY
    for c in range(len(worth)):
        sector = organisations.sector[c]
        trust[c] = min(1.0, rules.forming_introduced_tie * (1.0 + legitimacy[sector]))
        worth[c] = -1.0
        free = reached[c] and organisations.present[c] and not projects.invited[p, c]
        if free and could[c] > 0.0 and trust[c] > known[c]:
            worth[c] = could[c] * seat_factor(sectors, sector, rules.forming_complement)
            if best == NOBODY or worth[c] > worth[best]:
                best = c
    return best


@kernel
def transfer(need, pledged, pooled, pool, free, share, lot):
    """Up to a share of the need (R,) goes from the pool (R,) to what is missing, or to the resource
    ``lot``; what is of no use there is the initiator's, free (R,). Changes pool, pooled and free.
    Was there anything to move?
    """
    limit = share * total(need)
    missing = missing_of(need, pledged, pooled)
    wanted = np.zeros(len(need))
    for r in range(len(need)):
        if lot == NO_LOT:
            wanted[r] = min(missing[r], pool[r])
        elif r == lot:
            wanted[r] = min(pool[r], limit)
    asked = total(wanted)
    if asked <= 0.0:
        return False
    for r in range(len(need)):
        given = wanted[r] * min(1.0, limit / asked)
        useful = min(given, missing[r])
        pool[r] -= given
        pooled[r] += useful
        free[r] += given - useful
    return True


@kernel
def introduce(projects, p, organisations, legitimacy, reached, rules):
    """Who could cover most, of those in reach, is introduced to a project. Is there anybody?"""
    trust, worth = np.empty(len(reached)), np.empty(len(reached))
    best = worth_of_introducing(
        projects, p, organisations, legitimacy, reached, rules, trust, worth
    )
    if best != NOBODY:
        projects.introduced[p, best] = trust[best]
    return best != NOBODY


@kernel
def act_at_once(projects, p, act, organisations, legitimacy, reached, pool, rules):
    """An act that leaves nothing to decide; watching, and enforcing, concern those it reaches (M,).

    False: there was nothing it could do.
    """
    if act == _INTRODUCTION:
        return introduce(projects, p, organisations, legitimacy, reached, rules)
    if act == _TRANSFER:
        free = organisations.free[projects.initiator[p]]
        return transfer(projects.need[p], projects.pledged[p], projects.pooled[p], pool, free,
                        rules.coordinator_transfer_share, NO_LOT)  # fmt: skip
    if act == _WHISTLE:
        projects.whistled[p] = True
    elif act == _MEDIATION:
        projects.mediated_by_hub[p] = True
    elif act == _MONITORING:
        projects.watched[p] = reached
        projects.enforced[p] = rules.coordinator_enforcement * reached
    elif act == _BACKSTOP:
        projects.backstopped[p] = True
    elif act == _GUIDANCE:
        projects.guided[p] = True
    else:
        raise ValueError("this act takes a decision")
    return True


@kernel
def count_done(projects, p, act):
    """An act was done with content: what asked for it waits no more."""
    projects.hub_acts[p] += 1
    projects.waits[p, act] = NOT_ASKED


@kernel
def act_until_decision(order, at, row, act, possible, content, to_decide, left, projects,
                       organisations, legitimacy, reached, pool, rules, done,
                       undone):  # fmt: skip
    """Requests n in ``order[at:]``, as long as attention is left, up to the first that has to be
    decided about, for its act (A,) is one ``to_decide``. An act that found nothing costs as much.

    row, act, possible, content: (n,). Counts acts done (A,), empty ones too; marks what is no more
    undone (n,). Returns where it stopped, which is the end when all are through, and what is left.
    """
    while at < len(order) and left >= ONE_ACT:
        i = order[at]
        if possible[i]:
            if content[i] and to_decide[act[i]]:
                return at, left
            left -= ONE_ACT
            done[act[i]] += 1.0
            if content[i] and act_at_once(projects, row[i], act[i], organisations, legitimacy,
                                          reached, pool, rules):  # fmt: skip
                count_done(projects, row[i], act[i])
                undone[i] = False
        at += 1
    return len(order), left


@kernel
def target_of(estimate, sampled, sample, panel_weight, agenda, bias):
    """What a coordinator asks a project to be about, (K,): estimate, panel, agenda."""
    need = blend(estimate, sample, panel_weight) if sampled else estimate
    return blend(need, agenda, bias)


@kernel
def ask_for(rows, projects, estimates, panel_weight, agenda, bias):
    """Its targets (P, K) for those of projects in ``rows`` (n,) that it guides; estimates by area
    (A, K)."""
    for p in rows:
        if projects.guided[p]:
            projects.target[p] = target_of(
                estimates[projects.area[p]], projects.sampled[p], projects.sample[p], panel_weight,
                agenda, bias,
            )  # fmt: skip
