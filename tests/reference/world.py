"""All that there is in a run, before its first week."""

from __future__ import annotations

from sim.parameters import Parameters

from . import consent, market
from .accounts import Accounts
from .areas import Area
from .coordinator import Coordinator
from .diary import Diary
from .given import SetUp
from .households import Building, Residence, household
from .luck import Luck
from .organisations import Organisation
from .projects import Project

SECTORS, STAGES = 3, 4
TRAILING_START = 0.5


def capacity_per_size(parameters: Parameters, starters: int) -> float:
    """(40) Needs that a project of size 1 can serve."""
    starts = starters * parameters.organisations.opportunity_rate
    arrivals = parameters.community.arrival_rate * parameters.community.households
    return parameters.community.supply_ratio * arrivals / starts if starts > 0.0 else 0.0


class World:
    """Households, organisations, projects and the coordinator of one run."""

    residence: Residence

    def __init__(self, parameters: Parameters, luck: Luck, given: SetUp) -> None:
        self.rules, self.luck, self.week = parameters, luck, 0
        self.rate_factors = given.rate_factors
        self._set_up_residents(given)
        self._set_up_organisations(given)
        satisfied = parameters.residents.satisfaction_start
        self.areas = [
            Area(a, [b for b in self.buildings if b.area == a], self.organisations, satisfied)
            for a in range(parameters.areas)
        ]
        self.projects: list[Project] = []  # under way, in order of start
        self.history: list[Project] = []
        self.ended: list[Project] = []  # this week
        self.order: list[Project] = []  # this week's lot
        self.introductions: list[tuple[int, int, float]] = []
        self.trailing = [[TRAILING_START] * STAGES for _ in range(SECTORS)]
        self.last_works: dict[tuple[int, int], int] = {}
        self.capacity = capacity_per_size(parameters, given.starters)
        market.bring_capital(self)
        self.coordinator = Coordinator(self)
        self.diary = Diary(parameters.areas)
        self.accounts = Accounts()
        self.accounts.open(self)

    def _set_up_residents(self, given: SetUp) -> None:
        rules = self.rules.residents
        self.households = [
            household(row, each, rules.satisfaction_start, rules.trust_start)
            for row, each in enumerate(given.households)
        ]
        buildings_of_area = len(given.building_keys) // self.rules.areas
        self.buildings = [
            Building(number, key, number // buildings_of_area)
            for number, key in enumerate(given.building_keys)
        ]
        for home in self.households:
            self.buildings[home.building].households.append(home)
        for building in self.buildings:
            building.climate = consent.climate(self, building)

    def _set_up_organisations(self, given: SetUp) -> None:
        self.organisations = [
            Organisation(index, each, self.rules, self.luck)
            for index, each in enumerate(given.organisations)
        ]
        self.tie_weights = given.tie_weights
        self.first_trust = [list(row) for row in given.trust]
        self.trust = [list(row) for row in given.trust]
        self.last_kept: dict[tuple[int, int], int] = {}
