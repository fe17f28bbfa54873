"""The coordinator: whom it reaches, its means, what it asks for (ODD, section 17)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.base.vocabulary import (
    CATEGORIES,
    FUNDS,
    LABOUR,
    RESOURCES,
    SECTORS,
    SOCIAL,
    SPACE,
)

from . import legitimacy, mandates, practices, shocks
from .formulas import Shares, blend, normal, normalise, sensed
from .luck import Process
from .organisations import PERISHABLE, Organisation
from .sums import pairwise

if TYPE_CHECKING:
    from .projects import Project
    from .world import World

K, R = len(CATEGORIES), len(RESOURCES)


def _permutation(world: World) -> list[int]:
    """One cycle through a random order: no category keeps its place."""
    draws = [(world.luck.uniform(Process.PERMUTATION, k, 0), k) for k in range(K)]
    order = [k for _, k in sorted(draws)]
    found = [0] * K
    for at, k in enumerate(order):
        found[k] = order[at - 1]
    return found


class Coordinator:
    """The central node. reached: indices of organisations; left: attention of this week."""

    def __init__(self, world: World) -> None:
        self.rules = world.rules.coordinator
        self.legitimacy = list(self.rules.legitimacy)
        self.agenda = normalise(self.rules.agenda)
        self.pool = [0.0] * R
        self.left = world.luck.uniform(Process.HUB_ATTENTION, 0, 0)  # (59)
        self.supply = self.paid = 0.0
        self.lead: Organisation | None = None
        self.unmoved = [0] * len(SECTORS)
        self.standing = {c.index for c in world.organisations if self._reaches(world, c)}
        self.reached = set(self.standing)
        self.rest = [legitimacy.resting(world, s) for s in range(len(SECTORS))]
        self.permutation = _permutation(world)

    def is_active(self, world: World) -> bool:
        """Is it there this week?"""
        is_there = self.rules.start_week <= world.week < self.rules.end_week
        return is_there and not shocks.removes_coordinator(world)

    def is_at_work(self, world: World) -> bool:
        """Is it there, with attention that was paid for, and does anything come of it?"""
        return self.is_active(world) and self.supply > 0.0 and self.rules.content

    # -- whom it reaches --------------------------------------------------------------------------

    def _reaches(self, world: World, c: Organisation) -> bool:
        """Does it know who came to a seat this week?"""
        return world.luck.uniform(Process.REACH, c.code, world.week) < self.rules.reach[c.sector]

    def meet_newcomer(self, world: World, c: Organisation) -> None:
        """Who came may be in reach, or know the lead."""
        self.standing.discard(c.index)
        self.reached.discard(c.index)
        if self._reaches(world, c):
            self.standing.add(c.index)
            self.reached.add(c.index)
        if self.lead is not None and mandates.knows_lead(world, c, self.lead):
            self.reached.add(c.index)

    # -- step 3: its means ------------------------------------------------------------------------

    def begin_week(self, world: World) -> None:
        """The pool perishes; it is paid for, gathers attention, fills its pool."""
        self.paid = self.supply = 0.0
        for r in PERISHABLE:
            lost = world.rules.organisations.perish_rate * self.pool[r]
            self.pool[r] -= lost
            world.accounts.lost[r] += lost
        if not self.is_active(world):
            self._hand_back(world)
            return
        share = self._collect_running_cost(world)
        attention = self.rules.attention * (1.0 - self.rules.formalism) * share
        attention += practices.co_managed(world)
        if self.rules.handed_over:
            self._hand_over(world, attention)
            return
        if mandates.election_is_due(world):
            mandates.hold_election(world)
        self.supply = attention
        self.left = self.left % 1.0 + attention
        if self.is_at_work(world):
            self._fill_pool(world)

    def pays(self, c: Organisation) -> float:
        """An organisation's weight among those who pay."""
        return self.rules.payers[c.sector] * c.is_present

    def _collect_running_cost(self, world: World) -> float:
        """By payers' weight and funds; returns the share of the cost that was paid."""
        cost = self.rules.attention * self.rules.attention_cost
        if cost == 0.0:
            return 1.0
        dues = [c.free[FUNDS] * self.pays(c) for c in world.organisations]
        due_in_all = pairwise(dues)
        if due_in_all <= 0.0:
            return 0.0
        paid = []
        for c, due in zip(world.organisations, dues, strict=True):
            part = min(c.free[FUNDS], cost * due / due_in_all) if self.pays(c) > 0.0 else 0.0
            c.free[FUNDS] -= part
            paid.append(part)
        amount = pairwise(paid)
        if self.rules.handed_over:
            number = sum(c.is_present for c in world.organisations)
            for c in world.organisations:
                c.free[FUNDS] += amount * c.is_present / number
        else:
            self.paid = amount
            world.accounts.spent[FUNDS] += amount
        return amount / cost

    def _hand_over(self, world: World, attention: float) -> None:
        number = max(1, sum(c.is_present for c in world.organisations))
        for c in world.organisations:
            c.attention_left += attention * c.is_present / number

    def _fill_pool(self, world: World) -> None:
        """Slack of those it reaches flows in; space stays where it is."""
        share = self.rules.resources * self.rules.pool_rate
        for r in range(R):
            gathered = 0.0
            for c in world.organisations:
                if r != SPACE and c.index in self.reached and c.is_present:
                    slack = max(0.0, c.free[r] - self.rules.slack_weeks * c.income[r])
                    given = share * slack * self.rules.pool_sectors[c.sector]
                    c.free[r] -= given
                    gathered += given
            self.pool[r] += gathered

    def _hand_back(self, world: World) -> None:
        """Outside its time it holds nothing."""
        number = sum(c.is_present for c in world.organisations)
        if number > 0 and any(amount != 0.0 for amount in self.pool):
            for c in world.organisations:
                for r in range(R):
                    c.free[r] += c.is_present / number * self.pool[r]
            self.pool = [0.0] * R

    # -- labour for a backstop --------------------------------------------------------------------

    def labour_held(self, world: World, area: int) -> list[float]:
        """Free labour of the area's reached payers, 0 for the others."""
        return [
            c.free[LABOUR] * (c.index in self.reached and c.works_in(area) and self.pays(c) > 0.0)
            for c in world.organisations
        ]

    def take_labour(self, world: World, wanted: float, area: int) -> float:
        """Labour for a backstop, from those who back in proportion to what they have."""
        if wanted <= 0.0:
            return 0.0
        stocks = self.labour_held(world, area)
        held = pairwise(stocks)
        given = min(wanted, held)
        if given > 0.0:
            for c, stock in zip(world.organisations, stocks, strict=True):
                c.free[LABOUR] -= stock * (given / held)
        return given

    # -- what it asks for -------------------------------------------------------------------------

    def estimate(self, world: World, project: Project) -> Shares:
        """(10) and (53): an area's public need as it hears it this week; its error in this stays a
        project's for life."""
        area = world.areas[project.area]
        known: list[float] = list(area.voiced())
        if self.rules.observation > 0.0:
            known = practices.heard(area.voiced(), area.waiting(), self.rules.observation)
        normals = [
            normal(world.luck.uniform(Process.HUB_SENSING, project.code, 0, k, area.number))
            for k in range(K)
        ]
        return sensed(known, normals, self.rules.sensing_noise)

    def target(self, world: World, project: Project) -> Shares:
        """(12) Estimate, panel, agenda; the estimate permuted where it is uninformed."""
        need = self.estimate(world, project)
        if not self.rules.informed:
            need = [need[k] for k in self.permutation]
        if project.sample is not None:
            need = blend(need, project.sample, world.rules.forming.panel_weight)
        return blend(need, self.agenda, shocks.agenda_bias(world))

    def pull(self, world: World, c: int) -> float:
        """Weight of its voice for a member it guides, below 0 where it repels who distrusts it."""
        weight = self.legitimacy[world.organisations[c].sector]
        if weight < 0.0 and world.rules.structure.negative_legitimacy != "repels":
            return 0.0
        return weight * (c in self.reached)

    def resident_mobilisation(self, world: World) -> float:
        """What it adds to residents' participation this week (6)."""
        if not self.is_at_work(world):
            return 0.0
        persuasion = max(0.0, self.legitimacy[SOCIAL]) * self.rules.reach[SOCIAL]
        return self.rules.mobilisation * persuasion * self.rules.resident_mobilisation

    def member_floor(self, world: World) -> float:
        """Participation under which party members do not fall."""
        if not self.is_at_work(world):
            return 0.0
        return self.rules.mobilisation * self.rules.member_floor

    def trial_share(self, world: World) -> float:
        """Share of doubt that trial before purchase removes (先尝后买)."""
        return self.rules.guidance * self.rules.trial if self.is_at_work(world) else 0.0
