"""Seats: who leaves leaves one, and others may take it (step 3; docs/version3.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.base.vocabulary import CATEGORIES, Role

from .formulas import Shares, goals_of, normal, within
from .luck import Process
from .organisations import HONOURING_RANGE, Organisation, first_attention

if TYPE_CHECKING:
    from .world import World

K = len(CATEGORIES)
FIRMS = (Role.LEAD_ENTERPRISE, Role.PROPERTY_COMPANY)
HALF = 0.5


def fill(world: World) -> None:
    """Vacant seats are filled by luck, one after the other: each sees those already there."""
    rules = world.rules.organisations
    for c in world.organisations:
        if c.is_present or (c.role in FIRMS and not rules.firms_return):
            continue
        if world.luck.uniform(Process.ENTRY, c.code, world.week) < rules.entry_rate:
            _take(world, c)


def _take(world: World, c: Organisation) -> None:
    """A newcomer holds the seat: nothing that its forerunner was remembered for is left."""
    left = first_attention(world.luck, c.code, world.week)
    c.begin_anew(_goals(world, c), _honouring(world, c), left, world.week)
    for project in world.projects:
        if c.works_in(project.area):
            project.invited.discard(c.index)
        project.tied = {pair for pair in project.tied if c.index not in pair}
    for d in world.organisations:
        if d is not c:
            _tie(world, c, d)
    world.coordinator.meet_newcomer(world, c)


def _goals(world: World, c: Organisation) -> Shares:
    """(61) with the luck of its week of entry."""
    rules = world.rules.organisations
    normals = [normal(world.luck.uniform(Process.GOALS, c.code, world.week, k)) for k in range(K)]
    return goals_of(rules.goals, c.sector, rules.heterogeneity, rules.goal_spread, normals)


def _honouring(world: World, c: Organisation) -> float:
    """(60) with the luck of its week of entry."""
    rules, u = world.rules.organisations, world.luck.uniform(Process.HONOURING, c.code, world.week)
    drawn = rules.honouring_mean + rules.honouring_spread * normal(u)
    return within(HONOURING_RANGE[0], drawn, HONOURING_RANGE[1])


# -- ties -----------------------------------------------------------------------------------------


def _tie(world: World, c: Organisation, d: Organisation) -> None:
    """What there is between a newcomer and another, either way; it counts as their first tie."""
    rule, trust = world.rules.structure.newcomer_ties, world.trust
    there, back = trust[c.index][d.index], trust[d.index][c.index]
    if rule == "half_of_leaver":
        there, back = there * HALF, back * HALF
    else:
        there = back = _as_at_start(world, c, d) if rule == "as_at_start" else 0.0
    for ties in (trust, world.first_trust):
        ties[c.index][d.index], ties[d.index][c.index] = there, back
    world.last_kept.pop((c.index, d.index), None)
    world.last_kept.pop((d.index, c.index), None)


def _as_at_start(world: World, c: Organisation, d: Organisation) -> float:
    """One of the equally likely weights, or none, by luck."""
    rules, week = world.rules.network, world.week
    if not d.is_present or not c.can_meet(d):
        return 0.0
    chance = rules.within_sector if c.sector == d.sector else rules.cross_sector
    if world.luck.uniform(Process.NEW_TIE, c.code, week, d.code) >= chance:
        return 0.0
    u = world.luck.uniform(Process.NEW_TIE_WEIGHT, c.code, week, d.code)
    return world.tie_weights[int(len(world.tie_weights) * u)]
