"""Acts of attention: what each does, for whom, and at what load. One act costs one unit."""

import math

import numpy as np

from sim.base.equations import TINY, race
from sim.base.kernel import kernel, part
from sim.base.luck import Process, uniform
from sim.base.sums import total
from sim.base.vocabulary import NOBODY, Act
from sim.rules.partners import missing_of

ONE_ACT = 1.0
NO_LOT = -1
HELPER_FACTOR = 65536  # keeps races of different acts apart: sub-entity = code + 65536 act


@kernel
def congestion(load, capacity):
    """(27) Load of a mediator over its weekly attention; each further case makes links dearer."""
    return load / capacity if capacity > TINY else 0.0


@part
def within_reach(act, members, initiator, reached):
    """Does reach (M,) allow an act for a project? Mediation needs all members, as for anyone;
    watching and guiding one; the rest the initiator."""
    known = 0
    for c in members:
        known += reached[c]
    if act == Act.MEDIATION:
        return known == len(members)
    if act == Act.MONITORING or act == Act.GUIDANCE:
        return known > 0
    return reached[initiator]


@part
def knows_all(trust, members, threshold):
    """Whose ties to all of ``members`` are above the threshold (M,); none is needed to itself."""
    known = np.ones(len(trust), np.bool_)
    for c in range(len(trust)):
        for m in members:
            if m != c and not trust[c, m] > threshold:
                known[c] = False
    return known


@part
def first_helper(able, attention, codes, act, luck, key):
    """Who does an act: a keyed race among the able (M,) with attention for one act more, with odds
    as attention left. key: entity, week and area of the draws. NOBODY where there is none."""
    entity, week, area = key
    first, soonest = NOBODY, math.inf
    for c in range(len(able)):
        if able[c] and attention[c] >= ONE_ACT:
            sub = codes[c] + HELPER_FACTOR * act
            time = race(uniform(luck, Process.HELPER, entity, sub, week, area), attention[c])
            if time < soonest:
                first, soonest = c, time
    return first


@part
def worth_introducing(could, present, invited, trust_in_initiator, introduced_tie):
    """Who could help and would gain by an introduction to the initiator: bool (M,)."""
    wanted = np.zeros(len(could), np.bool_)
    for c in range(len(could)):
        new = not invited[c] and trust_in_initiator[c] < introduced_tie
        wanted[c] = new and could[c] > 0.0 and present[c]
    return wanted


@part
def go_betweens(trust, initiator, wanted, threshold):
    """Who is acquainted with the initiator and with somebody wanted (M,): bool (M,)."""
    able = np.zeros(len(trust), np.bool_)
    for c in range(len(trust)):
        if trust[c, initiator] > threshold:
            for w in range(len(trust)):
                able[c] |= wanted[w] and trust[c, w] > threshold
    return able


@part
def ablest(could, wanted, trust, threshold):
    """The one of the wanted (M,) among one's acquaintances that could cover most, the first of
    equals."""
    best = NOBODY
    for c in range(len(could)):
        if wanted[c] and trust[c] > threshold and (best == NOBODY or could[c] > could[best]):
            best = c
    return best


@part
def introduction_trust(introduced_tie, legitimacy):
    """Trust that comes with an introduction by a coordinator, at most 1."""
    return min(1.0, introduced_tie * (1.0 + legitimacy))


@part
def transfer_of(need, pledged, pooled, pool, share, lot):
    """What goes from the pool (R,) to a project: up to a share of its need (R,), to what is
    missing, or to the resource ``lot``. Returns what is given, and how much of that is of use (R,).
    """
    limit = share * total(need)
    missing = missing_of(need, pledged, pooled)
    given, useful = np.zeros(len(need)), np.zeros(len(need))
    for r in range(len(need)):
        if lot == NO_LOT:
            given[r] = min(missing[r], pool[r])
        elif r == lot:
            given[r] = min(pool[r], limit)
    asked = total(given)
    for r in range(len(need)):
        given[r] = given[r] * min(1.0, limit / asked) if asked > 0.0 else 0.0
        useful[r] = min(given[r], missing[r])
    return given, useful
