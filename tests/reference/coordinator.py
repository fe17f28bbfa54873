"""The coordinator: its means, its acts, what it asks for, its legitimacy (ODD, section 17)."""

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
    Act,
)

from . import forming, mandates, practices, shocks
from .formulas import Shares, blend, learn_legitimacy, normal, normalise, race, sensed
from .luck import Process
from .organisations import PERISHABLE, Organisation
from .sums import pairwise, total

if TYPE_CHECKING:
    from .areas import Area
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
        self.left = self.supply = self.paid = 0.0
        self.lead: Organisation | None = None
        self.unmoved = [0] * len(SECTORS)
        self.standing = {
            c.index
            for c in world.organisations
            if world.luck.uniform(Process.REACH, c.code, 0) < self.rules.reach[c.sector]
        }
        self.reached = self.standing
        self.permutation = _permutation(world)

    def is_active(self, world: World) -> bool:
        """Is it there this week?"""
        is_there = self.rules.start_week <= world.week < self.rules.end_week
        return is_there and not shocks.removes_coordinator(world)

    def is_at_work(self, world: World) -> bool:
        """Is it there, with attention that was paid for?"""
        return self.is_active(world) and self.supply > 0.0

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
        if attention > 0.0:
            self._fill_pool(world)

    def _pays(self, c: Organisation) -> float:
        return self.rules.payers[c.sector] * c.is_present

    def _collect_running_cost(self, world: World) -> float:
        """By payers' weight and funds; returns the share of the cost that was paid."""
        cost = self.rules.attention * self.rules.attention_cost
        if cost == 0.0:
            return 1.0
        dues = [c.free[FUNDS] * self._pays(c) for c in world.organisations]
        due_in_all = pairwise(dues)
        if due_in_all <= 0.0:
            return 0.0
        paid = []
        for c, due in zip(world.organisations, dues, strict=True):
            part = min(c.free[FUNDS], cost * due / due_in_all) if self._pays(c) > 0.0 else 0.0
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

    # -- step 5: its acts -------------------------------------------------------------------------

    def can(self, project: Project, act: Act) -> bool:
        """Does its reach allow an act: all members for mediation, one for watching and guiding,
        else the initiator?"""
        known = [c in self.reached for c in project.members]
        if act == Act.MEDIATION:
            return all(known)
        if act in (Act.MONITORING, Act.GUIDANCE):
            return any(known)
        return project.initiator in self.reached

    def strength(self, act: Act) -> float:
        """Chance that an act has content."""
        mechanism: float = getattr(self.rules, MECHANISM_OF_ACT[act])
        share: float = getattr(self.rules, f"share_{act.name.lower()}")
        return mechanism * share

    def act(self, world: World, project: Project, act: Act) -> bool:
        """Do it, with content. False: there was nothing to do."""
        if act == Act.INTRODUCTION:
            return self._introduce(world, project)
        if act == Act.TRANSFER:
            return self._transfer(world, project)
        if act == Act.PANEL:
            order = list(range(K)) if self.rules.informed else self.permutation
            forming.hold_panel(world, project, order)
        elif act == Act.WHISTLE:
            project.help.whistled = True
        elif act == Act.MEDIATION:
            project.help.mediated_by_hub = True
        elif act == Act.MONITORING:
            project.help.watched = set(self.reached)
            project.help.enforced = {c: self.rules.enforcement for c in self.reached}
            if self.rules.revision > 0.0:
                practices.revise(world, project)
        elif act == Act.BACKSTOP:
            project.help.backstopped = True
        else:
            project.help.guided = True
        return True

    def _introduce(self, world: World, project: Project) -> bool:
        """Who could cover most, of those in reach; uninformed, any of them by lot."""
        could, known = forming.could_give(world, project), forming.trust_in(world, project)
        found = []
        for c in world.organisations:
            tie = world.rules.forming.introduced_tie * (1.0 + self.legitimacy[c.sector])
            trust, j = min(1.0, tie), c.index
            is_free = j in self.reached and c.is_present and j not in project.invited
            if is_free and could[j] > 0.0 and trust > known[j]:
                worth = could[j] * forming.seat_factor(world, project, c)
                found.append((worth, c, trust))
        if not found:
            return False
        if self.rules.informed:
            _, chosen, trust = max(found, key=lambda each: each[0])
        else:
            _, chosen, trust = min(found, key=lambda each: self._lot(world, project, each[1]))
        project.help.introduced[chosen.index] = trust
        return True

    def _lot(self, world: World, project: Project, c: Organisation) -> float:
        return race(world.luck.uniform(Process.BLIND_LOT, project.code, world.week, c.code), 1.0)

    def _transfer(self, world: World, project: Project) -> bool:
        """From the pool to what is missing; uninformed, of a resource by lot, missing or not."""
        if not mandates.may_receive(world, project):
            return False
        limit, missing = self.rules.transfer_share * total(project.need), project.missing()
        wanted = [min(missing[r], self.pool[r]) for r in range(R)]
        if not self.rules.informed:
            lot = int(world.luck.uniform(Process.BLIND_TYPE, project.code, world.week) * R)
            wanted = [min(self.pool[r], limit) if r == lot else 0.0 for r in range(R)]
        asked = total(wanted)
        if asked <= 0.0:
            return False
        for r in range(R):
            given = wanted[r] * min(1.0, limit / asked)
            useful = min(given, missing[r])
            self.pool[r] -= given
            project.pooled[r] += useful
            world.organisations[project.initiator].free[r] += given - useful
        return True

    def take_labour(self, world: World, wanted: float, area: int) -> float:
        """Labour for a backstop, from the area's reached payers in proportion to what they have."""
        if wanted <= 0.0:
            return 0.0
        stocks = [
            c.free[LABOUR] * (c.index in self.reached and c.works_in(area) and self._pays(c) > 0.0)
            for c in world.organisations
        ]
        held = pairwise(stocks)
        given = min(wanted, held)
        if given > 0.0:
            for c, stock in zip(world.organisations, stocks, strict=True):
                c.free[LABOUR] -= stock * (given / held)
        return given

    # -- what it asks for -------------------------------------------------------------------------

    def estimate(self, world: World, area: Area) -> Shares:
        """(10) and (53): an area's public need as it senses it this week."""
        known: list[float] = list(area.voiced())
        if self.rules.observation > 0.0:
            known = practices.heard(area.voiced(), area.waiting(), self.rules.observation)
        normals = [
            normal(world.luck.uniform(Process.HUB_SENSING, k, world.week, area=area.number))
            for k in range(K)
        ]
        return sensed(known, normals, self.rules.sensing_noise)

    def target(self, world: World, project: Project) -> Shares:
        """(12) Estimate, panel, agenda; the estimate permuted where it is uninformed."""
        need = self.estimate(world, world.areas[project.area])
        if not self.rules.informed:
            need = [need[k] for k in self.permutation]
        if project.sample is not None:
            need = blend(need, project.sample, world.rules.forming.panel_weight)
        return blend(need, self.agenda, shocks.agenda_bias(world))

    def pull(self, world: World, c: int) -> float:
        """Weight of its voice for a member."""
        return self.legitimacy[world.organisations[c].sector] * (c in self.reached)

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

    # -- step 8: legitimacy -----------------------------------------------------------------------

    def learn(self, world: World, project: Project, is_completed: bool) -> None:
        """(24), where it acted with content."""
        if project.hub_acts > 0:
            for s in project.sectors(world):
                self.legitimacy[s] = learn_legitimacy(
                    self.legitimacy[s], float(is_completed), world.trailing[s],
                    self.rules.legitimacy_gain,
                )  # fmt: skip

    def settle_backlash(self) -> None:
        """Guidance that nobody could follow, once for each member left unmoved."""
        for s, count in enumerate(self.unmoved):
            for _ in range(count):
                self.legitimacy[s] = max(-1.0, self.legitimacy[s] - self.rules.backlash)
        self.unmoved = [0] * len(SECTORS)
