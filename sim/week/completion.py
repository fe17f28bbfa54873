"""A project's work is there: needs are served, and what was of use is judged."""

from typing import NamedTuple

import numpy as np

from sim.base.kernel import kernel, part
from sim.base.luck import Process, uniform
from sim.base.order import order_of
from sim.base.sums import total
from sim.rules.supply import misplaced, verdict
from sim.state.population import NO_NEED
from sim.week.lifecycle import at, end


class Service(NamedTuple):
    """Needs that waited where a project came, needs served, and weeks they had waited in all."""

    demand: int
    served: int
    waited: float


@kernel
def complete(world, p):
    """Serve needs; count what was too much, misplaced or repeated."""
    life, course, plans = world.projects.life[p], world.projects.course[p], world.plans
    supply, over, under = np.empty(plans.scope.shape[1]), 0.0, 0.0
    for k in range(len(supply)):
        supply[k] = world.now.capacity * life.size * plans.scope[p, k]
    for k in range(len(supply)):
        if supply[k] > 0.0:
            service = serve(world, p, k, supply[k])
            extra = max(0.0, supply[k] - service.demand)
            short = max(0.0, service.demand - supply[k])
            over += extra
            under += short
            note_service(world, p, k, service, extra, short)
    course.supplied, course.over = total(supply), over
    course.misplaced = misplaced(over, under)
    course.repeated = digs_again(world, p)
    rules, is_joint = world.rules.completion, life.formed_week >= 0
    end(world, p, verdict(rules, course.supplied, over, course.misplaced, is_joint))


@part
def waiting_for(world, p, k):
    """Households where a project comes that wait for a category, and the order in which they are
    served: longest waiting first, ties by luck."""
    entrance, rows, waiting = (
        world.members.entrance[p],
        world.places.entrance,
        world.residents.waiting,
    )
    life, week = world.projects.life[p], world.now.week
    demand = 0
    for e in range(len(entrance)):
        if entrance[e]:
            for i in range(rows[e], rows[e + 1]):
                demand += waiting[k, i] != NO_NEED
    who, turn, found = np.empty(demand, np.int64), np.empty(demand), 0
    for e in range(len(entrance)):
        if entrance[e]:
            for i in range(rows[e], rows[e + 1]):
                if waiting[k, i] != NO_NEED:
                    key = world.people.key[i]
                    luck = uniform(world.luck, Process.SERVE, key, k, week, life.area)
                    who[found], turn[found] = i, luck - waiting[k, i]
                    found += 1
    return who[order_of(turn)]


@part
def serve(world, p, k, supply):
    """Serve whole needs of a category; the last fraction is served with that probability."""
    residents, life, week = world.residents, world.projects.life[p], world.now.week
    who = waiting_for(world, p, k)
    whole = int(supply)
    last = uniform(world.luck, Process.LAST_NEED, life.code, k, week, life.area)
    amount = min(len(who), whole + (last < supply - whole))
    waited = 0.0
    for turn in range(len(who)):
        i = who[turn]
        if turn < amount:
            waited += residents.waiting[k, i]
            residents.waiting[k, i] = NO_NEED
            residents.served[i] += 1
            world.voices.served_group[world.people.group[i]] += 1
        else:
            residents.left_out[i] = 1
    return Service(len(who), amount, waited)


@part
def note_service(world, p, k, service, over, under):
    """Count a service of a category: needs served, weeks waited, too much, too little."""
    diary, area = world.diary, world.projects.life[p].area
    world.projects.course[p].served += service.served
    if world.projects.course[p].hub_acts > 0:
        diary.tally.hub_served += service.served
    diary.flows[0, area, k] += service.served
    diary.flows[1, area, k] += over
    diary.flows[2, area, k] += under
    diary.served[k] += service.served
    diary.over[k] += over
    diary.under[k] += under
    diary.tally.waited += service.waited


@part
def main_category(scope):
    """The largest of a scope (K,), the first of equals."""
    largest = 0
    for k in range(len(scope)):
        if scope[k] > scope[largest]:
            largest = k
    return largest


@part
def digs_again(world, p):
    """Repeated digging (拉链工程): same building and main category within the window."""
    k, week, last_works = (
        main_category(world.plans.scope[p]),
        world.now.week,
        world.places.last_works,
    )
    last = -np.inf
    for b in range(len(last_works)):
        if at(world.members.entrance[p], world.places.entrance_of, b):
            last = max(last, last_works[b, k])
            last_works[b, k] = week
    return week - last <= world.rules.completion.digging_window
