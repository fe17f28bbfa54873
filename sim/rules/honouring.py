"""Who honours a pledge, and what is learned from who did: imperfect conditional cooperation."""

from sim.base.equations import TINY, logistic, logit
from sim.base.kernel import part
from sim.base.vocabulary import HonouringRestored


@part
def watching(delivery, watched, exposure):
    """What being watched does, in logits: b_mon; unwatched, -c_out exposure to having been."""
    return delivery.monitoring if watched else -delivery.crowding_out * exposure


@part
def temptation(delivery, instalment, stock, enforced):
    """(52) How tempting it is to keep an instalment, in logits: b_tempt (1 - e) instalment / stock,
    when a share e would be collected anyway."""
    tempted = instalment / stock if stock > TINY else 1.0
    return delivery.temptation * (1.0 - enforced) * min(1.0, tempted)


@part
def honour_probability(delivery, propensity, trust, aligned, peers, watched, tempted, covenant):
    """(20) Chance that a member pays this week's instalment.

    sig(logit x + b_trust (trust - .5) + b_align (a - .5) + b_peer (peers - neutral) + watched
    - tempted + covenant), the last three in logits. delivery: the parameters' group.
    """
    return logistic(
        logit(propensity)
        + delivery.trust * (trust - 0.5)
        + delivery.alignment * (aligned - 0.5)
        + delivery.peers * (peers - delivery.peers_neutral)
        + watched
        - tempted
        + covenant
    )


@part
def restored(rule, propensity, first, decay, asked):
    """(59) Propensity to honour in one partnership: x + max(0, first - x) decay^n, where it is
    restored at each, n instalments asked for so far; else x. first: before anything was learned."""
    if rule != HonouringRestored.AT_PARTNERSHIP:
        return propensity
    return propensity + max(0.0, first - propensity) * decay ** int(asked)


@part
def partners_record(kept, asked, j, who, neutral):
    """Mean share of instalments that the partners of member ``j`` honoured so far; kept, asked:
    (M,)."""
    shares, partners = 0.0, 0
    for o in who:
        if o != j and asked[o] > 0.0:
            shares += kept[o] / asked[o]
            partners += 1
    return shares / partners if partners > 0 else neutral


@part
def trust_around(trust, j, who):
    """Mean trust (M, M) of member ``j`` in the others."""
    around = 0.0
    for o in who:
        if o != j:
            around += trust[j, o]
    return around / (len(who) - 1) if len(who) > 1 else 0.0


@part
def compelled(enforcement, instalment, free):
    """(51) What is collected of a broken instalment: min(e instalment, free stock)."""
    return min(enforcement * instalment, free)


@part
def reciprocate(propensity, observed, reciprocity, imperfection):
    """(23) Imperfect conditional cooperation: move toward a little less than partners did."""
    return propensity + reciprocity * (observed * (1.0 - imperfection) - propensity)
