"""The model: set-up, and the week as one ordered list."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager

import mesa
import networkx as nx
import numpy as np
from numpy.typing import NDArray

from sim import consent, delivery, forming, learning, market, negotiation, requests, shocks, slate
from sim.accounts import Accounts, held_in
from sim.advance import advance, by_lot, plain_rules_of
from sim.areas import Area, join_residence, join_voices
from sim.coordinator import Coordinator
from sim.diary import Diary
from sim.base.equations import alignment, benefit, blend
from sim.households import HouseholdWeek, Voices, rates_of
from sim.base.luck import Luck, Process, process_word
from sim.mandates import draw_up
from sim.state.network import Ties, as_graph
from sim.organisations import CLASS_OF_SECTOR, PERISHABLE, Bodies, columns_of, renew_attention
from sim.parameters import Parameters
from sim.practices import meet_at_station, two_tiers
from sim.projects import Project, Stage, rows_of, total, wind_up
from sim.measure.records import RunId, RunRecord
from sim.state.settled import population_of, rate_factors, ties_of
from sim.tables import Tables
from sim.base.vocabulary import CATEGORIES, FUNDS, SECTORS, SERVICE, End
from sim.voice import needs_and_voice

_K = len(CATEGORIES)
TRAILING_START = 0.5  # completion rate a sector is credited with before it has a record
LOST_ENDS = frozenset(End) - set(SERVICE)


def capacity_per_size(parameters: Parameters, organisations: int) -> float:
    """(40) Needs a project of size 1 can serve, so that psi = potential capacity / arrivals.

    Of one area, in which so many organisations start projects.
    """
    starts = organisations * parameters.organisations.opportunity_rate
    arrivals = parameters.community.arrival_rate * parameters.community.households
    return parameters.community.supply_ratio * arrivals / starts if starts > 0.0 else 0.0


class CoProductionModel(mesa.Model):
    """One replicate of one configuration: households, organisations, projects, a coordinator."""

    def __init__(self, parameters: Parameters, run_id: RunId) -> None:
        super().__init__(rng=run_id.seed)  # Mesa's own generator is never drawn from
        self.parameters = parameters
        self.run_id = run_id
        self.luck = Luck(run_id.seed, run_id.replicate)
        self.week = 0
        self._set_up_residents()
        self._set_up_organisations()
        self.tables = Tables(self.bodies.size)
        self.projects: list[Project] = []
        self.history: list[Project] = []
        self.ended: list[Project] = []
        self.bygone: list[Project] = []  # ended last week: who watches can still read their tables
        self.order = np.zeros(0, np.int64)  # rows of the tables, by this week's lot
        self.introductions: list[tuple[int, int, float]] = []
        self.trailing = np.full(len(SECTORS), TRAILING_START)
        self.last_works = np.full((self.people.population.buildings, _K), -math.inf)
        self.operator = market.Operator(self)
        self.coordinator = Coordinator(self)
        self.accounts = Accounts(self.held())
        self.diary = Diary(parameters.horizon, parameters.areas)

    def _set_up_residents(self) -> None:
        rules = self.parameters
        self.people = HouseholdWeek(population_of(rules, self.luck))
        self.mean_satisfaction = rules.residents.satisfaction_start
        mix = np.array(rules.community.needs_mix)
        self._cumulative = np.cumsum(mix / mix.sum(axis=1, keepdims=True), axis=1)
        self._rate_factors = rate_factors(rules)
        self._rates = rates_of(rules.residents, rules.measures.active_from)
        by_area = np.split(self.people.population.building_key, rules.areas)
        self.climate = np.concatenate([
            consent.climates(rules.consent, keys, self.luck, area)
            for area, keys in enumerate(by_area)
        ])  # fmt: skip
        count = self.people.population.buildings
        self.resident_groups = [consent.ResidentGroup(self, b) for b in range(count)]

    def _set_up_organisations(self) -> None:
        rules = self.parameters
        table = None if rules.place is None else rules.place.organisations
        self.bodies = Bodies(rules.organisations, self.luck, table, rules.areas)
        self.areas = [
            Area(number, self.people.population, self.bodies, self.mean_satisfaction)
            for number in range(rules.areas)
        ]
        self.elsewhere = np.array([area.elsewhere for area in self.areas])
        self.nothing = np.zeros(self.bodies.size)
        self.ties: Ties = ties_of(rules, self.bodies, self.luck)
        self.organisations = [CLASS_OF_SECTOR[s](self, j) for j, s in enumerate(self.bodies.sector)]
        self.organisation_columns = columns_of(self.bodies, self.ties)
        self.plain_rules = plain_rules_of(rules)
        self.needs_table = np.array(rules.forming.needs)
        self.capacity = capacity_per_size(rules, self.bodies.starters)

    # -- the week, in order -----------------------------------------------------------------------

    def step(self) -> None:
        """One week: the list below is the schedule (ODD+D, process overview)."""
        self.needs_and_voice()  # 1 needs arise and age; 2 residents voice them
        self.income()  # 3 stocks grow and perish, running costs are paid
        self.opportunities()  # 4 organisations start projects
        self.requests()  # 5 attention and stock are asked for and granted
        self.advance_projects()  # 6 every project lives one week
        self.update_residents()  # 7 participation, satisfaction, trust
        self.learn()  # 8 ties, honouring, legitimacy; exits
        self.record()  # 9 the week is written down
        self.week += 1

    def needs_and_voice(self) -> None:
        """1 and 2: needs wait, arise and are voiced, in one pass over the households."""
        for area in self.areas:
            area.voices = self._voices_of(area)
        self.voices = join_voices([area.voices for area in self.areas])

    def _voices_of(self, area: Area) -> Voices:
        rules, people, a = self.parameters, self.people.population, area.number
        rate = shocks.arrival_rate(rules.community.arrival_rate, rules.shock, self.week, a)
        voices = Voices.silence(area.buildings)
        needs_and_voice(
            people.waiting, people.participation, people.group, people.luck_keys,
            people.first[area.start : area.stop + 1], self._cumulative, rate * self._rate_factors,
            rules.residents.selectivity, rules.measures.late_after,
            self.week, process_word(Process.NEED_ARRIVAL, a),
            process_word(Process.NEED_CATEGORY, a), process_word(Process.VOICE, a),
            *self.luck.key, *voices,
        )  # fmt: skip
        return voices

    def income(self) -> None:
        """3: one rate for all that perishes, whoever holds it; income; running costs; the firm."""
        rules, bodies, accounts = self.parameters.organisations, self.bodies, self.accounts
        accounts.open_week()
        shocks.strike(self)
        income = shocks.incomes_of(bodies, self.parameters.shock, self.week)
        lost, running = bodies.perish_and_earn(rules, income, accounts.entered)
        for resource, amount in zip(PERISHABLE, lost, strict=True):
            accounts.lose_one(resource, amount)
        accounts.spend_one(FUNDS, running)
        renew_attention(bodies.attention_left, bodies.attention)
        self.operator.settle(self)
        self.coordinator.begin_week()

    def opportunities(self) -> None:
        """4: the same opportunities in every arm."""
        if self.parameters.slate.enabled:
            slate.inject(self)
        else:
            forming.start_opportunities(self)

    def requests(self) -> None:
        """5: attention first, then invitations, then stock, each granted by priority and luck."""
        requests.grant(self)
        seeking = [p for p in self.projects if p.stage == Stage.FORMING]
        if seeking:
            forming.ask_partners(self, seeking)
            forming.request_stock(self, seeking)

    def advance_projects(self) -> None:
        """6: all projects at once, on the ties and propensities of the week's start."""
        self.order = self._in_lot_order()
        advance(self, self.order)

    def update_residents(self) -> None:
        """7: residents change by what they saw."""
        shock = self.parameters.shock
        rates = [
            shocks.residents_rates(self._rates, shock, self.week, a.number) for a in self.areas
        ]
        seen = self.people.update_areas(rates, self.coordinator.mobilisation())
        for area, residence in zip(self.areas, seen, strict=True):
            area.residence, area.satisfaction = residence, residence.mean_satisfaction()
        self.residence = join_residence(seen, self.people.population)
        self.mean_satisfaction = self.residence.mean_satisfaction()

    def learn(self) -> None:
        """8: organisations and the coordinator change by what they saw; some leave."""
        learning.learn(self)
        meet_at_station(self.coordinator)

    def record(self) -> None:
        """9: the week goes into the diary, and the accounts must balance."""
        self.accounts.close_week(self.held())
        self.diary.write(self)
        self.people.served_group[:] = 0
        for project in self.bygone:
            project.let_go()
        self.bygone = self.ended.copy()
        self.ended.clear()
        self.introductions.clear()

    def _in_lot_order(self) -> NDArray[np.int64]:
        rows, word = self.rows(), process_word(Process.LOT, 0)
        order = np.empty(len(rows), np.int64)
        by_lot(rows, self.tables.code, self.week, word, *self.luck.key, order)
        return order

    def rows(self) -> NDArray[np.int64]:
        """Rows of the projects under way in the tables, (n,)."""
        return rows_of(self.projects)

    # -- a project's turns ------------------------------------------------------------------------

    def add(self, project: Project) -> None:
        """A project begins; only who works in its area can be asked to join."""
        project.invited |= self.areas[project.area].elsewhere
        project.sectors = 1 << int(self.bodies.sector[project.initiator])
        self.projects.append(project)
        self.history.append(project)
        self.bodies.open_projects[project.initiator] += 1

    def start_sign_off(self, project: Project) -> None:
        """Pledges cover the need: on to departments and residents."""
        consent.begin(self, project)

    def start_negotiation(self, project: Project) -> None:
        """Papers and consent are there: members talk; one sector alone goes ahead."""
        if project.formed_week >= 0:
            negotiation.begin(self, project)
        else:
            self.start_delivery(project)

    def start_delivery(self, project: Project) -> None:
        """The scope is agreed: instalments fall due."""
        delivery.begin(self, project)

    def end(self, project: Project, how: End) -> None:
        """A project ends, once: what is left returns, what is sunk was spent or is lost."""
        project.end, project.end_week, project.stage = how, self.week, Stage.ENDED
        self.projects.remove(project)
        self.diary.note_use(project)
        flow = self.accounts.lost if how in LOST_ENDS else self.accounts.spent
        wind_up(self.tables.columns, project.row, self.bodies.free, self.coordinator.pool, flow)
        self.bodies.open_projects[project.initiator] -= 1
        if project.formed_week >= 0 and how in LOST_ENDS and how != End.UNNEEDED:
            self.people.broken[project.buildings] += 1.0
        self.ended.append(project)

    def release(self, project: Project, c: int) -> None:
        """A member leaves a project and takes back what it had set aside."""
        self.bodies.free[c] += project.reserved[c]
        for table in (project.reserved, project.pledged, project.owed):
            table[c] = 0.0
        project.part(c)
        project.sectors = forming.sectors_of(self, project)

    def leave(self, j: int) -> None:
        """An organisation leaves the community, and with it what it was part of."""
        self.bodies.present[j] = False
        for project in [p for p in self.projects if j in p.members]:
            if project.stage == Stage.FORMING and j != project.initiator:
                self.release(project, j)
            else:
                self.end(project, End.EXIT)
        self.accounts.lose(self.bodies.free[j])
        self.bodies.free[j] = 0.0

    # -- what submodels note and ask --------------------------------------------------------------

    def hold_panel(self, project: Project, order: NDArray[np.int64]) -> None:
        """A deliberation panel samples real needs waiting at the project's places; the initiator
        draws the scope up anew from it. ``order`` (K,) is the identity unless the panel is blind.
        """
        rules = self.parameters.forming
        shares = forming.waiting_at(self.voices.open, project.buildings)
        if rules.panel_upper_tier > 0.0:
            whole = self.areas[project.area].waiting(self.voices)
            shares = two_tiers(shares, whole, rules.panel_upper_tier) if whole.any() else shares
        project.sample = (
            self._sample(project, shares)[order] if total(shares) > 0.0 else project.sensed
        )
        need = blend(project.sensed, project.sample, rules.panel_weight)
        project.scope = draw_up(self, self.organisations[project.initiator], need, project.area)
        project.need = forming.need_of(project.scope, self.needs_table, project.size)
        forming.return_excess(self, project)

    def _sample(self, project: Project, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        return forming.sample_of(
            shares, self.parameters.forming.panel_size, project.code, self.week,
            process_word(Process.PANEL, 0), *self.luck.key,
        )  # fmt: skip

    def charge_private_cost(self, project: Project) -> None:
        """What members paid in cost each of them privately, whatever became of it."""
        rate = self.parameters.forming.private_cost
        self.bodies.gained -= rate * project.paid

    def benefit_of(self, project: Project, c: int) -> float:
        """What member ``c`` gains when this project serves, in funds."""
        appeal = self.organisations[c].appeal(project.scope)
        worth = benefit(self.parameters.forming.benefit, appeal, project.size)
        return float(worth * alignment(self.bodies.goals[c], project.scope))

    def digs_again(self, project: Project) -> bool:
        """Repeated digging (拉链工程): same building and main category within the window."""
        k = int(np.argmax(project.scope))
        last = self.last_works[project.buildings, k].max()
        self.last_works[project.buildings, k] = self.week
        return bool(self.week - last <= self.parameters.completion.digging_window)

    def give_attention(self, extra: NDArray[np.float64]) -> None:
        """Organisations receive attention beyond their own this week, (M,)."""
        self.bodies.attention_left += extra

    def held(self) -> NDArray[np.float64]:
        """All stocks by resource, wherever they are, (R,)."""
        return held_in(self.bodies.free, self.coordinator.pool, self.tables, self.rows())

    def graph(self) -> nx.DiGraph[str]:
        """The organisations and their ties now."""
        return as_graph(self.ties, self.bodies.names, self.bodies.present)

    def result(self) -> RunRecord:
        """The record of the weeks so far."""
        return self.diary.record(self)


def _forget(model: CoProductionModel) -> None:
    """Mesa keeps every model alive through its table of agent ids; let this one go."""
    mesa.Agent._ids.pop(model, None)


@contextmanager
def observed(parameters: Parameters, run_id: RunId) -> Iterator[CoProductionModel]:
    """A model to be stepped and only read; whatever happens, it is let go afterwards."""
    model = CoProductionModel(parameters, run_id)
    try:
        yield model
    finally:
        _forget(model)
        model.__dict__.clear()  # its agents and it hold each other: don't wait for the collector


def trace(
    parameters: Parameters, run_id: RunId, weeks: tuple[int, ...]
) -> tuple[RunRecord, dict[int, nx.DiGraph[str]]]:
    """Run, and give the networks at the end of the named weeks beside the record."""
    graphs = {}
    with observed(parameters, run_id) as model:
        for week in range(parameters.horizon):
            model.step()
            if week in weeks:
                graphs[week] = model.graph()
        return model.result(), graphs


def run(parameters: Parameters, run_id: RunId) -> RunRecord:
    """One run: a pure function of parameters, seed and replicate."""
    return trace(parameters, run_id, ())[0]
