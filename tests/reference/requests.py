"""Requests for attention (step 5): the coordinator's acts, then the organisations' own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.base.vocabulary import CATEGORIES, Act, Role

from . import acts, forming, negotiation, practices
from .formulas import congestion, race
from .luck import Process
from .projects import Help, Project, Stage

if TYPE_CHECKING:
    from .organisations import Organisation
    from .world import World

ONE_ACT = 1.0
FAIR = 0.5
HELPER_STEP = 65536  # keeps races for different acts apart
HUB_ONLY = (Act.TRANSFER, Act.BACKSTOP, Act.GUIDANCE)
PEER_ORDER = (Act.MEDIATION, Act.MONITORING, Act.INTRODUCTION, Act.WHISTLE, Act.PANEL)
IN_ORDER = list(range(len(CATEGORIES)))


@dataclass(eq=False)
class Request:
    """An act wanted by a project. waited: weeks so far. content: decides on the hub's content."""

    project: Project
    act: Act
    waited: int
    luck: float
    content: float
    is_met: bool = False

    def meet(self) -> None:
        """All is done that was asked for."""
        self.is_met = True
        del self.project.waits[self.act]


def grant(world: World) -> None:
    """Some are asked of the coordinator first, others of organisations; what one leaves undone goes
    on to the other."""
    requests = _collect(world)
    if not world.coordinator.is_active(world):
        ask_peers(world, requests)
        return
    first = [request for request in requests if _is_hub_first(world, request)]
    ask_hub(world, first)
    ask_peers(world, [request for request in requests if not request.is_met])
    ask_hub(world, [r for r in requests if not r.is_met and r not in first])


def _is_hub_first(world: World, request: Request) -> bool:
    """Is the coordinator asked before organisations?"""
    rule = world.rules.structure.asked_first
    if rule == "together":
        code, act = request.project.code, request.act
        return world.luck.uniform(Process.ASKED_FIRST, code, world.week, act) < FAIR
    return rule == "hub"


def wanted_acts(world: World, project: Project) -> list[Act]:
    """What a project asks for at its stage."""
    if project.stage == Stage.FORMING:
        panel = [Act.PANEL] if project.sample is None else []
        is_later = world.week > project.start_week
        return [*panel, Act.INTRODUCTION, Act.TRANSFER] if is_later else panel
    if project.stage == Stage.SIGN_OFF:
        return [Act.WHISTLE] if project.signatures else []
    if project.stage == Stage.NEGOTIATING:
        return [Act.MEDIATION, Act.GUIDANCE]
    return [Act.MONITORING] + ([Act.BACKSTOP] if project.is_short_of_labour() else [])


def _collect(world: World) -> list[Request]:
    """Last week's help is over; what wasn't granted has waited a week longer."""
    requests = []
    for project in world.projects:
        project.help = Help()
        wanted = wanted_acts(world, project)
        project.waits = {act: project.waits.get(act, -1) + 1 for act in wanted}
        for act in wanted:
            luck, content = (
                world.luck.uniform(process, project.code, world.week, act)
                for process in (Process.GRANT, Process.CONTENT)
            )
            requests.append(Request(project, act, project.waits[act], luck, content))
            world.diary.asked[act] += 1
    return requests


# -- the coordinator ------------------------------------------------------------------------------


def ask_hub(world: World, requests: list[Request]) -> None:
    """In its order, as long as it has attention. What it does without content is paid for alike."""
    hub = world.coordinator
    for request in _hub_order(world, requests):
        if hub.left < ONE_ACT:
            break
        project, act = request.project, request.act
        if not acts.is_due(world, project, act, request.content):
            continue
        hub.left -= ONE_ACT
        world.diary.hub[act] += 1
        if hub.rules.content:
            project.note_hub_act()
            if acts.do(world, project, act):
                request.meet()
    for project in world.projects:
        if project.help.mediated_by_hub:
            project.help.congestion = acts.load(world)


def _hub_order(world: World, requests: list[Request]) -> list[Request]:
    """Major matters, then priority, then the yardstick, then waiting time, then luck; by luck alone
    where it is uninformed."""
    rules = world.rules.coordinator
    if not rules.informed:
        return sorted(requests, key=lambda request: request.luck)
    rank = {Act[name.upper()]: place for place, name in enumerate(rules.priorities)}
    return sorted(
        requests,
        key=lambda request: (
            practices.is_daily(world, request.project),
            rank[request.act],
            practices.yardstick(world, request.project),
            -request.waited,
            request.luck,
        ),
    )


# -- organisations --------------------------------------------------------------------------------


def ask_peers(world: World, requests: list[Request]) -> None:
    """In one fixed order of acts, then waiting time, then luck."""
    order = sorted(
        [request for request in requests if request.act not in HUB_ONLY],
        key=lambda request: (PEER_ORDER.index(request.act), -request.waited, request.luck),
    )
    for request in order:
        project, act = request.project, request.act
        could = forming.could_give(world, project) if act == Act.INTRODUCTION else []
        helper = _first_helper(world, project, act, could)
        if helper is None:
            continue
        if act == Act.INTRODUCTION:
            brought = _whom_to_introduce(world, project, helper, could)[0]
            project.help.introduced[brought.index] = world.rules.forming.introduced_tie
        elif act == Act.PANEL:
            forming.hold_panel(world, project, IN_ORDER)
        elif act == Act.WHISTLE:
            project.help.whistled = True
        elif act == Act.MONITORING:
            project.help.watched = {c.index for c in world.organisations}
        else:
            project.help.congestion = congestion(ONE_ACT, helper.attention_left)
        helper.attention_left -= ONE_ACT
        world.diary.peer[act] += 1
        request.meet()


def _first_helper(
    world: World, project: Project, act: Act, could: list[float]
) -> Organisation | None:
    """(29) Of those who may and have attention for an act more, with odds as attention left.

    could: what each organisation could give, for introductions.
    """
    times = []
    for c in world.areas[project.area].organisations:
        if (
            c.is_present
            and c.attention_left >= ONE_ACT
            and _may_help(world, project, act, c, could)
        ):
            sub = c.code + HELPER_STEP * act
            u = world.luck.uniform(Process.HELPER, project.code, world.week, sub, project.area)
            times.append((race(u, c.attention_left), c.index))
    return world.organisations[min(times)[1]] if times else None


def _may_help(
    world: World, project: Project, act: Act, c: Organisation, could: list[float]
) -> bool:
    """Mediate: with ties to all members, where it pays. Whistle: the street office. Watch: members.
    Hold a panel: the initiator. Introduce: who is tied to it, and to somebody worth it."""
    trust, threshold = world.trust[c.index], world.rules.network.acquainted
    if act == Act.MEDIATION:
        is_known = all(trust[m] > threshold for m in project.members if m != c.index)
        load = congestion(ONE_ACT, c.attention_left)
        return is_known and negotiation.is_worth_mediating(world, project, load)
    if act == Act.WHISTLE:
        return c.role == Role.STREET_OFFICE
    if act == Act.MONITORING:
        return c.index in project.members
    if act == Act.PANEL:
        return c.index == project.initiator
    is_tied = trust[project.initiator] > threshold
    return is_tied and len(_whom_to_introduce(world, project, c, could)) > 0


def _whom_to_introduce(
    world: World, project: Project, helper: Organisation, could: list[float]
) -> list[Organisation]:
    """Acquaintances of a helper that could give something and would gain by it, most first."""
    tie, threshold = world.rules.forming.introduced_tie, world.rules.network.acquainted
    wanted = [
        c
        for c in world.organisations
        if world.trust[helper.index][c.index] > threshold
        and c.is_present
        and c.index not in project.invited
        and could[c.index] > 0.0
        and world.trust[c.index][project.initiator] < tie
    ]
    return sorted(wanted, key=lambda c: -could[c.index])
