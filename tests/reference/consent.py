"""Residents' consent (step 6b), by building or by entrance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.base.vocabulary import CATEGORIES, FUNDS, End

from .formulas import approval_logit, has_voted, normal
from .households import Building, Household
from .luck import Process
from .projects import Project

if TYPE_CHECKING:
    from .world import World

K = len(CATEGORIES)
TWO_THIRDS = 2.0 / 3.0
HALF = 0.5


def climate(world: World, building: Building) -> list[float]:
    """What people of a building tend to think of each category, in logits; fixed by luck."""
    spread = world.rules.consent.climate
    return [
        spread * normal(world.luck.uniform(Process.CLIMATE, building.key, 0, k, building.area))
        for k in range(K)
    ]


@dataclass
class Ballot:
    """Owners, who voted, and who said yes, in number and in m2; and objections in number."""

    owners: int = 0
    voted: int = 0
    yes: int = 0
    objections: int = 0
    area: float = 0.0
    area_voted: float = 0.0
    area_yes: float = 0.0

    def double_majority(self, quorum: float) -> bool:
        """双过半."""
        return (
            self.voted >= quorum * self.owners
            and self.area_voted >= quorum * self.area
            and self.yes > HALF * self.voted
            and self.area_yes > HALF * self.area_voted
        )

    def two_thirds_no_objection(self) -> bool:
        """Lifts."""
        return (
            self.objections == 0
            and self.yes >= TWO_THIRDS * self.owners
            and self.area_yes >= TWO_THIRDS * self.area
        )


def categories_to_ask(world: World, project: Project) -> list[int]:
    """Those of its scope for which residents must consent."""
    rules = world.rules.consent
    return [k for k in range(K) if rules.rules[k] != "none" and project.scope[k] >= rules.relevance]


def canvass(world: World, project: Project) -> None:
    """Who refuses drops out; none left: resident veto."""
    paid = _compensate(world, project)
    for k in categories_to_ask(world, project):
        agreed = _consenting(world, project, k, paid)
        project.homes = [home for home in project.homes if home.row in agreed]
    project.is_consent_due = False
    if not project.homes:
        project.finish(world, End.RESIDENT_VETO)
        return
    left = sorted({home.building for home in project.homes})
    project.buildings = [world.buildings[b] for b in left]


def _compensate(world: World, project: Project) -> float:
    """The initiator pays as far as its funds go; funds per project size."""
    initiator = world.organisations[project.initiator]
    wished = world.rules.consent.compensation * project.size
    paid = min(wished, initiator.free[FUNDS])
    initiator.free[FUNDS] -= paid
    world.accounts.spent[FUNDS] += paid
    world.diary.used += paid
    return paid / project.size


def _consenting(world: World, project: Project, k: int, paid: float) -> set[int]:
    """Rows of households whose building, or entrance, agrees."""
    rule = world.rules.consent.rules[k]
    agreed: set[int] = set()
    for building in project.buildings:
        whole = rule == "double_majority"
        for voters in [building.households] if whole else building.entrances():
            ballot = _vote(world, project, building, voters, k, paid)
            if ballot.owners == 0 or (
                ballot.double_majority(world.rules.consent.quorum)
                if whole
                else ballot.two_thirds_no_objection()
            ):
                agreed.update(home.row for home in voters)
    return agreed


def _vote(
    world: World, project: Project, building: Building, voters: list[Household], k: int,
    paid: float,
) -> Ballot:  # fmt: skip
    """(15) and (16): owners vote, or don't."""
    rules, luck, ballot = world.rules.consent, world.luck, Ballot()
    for home in voters:
        if not home.is_owner:
            continue
        ballot.owners += 1
        ballot.area += home.floor_area
        u = luck.uniform(Process.TURNOUT, project.code, k, home.key, project.area)
        if not has_voted(
            u, rules.turnout, rules.turnout_participation, home.participation, rules.canvass_weeks
        ):
            continue
        ballot.voted += 1
        ballot.area_voted += home.floor_area
        view = approval_logit(
            rules.approval, building.climate[k],
            luck.uniform(Process.LEANING, home.key, 0, k, project.area), rules.shift_trust,
            home.trust, rules.shift_panel, project.sample is not None, rules.shift_compensation,
            paid,
        )  # fmt: skip
        if view >= 0.0:
            ballot.yes += 1
            ballot.area_yes += home.floor_area
        elif view < rules.approval - rules.objection:
            ballot.objections += 1
    return ballot
