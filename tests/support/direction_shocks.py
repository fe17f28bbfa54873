"""Directions of the shocks' parameters."""

import numpy as np
from direction_outcomes import Direction, acts, history, weekly
from direction_stages import target
from small import PARTY, made, record_of

from sim.week.income import strike

D = Direction
NOW = {"shock.start_week": 0, "shock.duration": 1000}
AGENDA = {"coordinator.agenda": (0.0, 0.0, 0.0, 0.0, 0.0, 1.0)}
BUSY = {"organisations.opportunity_rate": 0.1}


def staff_replaced(changes, r: int) -> float:
    """How many organisations start anew, told by marks of experience that they lose."""
    world = made(changes, r).world
    world.standing.exposure[:] = 1.0
    strike(world)
    return float(np.sum(world.standing.exposure == 0.0))


def late_in_area_0(changes, r: int) -> float:
    """Needs of elder care that wait too long in the first area."""
    areas = record_of(changes, r).areas
    return float(areas["late_elder_care"][areas["area"] == 0].sum())


REMOVED = {**PARTY, **NOW, "shock.coordinator_removed": True}

SHOCKS = [
    D("shock.start_week", 10, 40, acts("hub"), 1, REMOVED),
    D("shock.duration", 5, 40, acts("hub"), -1, REMOVED),
    D("shock.coordinator_removed", False, True, acts("hub"), -1, {**PARTY, **NOW}),
    D("shock.budget_cut", 0.0, 0.9, weekly("entered_funds"), -1, NOW),
    D("shock.staff_turnover", 0.2, 0.9, staff_replaced, 1, NOW, 5),
    D("shock.firm_leaves", False, True, weekly("present_market"), -1, NOW),
    D("shock.demand_surge", 0.0, 3.0, weekly("late_elder_care"), 1, NOW),
    D("shock.agenda_captured", 0.1, 0.9, target(lambda scope: scope[5]), 1, {**AGENDA, **NOW}),
    D("shock.legitimacy_scandal", 0.0, 0.6, weekly("legitimacy_social"), -1, {**PARTY, **NOW}),
    D("shock.pledges_broken", 0.0, 1.0, weekly("honouring_social"), -1, {**BUSY, **NOW}),
    D("shock.area", 0, 1, late_in_area_0, -1, {"areas": 2, "shock.demand_surge": 3.0, **NOW}),
    D("shock.lockdown", 0.0, 1.0, history("formed"), -1, {**BUSY, **NOW}),
]  # fmt: skip
