"""Outcomes of one project at one stage, or of a hub beside it: (changes, replicate) -> number."""

from collections.abc import Callable

import numpy as np
from direction_outcomes import Outcome, start
from small import (
    STRONG,
    TABLE,
    Changes,
    Row,
    invite_only,
    learn_week,
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

from sim.agents.coordinator import Coordinator
from sim.base.equations import distance
from sim.base.vocabulary import Act, End, Paid, Role, Stage
from sim.week.acts import do_act
from sim.week.delivery import start_delivery
from sim.week.income import income
from sim.week.learning import settle_legitimacy
from sim.week.lifecycle import end
from sim.week.negotiation import start_negotiation
from sim.week.panels import hold_panel
from sim.week.partners import Offer, ask_partners, set_aside
from sim.week.partners import utility as utility_of
from sim.week.requests import attention
from sim.week.sign_off import canvass, departments_sign, start_sign_off

FLAT = np.full(6, 1.0 / 6.0)
LIFTS, PARKING = np.eye(6)[1], np.eye(6)[2]


def at(stage: Stage, changes: Changes, r: int = 0, scope=FLAT, trust: float = 0.5):
    """A model and a project of three sectors at a stage."""
    model = made(changes, r)
    tie_all(model, trust)
    members = [one_of(model, role) for role in TABLE]
    found = project_with(model, members, scope, pledged=stage > Stage.FORMING)
    if stage is Stage.SIGN_OFF:
        start_sign_off(model.world, found.row)
    elif stage is Stage.NEGOTIATING:
        start_negotiation(model.world, found.row)
    elif stage is Stage.DELIVERING:
        start_delivery(model.world, found.row)
    return model, found


def utility(role: Role) -> Outcome:
    def found(model) -> float:
        project = project_with(model, [0, 1], FLAT, pledged=False)
        offer = Offer(trust=0.5, pledge=3.0, tie=0.0)
        return utility_of(model.world, project.row, one_of(model, role), offer)

    return start(found)


def pledged(changes: Changes, r: int) -> float:
    """What an initiator sets aside for a project that needs much."""
    model, found = at(Stage.FORMING, changes, r)
    model.world.standing.free += 20.0
    set_aside(model.world, found.row, found.members[0])
    return float(found.pledged.sum())


def other_sectors_invited(changes: Changes, r: int) -> float:
    model, found = at(Stage.FORMING, changes, r)
    found.members = found.members[:1]
    invite_only(found, found.members)
    ask_partners(model.world, np.array([found.row]))
    return float((model.world.organisations.sector[found.invited] != 0).mean())


def panel_scope(measure: Callable) -> Outcome:
    """A number of the scope after a panel where only parking is needed."""

    def found(changes: Changes, r: int) -> float:
        model, project = at(Stage.FORMING, changes, r)
        model.world.voices.open[:] = 0.0
        model.world.voices.open[:, 2] = 9.0
        hold_panel(model.world, project.row, np.arange(6))
        return float(measure(project))

    return found


def panel_error(changes: Changes, r: int) -> float:
    model, project = at(Stage.FORMING, changes, r)
    model.world.voices.open[:] = 4.0
    errors = []
    for week in range(60):
        model.world.now["week"] = week
        hold_panel(model.world, project.row, np.arange(6))
        errors.append(distance(project.sample, FLAT))
    return float(np.mean(errors))


def weeks_to_sign(changes: Changes, r: int) -> float:
    model, found = at(Stage.SIGN_OFF, {**changes, "sign_off.deadline": 300}, r)
    found.consent_due = False
    while found.signatures:
        found.whistled = True
        departments_sign(model.world)
        model.world.now["week"] += 1
    return float(model.week)


def signatures(changes: Changes, r: int) -> float:
    return float(len(at(Stage.SIGN_OFF, changes, r)[1].signatures))


def homes_that_consent(scope, before: Callable = lambda model, project: None) -> Outcome:
    """Households in a project after the canvass."""

    def found(changes: Changes, r: int) -> float:
        model, project = at(Stage.SIGN_OFF, changes, r, scope)
        before(model, project)
        canvass(model.world, project.row)
        homes = np.diff(model.world.places.entrance)[project.entrance].sum()
        return 0.0 if project.end is End.RESIDENT_VETO else float(homes)

    return found


def votes(changes: Changes, r: int) -> float:
    model, project = at(Stage.SIGN_OFF, changes, r, PARKING)
    model.world.residents.participation[:] = 0.5
    return sum(ballot.voted for ballot in all_votes(model, project, 2))


def spread_after_a_round(changes: Changes, r: int) -> float:
    """Farthest distance at a table where all but one pair are strangers."""
    model, found = at(Stage.NEGOTIATING, changes, r, trust=0.0)
    a, b, _ = found.members
    model.world.ties.trust[a, b] = model.world.ties.trust[b, a] = 0.5
    return [talk_once(model, found) for _ in range(4)][-1]


def cost_of_a_round(changes: Changes, r: int) -> float:
    model, found = at(Stage.NEGOTIATING, changes, r)
    found.congestion = 0.0
    live(model, found)
    return found.transaction_cost


def kept(trust: float = 0.5, peers: float = 1.0, watched: bool = False, exposure: float = 0.0,
         aligned: bool = True) -> Outcome:  # fmt: skip
    """Share of instalments honoured, over many weeks of luck."""

    def found(changes: Changes, r: int) -> float:
        model, project = at(Stage.DELIVERING, changes, r, trust=trust)
        who = project.members
        model.world.organisations.goals[who] = FLAT if aligned else np.eye(6)[0]
        model.world.standing.exposure[:] = exposure
        done = []
        for week in range(80):
            model.world.now["week"] = week
            project.asked[who], project.kept[who] = 10.0, 10.0 * peers
            project.watched = watched
            project.owed, project.reserved = project.pledged, project.pledged
            paid, _ = pay_week(model, project)
            done += paid.tolist()
        return float(np.mean(np.array(done) == Paid.KEPT))

    return found


def after_learning(measure: Callable, how: End = End.COMPLETED, share_kept: float = 0.2) -> Outcome:
    """A number of (model, project) after a project's end taught its members."""

    def found(changes: Changes, r: int) -> float:
        model, project = at(Stage.DELIVERING, changes, r)
        project.asked[project.members], project.kept[project.members] = 10.0, 10.0 * share_kept
        saw(model, project, [Paid.KEPT, Paid.BROKEN, Paid.NOT_DUE])
        met_with_a_mediator(model, project)
        project.watched = True
        model.world.ties.trust[project.members[2], project.members[0]] = 0.0
        project.tied = model.world.ties.trust > 0.0
        project.hub_acts = 1
        end(model.world, project.row, how)
        learn_week(model)
        return float(measure(model, project))

    return found


def honour_of_members(model, project: Row) -> float:
    return float(model.world.standing.honouring[project.members].mean())


def hub(measure: Callable[[Coordinator, object, Row], float]) -> Outcome:
    """A number of a strong hub whose week has begun, beside one forming project."""

    def found(changes: Changes, r: int) -> float:
        model, project = at(Stage.FORMING, {**STRONG, **changes}, r, trust=0.0)
        income(model.world)
        return float(measure(model.coordinator, model, project))

    return found


def content(act: Act) -> Outcome:
    """Share of its acts that have content."""

    def found(coordinator, model, project) -> float:
        hits = 0
        for week in range(200):
            model.world.now["week"] = week
            hits += coordinator.has_content(project, act)
        return hits / 200

    return hub(found)


def introduced(measure: Callable) -> Outcome:
    def found(coordinator, model, project) -> float:
        do_act(model.world, project.row, Act.INTRODUCTION)
        (chosen,) = np.flatnonzero(project.introduced)
        return measure(model, int(chosen), float(project.introduced[chosen]))

    return hub(found)


def transferred(coordinator, model, project) -> float:
    model.world.hub.pool[:] = 50.0
    do_act(model.world, project.row, Act.TRANSFER)
    return project.pooled.sum()


def target(measure: Callable) -> Outcome:
    def found(coordinator, model, project) -> float:
        model.world.voices.voiced[:] = np.arange(1.0, 7.0)
        return measure(coordinator.target(project))

    return hub(found)


def refusals(coordinator, model, project) -> float:
    project.guided, project.target = True, coordinator.target(project)
    return sum(coordinator.refuses(project, scope) for scope in (*np.eye(6), FLAT))


def legitimacy_after_backlash(coordinator, model, project) -> float:
    for c in project.members:
        model.world.hub.unmoved[model.world.organisations.sector[c]] += 1
    settle_legitimacy(model.world)
    return coordinator.legitimacy.sum()


def guided_when_scarce(coordinator, model, project) -> float:
    """Is guidance granted when one act only is left?"""
    other = project_with(model, project.members)
    start_negotiation(model.world, other.row)
    model.world.hub.now["left"] = 1.0
    attention(model.world)
    return float(other.help["guided"])
