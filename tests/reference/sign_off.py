"""Sign-off by departments (step 6b), with residents' consent beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.base.vocabulary import CATEGORIES, End

from . import consent, delivery, negotiation
from .formulas import Shares, sign_off_probability
from .luck import Process
from .projects import NEVER, Project, Stage

if TYPE_CHECKING:
    from .world import World

HOUSING, CIVIL_AFFAIRS, URBAN_MANAGEMENT, FINANCE, COMMERCE = range(5)
DEPARTMENT_OF_CATEGORY = (
    CIVIL_AFFAIRS, HOUSING, URBAN_MANAGEMENT, URBAN_MANAGEMENT, COMMERCE, HOUSING,
)  # fmt: skip
FINANCE_FROM_SIZE = 1.5
K = len(CATEGORIES)


def departments_for(scope: Shares, size: float, relevance: float) -> set[int]:
    """Who must sign: by categories that matter, the largest always; finance from a size on."""
    largest = scope.index(max(scope))
    needed = {DEPARTMENT_OF_CATEGORY[k] for k in range(K) if scope[k] >= relevance or k == largest}
    return needed | {FINANCE} if size >= FINANCE_FROM_SIZE else needed


def begin(world: World, project: Project) -> None:
    """The papers go to the departments, the canvassers to the doors."""
    project.enter(world, Stage.SIGN_OFF)
    relevance = world.rules.sign_off.relevance
    project.signatures = departments_for(project.scope, project.size, relevance)
    project.is_consent_due = len(consent.categories_to_ask(world, project)) > 0


def live(world: World, project: Project) -> None:
    """Departments sign, residents vote when canvassing is over; then on, or too late."""
    _sign(world, project)
    weeks = project.in_stage(world)
    if project.is_consent_due and weeks >= world.rules.consent.canvass_weeks:
        consent.canvass(world, project)
        if project.stage == Stage.ENDED:
            return
    if not project.signatures and not project.is_consent_due:
        if project.formed_week == NEVER:
            delivery.begin(world, project)
        else:
            negotiation.begin(world, project)
    elif weeks >= world.rules.sign_off.deadline:
        project.finish(world, End.SIGN_OFF)


def _sign(world: World, project: Project) -> None:
    """(14), each department by luck of its own."""
    rules, age = world.rules.sign_off, world.week - project.start_week
    factor = rules.whistle_factor if project.help.whistled else 1.0
    chance = sign_off_probability(rules.hazard, factor)
    project.signatures = {
        d
        for d in project.signatures
        if world.luck.uniform(Process.SIGN_OFF, project.code, age, d) >= chance
    }
