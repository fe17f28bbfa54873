"""Learning and exits (step 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.base.vocabulary import SERVICE, End

from . import legitimacy, network, organisations
from .formulas import alignment, blend, fall, reciprocate, rise, within
from .organisations import HONOURING_RANGE
from .projects import KEPT, NOT_DUE, Project
from .sums import pairwise

if TYPE_CHECKING:
    from .world import World


def learn(world: World) -> None:
    """Ties decay, then learn what was seen; goals; members learn from ends; returns and exits."""
    network.decay(world)
    for newcomer, initiator, trust in world.introductions:
        network.introduce(world, newcomer, initiator, trust)
    for project in world.order:
        if project.paid_week == world.week:
            _see_instalments(world, project)
    for project in world.order:
        if project.met_week == world.week and project.help.congestion is not None:
            network.repair(world, project.members, world.rules.network.repair)
    for project in world.order:
        if project.met_week == world.week:
            _converge(world, project)
    ended = list(world.ended)
    _learn_ends(world, ended)
    legitimacy.settle_backlash(world)
    legitimacy.come_to_rest(world)
    _average_returns(world)
    _learn_ends(world, [project for project in world.ended if project not in ended])


# -- what partners see ----------------------------------------------------------------------------


def _see_instalments(world: World, project: Project) -> None:
    """(21) and (22): trust in each payer; and how far it is used to being watched."""
    rules = world.rules.network
    own = project.own_share(world)
    gain, loss = rules.kept_pledge * own, rules.broken_pledge
    if world.rules.structure.dependence == "growth_and_loss":
        loss *= own
    due = [c for c in project.members if project.done[c] != NOT_DUE]
    for payer in due:
        for partner in project.members:
            if partner == payer:
                continue
            trust = world.trust[partner][payer]
            if project.done[payer] == KEPT:
                world.trust[partner][payer] = rise(trust, gain)
                world.last_kept[partner, payer] = world.week
            else:
                world.trust[partner][payer] = fall(trust, loss)
    memory = world.rules.delivery.exposure_memory
    for payer in due:
        c = world.organisations[payer]
        c.exposure = memory * c.exposure + (1.0 - memory) * (payer in project.help.watched)


# -- what guidance moves --------------------------------------------------------------------------


def _converge(world: World, project: Project) -> None:
    """(12) Goals of who heard guidance this week move toward it (目标趋同), where they do."""
    if world.rules.structure.guidance_moves != "positions_and_goals" or project.target is None:
        return
    for j in project.members:
        if j in project.heard:
            c, rate = world.organisations[j], world.rules.coordinator.goal_convergence
            c.goals = blend(c.goals, project.target, rate * project.heard[j])


# -- what members learn from an end ---------------------------------------------------------------


def _learn_ends(world: World, ended: list[Project]) -> None:
    for project in ended:
        if any(asked > 0 for asked in project.asked):
            _learn_honouring(world, project)
            for c in world.organisations:
                c.gained -= world.rules.forming.private_cost * project.paid[c.index]
        if project.end in SERVICE:
            for j in project.members:
                c = world.organisations[j]
                worth = c.worth(world, project.scope, project.size)
                c.gained += worth * alignment(c.goals, project.scope)
        if project.end == End.COMPLETED:
            _celebrate(world, project)
        legitimacy.learn_from_end(world, project)


def _learn_honouring(world: World, project: Project) -> None:
    """(23) Each moves toward a little less than its partners did."""
    rules = world.rules.delivery
    who = [c for c in project.members if project.asked[c] > 0]
    for c in who:
        others = [project.kept[o] / project.asked[o] for o in who if o != c]
        if others:
            member, seen = world.organisations[c], pairwise(others) / len(others)
            moved = reciprocate(member.honouring, seen, rules.reciprocity, rules.imperfection)
            member.honouring = within(HONOURING_RANGE[0], moved, HONOURING_RANGE[1])


def _celebrate(world: World, project: Project) -> None:
    """(21) Ties grow by what was the members' own; strangers become tied; honouring rises."""
    own, rules = project.own_share(world), world.rules
    for i in project.members:
        for j in project.members:
            if i == j:
                continue
            if (i, j) in project.tied:
                world.trust[i][j] = rise(world.trust[i][j], rules.network.success * own)
            else:
                world.trust[i][j] = max(world.trust[i][j], rules.network.closure * own)
    for c in project.members:
        member = world.organisations[c]
        lifted = rise(member.honouring, rules.delivery.success_lift)
        member.honouring = min(HONOURING_RANGE[1], lifted)


# -- returns and exits ----------------------------------------------------------------------------


def leaves(weeks_under: int, patience: int) -> bool:
    """(39) One rule for every sector."""
    return weeks_under > patience


def _average_returns(world: World) -> None:
    """The week's gain goes into the average; who was under its floor for too long leaves."""
    rules = world.rules.organisations
    for c in world.organisations:
        c.returns += (c.gained - c.returns) / rules.return_memory
        c.gained = 0.0
        is_under = c.is_present and c.returns < c.return_floor
        c.weeks_under = c.weeks_under + 1 if is_under else 0
    for c in [c for c in world.organisations if leaves(c.weeks_under, rules.patience)]:
        organisations.leave(world, c)
