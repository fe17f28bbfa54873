"""Outcomes of one project at one stage, or of a hub beside it: (changes, replicate) -> number."""

from collections.abc import Callable

import numpy as np
from direction_outcomes import Outcome, start
from sim.coordinator import Coordinator
from sim.projects import Project, Stage
from small import (
    STRONG,
    TABLE,
    Changes,
    invite_only,
    live,
    made,
    met_with_a_mediator,
    one_of,
    pay_week,
    project_with,
    saw,
    talk_once,
    tie_all,
)
from small import votes as all_votes

from sim import consent, delivery, forming, negotiation, requests
from sim.base.equations import distance
from sim.base.luck import Process
from sim.base.vocabulary import Act, End, Role

FLAT = np.full(6, 1.0 / 6.0)
LIFTS, PARKING = np.eye(6)[1], np.eye(6)[2]


def at(stage: Stage, changes: Changes, r: int = 0, scope=FLAT, trust: float = 0.5):
    """A model and a project of three sectors at a stage."""
    model = made(changes, r)
    tie_all(model, trust)
    members = [one_of(model, role) for role in TABLE]
    found = project_with(model, members, scope, pledged=stage > Stage.FORMING)
    if stage is Stage.SIGN_OFF:
        consent.begin(model, found)
    elif stage is Stage.NEGOTIATING:
        negotiation.begin(model, found)
    elif stage is Stage.DELIVERING:
        delivery.begin(model, found)
    return model, found


def utility(role: Role) -> Outcome:
    def found(model) -> float:
        return model.organisations[one_of(model, role)].utility(FLAT, 1.0, 0.5, 3.0, 2)

    return start(found)


def pledged(changes: Changes, r: int) -> float:
    """What an initiator sets aside for a project that needs much."""
    model, found = at(Stage.FORMING, changes, r)
    model.bodies.free += 20.0
    forming.reserve(model, found, found.members[0])
    return float(found.pledged.sum())


def other_sectors_invited(changes: Changes, r: int) -> float:
    model, found = at(Stage.FORMING, changes, r)
    found.members, found.sectors = found.members[:1], 1
    invite_only(found, found.members)
    forming.ask_partners(model, [found])
    return float((model.bodies.sector[found.invited] != 0).mean())


def panel_scope(measure: Callable) -> Outcome:
    """A number of the scope after a panel where only parking is needed."""

    def found(changes: Changes, r: int) -> float:
        model, project = at(Stage.FORMING, changes, r)
        model.voices.open[:] = 0.0
        model.voices.open[:, 2] = 9.0
        model.hold_panel(project, np.arange(6))
        return float(measure(project))

    return found


def panel_error(changes: Changes, r: int) -> float:
    model, project = at(Stage.FORMING, changes, r)
    model.voices.open[:] = 4.0
    errors = []
    for model.week in range(60):
        model.hold_panel(project, np.arange(6))
        errors.append(distance(project.sample, FLAT))
    return float(np.mean(errors))


def weeks_to_sign(changes: Changes, r: int) -> float:
    model, found = at(Stage.SIGN_OFF, {**changes, "sign_off.deadline": 300}, r)
    found.consent_due = False
    while found.signatures:
        found.help.whistled = True
        consent.departments_sign(model, np.array([found.row]))
        model.week += 1
    return float(model.week)


def signatures(changes: Changes, r: int) -> float:
    return float(len(at(Stage.SIGN_OFF, changes, r)[1].signatures))


def homes_that_consent(scope, before: Callable = lambda model, project: None) -> Outcome:
    """Households in a project after the canvass."""

    def found(changes: Changes, r: int) -> float:
        model, project = at(Stage.SIGN_OFF, changes, r, scope)
        before(model, project)
        consent._canvass(model, project)
        return float((project.places[:, 1] - project.places[:, 0]).sum())

    return found


def votes(changes: Changes, r: int) -> float:
    model, project = at(Stage.SIGN_OFF, changes, r, PARKING)
    model.people.population.participation[:] = 0.5
    return sum(ballot.voted for ballot in all_votes(model, project, 2))


def spread_after_a_round(changes: Changes, r: int) -> float:
    """Farthest distance at a table where all but one pair are strangers."""
    model, found = at(Stage.NEGOTIATING, changes, r, trust=0.0)
    a, b, _ = found.members
    model.ties.trust[a, b] = model.ties.trust[b, a] = 0.5
    return [talk_once(model, found) for _ in range(4)][-1]


def cost_of_a_round(changes: Changes, r: int) -> float:
    model, found = at(Stage.NEGOTIATING, changes, r)
    found.help.congestion = 0.0
    live(model, found)
    return found.transaction_cost


def kept(trust: float = 0.5, peers: float = 1.0, watched: bool = False, exposure: float = 0.0,
         aligned: bool = True) -> Outcome:  # fmt: skip
    """Share of instalments honoured, over many weeks of luck."""

    def found(changes: Changes, r: int) -> float:
        model, project = at(Stage.DELIVERING, changes, r, trust=trust)
        who = project.members
        model.bodies.goals[who] = FLAT if aligned else np.eye(6)[0]
        model.bodies.exposure[:] = exposure
        done = []
        for model.week in range(80):
            project.asked[who], project.kept[who] = 10.0, 10.0 * peers
            project.help.watched = np.full(model.bodies.size, watched)
            project.owed, project.reserved = project.pledged.copy(), project.pledged.copy()
            paid, _ = pay_week(model, project)
            done += paid.tolist()
        return float(np.mean(np.array(done) == delivery.KEPT))

    return found


def after_learning(measure: Callable, how: End = End.COMPLETED, share_kept: float = 0.2) -> Outcome:
    """A number of (model, project) after a project's end taught its members."""

    def found(changes: Changes, r: int) -> float:
        model, project = at(Stage.DELIVERING, changes, r)
        project.asked[project.members], project.kept[project.members] = 10.0, 10.0 * share_kept
        saw(model, project, [delivery.KEPT, delivery.BROKEN, delivery.NOT_DUE])
        met_with_a_mediator(model, project)
        project.help.watched = np.ones(model.bodies.size, bool)
        model.ties.trust[project.members[2], project.members[0]] = 0.0
        project.tied = model.ties.trust > 0.0
        project.hub_acts = 1
        model.end(project, how)
        model.learn()
        return float(measure(model, project))

    return found


def honour_of_members(model, project: Project) -> float:
    return float(model.bodies.honouring[project.members].mean())


def hub(measure: Callable[[Coordinator, object, Project], float]) -> Outcome:
    """A number of a strong hub whose week has begun, beside one forming project."""

    def found(changes: Changes, r: int) -> float:
        model, project = at(Stage.FORMING, {**STRONG, **changes}, r, trust=0.0)
        model.income()
        return float(measure(model.coordinator, model, project))

    return found


def content(act: Act) -> Outcome:
    """Share of its acts that have content."""

    def found(coordinator, model, project) -> float:
        hits = 0
        for model.week in range(200):
            luck = model.luck.uniform(Process.CONTENT, project.code, model.week, act)
            hits += coordinator.has_content(np.array([act]), np.array([luck]))[0]
        return hits / 200

    return hub(found)


def introduced(measure: Callable) -> Outcome:
    def found(coordinator, model, project) -> float:
        coordinator.act(project, Act.INTRODUCTION)
        (chosen,) = np.flatnonzero(project.help.introduced)
        return measure(model, int(chosen), float(project.help.introduced[chosen]))

    return hub(found)


def transferred(coordinator, model, project) -> float:
    coordinator.pool[:] = 50.0
    coordinator.act(project, Act.TRANSFER)
    return project.pooled.sum()


def target(measure: Callable) -> Outcome:
    def found(coordinator, model, project) -> float:
        model.voices.voiced[:] = np.arange(1.0, 7.0)
        return measure(coordinator.target(project))

    return hub(found)


def refusals(coordinator, model, project) -> float:
    model.tables.target[project.row] = coordinator.target(project)
    refused = 0
    for model.tables.mean[project.row] in (*np.eye(6), FLAT):
        refused += coordinator.refuses(project)
    return refused


def legitimacy_after_backlash(coordinator, model, project) -> float:
    for c in project.members:
        coordinator.unmoved[model.bodies.sector[c]] += 1
    coordinator.settle_backlash()
    return coordinator.legitimacy.sum()


def guided_when_scarce(coordinator, model, project) -> float:
    """Is guidance granted when one act only is left?"""
    other = project_with(model, project.members)
    negotiation.begin(model, other)
    coordinator.left = 1.0
    requests.grant(model)
    return float(other.help.guided)
