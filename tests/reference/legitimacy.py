"""The coordinator's legitimacy (step 8): what ends, misguidance and time make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.base.vocabulary import SERVICE, End

from .formulas import learn_legitimacy
from .luck import Process

if TYPE_CHECKING:
    from .projects import Project
    from .world import World

FORGETTING = 0.1
LOWEST_REST, REST_RANGE = -0.3, 0.6
TWICE = 2.0
NEVER_BEGUN = (End.BLOCKED, End.VACANT)


def resting(world: World, sector: int) -> float:
    """(65) Where it comes to rest with a sector, if it returns."""
    return LOWEST_REST + REST_RANGE * world.luck.uniform(Process.RESTING_LEGITIMACY, sector, 0)


def weight_of_loss(world: World) -> float:
    """How much a loss counts beside a gain."""
    return TWICE if world.rules.structure.legitimacy_over_time == "falls_faster" else 1.0


def learn_from_end(world: World, project: Project) -> None:
    """(24), where it acted with content, against the rate of the stage of its first act as it was;
    then the rates of all stages that the project came to."""
    if project.end in NEVER_BEGUN:
        return
    hub, outcome = world.coordinator, float(project.end in SERVICE)
    for s in project.sectors(world):
        rates = world.trailing[s]
        if project.first_act is not None:
            hub.legitimacy[s] = learn_legitimacy(
                hub.legitimacy[s], outcome, rates[project.first_act], hub.rules.legitimacy_gain,
                weight_of_loss(world),
            )  # fmt: skip
        for stage in project.stages:
            rates[stage] += FORGETTING * (outcome - rates[stage])


def note_unmoved(world: World, project: Project, c: int) -> None:
    """Guidance was too far from a member: each time, once a sector and project, or for nothing."""
    rule, sector = world.rules.structure.misguidance, world.organisations[c].sector
    if rule == "free" or (rule == "once" and sector in project.misguided):
        return
    project.misguided.add(sector)
    world.coordinator.unmoved[sector] += 1


def settle_backlash(world: World) -> None:
    """Guidance that couldn't be followed, once for each that counts."""
    hub, loss = world.coordinator, weight_of_loss(world) * world.rules.coordinator.backlash
    for s, count in enumerate(hub.unmoved):
        for _ in range(count):
            hub.legitimacy[s] = max(-1.0, hub.legitimacy[s] - loss)
        hub.unmoved[s] = 0


def come_to_rest(world: World) -> None:
    """(64) A week at work brings it nearer to where it rests, if it returns."""
    hub = world.coordinator
    if world.rules.structure.legitimacy_over_time != "returns" or not hub.is_at_work(world):
        return
    recovery = hub.rules.legitimacy_recovery
    hub.legitimacy = [
        x + recovery * (rest - x) for x, rest in zip(hub.legitimacy, hub.rest, strict=True)
    ]
