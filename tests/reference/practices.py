"""Practices that are no act of their own (ODD, section 17); each off unless its value says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import network
from .formulas import Shares, blend
from .sums import buffered, total

if TYPE_CHECKING:
    from .organisations import Organisation
    from .projects import Project
    from .world import World

NEVER_MAJOR = 1000.0


def heard(voiced: list[int], waiting: list[int], observation: float) -> list[float]:
    """(53) Needs voiced, and a share of those waiting unvoiced."""
    return [v + observation * (w - v) for v, w in zip(voiced, waiting, strict=True)]


def two_tiers(near: list[float], whole: list[int], upper: float) -> Shares:
    """(54) What a panel speaks for."""
    shares = [each / sum(whole) for each in whole]
    if total(near) == 0.0:
        return shares
    return blend([each / total(near) for each in near], shares, upper)


def co_managed(world: World) -> float:
    """Acts a week that co-managers give."""
    p = [home.participation for home in world.households]
    number = world.rules.coordinator.co_managers
    return number * (buffered(p) / len(p)) if number > 0.0 else 0.0


def is_daily(world: World, project: Project) -> bool:
    """A daily matter? If not, it is major, and goes first."""
    size = world.rules.coordinator.joint_meeting_size
    return size >= NEVER_MAJOR or project.size < size


def yardstick(world: World, project: Project) -> float:
    """Mean satisfaction in the project, where that is the yardstick; else all are equal."""
    if not world.rules.coordinator.yardstick:
        return 0.0
    return buffered([home.satisfaction for home in project.homes]) / len(project.homes)


def revise(world: World, project: Project) -> None:
    """(12) A plan changes in progress, toward the coordinator's target."""
    target = world.coordinator.target(world, project)
    project.scope = blend(project.scope, target, world.rules.coordinator.revision)


def covenant(world: World, c: Organisation) -> float:
    """What it adds to honouring, in logits."""
    hub, rules = world.coordinator, world.rules.coordinator
    if c.index not in hub.reached or not hub.is_at_work(world):
        return 0.0
    return rules.mobilisation * rules.covenant


def meet_at_station(world: World) -> None:
    """Ties between reached organisations that are present grow."""
    hub, rules = world.coordinator, world.rules.coordinator
    gain = rules.integration * rules.station
    if gain > 0.0 and hub.is_at_work(world):
        who = [c.index for c in world.organisations if c.is_present and c.index in hub.reached]
        network.repair(world, who, gain)
