"""Delivering (step 6d) and completion (step 6e)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.base.vocabulary import CATEGORIES, LABOUR, RESOURCES, End

from . import households, mandates, practices, shocks
from .formulas import alignment, logistic, logit, misplaced, restored
from .luck import Process
from .projects import BROKEN, KEPT, NEVER, NOT_DUE, Project, Stage
from .sums import total

if TYPE_CHECKING:
    from .organisations import Organisation
    from .world import World

K, R = len(CATEGORIES), len(RESOURCES)
NOTHING = 1e-12


def begin(world: World, project: Project) -> None:
    """What came from the pool goes in at once."""
    project.enter(world, Stage.DELIVERING)
    for r in range(R):
        project.sunk[r] += project.pooled[r]
    project.pooled = [0.0] * R


def live(world: World, project: Project) -> None:
    """Instalments, and a backstop for labour that was not paid; then done, or out of time."""
    rules = world.rules.delivery
    broken_labour = _collect_instalments(world, project)
    if project.help.backstopped:
        _backstop(world, project, broken_labour)
    if project.is_complete(rules.completeness):
        _complete(world, project)
    elif project.in_stage(world) >= rules.weeks + rules.slack:
        project.finish(world, End.FREE_RIDING)


# -- instalments ----------------------------------------------------------------------------------


def _collect_instalments(world: World, project: Project) -> dict[int, float]:
    """Each member pays, or breaks it; all act on partners' record before this week.

    Returns the labour that each left unpaid.
    """
    project.paid_week = world.week
    records = {j: partners_record(world, project, j) for j in project.members}
    shortfalls = {j: 0.0 for j in project.members}
    for j in project.members:
        member, weeks = world.organisations[j], world.rules.delivery.weeks
        instalment = [min(project.owed[j][r], project.pledged[j][r] / weeks) for r in range(R)]
        due = total(instalment)
        if due <= NOTHING:
            project.done[j] = NOT_DUE
            continue
        has = [member.free[r] + project.reserved[j][r] for r in range(R)]
        is_able = all(has[r] >= instalment[r] - NOTHING for r in range(R))
        chance = shocks.spared(world, project.area) * honour_probability(
            world, project, member, records[j], due, total(has)
        )
        age = world.week - project.start_week
        u = world.luck.uniform(Process.HONOUR, project.code, age, member.code, project.area)
        honours = u < chance and is_able
        project.done[j] = KEPT if honours else BROKEN
        project.asked[j] += 1
        project.kept[j] += honours
        if honours:
            _keep(project, member, instalment)
        else:
            shortfalls[j] = _break(project, member, instalment)
    return shortfalls


def partners_record(world: World, project: Project, j: int) -> float:
    """Mean share of instalments that the others kept so far; neutral before any fell due."""
    shares = [
        project.kept[o] / project.asked[o]
        for o in project.members
        if o != j and project.asked[o] > 0
    ]
    return total(shares) / len(shares) if shares else world.rules.delivery.peers_neutral


def trust_around(world: World, project: Project, j: int) -> float:
    """Mean trust of a member in the others; 0 where there is none."""
    others = [o for o in project.members if o != j]
    return total(world.trust[j][o] for o in others) / len(others) if others else 0.0


def honour_probability(
    world: World, project: Project, member: Organisation, record: float, due: float, stock: float
) -> float:
    """(20) Chance that a member pays this week's instalment."""
    rules, j = world.rules.delivery, member.index
    is_watched = j in project.help.watched
    watched = rules.monitoring if is_watched else -rules.crowding_out * member.exposure
    tempted = due / stock if stock > NOTHING else 1.0
    temptation = mandates.temptation_left(rules.temptation, project.help.enforced.get(j, 0.0))
    return logistic(
        logit(_propensity(world, project, member))
        + rules.trust * (trust_around(world, project, j) - 0.5)
        + rules.alignment * (alignment(member.goals, project.scope) - 0.5)
        + rules.peers * (record - rules.peers_neutral)
        + watched
        - temptation * min(1.0, tempted)
        + practices.covenant(world, member)
    )


def _propensity(world: World, project: Project, member: Organisation) -> float:
    """x of (20): its own, or what a new partnership has restored of it."""
    if world.rules.structure.honouring_restored == "never":
        return member.honouring
    decay, asked = world.rules.delivery.restart_decay, project.asked[member.index]
    return restored(member.honouring, member.first_honouring, decay, asked)


def _keep(project: Project, member: Organisation, instalment: list[float]) -> None:
    """From what is reserved, then from free stock."""
    for r in range(R):
        aside = min(instalment[r], project.reserved[member.index][r])
        more = min(instalment[r] - aside, member.free[r])
        project.reserved[member.index][r] -= aside
        member.free[r] -= more
        _put_in(project, member.index, r, aside + more)


def _break(project: Project, member: Organisation, instalment: list[float]) -> float:
    """Its reservation is free again; a part may be collected. Returns the labour left unpaid."""
    left = 0.0
    enforcement = project.help.enforced.get(member.index, 0.0)
    for r in range(R):
        aside = min(instalment[r], project.reserved[member.index][r])
        project.reserved[member.index][r] -= aside
        member.free[r] += aside
        taken = mandates.compelled(enforcement, instalment[r], member.free[r])
        member.free[r] -= taken
        _put_in(project, member.index, r, taken)
        if r == LABOUR:
            left = instalment[r] - taken
    return left


def _put_in(project: Project, j: int, r: int, amount: float) -> None:
    project.sunk[r] += amount
    project.paid[j] += amount
    project.owed[j][r] -= amount


def _backstop(world: World, project: Project, broken_labour: dict[int, float]) -> None:
    """Reached payers put in labour that members did not."""
    for j in project.members:
        if broken_labour[j] > 0.0:
            wanted = min(broken_labour[j], project.owed[j][LABOUR])
            given = world.coordinator.take_labour(world, wanted, project.area)
            project.owed[j][LABOUR] -= given
            project.sunk[LABOUR] += given


# -- completion -----------------------------------------------------------------------------------


def _complete(world: World, project: Project) -> None:
    """The work is there: needs are served; what was too much or too little counts."""
    supply = [world.capacity * project.size * share for share in project.scope]
    over, under = 0.0, 0.0
    for k in range(K):
        if supply[k] > 0.0:
            last = world.luck.uniform(Process.LAST_NEED, project.code, world.week, k, project.area)
            demand, served, waited = households.serve(
                world, project.homes, k, supply[k], last, project.area
            )
            extra, short = max(0.0, supply[k] - demand), max(0.0, demand - supply[k])
            over += extra
            under += short
            project.served += served
            world.diary.note_service(project, k, served, waited, extra, short)
    project.supplied, project.over = total(supply), over
    project.misplaced = misplaced(over, under)
    project.is_repeated = _digs_again(world, project)
    project.finish(world, _verdict(world, project))


def _digs_again(world: World, project: Project) -> bool:
    """Works for the same main category in one of its buildings within the window (拉链工程)."""
    k, is_repeated = project.scope.index(max(project.scope)), False
    for building in project.buildings:
        last = world.last_works.get((building.number, k))
        window = world.rules.completion.digging_window
        is_repeated |= last is not None and world.week - last <= window
        world.last_works[building.number, k] = world.week
    return is_repeated


def _verdict(world: World, project: Project) -> End:
    rules = world.rules.completion
    if project.misplaced > rules.misplaced_limit * project.supplied:
        return End.VALUE_DISORDER
    if project.formed_week == NEVER:
        return End.SOLO
    if project.over > rules.unneeded_limit * project.supplied or project.supplied == 0.0:
        return End.UNNEEDED
    return End.COMPLETED
