"""What organisations sense, and what they would have a project be about and go to."""

import numpy as np

from sim.base.equations import blend, dot, race
from sim.base.kernel import kernel, part
from sim.base.luck import Process, uniform
from sim.base.normal import normal
from sim.base.order import ordered_by
from sim.base.sums import total
from sim.base.vocabulary import ADMINISTRATIVE, SOCIAL
from sim.rules.mandates import instructed
from sim.rules.partners import scope_of, sensed
from sim.week.hub import is_at_work, public


@kernel
def sense(world, j, area):
    """What an organisation senses of an area's voiced needs, (K,), noisily; its own goals if nobody
    spoke."""
    voiced, organisations = public(world, area), world.organisations
    if total(voiced) == 0.0:
        return organisations.goals[j].copy()
    normals = np.empty(len(voiced))
    for k in range(len(voiced)):
        code, week = organisations.code[j], world.now.week
        normals[k] = normal(uniform(world.luck, Process.SENSING, code, k, week, area))
    return sensed(voiced, normals, world.rules.organisations.sensing_noise)


@kernel
def own_scope(world, j, need):
    """Scope of a project from a need (K,), between that need and its own goals.

    What a social organisation passes on has drifted toward its own goals (表达偏离); what an
    administration proposes is bent toward what shows (重数量轻质量, 政绩导向).
    """
    organisations, rules = world.organisations, world.rules.organisations
    goals, sector = organisations.goals[j], organisations.sector[j]
    if sector == SOCIAL:
        need = blend(need, goals, rules.mission_drift)
    scope = scope_of(need, goals, rules.responsiveness)
    if sector == ADMINISTRATIVE:
        scope = blend(scope, organisations.visible, rules.visible_bias)
    return scope


@kernel
def commands(world):
    """Does the coordinator pass on orders of administrations?"""
    return world.rules.coordinator.imposed > 0.0 and is_at_work(world)


@kernel
def instruction(world, c):
    """How far an organisation is instructed by administrations, in [0, 1]."""
    rules = world.rules.coordinator
    return rules.guidance * rules.imposed * world.hub.reached[c] if commands(world) else 0.0


@part
def prescription(world, area):
    """Mean of the scopes (K,) that an area's administrations would draw up themselves this week,
    and how many they are."""
    organisations, offices = world.organisations, 0
    mean = np.zeros(organisations.goals.shape[1])
    for c in range(len(organisations.sector)):
        here = world.standing.present[c] and not world.places.elsewhere[area, c]
        if here and organisations.sector[c] == ADMINISTRATIVE:
            mean += own_scope(world, c, sense(world, c, area))
            offices += 1
    return mean / max(1, offices), offices


@kernel
def draw_up(world, j, need, area):
    """The scope that an initiator proposes from a need (K,), prescribed where it is instructed."""
    scope = own_scope(world, j, need)
    if not commands(world):
        return scope
    order, offices = prescription(world, area)
    return instructed(scope, order, instruction(world, j)) if offices > 0 else scope


@part
def senses_places(world, j, scope, count, area, again):
    """Buildings where it senses most demand for a scope, marked in a row of all buildings (B,):
    so many win a race with odds as the demand voiced there, and one for where nobody speaks. Where
    it goes ``again`` where it was, that comes before all others."""
    places, voiced = world.places, world.voices.voiced
    first, stop = places.area[area], places.area[area + 1]
    keys = np.zeros((2, stop - first))
    code, week = world.organisations.code[j], world.now.week
    for b in range(first, stop):
        luck = uniform(world.luck, Process.PLACE_SENSING, code, places.key[b], week, area)
        keys[0, b - first] = again and not world.standing.place[j, b]
        keys[1, b - first] = race(luck, dot(voiced[b], scope) + 1.0)
    chosen = np.zeros(len(voiced), np.bool_)
    for b in ordered_by(keys)[:count]:
        chosen[first + b] = True
    return chosen


@part
def looks_anew(world, j, area):
    """Does it look where demand is, or repeat its last place out of path dependence?"""
    code, week = world.organisations.code[j], world.now.week
    luck = uniform(world.luck, Process.PLACE_REPEAT, code, 0, week, area)
    anew = luck < world.rules.organisations.responsiveness
    return anew or not world.standing.placed[j, area]


@kernel
def place_for(world, j, scope, count, area):
    """Buildings of an area that it would go to now, marked in a row of all buildings (B,)."""
    return senses_places(world, j, scope, count, area, not looks_anew(world, j, area))
