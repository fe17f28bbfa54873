"""What the coordinator's acts need, and what each does (step 5; ODD, section 17)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.base.vocabulary import CATEGORIES, RESOURCES, Act

from . import forming, mandates, negotiation, practices
from .formulas import congestion, fall, race
from .luck import Process
from .sums import total

if TYPE_CHECKING:
    from .organisations import Organisation
    from .projects import Project
    from .world import World

K, R = len(CATEGORIES), len(RESOURCES)
MECHANISM_OF_ACT = {
    Act.PANEL: "mobilisation",
    Act.INTRODUCTION: "mobilisation",
    Act.BACKSTOP: "mobilisation",
    Act.GUIDANCE: "guidance",
    Act.MONITORING: "guidance",
    Act.TRANSFER: "resources",
    Act.WHISTLE: "resources",
    Act.MEDIATION: "integration",
}
NO_RED_LINE = 1.0


# -- whether it is asked for one ------------------------------------------------------------------


def is_due(world: World, project: Project, act: Act, content: float) -> bool:
    """Is it in reach, has it content, and would it change anything? If not, nobody asks for it."""
    return (
        _can(world, project, act)
        and content < strength(world, act)
        and _would_change(world, project, act)
    )


def _can(world: World, project: Project, act: Act) -> bool:
    """Does its reach allow an act: all members for mediation, one for watching and guiding, else
    the initiator?"""
    reached = world.coordinator.reached
    known = [c in reached for c in project.members]
    if act == Act.MEDIATION:
        return all(known)
    if act in (Act.MONITORING, Act.GUIDANCE):
        return any(known)
    return project.initiator in reached


def strength(world: World, act: Act) -> float:
    """Chance that an act has content."""
    rules = world.rules.coordinator
    mechanism: float = getattr(rules, MECHANISM_OF_ACT[act])
    share: float = getattr(rules, f"share_{act.name.lower()}")
    return mechanism * share


def _would_change(world: World, project: Project, act: Act) -> bool:
    if act == Act.INTRODUCTION:
        return len(_whom_to_introduce(world, project)) > 0
    if act == Act.TRANSFER:
        return max(_what_to_transfer(world, project)) > 0.0
    if act == Act.BACKSTOP:
        return max(world.coordinator.labour_held(world, project.area)) > 0.0
    if act == Act.GUIDANCE:
        return _weighs(world, project)
    if act == Act.MEDIATION:
        return negotiation.is_worth_mediating(world, project, load(world, further=1))
    return True


def _weighs(world: World, project: Project) -> bool:
    """Does guidance: with a member in reach, or by a red line?"""
    hub, rule = world.coordinator, world.rules.structure.negative_legitimacy
    known = [
        hub.legitimacy[world.organisations[c].sector] for c in project.members if c in hub.reached
    ]
    is_heeded = any(x > 0.0 if rule == "noticed" else x != 0.0 for x in known)
    return is_heeded or hub.rules.red_line != NO_RED_LINE


def load(world: World, further: int = 0) -> float:
    """(27) Of its mediation this week, with ``further`` cases, less what goes on online."""
    hub = world.coordinator
    cases = world.diary.hub[Act.MEDIATION]
    return fall(congestion(cases + further, hub.supply), hub.rules.online)


# -- what it does ---------------------------------------------------------------------------------


def do(world: World, project: Project, act: Act) -> bool:
    """Do it, with content. Is all done that was asked for?"""
    if act == Act.TRANSFER:
        _transfer(world, project)
        return project.is_covered()
    if act == Act.MONITORING:
        _watch(world, project)
        return project.help.watched.issuperset(project.members) or _is_left_to_hub(world)
    if act == Act.INTRODUCTION:
        _introduce(world, project)
    elif act == Act.PANEL:
        is_informed = world.rules.coordinator.informed
        order = list(range(K)) if is_informed else world.coordinator.permutation
        forming.hold_panel(world, project, order)
    elif act == Act.WHISTLE:
        project.help.whistled = True
    elif act == Act.MEDIATION:
        project.help.mediated_by_hub = True
    elif act == Act.BACKSTOP:
        project.help.backstopped = True
    else:
        project.help.guided = True
    return True


def _is_left_to_hub(world: World) -> bool:
    return world.rules.structure.watching == "left_to_hub"


def _watch(world: World, project: Project) -> None:
    """Whom it reaches, with what it can enforce; members may watch too."""
    hub, rules = world.coordinator, world.rules.coordinator
    project.help.watched = set(hub.reached)
    if world.rules.structure.watching == "crowds_in":
        project.help.watched.update(project.members)
    project.help.enforced = {c: rules.enforcement for c in hub.reached}
    if rules.revision > 0.0:
        practices.revise(world, project)


def _introduce(world: World, project: Project) -> None:
    """Who could cover most; uninformed, any of them by lot."""
    found = _whom_to_introduce(world, project)
    if world.rules.coordinator.informed:
        _, chosen, trust = max(found, key=lambda each: each[0])
    else:
        _, chosen, trust = min(found, key=lambda each: _lot(world, project, each[1]))
    project.help.introduced[chosen.index] = trust


def _whom_to_introduce(world: World, project: Project) -> list[tuple[float, Organisation, float]]:
    """Of those in reach that would gain by it: what each is worth, and the trust that it brings."""
    hub, found = world.coordinator, []
    could, known = forming.could_give(world, project), forming.trust_in(world, project)
    for c in world.organisations:
        tie = world.rules.forming.introduced_tie * (1.0 + hub.legitimacy[c.sector])
        trust, j = min(1.0, tie), c.index
        is_free = j in hub.reached and c.is_present and j not in project.invited
        if is_free and could[j] > 0.0 and trust > known[j]:
            worth = could[j] * forming.seat_factor(world, project, c)
            found.append((worth, c, trust))
    return found


def _lot(world: World, project: Project, c: Organisation) -> float:
    return race(world.luck.uniform(Process.BLIND_LOT, project.code, world.week, c.code), 1.0)


def _what_to_transfer(world: World, project: Project) -> list[float]:
    """From the pool, what is missing; uninformed, of a resource by lot, missing or not."""
    hub = world.coordinator
    if not mandates.may_receive(world, project):
        return [0.0] * R
    limit, missing = hub.rules.transfer_share * total(project.need), project.missing()
    wanted = [min(missing[r], hub.pool[r]) for r in range(R)]
    if not hub.rules.informed:
        lot = int(world.luck.uniform(Process.BLIND_TYPE, project.code, world.week) * R)
        wanted = [min(hub.pool[r], limit) if r == lot else 0.0 for r in range(R)]
    asked = total(wanted)
    return [each * min(1.0, limit / asked) for each in wanted] if asked > 0.0 else wanted


def _transfer(world: World, project: Project) -> None:
    """What isn't missing goes to the initiator."""
    missing = project.missing()
    for r, given in enumerate(_what_to_transfer(world, project)):
        useful = min(given, missing[r])
        world.coordinator.pool[r] -= given
        project.pooled[r] += useful
        world.organisations[project.initiator].free[r] += given - useful
