"""Directions of what a hub prescribes and enforces, and of practices that are no act."""

import numpy as np
from direction_outcomes import Direction, acts, weekly
from direction_stages import FLAT, at
from small import (
    STRONG,
    Changes,
    hub,
    hub_does,
    only_at,
    pay_week,
    project_with,
    stepped,
    tie_all,
)

from sim.base.equations import distance, normalise
from sim.base.vocabulary import Act, End, Paid, Stage
from sim.rules.talks import farthest
from sim.week.hub import estimate
from sim.week.income import income
from sim.week.lifecycle import end
from sim.week.negotiation import start_negotiation
from sim.week.panels import hold_panel
from sim.week.requests import attention

D = Direction
LET = {"market.space_area": 100.0}
SLACK = {"organisations.initial_weeks": 60.0, "horizon": 10}
FAITHLESS = {"organisations.honouring_mean": 0.05, "organisations.honouring_spread": 0.0,
             "delivery.trust": 0.0, "delivery.peers": 0.0}  # fmt: skip


def terms_served(changes: Changes, r: int) -> float:
    """Changes of the lead in forty weeks."""
    model = stepped({**STRONG, **changes}, weeks=1, replicate=r)
    now = model.world.hub.now
    leads = [int(now["lead"])]
    for _ in range(40):
        model.simulation.step()
        leads.append(int(now["lead"]))
    return float(np.count_nonzero(np.diff(leads)))


def spread_at_the_start(changes: Changes, r: int) -> float:
    """How far members stand from their mean when they sit down."""
    model, project = at(Stage.FORMING, {**STRONG, **changes}, r)
    income(model.world)
    project.formed_week = model.week
    start_negotiation(model.world, project.row)
    positions = project.positions[project.members]
    return float(farthest(positions, positions.mean(axis=0)))


def paid_in(changes: Changes, r: int) -> float:
    """What a watched project of members who seldom pay has after a week."""
    model, project = hub({**FAITHLESS, **changes}, Stage.DELIVERING)
    hub_does(model, project, Act.MONITORING)
    pay_week(model, project)
    return float(project.sunk.sum())


def kept_in_a_week(changes: Changes, r: int) -> float:
    model, project = hub(changes, Stage.DELIVERING)
    kept = 0
    for week in range(60):
        model.world.now["week"] = week
        project.owed, project.reserved = project.pledged.copy(), project.pledged.copy()
        kept += int(np.sum(pay_week(model, project)[0] == Paid.KEPT))
    return float(kept)


def eligible_scopes(changes: Changes, r: int) -> float:
    model, project = hub(changes)
    count = 0
    for scope in (*np.eye(6), FLAT, model.coordinator.target(project)):
        project.scope = scope
        count += model.coordinator.may_fund(project)
    return float(count)


def large_goes_first(changes: Changes, r: int) -> float:
    """Is a large project served, when one act is left and a small one has waited longer?"""
    return _one_act(changes, sizes=(3.0, 1.0))[0]


def discontent_goes_first(changes: Changes, r: int) -> float:
    """Is the project in the discontented building served, the other having waited longer?"""
    return _one_act(changes, sizes=(1.0, 1.0))[0]


def _one_act(changes: Changes, sizes: tuple[float, float]) -> list[float]:
    """Which of two projects at the table is guided; residents of the first's place are unhappy."""
    first_only = ("guidance", "mediation", "monitoring", "introduction", "transfer", "whistle",
                  "panel", "backstop")  # fmt: skip
    model, spare = hub({"coordinator.priorities": first_only, **changes})
    end(model.world, spare.row, End.NO_PARTNER)
    found = []
    for number, size in enumerate(sizes):
        project = project_with(model, spare.members, size=size)
        project.code += number  # two projects of one initiator and week
        only_at(project, number)
        start_negotiation(model.world, project.row)
        model.world.projects.waits[project.row, Act.GUIDANCE] = 5 * number
        found.append(project)
    satisfaction, first = model.world.residents.satisfaction, model.world.places.first
    satisfaction[:] = 0.9
    satisfaction[first[0] : first[1]] = 0.2
    model.world.hub.now["left"] = 1.0
    attention(model.world)
    return [float(project.help["guided"]) for project in found]


def blind_spot(changes: Changes, r: int) -> float:
    """Distance of the hub's estimate from what is waiting, where one need is never voiced."""
    model, _ = hub({"coordinator.sensing_noise": 0.0, **changes})
    model.world.voices.open[:] = 1.0
    model.world.voices.voiced[:] = 1.0
    model.world.voices.voiced[:, 0] = 0.0
    return float(distance(estimate(model.world, 7, 0), FLAT))


def off_target(changes: Changes, r: int) -> float:
    model, project = hub(changes, Stage.DELIVERING)
    project.scope = np.eye(6)[0]
    hub_does(model, project, Act.MONITORING)
    return float(distance(project.scope, model.coordinator.target(project)))


def crowded(changes: Changes, r: int) -> float:
    model, project = hub(changes, Stage.NEGOTIATING)
    tie_all(model, 0.0)  # nobody else may mediate
    attention(model.world)
    assert not np.isnan(project.help["congestion"])
    return float(project.help["congestion"])


def heard_from_elsewhere(changes: Changes, r: int) -> float:
    """Share of a panel that speaks for a need that waits in other buildings only."""
    model, project = hub(changes)
    only_at(project, 0)
    waiting = model.world.voices.open
    waiting[:] = 0.0
    waiting[0, 2], waiting[1:, 4] = 5.0, 5.0
    hold_panel(model.world, project.row, np.arange(6))
    assert project.sampled
    return float(normalise(project.sample)[4])


MANDATES = [
    D("coordinator.rotation_weeks", 5, 20, terms_served, -1),
    D("coordinator.imposed", 0.0, 0.9, spread_at_the_start, -1),
    D("coordinator.enforcement", 0.0, 0.9, paid_in, 1),
    D("coordinator.earmark", 0.0, 0.9, eligible_scopes, -1),
    D("coordinator.pool_sectors", (0.0, 0.2, 0.0), (1.0, 1.0, 1.0), weekly("pool_funds"), 1,
      {**STRONG, **SLACK}),
]  # fmt: skip

PRACTICES = [
    D("coordinator.joint_meeting_size", 2.0, 1000.0, large_goes_first, -1),
    D("coordinator.yardstick", False, True, discontent_goes_first, 1),
    D("coordinator.covenant", 0.0, 3.0, kept_in_a_week, 1),
    D("coordinator.observation", 0.0, 0.9, blind_spot, -1),
    D("coordinator.revision", 0.0, 0.5, off_target, -1),
    D("coordinator.station", 0.0, 0.1, weekly("tie_trust"), 1, STRONG),
    D("coordinator.online", 0.0, 0.9, crowded, -1),
    D("coordinator.co_managers", 0.0, 40.0, acts("hub"), 1,
      {**STRONG, "coordinator.attention": 1.0}),
    D("forming.panel_upper_tier", 0.0, 0.9, heard_from_elsewhere, 1),
    D("market.space_charge", 0.0, 20.0, weekly("firm_balance"), -1, LET),
    D("market.rule_waiver", 0.0, 1.0, weekly("firm_balance"), 1, LET),
]  # fmt: skip
