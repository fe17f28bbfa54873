"""Organisations help one another: who does an act that a project asks for.

Who may: anybody with ties to all members mediates, where that is cheaper; the street office
whistles; members watch; the initiator holds its own panel; who knows the initiator introduces one
of its own acquaintances. Of those who may and have attention for one act more, a keyed race
decides, with odds as attention.
"""

import numpy as np

from sim.base.kernel import kernel, part
from sim.base.order import ordered_by
from sim.base.vocabulary import NOBODY, Act, Role
from sim.rules.acts import (
    ONE_ACT,
    ablest,
    congestion,
    first_helper,
    go_betweens,
    knows_all,
    worth_introducing,
)
from sim.state.coordinator import rank_of
from sim.state.projects import NOT_ASKED, members_of
from sim.week.mediation import cost_of_a_link_each, is_cheaper
from sim.week.panels import hold_panel
from sim.week.partners import could_give

HUB_ONLY = (Act.TRANSFER, Act.BACKSTOP, Act.GUIDANCE)
PEER_ORDER = (Act.MEDIATION, Act.MONITORING, Act.INTRODUCTION, Act.WHISTLE, Act.PANEL)
"""A panel changes need and stock, so all others come before."""
PEER_RANK = rank_of([*PEER_ORDER, *HUB_ONLY])


@part
def is_hub_only(act):
    """Is it an act that only a coordinator does?"""
    return PEER_RANK[act] >= len(PEER_ORDER)


@part
def peer_order(requests):
    """By priority, then longest waiting, then luck: (n,)."""
    keys = np.empty((3, len(requests.row)))
    for i in range(len(requests.row)):
        keys[0, i] = PEER_RANK[requests.act[i]]
        keys[1, i] = -requests.waited[i]
        keys[2, i] = requests.luck[i]
    return ordered_by(keys)


@part
def anybody_rested(attention):
    """Has anybody (M,) attention for one act at least?"""
    for left in attention:
        if left >= ONE_ACT:
            return True
    return False


@part
def whom_to_bring(world, p, act, could):
    """Who could help a project, and would gain by an introduction to its initiator: bool (M,).
    Nobody for another act."""
    if act != Act.INTRODUCTION:
        return np.zeros(len(could), np.bool_)
    life, trust = world.projects.life[p], world.ties.trust
    return worth_introducing(
        could, world.standing.present, world.members.invited[p], trust[:, life.initiator],
        world.rules.forming.introduced_tie,
    )  # fmt: skip


@part
def refuse_dearer(world, p, able):
    """Of those able to mediate (M,), nobody under whom a round would be no cheaper."""
    cost = cost_of_a_link_each(world, p)
    for c in range(len(able)):
        if able[c]:
            load = congestion(ONE_ACT, world.standing.attention[c])
            able[c] = is_cheaper(world, p, cost, load)


@part
def may_help(world, p, act, wanted):
    """Who may do an act for a project, bool (M,). wanted: (M,), whom introductions could bring."""
    initiator, trust = world.projects.life[p].initiator, world.ties.trust
    who, threshold = members_of(world.projects, world.members, p), world.rules.network.acquainted
    able = np.zeros(len(trust), np.bool_)
    if act == Act.MEDIATION:
        able = knows_all(trust, who, threshold)
        refuse_dearer(world, p, able)
    elif act == Act.INTRODUCTION:
        able = go_betweens(trust, initiator, wanted, threshold)
    elif act == Act.WHISTLE:
        for c in range(len(able)):
            able[c] = world.organisations.role[c] == Role.STREET_OFFICE
    elif act == Act.PANEL:
        able[initiator] = True
    elif act == Act.MONITORING:
        for c in who:
            able[c] = True
    for c in range(len(able)):
        here = (
            world.standing.present[c] and not world.places.elsewhere[world.projects.life[p].area, c]
        )
        able[c] = able[c] and here
    return able


@part
def who_helps(world, p, act, wanted):
    """Who of the organisations does an act for a project, or NOBODY."""
    life = world.projects.life[p]
    key = life.code, world.now.week, life.area
    able, codes = may_help(world, p, act, wanted), world.organisations.code
    return first_helper(able, world.standing.attention, codes, act, world.luck, key)


@part
def give_help(world, p, act, c):
    """What an act but an introduction or a panel brings a project."""
    if act == Act.WHISTLE:
        world.projects.help[p].whistled = True
    elif act == Act.MONITORING:
        world.members.watched[p] = True
    elif act == Act.MEDIATION:
        in_hand = world.standing.attention[c] + ONE_ACT
        world.projects.help[p].congestion = congestion(ONE_ACT, in_hand)


@part
def help_with(world, p, act):
    """Somebody does an act for a project, if anybody can. Does anybody?"""
    trust, could = world.ties.trust, np.zeros(len(world.organisations.code))
    if act == Act.INTRODUCTION:
        could = could_give(world, p)
    wanted = whom_to_bring(world, p, act, could)
    c = who_helps(world, p, act, wanted)
    if c == NOBODY:
        return False
    world.standing.attention[c] -= ONE_ACT
    world.diary.peer[act] += 1.0
    world.projects.waits[p, act] = NOT_ASKED
    if act == Act.INTRODUCTION:
        brought = ablest(could, wanted, trust[c], world.rules.network.acquainted)
        world.members.introduced[p, brought] = world.rules.forming.introduced_tie
    else:
        give_help(world, p, act, c)
    return True


@kernel
def ask_peers(world, requests, undone):
    """What is ``undone`` (n,), in order, as long as anybody has attention for one act more; marks
    what is so no more."""
    panels, held = np.empty(len(undone), np.int64), 0
    order = peer_order(requests)
    for i in order:
        if not anybody_rested(world.standing.attention):
            break
        p, act = requests.row[i], requests.act[i]
        if undone[i] and not is_hub_only(act) and help_with(world, p, act):
            undone[i] = False
            if act == Act.PANEL:
                panels[held] = p
                held += 1
    for p in panels[:held]:
        hold_panel(world, p, np.arange(world.plans.scope.shape[1]))
