"""Fixed slate: identical formed projects in every arm, so that process is apart from selection.

When an opportunity occurs, its size, partners, places and pledges come from luck and from what the
organisations were at the start; pledges are endowed from outside. What follows is the arm's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.equations import race
from sim.forming import need_of, size_of, starters, targets
from sim.luck import Process, project_code
from sim.projects import Project
from sim.vocabulary import End

if TYPE_CHECKING:
    from sim.areas import Area
    from sim.model import CoProductionModel


def inject(model: CoProductionModel) -> None:
    """Step 4 in slate mode: every opportunity is a formed project, the same in every arm."""
    for area in model.areas:
        for j in starters(model, area):
            partners = _partners(model, area, j)
            if partners:
                _start(model, area, j, partners)


def _partners(model: CoProductionModel, area: Area, j: int) -> list[int]:
    """Partners by keyed race; the first comes from another sector."""
    bodies = model.bodies
    code = project_code(int(bodies.code[j]), model.week, area.number)
    draws = model.luck.uniforms_of(Process.SLATE, code, bodies.code[area.rows], model.week)
    runners = area.rows[np.argsort([race(u, 1.0) for u in draws], kind="stable")]
    order = [int(c) for c in runners if c != j]
    other = [c for c in order if bodies.sector[c] != bodies.sector[j]]
    if not other:
        return []
    rest = [c for c in order if c != other[0]]
    return [other[0], *rest[: model.parameters.slate.members - 2]]


def _start(model: CoProductionModel, area: Area, j: int, partners: list[int]) -> None:
    bodies, rules = model.bodies, model.parameters
    code = int(bodies.code[j])
    luck = model.luck.uniform(Process.PROJECT_SIZE, code, model.week, area=area.number)
    size = size_of(luck, rules.organisations.size_spread)
    scope = bodies.goals[j].copy()
    project = Project(
        model.tables,
        code=project_code(code, model.week, area.number),
        area=area.number,
        initiator=j,
        week=model.week,
        size=size,
        scope=scope,
        need=need_of(scope, model.needs_table, size),
        sensed=scope,
        buildings=_buildings(model, area, code, targets(model, size)),
        first=model.people.population.first,
    )
    model.add(project)
    project.members = [j, *partners]
    project.invited[partners] = True
    for c in partners:
        project.sectors |= 1 << int(bodies.sector[c])
    project.formed_week = model.week
    project.tied = model.ties.trust > 0.0
    if not bodies.present[project.members].all():
        model.end(project, End.EXIT)
        return
    _endow(model, project)
    model.start_sign_off(project)


def _buildings(model: CoProductionModel, area: Area, code: int, count: int) -> NDArray[np.int64]:
    keys = model.people.population.building_key[area.start : area.stop]
    draws = model.luck.uniforms_of(Process.PLACE_SENSING, code, keys, model.week, area.number)
    return area.start + np.sort(np.argsort(draws, kind="stable")[:count])


def _endow(model: CoProductionModel, project: Project) -> None:
    """Equal shares of the need, given to the members from outside and set aside at once."""
    share = project.need / len(project.members)
    for c in project.members:
        project.reserved[c] = share
        project.pledged[c] = share
        project.owed[c] = share
    model.accounts.enter(project.need)
