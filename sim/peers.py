"""Who of the organisations does an act that a project asks for: compiled, all requests in one pass.

Who may: anybody with ties to all members mediates; the street office whistles; members watch; the
initiator holds its own panel; who knows the initiator introduces one of its own acquaintances. Of
those who may and have attention for one act more, a keyed race decides, with odds as attention.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.equations import congestion, race
from sim.forming import NOBODY, could_give
from sim.kernel import kernel
from sim.luck import in_area, uniform
from sim.network import knows_all
from sim.tables import NOT_ASKED
from sim.vocabulary import Act

ONE_ACT = 1.0
HELPER_FACTOR = 65536  # keeps races of different acts apart: sub-entity = code + 65536 act
_PANEL, _INTRODUCTION, _WHISTLE, _MEDIATION, _MONITORING = map(
    int, (Act.PANEL, Act.INTRODUCTION, Act.WHISTLE, Act.MEDIATION, Act.MONITORING)
)


def rank_of(order: Sequence[Act]) -> NDArray[np.int64]:
    """Rank of each act, (A,), where ``order`` names all from first to last."""
    return np.argsort(np.array(order, np.int64))


@kernel
def count_rested(attention_left):
    """How many organisations (M,) have attention for one act at least."""
    return np.sum(attention_left >= ONE_ACT)


@kernel
def first_helper(able, present, attention_left, entity, codes, act, week, word, k0, k1):
    """Who does an act: a keyed race among the able, with odds as attention left; -1: nobody."""
    first, soonest = NOBODY, math.inf
    for c in range(len(able)):
        if able[c] and present[c] and attention_left[c] >= ONE_ACT:
            u = uniform(entity, codes[c] + HELPER_FACTOR * act, week, word, k0, k1)
            time = race(u, attention_left[c])
            if time < soonest:
                first, soonest = c, time
    return first


@kernel
def worth_introducing(could, present, invited, trust_in_initiator, introduced_tie):
    """Who could help and would gain by an introduction to the initiator: bool (M,)."""
    wanted = np.zeros(len(could), np.bool_)
    for c in range(len(could)):
        new = not invited[c] and trust_in_initiator[c] < introduced_tie
        wanted[c] = new and could[c] > 0.0 and present[c]
    return wanted


@kernel
def go_betweens(trust, initiator, wanted, threshold):
    """Who is acquainted with the initiator and with somebody wanted (M,): bool (M,)."""
    able = np.zeros(len(trust), np.bool_)
    for c in range(len(trust)):
        if trust[c, initiator] > threshold:
            able[c] = np.any((trust[c] > threshold) & wanted)
    return able


@kernel
def ablest(could, eligible):
    """The one of the eligible (M,) that could cover most, the first of equals."""
    best = NOBODY
    for c in range(len(could)):
        if eligible[c] and (best == NOBODY or could[c] > could[best]):
            best = c
    return best


@kernel
def may_help(act, members, initiator, trust, acquainted, street_offices):
    """Who may do an act, but for introductions, which see ``go_betweens``: bool (M,)."""
    if act == _MEDIATION:
        return knows_all(trust, members, acquainted)
    if act == _WHISTLE:
        return street_offices.copy()
    able = np.zeros(len(trust), np.bool_)
    if act == _PANEL:
        able[initiator] = True
    elif act == _MONITORING:
        able[members] = True
    return able


@kernel
def give_help(projects, p, act, in_hand):
    """What an act but an introduction or a panel brings a project; ``in_hand`` is the attention
    that a mediator had."""
    if act == _WHISTLE:
        projects.whistled[p] = True
    elif act == _MONITORING:
        projects.watched[p] = True
    elif act == _MEDIATION:
        projects.congestion[p] = congestion(ONE_ACT, in_hand)


@kernel
def help_one_another(order, row, act, projects, organisations, attention_left, street_offices,
                     elsewhere, acquainted, introduced_tie, reserve_share, max_share, week, word,
                     k0, k1, done, panels):  # fmt: skip
    """Requests n in ``order``, as long as anybody has attention for one act more.

    row, act: (n,), which project and what. elsewhere: bool (areas, M), who doesn't work there.
    Changes attention_left (M,) and what help projects have; counts acts ``done`` (A,). Returns how
    many hold a panel of their own, whose rows are then the first in ``panels``.
    """
    held = 0
    trust, present = organisations.trust, organisations.present
    for i in order:
        if count_rested(attention_left) == 0:
            break
        p, what = row[i], act[i]
        initiator, area = projects.initiator[p], projects.area[p]
        if what == _INTRODUCTION:
            could = could_give(projects, p, organisations.free, reserve_share, max_share)
            wanted = worth_introducing(
                could, present, projects.invited[p], trust[:, initiator], introduced_tie
            )
            able = go_betweens(trust, initiator, wanted, acquainted)
        else:
            who = projects.members[p, : projects.count[p]]
            able = may_help(what, who, initiator, trust, acquainted, street_offices)
        c = first_helper(able & ~elsewhere[area], present, attention_left, projects.code[p],
                         organisations.code, what, week, in_area(word, area), k0, k1)  # fmt: skip
        if c == NOBODY:
            continue
        attention_left[c] -= ONE_ACT
        done[what] += 1.0
        projects.waits[p, what] = NOT_ASKED
        if what == _INTRODUCTION:
            brought = ablest(could, wanted & (trust[c] > acquainted))
            projects.introduced[p, brought] = introduced_tie
        elif what == _PANEL:
            panels[held] = p
            held += 1
        else:
            give_help(projects, p, what, attention_left[c] + ONE_ACT)
    return held
