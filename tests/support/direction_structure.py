"""Directions of the contested rules, of what acts by them, and of seats that are filled."""

from collections.abc import Callable

import numpy as np
from direction_outcomes import Direction, Outcome, acts, history, project, weekly
from direction_stages import FLAT, at, hub
from small import NEEDY, PARTY, STRONG, Changes, live, one_of, pay_week, stepped, tie_all
from small import hub as strong_hub

from sim.base.equations import distance
from sim.base.vocabulary import Paid, Role, Stage
from sim.week.learning import learn
from sim.week.lifecycle import leave
from sim.week.requests import attention
from sim.week.seats import fill_seats

D = Direction
AWAY = np.array([0.5, 0.1, 0.1, 0.1, 0.1, 0.1])
LEAVING = {"organisations.return_floor": (0.5, 0.5, 0.5), "organisations.patience": 3}
SURE = {"coordinator.sensing_noise": 0.0, "negotiation.pull_back": 0.0}
DEAF = {**SURE, "negotiation.confidence": 0.2, "negotiation.tolerance": 0.0}
RESTORED = {"structure.honouring_restored": "at_partnership"}
PARTIAL = {"coordinator.reach": (1.0, 0.0, 0.0), "organisations.attention": 0.0}


def last_legitimacy(changes: Changes, r: int) -> float:
    """Sum of legitimacy after some weeks."""
    return float(stepped(changes, 40, r).coordinator.legitimacy.sum())


def members_watched(changes: Changes, r: int) -> float:
    """How many of a project's members are watched where the hub reaches one of them."""
    model, project = strong_hub({**PARTIAL, **changes}, Stage.DELIVERING)
    attention(model.world)
    return float(project.watched[project.members].sum())


def talked(measure: Callable) -> Outcome:
    """A number of (model, project) after a guided round that asks for AWAY of who want FLAT."""

    def found(changes: Changes, r: int) -> float:
        model, project = at(Stage.NEGOTIATING, {**STRONG, **changes}, r)
        model.world.organisations.goals[project.members] = FLAT
        project.positions[project.members] = FLAT
        project.guided, project.target = True, AWAY
        live(model, project)
        learn(model.world)
        return float(measure(model, project))

    return found


def goals_moved(model, project) -> float:
    return sum(distance(model.world.organisations.goals[c], FLAT) for c in project.members)


def nearness(model, project) -> float:
    return 1.0 - float(np.mean([distance(project.positions[c], AWAY) for c in project.members]))


def after_renewal(measure: Callable) -> Outcome:
    """A number of (model, seat) after the lead enterprise and a vendor left and a week of entry."""

    def found(changes: Changes, r: int) -> float:
        model = at(Stage.FORMING, {"organisations.entry_rate": 1.0, **changes}, r)[0]
        tie_all(model, 0.5)
        gone = [one_of(model, role) for role in (Role.LEAD_ENTERPRISE, Role.VENDOR)]
        for seat in gone:
            leave(model.world, seat)
        fill_seats(model.world)
        return float(measure(model, gone))

    return found


def seats_held(model, gone) -> float:
    return float(model.world.standing.present[gone].sum())


def ties_of_newcomer(model, gone) -> float:
    return float(model.world.ties.trust[gone[1]].sum())


def kept_when_discouraged(changes: Changes, r: int) -> float:
    """Share of a first project's instalments honoured by who have lost their will to."""
    model, project = at(Stage.DELIVERING, {"delivery.peers": 0.0, **changes}, r)
    who, done = project.members, []
    model.world.standing.honouring[:] = 0.05
    for week in range(60):
        model.world.now["week"] = week
        project.asked[who], project.kept[who] = 1.0, 1.0
        project.owed, project.reserved = project.pledged, project.pledged
        done += pay_week(model, project)[0].tolist()
    return float(np.mean(np.array(done) == Paid.KEPT))


def guides_the_distrusting(coordinator, model, project) -> float:
    model.world.hub.legitimacy[:] = -0.5
    project.stage = Stage.NEGOTIATING
    attention(model.world)
    return float(project.help["guided"])


STRUCTURE = [
    D("structure.asked_first", "peers", "hub", acts("hub"), 1,
      {**PARTY, "organisations.attention": 3.0}),
    D("structure.watching", "left_to_hub", "crowds_in", members_watched, 1),
    D("structure.negative_legitimacy", "noticed", "ignored", hub(guides_the_distrusting), 1),
    D("structure.misguidance", "free", "each_round", last_legitimacy, -1,
      {**PARTY, **DEAF, "coordinator.legitimacy_gain": 0.0}),
    D("structure.legitimacy_over_time", "lasts", "falls_faster", last_legitimacy, -1,
      {**PARTY, "coordinator.legitimacy_gain": 0.3}),
    D("structure.dependence", "none_lost", "growth", weekly("tie_trust"), -1,
      {**STRONG, **NEEDY, "negotiation.tolerance": 0.1, "forming.transaction_rate": 0.02}),
    D("structure.guidance_moves", "positions", "positions_and_goals", talked(goals_moved), 1, SURE),
    D("structure.newcomer_ties", "no_ties", "as_at_start", after_renewal(ties_of_newcomer), 1,
      {"network.within_sector": 0.9, "network.cross_sector": 0.9}),
    D("structure.honouring_restored", "never", "at_partnership", kept_when_discouraged, 1),
    D("delivery.restart_decay", 0.0, 1.0, kept_when_discouraged, 1, RESTORED),
    D("organisations.entry_rate", 0.0, 0.3, history("vacant"), -1, LEAVING),
    D("organisations.firms_return", False, True, after_renewal(seats_held), 1),
    D("coordinator.content", False, True, project("hub_acts"), 1, PARTY),
    D("coordinator.legitimacy_recovery", 0.0, 0.2, last_legitimacy, -1,
      {**PARTY, "structure.legitimacy_over_time": "returns", "coordinator.backlash": 0.0,
       "coordinator.legitimacy_gain": 0.0, "coordinator.legitimacy": (1.0, 1.0, 1.0)}),
    D("coordinator.goal_convergence", 0.0, 0.5, talked(goals_moved), 1,
      {**SURE, "structure.guidance_moves": "positions_and_goals"}),
    D("coordinator.reactance", 0.0, 1.0, talked(nearness), -1,
      {**DEAF, "structure.guidance_moves": "reactance"}),
]  # fmt: skip
