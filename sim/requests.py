"""Requests for attention: collected from all projects, then granted by priority, ties by luck.

One act costs one unit of attention, whoever does it. The coordinator is asked first; what it does
not do, or does without content, goes on to organisations, which have attention of their own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.equations import congestion, fall, race
from sim.forming import could_give
from sim.kernel import kernel
from sim.luck import Process, process_word, uniform
from sim.practices import ordered_by, reorders
from sim.projects import SMALL, Project, Stage, WeekHelp
from sim.vocabulary import LABOUR, Act, Role

if TYPE_CHECKING:
    from sim.model import CoProductionModel

ONE_ACT = 1.0
NOT_DRAWN = math.nan
HELPER_FACTOR = 65536  # keeps races of different acts apart: sub-entity = code + 65536 act
HUB_ONLY = (Act.TRANSFER, Act.BACKSTOP, Act.GUIDANCE)
PEER_ORDER = (Act.MEDIATION, Act.MONITORING, Act.INTRODUCTION, Act.WHISTLE, Act.PANEL)
PEER_RANK = {act: rank for rank, act in enumerate((*PEER_ORDER, *HUB_ONLY))}


@dataclass(slots=True)
class Request:
    """One act wanted by one project; ``waited`` weeks so far, ``luck`` breaks ties.

    ``content`` is the uniform that decides whether the coordinator's act has content, drawn where
    there is a coordinator.
    """

    project: Project
    act: Act
    waited: int
    luck: float
    content: float = NOT_DRAWN


def wanted_acts(model: CoProductionModel, project: Project) -> list[Act]:
    """Which acts a project asks for at its stage."""
    if project.stage == Stage.FORMING:
        acts = [] if project.sample is not None else [Act.PANEL]
        if project.age(model.week) > 0:
            acts += [Act.INTRODUCTION, Act.TRANSFER]
        return acts
    if project.stage == Stage.SIGN_OFF:
        return [Act.WHISTLE] if project.signatures else []
    if project.stage == Stage.NEGOTIATING:
        return [Act.MEDIATION, Act.GUIDANCE]
    if outstanding(project.owed, project.reserved, LABOUR) > SMALL:
        return [Act.MONITORING, Act.BACKSTOP]
    return [Act.MONITORING]


@kernel
def outstanding(owed, reserved, resource):
    """What members (M, R) owe of a resource beyond what they have set aside."""
    return np.sum(owed[:, resource]) - np.sum(reserved[:, resource])


def collect(model: CoProductionModel) -> list[Request]:
    """All requests of the week, counted; one not granted before has waited longer."""
    found = []
    for project in model.projects:
        project.help = WeekHelp()
        acts = wanted_acts(model, project)
        project.waits = {act: project.waits.get(act, -1) + 1 for act in acts}
        found += [(project, act) for act in acts]
    if not found:
        return []
    codes = np.array([p.code for p, _ in found], np.int64)
    subs = np.array([act for _, act in found], np.int64)
    model.diary.asked += np.bincount(subs, minlength=len(Act))
    lots = model.luck.uniforms(Process.GRANT, codes, model.week, subs).tolist()
    requests = [
        Request(project, act, project.waits[act], lot)
        for (project, act), lot in zip(found, lots, strict=True)
    ]
    if model.coordinator.active:
        contents = model.luck.uniforms(Process.CONTENT, codes, model.week, subs).tolist()
        for request, content in zip(requests, contents, strict=True):
            request.content = content
    return requests


def in_order(requests: list[Request], rank: dict[Act, int]) -> list[Request]:
    """By priority, then longest waiting, then luck."""
    return sorted(requests, key=lambda r: (rank[r.act], -r.waited, r.luck))


def _hub_order(model: CoProductionModel, requests: list[Request]) -> list[Request]:
    """The coordinator's own priorities; by lot alone where it is uninformed.

    Major matters go first, and equal ones by the yardstick of residents' satisfaction, where these
    practices are kept.
    """
    hub = model.coordinator
    if not hub.rules.informed:
        return sorted(requests, key=lambda r: r.luck)
    if not reorders(hub.rules):
        return in_order(requests, hub.rank)
    places = {p.code: ordered_by(hub, p) for p in model.projects}

    def place(request: Request) -> tuple[bool, int, float, int, float]:
        daily, content = places[request.project.code]
        return daily, hub.rank[request.act], content, -request.waited, request.luck

    return sorted(requests, key=place)


def grant(model: CoProductionModel) -> None:
    """Step 5, attention: the coordinator's acts, then the organisations' own."""
    requests = collect(model)
    left = _ask_hub(model, requests) if model.coordinator.active else requests
    _ask_peers(model, in_order([r for r in left if r.act not in HUB_ONLY], PEER_RANK))


def _ask_hub(model: CoProductionModel, requests: list[Request]) -> list[Request]:
    """In its order, as long as it has attention; returns what it left undone."""
    hub = model.coordinator
    ordered = _hub_order(model, requests)
    left = [r for r in ordered if hub.left < ONE_ACT or not _by_hub(model, r)]
    crowding = fall(congestion(hub.mediating, hub.supply), hub.rules.online)
    for project in model.projects:
        if project.help.mediated_by_hub:
            project.help.congestion = crowding
    return left


def _ask_peers(model: CoProductionModel, requests: list[Request]) -> None:
    """In order, as long as anybody has attention for one act more."""
    bodies = model.bodies
    rested = count_rested(bodies.attention_left)
    for request in requests:
        if rested == 0:
            break
        if _by_peer(model, request):
            model.diary.peer[request.act] += 1
            request.project.waits.pop(request.act)
            rested = count_rested(bodies.attention_left)


def _by_hub(model: CoProductionModel, request: Request) -> bool:
    """True where the coordinator did it, with content. An empty act costs it attention too."""
    hub, project, act = model.coordinator, request.project, request.act
    if not hub.can(project, act):
        return False
    hub.left -= ONE_ACT
    model.diary.hub[act] += 1
    if not hub.has_content(act, request.content) or not hub.act(project, act):
        return False
    project.hub_acts += 1
    project.waits.pop(act)
    return True


def _by_peer(model: CoProductionModel, request: Request) -> bool:
    """True where an organisation with attention to spare did it."""
    project, act = request.project, request.act
    if act == Act.INTRODUCTION:
        return _introduced_by_peer(model, project)
    helper = _helper(model, project, act, _eligible(model, project, act))
    if helper is None:
        return False
    if act == Act.PANEL:
        model.hold_panel(project, np.arange(len(project.scope)))
    elif act == Act.WHISTLE:
        project.help.whistled = True
    elif act == Act.MONITORING:
        project.help.watched = model.everybody
    else:
        in_hand = model.bodies.attention_left[helper] + ONE_ACT
        project.help.congestion = float(congestion(ONE_ACT, in_hand))
    return True


def _eligible(model: CoProductionModel, project: Project, act: Act) -> NDArray[np.bool_]:
    bodies = model.bodies
    if act == Act.MEDIATION:
        return model.ties.acquainted(model.parameters.network.acquainted, project.who)
    if act == Act.WHISTLE:
        return bodies.role == Role.STREET_OFFICE
    able = np.zeros(bodies.size, bool)
    able[project.initiator if act == Act.PANEL else project.who] = True
    return able


@kernel
def count_rested(attention_left):
    """How many organisations (M,) have attention for one act at least."""
    return np.sum(attention_left >= ONE_ACT)


@kernel
def first_helper(able, present, attention_left, entity, codes, act, week, word, k0, k1):
    """Who does an act: a keyed race among the able, with odds as attention left; -1: nobody."""
    first, soonest = -1, math.inf
    for c in range(len(able)):
        if able[c] and present[c] and attention_left[c] >= ONE_ACT:
            u = uniform(entity, codes[c] + HELPER_FACTOR * act, week, word, k0, k1)
            time = race(u, attention_left[c])
            if time < soonest:
                first, soonest = c, time
    return first


def _helper(
    model: CoProductionModel, project: Project, act: Act, able: NDArray[np.bool_]
) -> int | None:
    """Who does it, if anybody can; it pays one act."""
    bodies = model.bodies
    able = able & ~model.areas[project.area].elsewhere
    chosen = first_helper(
        able, bodies.present, bodies.attention_left, project.code, bodies.code, int(act),
        model.week, process_word(Process.HELPER, project.area), *model.luck.key,
    )  # fmt: skip
    if chosen < 0:
        return None
    bodies.attention_left[chosen] -= ONE_ACT
    return int(chosen)


@kernel
def worth_introducing(could, present, invited, trust_in_initiator, introduced_tie):
    """Who could help and would gain by an introduction to the initiator: bool (M,)."""
    wanted = np.zeros(len(could), np.bool_)
    for c in range(len(could)):
        new = not invited[c] and trust_in_initiator[c] < introduced_tie
        wanted[c] = new and could[c] > 0.0 and present[c]
    return wanted


@kernel
def go_betweens(trust, initiator, wanted, threshold):
    """Who is acquainted with the initiator and with somebody wanted (M,): bool (M,)."""
    able = np.zeros(len(trust), np.bool_)
    for c in range(len(trust)):
        if trust[c, initiator] > threshold:
            able[c] = np.any((trust[c] > threshold) & wanted)
    return able


@kernel
def ablest(could, eligible):
    """The one of the eligible (M,) that could cover most, the first of equals."""
    best = -1
    for c in range(len(could)):
        if eligible[c] and (best < 0 or could[c] > could[best]):
            best = c
    return best


def _introduced_by_peer(model: CoProductionModel, project: Project) -> bool:
    """Somebody the initiator knows brings one of its own acquaintances, the most able of them."""
    bodies, rules = model.bodies, model.parameters.forming
    trust, threshold = model.ties.trust, model.parameters.network.acquainted
    could = could_give(
        project.need, project.pledged, project.pooled, bodies.free, rules.reserve_share,
        rules.max_share,
    )  # fmt: skip
    wanted = worth_introducing(
        could, bodies.present, project.invited, trust[:, project.initiator], rules.introduced_tie
    )
    able = go_betweens(trust, project.initiator, wanted, threshold)
    helper = _helper(model, project, Act.INTRODUCTION, able)
    if helper is None:
        return False
    chosen = int(ablest(could, wanted & (trust[helper] > threshold)))
    project.help.introduced[chosen] = rules.introduced_tie
    return True
