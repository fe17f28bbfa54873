"""Shocks (ODD, section 17): while one lasts, and once when it strikes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.base.vocabulary import ADMINISTRATIVE, FUNDS, Role

from . import organisations
from .luck import Process

if TYPE_CHECKING:
    from .areas import Area
    from .organisations import Organisation
    from .projects import Project
    from .world import World

ALL_AREAS = -1
LOWEST_LEGITIMACY = -1.0


def lasts(world: World) -> bool:
    """Is this one of its weeks?"""
    shock = world.rules.shock
    return shock.start_week <= world.week < shock.start_week + shock.duration


def hits(world: World, area: int) -> bool:
    """Does it strike this area now?"""
    return lasts(world) and world.rules.shock.area in (ALL_AREAS, area)


def concerns(world: World, c: Organisation) -> bool:
    """Does it strike this organisation: any, or the struck area's own?"""
    where = world.rules.shock.area
    return where == ALL_AREAS or (c.area == where and not c.is_shared)


# -- while it lasts -------------------------------------------------------------------------------


def arrival_rate(world: World, area: Area) -> float:
    """(42) Demand surge."""
    rate = world.rules.community.arrival_rate
    if not hits(world, area.number):
        return rate
    return min(1.0, rate * (1.0 + world.rules.shock.demand_surge))


def removes_coordinator(world: World) -> bool:
    """Is the coordinator gone?"""
    return world.rules.shock.coordinator_removed and lasts(world)


def agenda_bias(world: World) -> float:
    """(43) Captured agenda."""
    bias = world.rules.coordinator.agenda_bias
    return max(bias, world.rules.shock.agenda_captured) if lasts(world) else bias


def income_of(world: World, c: Organisation) -> list[float]:
    """(44) Budget cut, of administrations' funds."""
    earned = list(c.income)
    if lasts(world) and c.sector == ADMINISTRATIVE and concerns(world, c):
        earned[FUNDS] *= 1.0 - world.rules.shock.budget_cut
    return earned


def contagion(world: World, area: Area) -> float:
    """(45) Lockdown, neighbours' influence."""
    usual = world.rules.residents.contagion
    return usual * (1.0 - world.rules.shock.lockdown) if hits(world, area.number) else usual


def spared(world: World, area: int) -> float:
    """(57) Broken pledges."""
    return 1.0 - world.rules.shock.pledges_broken if hits(world, area) else 1.0


def reaches(world: World, project: Project, c: Organisation) -> bool:
    """Lockdown: does an invitation get through?"""
    if not hits(world, project.area):
        return True
    u = world.luck.uniform(Process.LOCKDOWN, project.code, world.week, c.code)
    return u >= world.rules.shock.lockdown


# -- once -----------------------------------------------------------------------------------------


def strike(world: World) -> None:
    """At the start of step 3 of its first week."""
    shock = world.rules.shock
    if world.week != shock.start_week:
        return
    if shock.firm_leaves:
        for c in world.organisations:
            if c.role == Role.LEAD_ENTERPRISE and c.is_present:
                organisations.leave(world, c)
    hub = world.coordinator
    hub.legitimacy = [after_scandal(x, shock.legitimacy_scandal) for x in hub.legitimacy]
    replaced = [c for c in world.organisations if concerns(world, c) and _is_replaced(world, c)]
    if replaced:
        _replace_staff(world, replaced)


def after_scandal(legitimacy: float, size: float) -> float:
    """(46) Scandal."""
    return max(LOWEST_LEGITIMACY, legitimacy - size)


def _is_replaced(world: World, c: Organisation) -> bool:
    u = world.luck.uniform(Process.TURNOVER, c.code, world.week)
    return u < world.rules.shock.staff_turnover


def _replace_staff(world: World, replaced: list[Organisation]) -> None:
    """(47) Turnover: new people start as those before did; no tie is gained by it."""
    for c in replaced:
        c.honouring = c.first_honouring
        c.exposure = 0.0
        for d in range(len(world.organisations)):
            for i, j in ((c.index, d), (d, c.index)):
                world.trust[i][j] = min(world.trust[i][j], world.first_trust[i][j])
                world.last_kept.pop((i, j), None)
