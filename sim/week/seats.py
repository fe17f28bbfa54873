"""Step 3, seats: who comes to seats that nobody holds."""

import numpy as np

from sim.base.kernel import kernel, part
from sim.base.luck import Process, uniform
from sim.base.normal import normal
from sim.base.rows import put
from sim.base.vocabulary import CATEGORIES, NOBODY, NewcomerTies
from sim.state.seats import goals_from, honouring_from, may_be_filled
from sim.state.ties import NEVER, WEIGHTS

_K = len(CATEGORIES)
HALF = 0.5
"""What a newcomer takes over of the leaver's ties, where it takes over any."""


@kernel
def fill_seats(world):
    """Vacant seats are filled, each by its own luck, in order; who comes sees who is there."""
    rules, organisations, week = world.rules.organisations, world.organisations, world.now.week
    for c in range(len(organisations.code)):
        vacant = not world.standing.present[c]
        if vacant and may_be_filled(organisations.role[c], rules.firms_return):
            luck = uniform(world.luck, Process.ENTRY, organisations.code[c], 0, week, 0)
            if luck < rules.entry_rate:
                take_seat(world, c)


@part
def take_seat(world, c):
    """A newcomer takes a seat: with goals, honouring, ties and reach of its own, and no stock."""
    standing, week = world.standing, world.now.week
    code = world.organisations.code[c]
    standing.present[c] = True
    standing.attention[c] = uniform(world.luck, Process.FIRST_ATTENTION, code, 0, week, 0)
    standing.exposure[c] = standing.gained[c] = standing.returns[c] = 0.0
    standing.under[c], standing.since[c] = 0, week
    standing.place[c] = False
    standing.placed[c] = False
    bring_goals(world, c)
    bring_ties(world, c)
    be_reached(world, c)
    forget_leaver(world, c)


@part
def bring_goals(world, c):
    """What it wants, and how it honours, by its own luck."""
    organisations, rules, week = world.organisations, world.rules.organisations, world.now.week
    code, own = organisations.code[c], np.empty(_K)
    for k in range(_K):
        own[k] = normal(uniform(world.luck, Process.GOALS, code, k, week, 0))
    goals = goals_from(
        organisations.log_shares, organisations.sector[c], rules.heterogeneity, rules.goal_spread,
        own,
    )  # fmt: skip
    put(goals, organisations.goals[c])
    z = normal(uniform(world.luck, Process.HONOURING, code, 0, week, 0))
    organisations.honouring[c] = honouring_from(rules.honouring_mean, rules.honouring_spread, z)
    world.standing.honouring[c] = organisations.honouring[c]


@part
def tie_of_newcomer(world, c, o):
    """Trust between a newcomer and another as at the start: none with a vacant seat, or with whom
    it never meets."""
    organisations, network, week = world.organisations, world.rules.network, world.now.week
    one, other = organisations.code[c], organisations.code[o]
    meet = organisations.area[c] == organisations.area[o]
    meet = meet or organisations.shared[c] or organisations.shared[o]
    if not meet or not world.standing.present[o]:
        return 0.0
    same = organisations.sector[c] == organisations.sector[o]
    chance = network.within_sector if same else network.cross_sector
    if not uniform(world.luck, Process.NEW_TIE, one, other, week, 0) < chance:
        return 0.0
    luck = uniform(world.luck, Process.NEW_TIE_WEIGHT, one, other, week, 0)
    return world.ties.weights[int(luck * WEIGHTS)]


@part
def bring_ties(world, c):
    """Its ties, both ways, by the rule; nothing has been kept beside it yet."""
    ties, rule = world.ties, world.rules.structure.newcomer_ties
    for o in range(len(ties.trust)):
        if o == c:
            continue
        if rule == NewcomerTies.HALF_OF_LEAVER:
            ties.trust[c, o] *= HALF
            ties.trust[o, c] *= HALF
        else:
            drawn = rule == NewcomerTies.AS_AT_START
            trust = tie_of_newcomer(world, c, o) if drawn else 0.0
            ties.trust[c, o] = ties.trust[o, c] = trust
        ties.first[c, o], ties.first[o, c] = ties.trust[c, o], ties.trust[o, c]
        ties.last_kept[c, o] = ties.last_kept[o, c] = NEVER


@part
def be_reached(world, c):
    """Whether a coordinator's office reaches it, or who leads knows it."""
    hub, rules, code = world.hub, world.rules, world.organisations.code[c]
    luck = uniform(world.luck, Process.REACH, code, 0, world.now.week, 0)
    hub.standing[c] = luck < rules.coordinator.reach[world.organisations.sector[c]]
    lead = hub.now.lead
    known = lead != NOBODY and world.ties.trust[c, lead] > rules.network.acquainted
    hub.reached[c] = hub.standing[c] or known


@part
def forget_leaver(world, c):
    """Projects under way where it works may ask it, whomever they asked before, and it had no ties
    when they were pledged."""
    projects, members = world.projects, world.members
    for p in projects.live[: projects.count.live]:
        members.invited[p, c] = world.places.elsewhere[projects.life[p].area, c]
        members.tied[p, c] = False
        members.tied[p, :, c] = False
