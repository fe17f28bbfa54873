"""The fixed slate (step 4): formed projects, the same in every arm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.base.vocabulary import RESOURCES, End

from . import sign_off
from .forming import draw_size, note_ties, starters, targets
from .formulas import race
from .luck import Process, project_code
from .projects import Project, begin

if TYPE_CHECKING:
    from .areas import Area
    from .households import Building
    from .organisations import Organisation
    from .world import World

R = len(RESOURCES)


def inject(world: World) -> None:
    """Every opportunity that finds partners is a formed project."""
    for area in world.areas:
        for j in starters(world, area):
            partners = _partners(world, area, j)
            if partners:
                _start(world, area, j, partners)


def _partners(world: World, area: Area, j: Organisation) -> list[Organisation]:
    """By a race; the first comes from another sector."""
    code = project_code(j.code, world.week, area.number)
    times = [
        (race(world.luck.uniform(Process.SLATE, code, world.week, c.code), 1.0), c.index)
        for c in area.organisations
    ]
    order = [world.organisations[index] for _, index in sorted(times) if index != j.index]
    first = next((c for c in order if c.sector != j.sector), None)
    if first is None:
        return []
    rest = [c for c in order if c is not first]
    return [first, *rest[: world.rules.slate.members - 2]]


def _start(world: World, area: Area, j: Organisation, partners: list[Organisation]) -> None:
    size = draw_size(world, j, area)
    buildings = _buildings(world, area, j, targets(world, size))
    code = project_code(j.code, world.week, area.number)
    project = Project(world, code, area.number, j, size, j.first_goals, j.first_goals, buildings)
    begin(world, project)
    members = [j, *partners]
    project.members = [c.index for c in members]
    project.invited.update(project.members)
    if not all(c.is_present for c in members):
        project.finish(world, End.VACANT)
        return
    project.formed_week = world.week
    note_ties(world, project)
    _endow(world, project)
    sign_off.begin(world, project)


def _buildings(world: World, area: Area, j: Organisation, count: int) -> list[Building]:
    """By lot."""
    lots = []
    for building in area.buildings:
        u = world.luck.uniform(Process.PLACE_SENSING, j.code, world.week, building.key, area.number)
        lots.append((u, building.number))
    return [world.buildings[b] for b in sorted(number for _, number in sorted(lots)[:count])]


def _endow(world: World, project: Project) -> None:
    """Equal shares of the need come from outside and are set aside at once."""
    share = [each / len(project.members) for each in project.need]
    for c in project.members:
        for table in (project.reserved, project.pledged, project.owed):
            table[c] = list(share)
    for r in range(R):
        world.accounts.entered[r] += project.need[r]
