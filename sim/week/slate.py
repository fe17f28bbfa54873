"""Fixed slate: identical formed projects in every arm, so that process is apart from selection.

When an opportunity occurs, its size, partners, places and pledges come from luck and from what the
organisations were at the start; pledges are endowed from outside. What follows is the arm's own.
"""

import numpy as np

from sim.base.equations import race
from sim.base.kernel import kernel, part
from sim.base.luck import Process, project_code, uniform
from sim.base.order import order_of
from sim.base.rows import put, put_table
from sim.base.vocabulary import End
from sim.rules.partners import need_of, size_of, targets
from sim.state.projects import members_of
from sim.week.lifecycle import add, at_building, end, join
from sim.week.sign_off import start_sign_off

ALONE = 1.0
"""Weight in a race in which all are alike."""


@part
def inject(world, area, j):
    """An opportunity is a formed project, the same in every arm; without partners it is none."""
    partners = partners_of(world, area, j)
    if len(partners) > 0:
        inject_with(world, area, j, partners)


@part
def others_in_race(world, area, j):
    """The other organisations of an area, in the order of a keyed race."""
    organisations, week = world.organisations, world.now.week
    code = project_code(organisations.code[j], week, area)
    who, times = np.empty(len(organisations.code), np.int64), np.empty(len(organisations.code))
    found = 0
    for c in range(len(who)):
        if not world.places.elsewhere[area, c] and c != j:
            luck = uniform(world.luck, Process.SLATE, code, organisations.code[c], week, 0)
            who[found], times[found] = c, race(luck, ALONE)
            found += 1
    return who[:found][order_of(times[:found])]


@part
def partners_of(world, area, j):
    """Partners by keyed race; the first comes from another sector. Nobody where there is none."""
    runners, sector = others_in_race(world, area, j), world.organisations.sector
    chosen = np.empty(world.rules.slate.members - 1, np.int64)
    found = 0
    for c in runners:
        if sector[c] != sector[j]:
            chosen[0] = c
            found = 1
            break
    if found == 0:
        return chosen[:0]
    for c in runners:
        if found < len(chosen) and c != chosen[0]:
            chosen[found] = c
            found += 1
    return chosen[:found]


@kernel
def inject_with(world, area, j, partners):
    """The project begins, formed, and its members are endowed; not where one of their seats is
    vacant."""
    code, week = world.organisations.code[j], world.now.week
    luck = uniform(world.luck, Process.PROJECT_SIZE, code, 0, week, area)
    size = size_of(luck, world.rules.organisations.size_spread, world.now.size_shift)
    p = add(world, area, j, project_code(code, week, area), size)
    scope = world.organisations.first_goals[j]
    put(scope, world.plans.sensed[p])
    put(scope, world.plans.scope[p])
    put(need_of(scope, world.needs, size), world.plans.need[p])
    go_to_places(world, p, targets(world.rules.forming.target_share, world.places.area[1], size))
    present = world.standing.present[j]
    for c in partners:
        join(world, p, c)
        world.members.invited[p, c] = True
        present = present and world.standing.present[c]
    if not present:
        end(world, p, End.VACANT)
        return
    world.projects.life[p].formed_week = week
    put_table(world.ties.trust > 0.0, world.members.tied[p])
    endow(world, p)
    start_sign_off(world, p)


@part
def go_to_places(world, p, count):
    """So many buildings of its area, by luck alone."""
    places, life = world.places, world.projects.life[p]
    first, stop = places.area[life.area], places.area[life.area + 1]
    luck, code = np.empty(stop - first), world.organisations.code[life.initiator]
    for b in range(first, stop):
        week, key = world.now.week, places.key[b]
        luck[b - first] = uniform(world.luck, Process.PLACE_SENSING, code, key, week, life.area)
    for b in order_of(luck)[:count]:
        at_building(world, p, first + b)


@part
def endow(world, p):
    """Equal shares of the need, given to the members from outside and set aside at once."""
    members, need, count = world.members, world.plans.need[p], world.projects.life[p].count
    for c in members_of(world.projects, members, p):
        for r in range(len(need)):
            share = need[r] / count
            members.reserved[p, c, r] = share
            members.pledged[p, c, r] = share
            members.owed[p, c, r] = share
    for r in range(len(need)):
        world.accounts.entered[r] += need[r]
