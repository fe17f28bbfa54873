"""What a coordinator may prescribe, enforce and leave to an election (ODD, section 17)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.base.vocabulary import ADMINISTRATIVE, CATEGORIES

from .formulas import Shares, alignment, blend
from .luck import Process
from .sums import total

if TYPE_CHECKING:
    from .areas import Area
    from .organisations import Organisation
    from .projects import Project
    from .world import World

K = len(CATEGORIES)


# -- election -------------------------------------------------------------------------------------


def election_is_due(world: World) -> bool:
    """At the start, at the end of each term, and when the lead has left."""
    hub, term = world.coordinator, world.rules.coordinator.rotation_weeks
    if term == 0:
        return False
    return hub.lead is None or (world.week - world.rules.coordinator.start_week) % term == 0


def hold_election(world: World) -> None:
    """A lead takes office: it brings its acquaintances and goals; legitimacy starts anew."""
    hub, lead = world.coordinator, elected(world)
    if lead is None:
        return
    hub.lead = lead
    hub.reached = hub.standing | {lead.index}
    hub.reached |= {c.index for c in world.organisations if knows_lead(world, c, lead)}
    hub.agenda = lead.goals
    hub.legitimacy = list(world.rules.coordinator.legitimacy)


def knows_lead(world: World, c: Organisation, lead: Organisation) -> bool:
    """Does it trust the lead enough to be reached through it?"""
    return world.trust[c.index][lead.index] > world.rules.network.acquainted


def elected(world: World) -> Organisation | None:
    """(49) Most trusted by those present, the outgoing lead apart; of equals the least luck."""
    present = [c for c in world.organisations if c.is_present]
    votes = [
        (
            -total(world.trust[i.index][j.index] for i in present),
            world.luck.uniform(Process.ELECTION, j.code, world.week),
            j.index,
        )
        for j in present
        if j is not world.coordinator.lead
    ]
    return world.organisations[min(votes)[2]] if votes else None


# -- prescription ---------------------------------------------------------------------------------


def instructed(own: Shares, order: Shares, weight: float) -> Shares:
    """(50) What is asked for under instruction."""
    return blend(own, order, weight)


def commands(world: World) -> bool:
    """Does the coordinator pass on orders of administrations?"""
    return world.rules.coordinator.imposed > 0.0 and world.coordinator.is_at_work(world)


def weight_of_order(world: World, c: int) -> float:
    """How far an organisation is instructed."""
    if not commands(world) or c not in world.coordinator.reached:
        return 0.0
    return world.rules.coordinator.guidance * world.rules.coordinator.imposed


def draw_up(world: World, initiator: Organisation, need: Shares, area: Area) -> Shares:
    """The scope that an initiator proposes, prescribed where it is instructed."""
    scope = initiator.propose_scope(world, need)
    order = _prescription(world, area) if commands(world) else None
    if order is None:
        return scope
    return instructed(scope, order, weight_of_order(world, initiator.index))


def _prescription(world: World, area: Area) -> Shares | None:
    """Mean of the scopes that an area's administrations would draw up this week."""
    scopes = [
        office.propose_scope(world, office.sense(world, area))
        for office in area.organisations
        if office.is_present and office.sector == ADMINISTRATIVE
    ]
    if not scopes:
        return None
    return [total(scope[k] for scope in scopes) / len(scopes) for k in range(K)]


def stance(world: World, project: Project, c: int) -> Shares:
    """What a member stands for at the table."""
    goals = world.organisations[c].goals
    return instructed(goals, project.scope, weight_of_order(world, c))


# -- conditions and enforcement -------------------------------------------------------------------


def may_receive(world: World, project: Project) -> bool:
    """Is it near enough to what the money is earmarked for?"""
    least = world.rules.coordinator.earmark
    if least == 0.0:
        return True
    return alignment(project.scope, world.coordinator.target(world, project)) >= least


def compelled(enforcement: float, instalment: float, free: float) -> float:
    """(51) What is collected of a broken instalment."""
    return min(enforcement * instalment, free)


def temptation_left(temptation: float, enforcement: float) -> float:
    """(52) Temptation where a share would be collected anyway."""
    return temptation * (1.0 - enforcement)
