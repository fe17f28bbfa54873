"""Practices of the founding paper that are no act of their own; each off unless its value says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.equations import blend
from sim.learning import repair_ties
from sim.projects import Project

if TYPE_CHECKING:
    from sim.coordinator import Coordinator
    from sim.model import CoProductionModel
    from sim.parameters import Coordinator as Rules
    from sim.population import Population

NEVER_MAJOR = 1000.0
"""Size for major matters at which none is."""


def heard(
    voiced: NDArray[np.float64], waiting: NDArray[np.float64], observation: float
) -> NDArray[np.float64]:
    """(53) Needs known by category (K,): those voiced, and a share of those waiting unvoiced."""
    return np.asarray(voiced + observation * (waiting - voiced))


def two_tiers(
    near: NDArray[np.float64], whole: NDArray[np.float64], upper: float
) -> NDArray[np.float64]:
    """(54) What a panel speaks for (K,): (1 - u) shares near by + u shares in the whole community;
    the whole where nothing waits near by. ``whole`` has a positive sum."""
    shares = whole / whole.sum()
    return blend(near / near.sum(), shares, upper) if near.any() else shares


def co_managed(model: CoProductionModel, number: float) -> float:
    """Acts a week that co-managers give: their number times residents' mean participation."""
    if number == 0.0:
        return 0.0
    return number * float(model.people.population.participation.mean(dtype=float))


def reorders(rules: Rules) -> bool:
    """Does anything but priority, waiting and luck order what is granted?"""
    return rules.yardstick or rules.joint_meeting_size < NEVER_MAJOR


def is_daily(rules: Rules, size: float) -> bool:
    """A daily matter for the committee? If not, it is major, and the joint meeting's."""
    return rules.joint_meeting_size >= NEVER_MAJOR or size < rules.joint_meeting_size


def satisfaction_at(people: Population, places: NDArray[np.int64]) -> float:
    """Mean satisfaction of the households in rows (n, 2)."""
    rows = np.concatenate([np.arange(first, last) for first, last in places])
    return float(people.satisfaction[rows].mean(dtype=float))


def ordered_by(hub: Coordinator, project: Project) -> tuple[bool, float]:
    """Where a project stands before priorities, and, under a yardstick, among equal ones."""
    people = hub.model.people.population
    content = satisfaction_at(people, project.places) if hub.rules.yardstick else 0.0
    return is_daily(hub.rules, project.size), content


def revise(hub: Coordinator, project: Project) -> None:
    """A plan changes in progress: the scope moves toward the hub's target."""
    project.scope = blend(project.scope, hub.target(project), hub.rules.revision)


def covenant(hub: Coordinator) -> NDArray[np.float64]:
    """What a covenant adds to each organisation's chance to honour a pledge, logits (M,)."""
    if hub.rules.covenant == 0.0 or not hub.at_work:
        return hub.model.nothing
    return np.asarray(hub.rules.mobilisation * hub.rules.covenant * hub.reached)


def meet_at_station(hub: Coordinator) -> None:
    """Reached organisations that have ties meet, and their ties grow."""
    gain = hub.rules.integration * hub.rules.station
    if gain > 0.0 and hub.at_work:
        bodies = hub.model.bodies
        repair_ties(hub.model.ties.trust, np.flatnonzero(hub.reached & bodies.present), gain)
