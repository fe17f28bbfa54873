"""What a coordinator is this week: there, at work, and what it takes public need to be."""

import numpy as np

from sim.base.equations import blend
from sim.base.kernel import kernel, part
from sim.base.luck import Process, uniform
from sim.base.normal import normal
from sim.base.vocabulary import CATEGORIES
from sim.rules.partners import sensed
from sim.rules.shocks import agenda_bias, removes_coordinator

_K = len(CATEGORIES)


@kernel
def is_active(world):
    """Is it there this week?"""
    rules, week = world.rules.coordinator, world.now.week
    there = rules.start_week <= week < rules.end_week
    return there and not removes_coordinator(world.rules.shock, week)


@kernel
def is_at_work(world):
    """Is it there, with attention that was paid for, and does what it does have content?"""
    return is_active(world) and world.hub.now.supply > 0.0 and world.rules.coordinator.content


@kernel
def public(world, area):
    """What an area's community voices, (K,)."""
    return over_buildings(world.voices.voiced, world.places.area, area)


@kernel
def waiting_in(world, area):
    """What is waiting in an area's community, (K,)."""
    return over_buildings(world.voices.open, world.places.area, area)


@kernel
def over_buildings(table, area_first, area):
    """Sum of what an area's buildings have in a table (B, K), by category (K,)."""
    found = np.zeros(table.shape[1])
    for b in range(area_first[area], area_first[area + 1]):
        for k in range(len(found)):
            found[k] += table[b, k]
    return found


@part
def heard(voiced, waiting, observation):
    """(53) Needs known by category (K,): those voiced, and a share of those waiting unvoiced."""
    return voiced + observation * (waiting - voiced)


@part
def estimate(world, code, area):
    """Its estimate of an area's public need for a project's sake, (K,): sensed like anyone's, but
    with noise that stays with the project; what changes is what it hears."""
    rules, normals = world.rules.coordinator, np.empty(_K)
    for k in range(_K):
        normals[k] = normal(uniform(world.luck, Process.HUB_SENSING, code, k, 0, area))
    known = public(world, area)
    if rules.observation > 0.0:
        known = heard(known, waiting_in(world, area), rules.observation)
    return sensed(known, normals, rules.sensing_noise)


@part
def target_of(need, sampled, sample, panel_weight, agenda, bias):
    """What a coordinator asks a project to be about, (K,): estimate, panel, agenda."""
    known = blend(need, sample, panel_weight) if sampled else need
    return blend(known, agenda, bias)


@kernel
def target(world, p):
    """What it asks a project to be about, (K,); permuted if it is blind."""
    rules, hub, life = world.rules.coordinator, world.hub, world.projects.life[p]
    need = estimate(world, life.code, life.area)
    if not rules.informed:
        need = need[hub.permutation]
    bias = agenda_bias(rules.agenda_bias, world.rules.shock, world.now.week)
    weight = world.rules.forming.panel_weight
    return target_of(need, life.sampled, world.plans.sample[p], weight, hub.agenda, bias)
