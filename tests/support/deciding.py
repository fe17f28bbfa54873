"""What agents say they would decide, asked before a part of the week, beside what the part did.

Every asker is a generator: it asks, lets the part be lived at its bare ``yield``, and then tells
for each decision its name, what was said and what was done.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from sim.agents.project import Project
from sim.base.luck import Process, uniform
from sim.base.struct import Struct
from sim.base.vocabulary import Act, End, Paid, Stage
from sim.model import CoProductionModel
from sim.rules.partners import missing_of, targets
from sim.rules.talks import mean_position
from sim.state.projects import NOT_ASKED
from sim.state.world import with_room
from sim.week.acts import content_luck, hub_order
from sim.week.forming import has_opportunity
from sim.week.peers import HUB_ONLY
from sim.week.requests import Requests
from sim.week.schedule import WEEK

Told = Iterator[tuple[str, Any, Any] | None]
Asker = Callable[[CoProductionModel], Told]
CHANGES_OTHERS = (Act.PANEL, Act.TRANSFER, Act.MEDIATION)
"""Acts that change what others of the same week could do, give, or get."""


def digest(world: Struct) -> str:
    """Of every array and record of a world."""
    found = hashlib.blake2b()
    for name in world.fields:
        value = getattr(world, name)
        known = digest(value).encode() if isinstance(value, Struct) else value.tobytes()
        found.update(known)
    return found.hexdigest()


def under_way(model: CoProductionModel) -> list[Project]:
    """Projects that haven't ended."""
    return [project for project in model.projects if project.end == End.OPEN]


def in_stage(model: CoProductionModel, stage: Stage) -> list[Project]:
    """Projects at a stage."""
    return [project for project in under_way(model) if project.stage == stage]


# -- forming --------------------------------------------------------------------------------------


def of_proposals(model: CoProductionModel) -> Told:
    """Before opportunities: what an initiator senses, proposes, and where it would go."""
    world, number = model.world, int(model.world.projects.count["started"])
    elsewhere, buildings = world.places.elsewhere, int(world.places.area[1])
    said = {}
    for area, agent in ((a, o) for a in range(len(elsewhere)) for o in model.organisations):
        if has_opportunity(world, agent.index, area):
            scope = agent.propose(area)
            places = [agent.choose_place(scope, n + 1, area) for n in range(buildings)]
            said[agent.index, area] = agent.sense(area), scope, places
    yield None
    if model.parameters.slate.enabled:
        return
    began = [project for project in here(model) if project.number >= number]
    assert {(project.initiator, project.area) for project in began} == set(said)
    for project in began:
        sensed, scope, places = said[project.initiator, project.area]
        count = targets(model.parameters.forming.target_share, buildings, project.size)
        yield "sense", sensed, project.sensed
        yield "propose", scope, project.scope
        yield "choose_place", places[count - 1], project.buildings


def here(model: CoProductionModel) -> list[Project]:
    """Projects under way, and those that ended this week."""
    projects = model.world.projects
    rows = [*projects.live[: projects.count["live"]], *projects.ended[: projects.count["ended"]]]
    return [Project(model.simulation, int(row)) for row in rows]


def of_invitations(model: CoProductionModel) -> Told:
    """Before partners: whom a project asks, and who joins, up to the first that does: after it,
    the next would have one member more to deal with."""
    said = []
    for project in in_stage(model, Stage.FORMING):
        asked = project.asks()
        joins = [model.organisations[c].joins(project) for c in asked]
        said.append((project, project.invited.copy(), asked, joins))
    yield None
    for project, before, asked, joins in said:
        yield "asks", sorted(asked), np.flatnonzero(project.invited & ~before)
        for c, join in zip(asked, joins, strict=True):
            yield "joins", join, c in project.members
            if join:
                break


def of_pledges(model: CoProductionModel) -> Told:
    """Before stock: what is set aside where nobody else is, by who is nowhere else."""
    forming = in_stage(model, Stage.FORMING)
    seats = Counter(c for project in forming for c in project.members)
    alone = [p for p in forming if len(p.members) == 1 and seats[p.members[0]] == 1]
    said = []
    for project in alone:
        (c,) = project.members
        said.append((project, c, project.pledged[c] + model.organisations[c].sets_aside(project)))
    yield None
    for project, c, pledged in said:
        yield "sets_aside", pledged, project.pledged[c]


# -- talks, instalments, residents ----------------------------------------------------------------


def of_rounds(model: CoProductionModel) -> Told:
    """Before projects live their week: positions, who gives up, what is refused."""
    said = []
    for project in in_stage(model, Stage.NEGOTIATING):
        if not project.replacing:
            agents = [model.organisations[c] for c in project.members]
            positions = [agent.position_after_round(project) for agent in agents]
            gone = [agent.gives_up(project) for agent in agents]
            refuses = model.coordinator.refuses(project, mean_position(np.array(positions)))
            said.append((project, project.members, positions, gone, refuses))
    yield None
    for project, members, positions, gone, refuses in said:
        for m, c in enumerate(members):
            yield "position_after_round", positions[m], project.positions[c]
            yield "gives_up", gone[m], bool(project.leaving[m])
        if project.spread <= model.parameters.negotiation.tolerance:
            yield "refuses", refuses, project.stage != Stage.DELIVERING


def of_instalments(model: CoProductionModel) -> Told:
    """Before projects live their week: who pays, where no other project moved its stock before."""
    said = []
    for project, untouched in in_lot(model):
        if project.stage == Stage.DELIVERING:
            for m, c in enumerate(project.members):
                if untouched(c):
                    said.append((project, m, model.organisations[c].pays(project)))
    yield None
    for project, m, pays in said:
        if project.paid[m] != Paid.NOT_DUE:
            yield "pays", pays, bool(project.paid[m] == Paid.KEPT)


def in_lot(model: CoProductionModel) -> Iterator[tuple[Project, Callable[[int], bool]]]:
    """Projects in this week's order, and whether a stock is as it was when the order
    was drawn: its own projects may move it, a backstop and a replacement anybody's."""
    projects = model.world.projects
    seen: set[int] = set()
    for row in projects.order[: projects.count["lived"]].tolist():
        project = Project(model.simulation, row)
        yield project, lambda c, moved=frozenset(seen): c not in moved
        seen |= {*project.members, project.initiator}
        if projects.help[row]["backstopped"] or project.replacing:
            seen |= set(range(len(model.organisations)))


def of_canvasses(model: CoProductionModel) -> Told:
    """Before projects live their week: which entrances stay, where residents are canvassed."""
    rules, said = model.parameters.consent, []
    rows = model.world.places.entrance
    for project, untouched in in_lot(model):
        weeks = model.week - project.stage_start
        due = project.stage == Stage.SIGN_OFF and project.consent_due
        known = rules.compensation == 0.0 or untouched(project.initiator)
        if due and weeks >= rules.canvass_weeks and known:
            asked = project.entrance.copy()
            stay = asked & answers(model, project) & (rows[:-1] < rows[1:])
            said.append((project, asked, stay))
    yield None
    for project, asked, stay in said:
        if stay.any():
            yield "consents", stay, project.entrance
        else:
            yield "consents to nothing", (End.RESIDENT_VETO, True), (
                project.end, np.array_equal(asked, project.entrance),
            )  # fmt: skip


def answers(model: CoProductionModel, project: Project) -> np.ndarray:
    """Which entrances (E,) would agree to all that they are asked about, for what is paid."""
    stock = float(model.organisations[project.initiator].stock[0])
    paid = min(model.parameters.consent.compensation * project.size, stock) / project.size
    agreed = np.ones(len(model.world.places.entrance) - 1, bool)
    for k in filter(project.asks_residents, range(len(project.scope))):
        votes = [group.consents(project, k, paid) for group in model.resident_groups]
        agreed &= np.concatenate(votes)
    return agreed


def of_leavers(model: CoProductionModel) -> Told:
    """Before exits: who leaves."""
    said = [(agent, agent.present, agent.leaves()) for agent in model.organisations]
    yield None
    for agent, was_present, leaves in said:
        yield "leaves", leaves, was_present and not agent.present


# -- the hub --------------------------------------------------------------------------------------


def of_elections(model: CoProductionModel) -> Told:
    """Before income: who is elected; not where a shock changes who is there, or ties, first."""
    shock, hub = model.parameters.shock, model.coordinator
    before, said = hub.lead, hub.elects()
    struck = shock.start_week == model.week and (shock.firm_leaves or shock.staff_turnover > 0.0)
    yield None
    if model.parameters.coordinator.rotation_weeks > 0 and not struck:
        name = "elects" if said is not None else "elects nobody"
        yield name, before if said is None else said, hub.lead


def of_targets(model: CoProductionModel) -> Told:
    """Before papers: what the hub asks for where it guides."""
    said = [(project, model.coordinator.target(project)) for project in under_way(model)]
    yield None
    for project, target in said:
        if model.world.projects.help[project.row]["guided"]:
            yield "target", target, project.target


def requests_of(model: CoProductionModel) -> Requests:
    """What projects would ask for this week."""
    world, week = model.world, model.week
    asked = [(p, act) for p in under_way(model) for act in Act if p.wants(act)]
    luck = [uniform(world.luck, Process.GRANT, p.code, int(act), week, 0) for p, act in asked]
    return Requests(
        row=np.array([p.row for p, _ in asked], np.int64),
        act=np.array([act for _, act in asked], np.int64),
        waited=np.array([world.projects.waits[p.row, act] + 1 for p, act in asked], np.int64),
        luck=np.array(luck, float),
        content=np.array([content_luck(world, p.row, int(act)) for p, act in asked], float),
        to_hub=np.ones(len(asked), bool),
    )


class Said:
    """What the hub said of a request: whether it would act, for whom and with how much."""

    def __init__(self, model: CoProductionModel, row: int, act: int) -> None:
        hub, self.act = model.coordinator, Act(act)
        self.project, self.waits = Project(model.simulation, row), model.world.projects.waits
        self.acts = hub.acts(self.project, self.act)
        self.whom = hub.introduces(self.project)
        self.may_fund, self.given = hub.may_fund(self.project), hub.transfers(self.project)
        p = self.project
        missing = np.asarray(missing_of(p.need, p.pledged, p.pooled))
        self.pooled = p.pooled + np.minimum(self.given, missing)
        self.before, self.acted = p.pooled, p.hub_acts

    @property
    def done(self) -> bool:
        """Has the request been granted in full, by whomever?"""
        return bool(self.waits[self.project.row, self.act] == NOT_ASKED)


def of_acts(model: CoProductionModel) -> Told:
    """Before attention: whether the hub acts, for whom and with how much."""
    requests = requests_of(model)
    said = [Said(model, r, a) for r, a in zip(requests.row, requests.act, strict=True)]
    peers = bool((model.world.standing.attention >= 1.0).any())
    alone = model.parameters.coordinator.content and not peers
    asked = in_its_order(model, requests, said)
    yield None
    for each in asked:
        if each.acts:
            yield from of_act(each)
        elif alone or each.act in HUB_ONLY:
            yield "acts", False, each.done
        if each.act == Act.TRANSFER and not each.may_fund:
            yield "may_fund", each.before, each.project.pooled


def in_its_order(
    model: CoProductionModel, requests: Requests, said: list[Said]
) -> list[Said]:  # fmt: skip
    """Requests that the hub comes to before an act changes what it said, as far as its attention
    goes; none where it is not there, is not asked first, or its acts are empty."""
    left, found, parameters = model.coordinator.attention, [], model.parameters
    is_first = model.coordinator.active and parameters.structure.asked_first == "hub"
    if not is_first or not said or not parameters.coordinator.content:
        return []
    for i in hub_order(model.world, requests):
        if left < 1.0:
            break
        found.append(said[i])
        left -= said[i].acts
        if said[i].acts and said[i].act in CHANGES_OTHERS:
            break
    return found


def of_act(each: Said) -> Told:
    """What an act that was said to be done came to."""
    project = each.project
    if each.act == Act.INTRODUCTION:
        yield "introduces", [each.whom], np.flatnonzero(project.introduced)
    if each.act == Act.TRANSFER:
        yield "transfers", each.pooled, project.pooled
    elif each.act == Act.MONITORING:  # whom it doesn't reach may be left for others to watch
        yield "acts", True, each.done or project.hub_acts > each.acted
    else:
        yield "acts", True, each.done
    yield "acts of the project", True, project.hub_acts > each.acted


# -- a week ---------------------------------------------------------------------------------------

ASKED_BEFORE: dict[str, tuple[Asker, ...]] = {
    "income": (of_elections,),
    "opportunities": (of_proposals,),
    "attention": (of_acts,),
    "partners": (of_invitations,),
    "stock": (of_pledges,),
    "papers": (of_targets,),
    "advance_projects": (of_rounds, of_instalments, of_canvasses),
    "exits": (of_leavers,),
}


def live_asked(model: CoProductionModel) -> Told:
    """Live a week, part by part, and tell each decision that was asked for: name, said, done."""
    model.simulation.world = with_room(model.world)
    for part in WEEK:
        asking = [ask(model) for ask in ASKED_BEFORE.get(part.__name__, ())]
        before = digest(model.world)
        for each in asking:
            next(each)
        yield f"nothing changed before {part.__name__}", before, digest(model.world)
        part(model.world)
        for each in asking:
            yield from each
