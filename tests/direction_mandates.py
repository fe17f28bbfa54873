"""Directions of what a hub prescribes and enforces, and of practices that are no act."""

import numpy as np
from direction_outcomes import Direction, acts, weekly
from direction_stages import FLAT, at
from sim.projects import Stage
from small import STRONG, Changes, hub, pay_week, project_with, stepped, tie_all

from sim import delivery, mandates, negotiation, requests
from sim.base.equations import distance, normalise
from sim.base.vocabulary import Act

D = Direction
LET = {"market.space_area": 100.0}
SLACK = {"organisations.initial_weeks": 60.0, "horizon": 10}
FAITHLESS = {"organisations.honouring_mean": 0.05, "organisations.honouring_spread": 0.0,
             "delivery.trust": 0.0, "delivery.peers": 0.0}  # fmt: skip


def terms_served(changes: Changes, r: int) -> float:
    """Changes of the lead in forty weeks."""
    model = stepped({**STRONG, **changes}, weeks=1, replicate=r)
    leads = [model.coordinator.lead]
    for _ in range(40):
        model.step()
        leads.append(model.coordinator.lead)
    return float(np.count_nonzero(np.diff(leads)))


def spread_at_the_start(changes: Changes, r: int) -> float:
    """How far members stand from their mean when they sit down."""
    model, project = at(Stage.FORMING, {**STRONG, **changes}, r)
    model.income()
    negotiation.begin(model, project)
    positions = project.positions[project.members]
    return float(negotiation.farthest(positions, positions.mean(axis=0)))


def paid_in(changes: Changes, r: int) -> float:
    """What a watched project of members who seldom pay has after a week."""
    model, project = hub({**FAITHLESS, **changes}, Stage.DELIVERING)
    model.coordinator.act(project, Act.MONITORING)
    pay_week(model, project)
    return float(project.sunk.sum())


def kept_in_a_week(changes: Changes, r: int) -> float:
    model, project = hub(changes, Stage.DELIVERING)
    kept = 0
    for model.week in range(60):
        project.owed, project.reserved = project.pledged.copy(), project.pledged.copy()
        kept += int(np.sum(pay_week(model, project)[0] == delivery.KEPT))
    return float(kept)


def eligible_scopes(changes: Changes, r: int) -> float:
    model, project = hub(changes)
    count = 0
    for scope in (*np.eye(6), FLAT, model.coordinator.target(project)):
        project.scope = scope
        count += mandates.may_receive(model.coordinator, project)
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
    model.projects.remove(spare)
    people = model.people.population
    found = []
    for number, size in enumerate(sizes):
        project = project_with(model, spare.members, size=size)
        project.code += number  # two projects of one initiator and week
        project.places = project.places[number : number + 1]
        negotiation.begin(model, project)
        project.waits[Act.GUIDANCE] = 5 * number
        found.append(project)
    people.satisfaction[:] = 0.9
    people.satisfaction[found[0].places[0, 0] : found[0].places[0, 1]] = 0.2
    model.coordinator.left = 1.0
    requests.grant(model)
    return [float(project.help.guided) for project in found]


def blind_spot(changes: Changes, r: int) -> float:
    """Distance of the hub's estimate from what is waiting, where one need is never voiced."""
    model, _ = hub({"coordinator.sensing_noise": 0.0, **changes})
    model.voices.open[:] = 1.0
    model.voices.voiced[:] = 1.0
    model.voices.voiced[:, 0] = 0.0
    model.coordinator._estimates.clear()
    return float(distance(model.coordinator.estimate(), FLAT))


def off_target(changes: Changes, r: int) -> float:
    model, project = hub(changes, Stage.DELIVERING)
    project.scope = np.eye(6)[0]
    model.coordinator.act(project, Act.MONITORING)
    return float(distance(project.scope, model.coordinator.target(project)))


def crowded(changes: Changes, r: int) -> float:
    model, project = hub(changes, Stage.NEGOTIATING)
    tie_all(model, 0.0)  # nobody else may mediate
    requests.grant(model)
    assert not np.isnan(project.help.congestion)
    return project.help.congestion


def heard_from_elsewhere(changes: Changes, r: int) -> float:
    """Share of a panel that speaks for a need that waits in other buildings only."""
    model, project = hub(changes)
    project.buildings = project.buildings[:1]
    model.voices.open[:] = 0.0
    model.voices.open[0, 2], model.voices.open[1:, 4] = 5.0, 5.0
    model.hold_panel(project, np.arange(6))
    assert project.sample is not None
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
