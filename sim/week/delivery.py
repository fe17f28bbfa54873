"""A project's weeks of delivery: instalments kept or broken, the backstop, and its completion."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.base.equations import alignment
from sim.base.kernel import kernel, part
from sim.base.luck import Process, uniform
from sim.base.sums import total
from sim.base.vocabulary import LABOUR, SMALL, End, Paid, Stage
from sim.rules.honouring import (
    compelled,
    honour_probability,
    partners_record,
    restored,
    temptation,
    trust_around,
    watching,
)
from sim.rules.shocks import spared
from sim.state.projects import in_stage, members_of
from sim.week.completion import complete
from sim.week.coordinator import take_labour
from sim.week.hub import is_at_work
from sim.week.lifecycle import end, enter

BALANCED = 1e-12


class Instalment(NamedTuple):
    """What a member has to pay this week, by resource (R,), and what it has for it, in funds."""

    parts: NDArray[np.float64]
    due: float
    stock: float
    is_able: bool


@kernel
def start_delivery(world, p):
    """The scope is agreed: what came from the pool is in hand and goes in at once; members owe
    instalments."""
    enter(world, p, Stage.DELIVERING)
    plans = world.plans
    for r in range(plans.sunk.shape[1]):
        plans.sunk[p, r] += plans.pooled[p, r]
        plans.pooled[p, r] = 0.0


# -- what a member owes, and whether it pays ------------------------------------------------------


@kernel
def instalment_of(world, p, j):
    """A part of its pledge, as far as it owes it; can it cover that in full?"""
    members, free = world.members, world.standing.free
    parts = np.empty(free.shape[1])
    stock, able = 0.0, True
    for r in range(len(parts)):
        share = members.pledged[p, j, r] / world.rules.delivery.weeks
        parts[r] = min(members.owed[p, j, r], share)
        held = free[j, r] + members.reserved[p, j, r]
        stock += held
        able = able and held >= parts[r] - BALANCED
    return Instalment(parts, total(parts), stock, able)


@part
def covenant(world, c):
    """What a covenant adds to an organisation's chance to honour a pledge, in logits."""
    rules = world.rules.coordinator
    if rules.covenant == 0.0 or not is_at_work(world):
        return 0.0
    return rules.mobilisation * rules.covenant * world.hub.reached[c]


@part
def honour_chance(world, p, j, instalment, record):
    """Chance that a member pays its instalment; record: its partners' share honoured so far."""
    rules, standing, members = world.rules.delivery, world.standing, world.members
    who = members_of(world.projects, members, p)
    propensity = restored(
        world.rules.structure.honouring_restored, standing.honouring[j],
        world.organisations.honouring[j], rules.restart_decay, members.asked[p, j],
    )  # fmt: skip
    chance = honour_probability(
        rules, propensity, trust_around(world.ties.trust, j, who),
        alignment(world.organisations.goals[j], world.plans.scope[p]), record,
        watching(rules, members.watched[p, j], standing.exposure[j]),
        temptation(rules, instalment.due, instalment.stock, members.enforced[p, j]),
        covenant(world, j),
    )  # fmt: skip
    area, week = world.projects.life[p].area, world.now.week
    return spared(world.rules.shock, week, area) * chance


@kernel
def honours(world, p, j, instalment, record):
    """Does a member pay? Who can't cover an instalment in full breaks it."""
    life = world.projects.life[p]
    age = world.now.week - life.start_week
    code = world.organisations.code[j]
    luck = uniform(world.luck, Process.HONOUR, life.code, code, age, life.area)
    return luck < honour_chance(world, p, j, instalment, record) and instalment.is_able


@kernel
def record_of(world, p, j):
    """Mean share of instalments that a member's partners honoured so far."""
    members, neutral = world.members, world.rules.delivery.peers_neutral
    who = members_of(world.projects, members, p)
    return partners_record(members.kept[p], members.asked[p], j, who, neutral)


# -- paying ---------------------------------------------------------------------------------------


@kernel
def pay(world, p, j, r, aside, more):
    """A member pays into a project: what was set ``aside``, and ``more`` of its free stock."""
    members = world.members
    world.standing.free[j, r] -= more
    world.plans.sunk[p, r] += aside + more
    members.given[p, j] += aside + more
    members.owed[p, j, r] -= aside + more


@kernel
def settle(world, p, j, parts, kept):
    """An instalment (R,) is kept: it goes from what is reserved, then from free stock, into the
    project. Or it is broken: its reservation is free again and it stays owed, but for what is
    collected all the same. Returns the labour broken."""
    members, free, broken = world.members, world.standing.free, 0.0
    for r in range(len(parts)):
        aside = min(parts[r], members.reserved[p, j, r])
        members.reserved[p, j, r] -= aside
        if kept:
            pay(world, p, j, r, aside, min(parts[r] - aside, free[j, r]))
            continue
        free[j, r] += aside
        taken = compelled(members.enforced[p, j], parts[r], free[j, r])
        pay(world, p, j, r, 0.0, taken)
        if r == LABOUR:
            broken = parts[r] - taken
    return broken


@kernel
def collect_instalments(world, p):
    """One week of instalments, all at once, on the partners' records of the week before."""
    members, who = world.members, members_of(world.projects, world.members, p)
    records = np.empty(len(who))
    for m in range(len(who)):
        records[m] = record_of(world, p, who[m])
    for m in range(len(who)):
        j = who[m]
        instalment = instalment_of(world, p, j)
        members.broken[p, m] = 0.0
        members.paid[p, m] = Paid.NOT_DUE
        if instalment.due > BALANCED:
            kept = honours(world, p, j, instalment, records[m])
            members.paid[p, m] = Paid.KEPT if kept else Paid.BROKEN
            members.asked[p, j] += 1.0
            members.kept[p, j] += kept
            members.broken[p, m] = settle(world, p, j, instalment.parts, kept)
    world.projects.course[p].paid_week = world.now.week


@part
def back_up(world, p):
    """Named payers put in the labour that members did not, as far as theirs goes."""
    members, who = world.members, members_of(world.projects, world.members, p)
    for m in range(len(who)):
        if members.broken[p, m] > 0.0:
            wanted = min(members.broken[p, m], members.owed[p, who[m], LABOUR])
            given = take_labour(world, wanted, world.projects.life[p].area)
            members.owed[p, who[m], LABOUR] -= given
            world.plans.sunk[p, LABOUR] += given


# -- a week of it ---------------------------------------------------------------------------------


@part
def has_enough(sunk, need, completeness):
    """Is enough of every resource (R,) paid in?"""
    for r in range(len(need)):
        if sunk[r] < completeness * need[r] - SMALL:
            return False
    return True


@kernel
def delivery_week(world, p):
    """When enough is in, the work is done; when time is out, it has failed."""
    rules, plans, life = world.rules.delivery, world.plans, world.projects.life[p]
    collect_instalments(world, p)
    if world.projects.help[p].backstopped:
        back_up(world, p)
    if has_enough(plans.sunk[p], plans.need[p], rules.completeness):
        complete(world, p)
    elif in_stage(life, world.now.week) >= rules.weeks + rules.slack:
        end(world, p, End.FREE_RIDING)
