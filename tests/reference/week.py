"""The week as one list (ODD, section 3), and a run of them."""

from __future__ import annotations

from sim.measure.records import RunId, RunRecord
from sim.parameters import Parameters

from . import (
    delivery,
    diary,
    forming,
    households,
    learning,
    market,
    negotiation,
    organisations,
    practices,
    requests,
    seats,
    shocks,
    sign_off,
    slate,
)
from .given import SetUp
from .luck import Luck, Process
from .projects import Project, Stage
from .world import World

LIVE = {
    Stage.FORMING: forming.live,
    Stage.SIGN_OFF: sign_off.live,
    Stage.NEGOTIATING: negotiation.live,
    Stage.DELIVERING: delivery.live,
}


def run_reference(parameters: Parameters, seed: int, replicate: int, set_up: SetUp) -> RunRecord:
    """One run from its set-up, as ``sim.model.run`` would record it."""
    world = World(parameters, Luck(seed, replicate), set_up)
    for _ in range(parameters.horizon):
        live_a_week(world)
    return diary.record(world, RunId(seed, replicate))


def live_a_week(world: World) -> None:
    """The nine steps."""
    households.needs_and_voice(world)  # 1 and 2
    receive_income(world)  # 3
    start_projects(world)  # 4
    grant_requests(world)  # 5
    advance_projects(world)  # 6
    households.update_residents(world)  # 7
    learn(world)  # 8
    write_down(world)  # 9
    world.week += 1


def receive_income(world: World) -> None:
    """3: seats; a shock strikes; stocks; attention; the operator; the coordinator's means."""
    world.accounts.open_week()
    seats.fill(world)
    shocks.strike(world)
    organisations.income(world)
    organisations.renew_attention(world)
    market.settle(world)
    world.coordinator.begin_week(world)


def start_projects(world: World) -> None:
    """4: opportunities, or the fixed slate."""
    if world.rules.slate.enabled:
        slate.inject(world)
    else:
        forming.start_opportunities(world)


def grant_requests(world: World) -> None:
    """5: attention, then invitations, then stock."""
    requests.grant(world)
    seeking = [project for project in world.projects if project.is_forming()]
    for project in seeking:
        forming.ask_partners(world, project)
    forming.request_stock(world, seeking)


def advance_projects(world: World) -> None:
    """6: every project lives a week of its stage, in the order of a lot."""

    def lot(project: Project) -> float:
        return world.luck.uniform(Process.LOT, project.code, world.week)

    world.order = sorted(world.projects, key=lot)
    for project in world.order:
        LIVE[project.stage](world, project)


def learn(world: World) -> None:
    """8: ties, goals, honouring, legitimacy, exits; then the practice station."""
    learning.learn(world)
    practices.meet_at_station(world)


def write_down(world: World) -> None:
    """9: accounts must balance; the diary; the week's lists are cleared."""
    world.accounts.close_week(world)
    world.diary.write(world)
    world.ended = []
    world.introductions = []
