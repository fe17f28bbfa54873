"""The coordinator: attention, legitimacy and four mechanisms. One code for every kind of hub."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np
from numpy.typing import NDArray

from sim import mandates, practices, shocks
from sim.acts import (
    NO_LOT,
    act_at_once,
    ask_for,
    target_of,
    transfer,
    within_reach,
    worth_of_introducing,
)
from sim.equations import distance, learn_legitimacy, normalise, normals, race, sensed
from sim.forming import NOBODY
from sim.households import UNMOBILISED, Mobilisation
from sim.kernel import kernel
from sim.luck import Process
from sim.organisations import PERISHABLE
from sim.parameters import Coordinator as Rules
from sim.peers import rank_of
from sim.projects import Project
from sim.vocabulary import CATEGORIES, FUNDS, LABOUR, RESOURCES, SECTORS, SOCIAL, SPACE, Act

if TYPE_CHECKING:
    from sim.model import CoProductionModel

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
_K = len(CATEGORIES)
_SUBS = np.arange(_K, dtype=np.int64)


@kernel
def dues(free, pays, present, due):
    """What running costs are shared by, into due (M,): the funds of who pays, by weight."""
    for c in range(len(due)):
        weight = pays[c] * present[c]
        due[c] = free[c, FUNDS] * weight if weight > 0.0 else 0.0


@kernel
def pay_bill(free, pays, present, cost, total_due, due):
    """Each pays its part of the cost as far as its funds go. Changes free (M, R); what was due (M,)
    becomes what was paid."""
    for c in range(len(due)):
        means = free[c, FUNDS] if pays[c] * present[c] > 0.0 else 0.0
        due[c] = min(means, cost * due[c] / total_due)
        free[c, FUNDS] -= due[c]


@kernel
def pool_slack(free, income, slack_weeks, share, pools, reached, present, pool):
    """A share of what is free (M, R) beyond some weeks' income goes to the pool (R,), from those
    present and reached, by the weight of their sector, pools (M,). Space stays where it is."""
    for r in range(len(pool)):
        gathered = 0.0
        for c in range(len(free)):
            if r != SPACE and reached[c] and present[c]:
                slack = max(0.0, free[c, r] - slack_weeks * income[c, r])
                given = share * slack * pools[c]
                free[c, r] -= given
                gathered += given
        pool[r] += gathered


def strength_of(rules: Rules, act: Act) -> float:
    """The strength of the mechanism that an act belongs to, times the act's share in it."""
    mechanism: float = getattr(rules, MECHANISM_OF_ACT[act])
    share: float = getattr(rules, f"share_{act.name.lower()}")
    return mechanism * share


class Coordinator(mesa.Agent):
    """The central node of all areas; with no attention and no strength it does nothing at all."""

    model: CoProductionModel

    def __init__(self, model: CoProductionModel) -> None:
        super().__init__(model)
        self.rules = model.parameters.coordinator
        self.legitimacy = np.array(self.rules.legitimacy, float)
        self.left = 0.0
        self.supply = 0.0
        self.paid = 0.0
        self.pool = np.zeros(len(RESOURCES))
        bodies = model.bodies
        luck = model.luck.uniforms(Process.REACH, bodies.code, 0)
        self.standing = luck < np.array(self.rules.reach)[bodies.sector]
        self.lead = mandates.NOBODY
        shuffle = model.luck.uniforms(Process.PERMUTATION, _SUBS, 0)
        order = np.argsort(shuffle, kind="stable")
        self.permutation = np.empty(_K, np.int64)
        self.permutation[order] = np.roll(order, 1)  # one cycle: no category keeps its place
        self._estimates: dict[int, NDArray[np.float64]] = {}
        self._paying: dict[int, NDArray[np.bool_]] = {}
        self._strength = np.array([strength_of(self.rules, act) for act in Act])
        self.to_decide = np.zeros(len(Act), bool)
        self.to_decide[Act.PANEL] = True
        self.to_decide[Act.INTRODUCTION] = not self.rules.informed
        self.to_decide[Act.TRANSFER] = not self.rules.informed or self.rules.earmark > 0.0
        self.to_decide[Act.MONITORING] = self.rules.revision > 0.0
        self.rank = rank_of([Act[name.upper()] for name in self.rules.priorities])
        self.agenda = normalise(np.array(self.rules.agenda))
        self.prescribed: dict[int, NDArray[np.float64] | None] = {}
        self._pools = np.array(self.rules.pool_sectors)[bodies.sector]
        self._pays = np.array(self.rules.payers)[bodies.sector]
        self._bill = np.empty(bodies.size)
        self.reach(self.standing)
        self.unmoved = np.zeros(len(SECTORS), np.int64)

    @property
    def active(self) -> bool:
        """Is it there this week?"""
        week = self.model.week
        there = self.rules.start_week <= week < self.rules.end_week
        return there and not shocks.removes_coordinator(self.model.parameters.shock, week)

    def reach(self, whom: NDArray[np.bool_]) -> None:
        """From now on it reaches these organisations (M,); payers among them back it."""
        self.reached = whom
        self._backers = whom & (self._pays > 0.0)

    @property
    def at_work(self) -> bool:
        """Is it there, with attention that was paid for?"""
        return self.active and self.supply > 0.0

    # -- its week ---------------------------------------------------------------------------------

    def begin_week(self) -> None:
        """Be paid for, gather attention, let the pool perish and fill."""
        self._estimates.clear()
        self._paying.clear()
        self.prescribed.clear()
        self.paid = 0.0
        self.supply = 0.0
        self._perish()
        if not self.active:
            self._hand_back()
            return
        share = self._collect_running_cost()
        attention = self.rules.attention * (1.0 - self.rules.formalism) * share
        attention += practices.co_managed(self.model, self.rules.co_managers)
        if self.rules.handed_over:
            self._hand_over(attention)
            return
        if mandates.election_is_due(self):
            mandates.hold_election(self)
        self.supply = attention
        self.left = self.left % 1.0 + attention
        if attention > 0.0:
            self._fill_pool()

    def _collect_running_cost(self) -> float:
        """Debit the payers, by weight and means; returns the share of the cost that was paid."""
        cost = self.rules.attention * self.rules.attention_cost
        if cost == 0.0:
            return 1.0
        bodies, bill = self.model.bodies, self._bill
        dues(bodies.free, self._pays, bodies.present, bill)
        total_due = float(np.add.reduce(bill))
        if total_due <= 0.0:
            return 0.0
        pay_bill(bodies.free, self._pays, bodies.present, cost, total_due, bill)
        self.paid = float(np.add.reduce(bill))
        share = self.paid / cost
        if self.rules.handed_over:
            bodies.free[:, FUNDS] += self.paid * bodies.present / bodies.present.sum()
            self.paid = 0.0  # moved between organisations, not used up
        else:
            self.model.accounts.spend_one(FUNDS, self.paid)
        return share

    def _hand_over(self, attention: float) -> None:
        present = self.model.bodies.present
        self.model.give_attention(attention * present / max(1, present.sum()))

    def _perish(self) -> None:
        rate = self.model.parameters.organisations.perish_rate
        for resource in PERISHABLE:
            lost = rate * float(self.pool[resource])
            self.pool[resource] -= lost
            self.model.accounts.lose_one(resource, lost)

    def _fill_pool(self) -> None:
        """Slack of those it reaches flows to the pool; space stays where it is."""
        bodies, rules = self.model.bodies, self.rules
        share = rules.resources * rules.pool_rate
        pool_slack(
            bodies.free, bodies.income, rules.slack_weeks, share, self._pools, self.reached,
            bodies.present, self.pool,
        )  # fmt: skip

    def _hand_back(self) -> None:
        """Before its start and after its end it holds nothing."""
        bodies = self.model.bodies
        if self.pool.any() and bodies.present.any():
            bodies.free += np.outer(bodies.present / bodies.present.sum(), self.pool)
            self.pool = np.zeros(len(RESOURCES))

    # -- what it can do ---------------------------------------------------------------------------

    def can(self, row: NDArray[np.int64], act: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Does its reach allow these acts (n,) for the projects in these rows of the tables?"""
        out = np.empty(len(row), bool)
        within_reach(row, act, self.model.tables.columns, self.reached, out)
        return out

    def has_content(self, act: NDArray[np.int64], luck: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Strength is the chance that an act (n,) has content; an empty one costs as much."""
        return luck < self._strength[act]

    def act(self, project: Project, act: Act) -> bool:
        """Do it, with content. False: there was nothing it could do, so the request goes on."""
        model = self.model
        if act == Act.PANEL:
            model.hold_panel(project, _SUBS if self.rules.informed else self.permutation)
            return True
        if act == Act.INTRODUCTION and self.to_decide[act]:
            return self._introduce_by_lot(project)
        if act == Act.TRANSFER and self.to_decide[act]:
            return self._transfer(project)
        done = act_at_once(
            model.tables.columns, project.row, int(act), model.organisation_columns,
            self.legitimacy, self.reached, self.pool, model.plain_rules,
        )  # fmt: skip
        if act == Act.MONITORING and self.rules.revision > 0.0:
            practices.revise(self, project)
        return bool(done)

    def _introduce_by_lot(self, project: Project) -> bool:
        """Uninformed, it brings one of those it could, whoever that is."""
        model = self.model
        trust, worth = np.empty((2, model.bodies.size))
        best = worth_of_introducing(
            model.tables.columns, project.row, model.organisation_columns, self.legitimacy,
            self.reached, model.plain_rules, trust, worth,
        )  # fmt: skip
        if best == NOBODY:
            return False
        chosen = self._by_lot(project, np.flatnonzero(worth >= 0.0))
        project.help.introduced[chosen] = trust[chosen]
        return True

    def _by_lot(self, project: Project, runners: NDArray[np.int64]) -> int:
        codes = self.model.bodies.code[runners]
        draws = self.model.luck.uniforms_of(Process.BLIND_LOT, project.code, codes, self.model.week)
        return int(runners[np.argmin([race(u, 1.0) for u in draws])])

    def _transfer(self, project: Project) -> bool:
        """Earmarked, pooled stock moves only to what it is meant for; uninformed, to a resource by
        lot, whether missing or not."""
        if not mandates.may_receive(self, project):
            return False
        lot = NO_LOT
        if not self.rules.informed:
            luck = self.model.luck.uniform(Process.BLIND_TYPE, project.code, self.model.week)
            lot = int(luck * len(RESOURCES))
        return bool(
            transfer(
                project.need, project.pledged, project.pooled, self.pool,
                self.model.bodies.free[project.initiator], self.rules.transfer_share, lot,
            )
        )  # fmt: skip

    def take_labour(self, wanted: float, area: int = 0) -> float:
        """Labour for a backstop, from the area's reached payers in proportion to what they have."""
        if wanted <= 0.0:
            return 0.0
        labour = self.model.bodies.free[:, LABOUR]
        stock = labour * self._payers(area)
        held = float(np.add.reduce(stock))
        given = min(wanted, held)
        if given > 0.0:
            labour -= stock * (given / held)
        return given

    def _payers(self, area: int) -> NDArray[np.bool_]:
        """Who backs pledges of an area, (M,); the same all week."""
        if area not in self._paying:
            there = self.model.bodies.present & ~self.model.areas[area].elsewhere
            self._paying[area] = self._backers & there
        return self._paying[area]

    # -- guidance and mobilisation ----------------------------------------------------------------

    def estimate(self, area: int = 0) -> NDArray[np.float64]:
        """Its estimate of an area's public need this week, (K,): sensed like anyone's."""
        if area not in self._estimates:
            model = self.model
            draws = model.luck.uniforms(Process.HUB_SENSING, _SUBS, model.week, area=area)
            voiced = model.areas[area].public(model.voices)
            if self.rules.observation > 0.0:
                waiting = model.areas[area].waiting(model.voices)
                voiced = practices.heard(voiced, waiting, self.rules.observation)
            self._estimates[area] = sensed(voiced, normals(draws), self.rules.sensing_noise)
        return self._estimates[area]

    def target(self, project: Project) -> NDArray[np.float64]:
        """What it asks a project to be about, (K,): estimate, panel, agenda; permuted if blind."""
        need = self._blinded(self.estimate(project.area))
        tables, row = self.model.tables, project.row
        return target_of(
            need, tables.sampled[row], tables.sample[row],
            self.model.parameters.forming.panel_weight, self.agenda, self._bias(),
        )  # fmt: skip

    def _bias(self) -> float:
        return shocks.agenda_bias(
            self.rules.agenda_bias, self.model.parameters.shock, self.model.week
        )

    def _blinded(self, need: NDArray[np.float64]) -> NDArray[np.float64]:
        return need if self.rules.informed else need[self.permutation]

    def set_targets(self, rows: NDArray[np.int64]) -> None:
        """Tell the tables what it asks for at the tables of projects (rows, n) that it guides."""
        model = self.model
        if model.tables.guided[rows].any():
            estimates = [self._blinded(self.estimate(a.number)) for a in model.areas]
            ask_for(
                rows, model.tables.columns, np.array(estimates),
                model.parameters.forming.panel_weight, self.agenda, self._bias(),
            )  # fmt: skip

    def refuses(self, project: Project) -> bool:
        """Red line: it refuses a scope to agree on that is too far from its target."""
        tables, row = self.model.tables, project.row
        return bool(distance(tables.mean[row], tables.target[row]) > self.rules.red_line)

    def mobilisation(self) -> Mobilisation:
        """What it adds to residents' participation this week."""
        if not self.active or self.rules.mobilisation == 0.0 or self.supply == 0.0:
            return UNMOBILISED
        strength = self.rules.mobilisation
        persuasion = max(0.0, float(self.legitimacy[SOCIAL])) * self.rules.reach[SOCIAL]
        return Mobilisation(
            strength * persuasion * self.rules.resident_mobilisation,
            strength * self.rules.member_floor,
        )

    def trial_share(self) -> float:
        """Share of doubt about quality that trial before purchase removes this week (先尝后买)."""
        return self.rules.guidance * self.rules.trial if self.active and self.supply > 0.0 else 0.0

    # -- legitimacy -------------------------------------------------------------------------------

    def learn(self, project: Project, completed: bool, trailing: NDArray[np.float64]) -> None:
        """After a project it acted in: legitimacy follows the outcome against the trailing rate."""
        if project.hub_acts == 0:
            return
        for s in {int(self.model.bodies.sector[c]) for c in project.members}:
            self.legitimacy[s] = learn_legitimacy(
                self.legitimacy[s], float(completed), trailing[s], self.rules.legitimacy_gain
            )

    def settle_backlash(self) -> None:
        """Guidance that nobody could follow lowers trust in it, sector by sector."""
        for s, count in enumerate(self.unmoved.tolist()):
            for _ in range(count):
                self.legitimacy[s] = max(-1.0, self.legitimacy[s] - self.rules.backlash)
        self.unmoved[:] = 0
