"""Whom projects ask, who joins, and what members set aside."""

from typing import NamedTuple

import numpy as np

from sim.base.equations import alignment, logistic
from sim.base.kernel import kernel, part
from sim.base.luck import Process, uniform
from sim.base.order import order_of
from sim.base.rows import put
from sim.base.sums import total
from sim.base.vocabulary import SMALL, Stage
from sim.rules.partners import (
    TWO_SECTORS,
    appeal,
    benefit,
    count_sectors,
    coverage,
    first_in_race,
    is_covered,
    join_utility,
    missing_of,
    pledge_of,
    room_for_one,
    seat_factor,
    trust_in,
)
from sim.rules.shocks import suspends_invitations
from sim.state.projects import members_of
from sim.week.lifecycle import join


class Offer(NamedTuple):
    """What an organisation that is asked goes by: its trust in the project, what it could give, and
    the tie that an introduction brings (0: none)."""

    trust: float
    pledge: float
    tie: float


# -- whether they are enough ----------------------------------------------------------------------


@kernel
def covered(world, p):
    """Is every resource of a project pledged?"""
    plans, size = world.plans, world.projects.life[p].size
    return is_covered(plans.need[p], world.members.pledged[p], plans.pooled[p], size)


@kernel
def is_joint(world, p):
    """Do members come from two sectors at least, as co-production needs?"""
    return count_sectors(world.projects.life[p].sectors) >= TWO_SECTORS


# -- whom a project asks --------------------------------------------------------------------------


@kernel
def could_give(world, p):
    """How much of what a project lacks each organisation could set aside now, (M,)."""
    plans, rules, free = world.plans, world.rules.forming, world.standing.free
    missing = missing_of(plans.need[p], world.members.pledged[p], plans.pooled[p])
    room = room_for_one(plans.need[p], rules.max_share)
    return coverage(missing, free, rules.reserve_share, room)


@kernel
def known_in(world, p):
    """Trust of each organisation in a project, without introductions, (M,)."""
    who, initiator = members_of(world.projects, world.members, p), world.projects.life[p].initiator
    return trust_in(world.ties.trust, who, initiator, world.rules.network.referral_discount)


@kernel
def prospects(world, p):
    """How far each organisation trusts a project, introductions included, and how much of what it
    lacks each could set aside now, (M,)."""
    introduced, trust = world.members.introduced[p], known_in(world, p)
    for c in range(len(trust)):
        trust[c] = max(trust[c], introduced[c])
    return trust, could_give(world, p)


@kernel
def offer(world, p, c):
    """What an organisation would go by, if a project asked it now."""
    trust, could = prospects(world, p)
    return Offer(trust[c], could[c], world.members.introduced[p, c])


@part
def asking_odds(world, p, known, could):
    """Odds of being asked next, (M,): trust x coverage x complement, once, while present."""
    sectors, rules = world.projects.life[p].sectors, world.rules.forming
    odds = np.zeros(len(known))
    for c in range(len(known)):
        if world.standing.present[c] and not world.members.invited[p, c]:
            seat = seat_factor(sectors, world.organisations.sector[c], rules.complement)
            odds[c] = known[c] * could[c] * seat
    return odds


@kernel
def who_is_asked(world, p, offers):
    """Whom a project asks this week, in order; what each goes by, into offers (asks, 3)."""
    introduced, life = world.members.introduced[p], world.projects.life[p]
    known, could = prospects(world, p)
    key = Process.ASK, life.code, world.organisations.code, world.now.week, life.area
    odds = asking_odds(world, p, known, could)
    asked = first_in_race(odds, world.rules.forming.asks_per_week, world.luck, key)
    for i in range(len(asked)):
        c = asked[i]
        offers[i, 0], offers[i, 1], offers[i, 2] = known[c], could[c], introduced[c]
    return asked


@part
def is_reached(world, p, c):
    """Lockdown: does an invitation reach an organisation this week?"""
    shock, life, week = world.rules.shock, world.projects.life[p], world.now.week
    if not suspends_invitations(shock, week, life.area):
        return True
    code = world.organisations.code[c]
    return uniform(world.luck, Process.LOCKDOWN, life.code, code, week, 0) >= shock.lockdown


# -- who joins ------------------------------------------------------------------------------------


@kernel
def appeal_of(world, c, scope):
    """What an organisation sees in a scope beyond alignment, in funds: firms the revenue."""
    return appeal(world.organisations.pull[c], scope, world.organisations.commercial)


@part
def utility(world, p, c, offer):
    """Utility U of joining a project, in funds."""
    rules, life, scope = world.rules.forming, world.projects.life[p], world.plans.scope[p]
    worth = benefit(rules.benefit, appeal_of(world, c, scope), life.size)
    aligned = alignment(world.organisations.goals[c], scope)
    return join_utility(
        worth, aligned, offer.trust, rules.private_cost, offer.pledge, rules.transaction_rate,
        life.count,
    )  # fmt: skip


@kernel
def joins(world, p, c, offer):
    """Does an organisation that is asked join? With the chance of the logistic of its utility."""
    code = world.organisations.code[c]
    luck = uniform(world.luck, Process.JOIN, world.projects.life[p].code, code, world.now.week, 0)
    return luck < logistic(utility(world, p, c, offer))


@part
def welcome(world, p, c, tie):
    """It becomes a member; an introduction leaves a tie to the initiator, both ways."""
    initiator, introduced = world.projects.life[p].initiator, world.ties.introduced
    join(world, p, c)
    introduced[c, initiator] = max(introduced[c, initiator], tie)
    introduced[initiator, c] = max(introduced[initiator, c], tie)


@kernel
def ask_partners(world, rows):
    """Each project in ``rows`` asks a few organisations; those who join become members.

    Whom to ask is decided by all before anybody answers.
    """
    asks = world.rules.forming.asks_per_week
    offers = np.zeros((len(rows), asks, 3))
    asked = np.zeros((len(rows), asks), np.int64)
    count = np.zeros(len(rows), np.int64)
    for n in range(len(rows)):
        first = who_is_asked(world, rows[n], offers[n])
        count[n] = len(first)
        put(first, asked[n, : len(first)])
    for n in range(len(rows)):
        for i in range(count[n]):
            said = offers[n, i]
            answer(world, rows[n], asked[n, i], Offer(said[0], said[1], said[2]))


@part
def answer(world, p, c, offer):
    """An invitation reaches an organisation, or doesn't; it joins, or is not asked again."""
    if not is_reached(world, p, c):
        return
    world.members.invited[p, c] = True
    if joins(world, p, c, offer):
        welcome(world, p, c, offer.tie)


# -- what they set aside --------------------------------------------------------------------------


@part
def pledge(world, p, c):
    """What a member can and may add of what is missing, (R,); nothing where it has no room left."""
    plans, members, rules = world.plans, world.members, world.rules.forming
    room = room_for_one(plans.need[p], rules.max_share) - total(members.pledged[p, c])
    if room <= SMALL:
        return np.zeros(len(plans.need[p]))
    missing = missing_of(plans.need[p], members.pledged[p], plans.pooled[p])
    return pledge_of(missing, world.standing.free[c], rules.reserve_share, room)


@kernel
def set_aside(world, p, c):
    """A pledge of a member goes from its free stock to what is reserved."""
    members, amount = world.members, pledge(world, p, c)
    for r in range(len(amount)):
        world.standing.free[c, r] -= amount[r]
        members.reserved[p, c, r] += amount[r]
        members.pledged[p, c, r] += amount[r]


@part
def share_out(world, rows):
    """All members of projects in ``rows`` set stock aside, in an order that luck decides."""
    asks = 0
    for p in rows:
        asks += world.projects.life[p].count
    row, who, luck = np.empty(asks, np.int64), np.empty(asks, np.int64), np.empty(asks)
    found, week = 0, world.now.week
    for p in rows:
        for c in members_of(world.projects, world.members, p):
            entity, code = world.projects.life[p].code, world.organisations.code[c]
            row[found], who[found] = p, c
            luck[found] = uniform(world.luck, Process.STOCK_GRANT, entity, code, week, 0)
            found += 1
    for i in order_of(luck):
        set_aside(world, row[i], who[i])


@kernel
def forming_rows(world):
    """Projects that are forming, in order of start."""
    projects = world.projects
    rows = projects.live[: projects.count.live].copy()
    found = 0
    for p in rows:
        if projects.life[p].stage == Stage.FORMING:
            rows[found] = p
            found += 1
    return rows[:found]


@kernel
def partners(world):
    """5, invitations: forming projects ask organisations to join."""
    ask_partners(world, forming_rows(world))


@kernel
def stock(world):
    """5, stock: all members of forming projects set aside what they pledge."""
    share_out(world, forming_rows(world))


@part
def return_excess(world, p):
    """After a change of scope, pledges beyond the need shrink in proportion and are free again."""
    plans, members, free = world.plans, world.members, world.standing.free
    for r in range(plans.need.shape[1]):
        promised = 0.0
        for c in range(len(free)):
            promised += members.pledged[p, c, r]
        open_need = max(0.0, plans.need[p, r] - plans.pooled[p, r])
        if promised > open_need:
            for c in range(len(free)):
                excess = members.pledged[p, c, r] * (1.0 - open_need / promised)
                members.pledged[p, c, r] -= excess
                members.reserved[p, c, r] -= excess
                free[c, r] += excess
