"""The household rules with one Mesa agent a household: a plain model in its fastest form.

Neighbours are lists of agents, needs a dict, draws come from Python's generator, and agents are
called in a plain loop. Same rules as ``sim``; its luck is its own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

import mesa
import numpy as np

from sim.base.vocabulary import CATEGORIES, GROUPS
from sim.measure.records import RunId
from sim.parameters import Parameters
from sim.simulation import Simulation
from sim.state.population import NO_NEED
from sim.state.world import World, with_room
from sim.week.residents import GINI_BINS, gini_of_histogram, update_residents
from sim.week.schedule import WEEK
from sim.week.voice import needs_and_voice
from tests.benchmarks.rates import mobilised, usual_rates

_K, _G = len(CATEGORIES), len(GROUPS)


class Household(mesa.Agent):
    """One household with its needs, feelings and neighbours."""

    def __init__(self, model: mesa.Model, world: World, i: int, building: int) -> None:
        super().__init__(model)
        people, residents = world.people, world.residents
        self.row, self.building, self.group = i, building, int(people.group[i])
        self.member, self.baseline = bool(people.member[i]), float(people.baseline[i])
        self.p, self.next_p = float(residents.participation[i]), 0.0
        self.satisfaction = float(residents.satisfaction[i])
        self.trust = float(residents.trust[i])
        waits = residents.waiting[:, i].tolist()
        self.waits = {k: w for k, w in enumerate(waits) if w != NO_NEED}
        self.served, self.left_out = 0, 0
        self.neighbours: list[Household] = []

    def voice(self, week: Week) -> None:
        """A need waits longer, may arise, and is voiced or not."""
        waits, random = self.waits, week.random
        for k in waits:
            waits[k] += 1
        if random() < week.rate:
            k = min(bisect_right(week.cumulative[self.group], random()), _K - 1)
            if k not in waits:
                waits[k] = 0
                week.arrived.append((k, self.row))
        if not waits:
            return
        pressing = max(waits, key=waits.__getitem__)
        opened, voiced = week.opened[self.building], week.voiced[self.building]
        for k, weeks in waits.items():
            opened[k] += 1
            if weeks > week.late_after:
                week.late[k] += 1
            if random() < (self.p if k == pressing else self.p * week.other):
                voiced[k] += 1

    def change(self, r: Any, floor: float, broken: list[float]) -> None:
        """Next participation from the neighbours' present one; satisfaction and trust."""
        p, around = self.p, self.p
        if self.neighbours:
            around = sum([n.p for n in self.neighbours]) / len(self.neighbours)
        burden = min(len(self.waits), r.cap) / r.cap
        new = (
            p + r.contagion * (around - p) + r.habit * (self.baseline - p)
            - r.discouragement * p * burden + r.encouragement * self.served
            - r.slight * self.left_out + r.rise * (1.0 - p)
        )  # fmt: skip
        new = min(1.0, max(0.0, new))
        self.next_p = max(new, floor) if self.member else new
        s, t = self.satisfaction, self.trust
        s += r.recovery * (r.rest - s) + r.relief * self.served * (1.0 - s) - r.strain * s * burden
        seen = r.trust_gain * self.served * (1.0 - t) - r.trust_break * broken[self.building] * t
        t += r.trust_recovery * (r.trust_rest - t) + seen
        self.satisfaction, self.trust = min(1.0, max(0.0, s)), min(1.0, max(0.0, t))
        self.served = self.left_out = 0


class Week:
    """What a week's voices need and count."""

    def __init__(self, parameters: Parameters, world: World, rng: Random) -> None:
        self.random = rng.random
        self.rate = parameters.community.arrival_rate
        self.other = 1.0 - parameters.residents.selectivity
        self.late_after = parameters.measures.late_after
        self.cumulative = world.people.edges.tolist()
        buildings = len(world.places.key)
        self.opened = [[0.0] * _K for _ in range(buildings)]
        self.voiced = [[0.0] * _K for _ in range(buildings)]
        self.late = [0] * _K
        self.arrived: list[tuple[int, int]] = []

    def tell(self, world: World) -> None:
        """As the model has it: voices, and needs that projects can serve."""
        voices, waiting = world.voices, world.residents.waiting
        voices.voiced[:], voices.open[:], voices.late[0] = self.voiced, self.opened, self.late
        waiting += waiting > NO_NEED
        categories = [k for k, _ in self.arrived]
        waiting[categories, [i for _, i in self.arrived]] = 0
        voices.arrived[0] = np.bincount(categories, minlength=_K)


class PlainModel(mesa.Model):
    """A model of plain households; organisations, projects and records are the simulation's."""

    def __init__(self, parameters: Parameters, run_id: RunId) -> None:
        super().__init__(rng=run_id.seed)
        self.simulation = Simulation(parameters, run_id)
        self.draws = Random(run_id.replicate)
        self.rates = usual_rates(self.simulation.world)
        self.copy_households(self.simulation.world)
        instead = {needs_and_voice: self.needs_and_voice, update_residents: self.update_residents}
        self.parts = [instead.get(part, part) for part in WEEK]

    def copy_households(self, world: World) -> None:
        """Make agents of a world's households, as they are now, and leave the world to projects."""
        residents = self.simulation.world.residents
        for name in residents.fields:
            getattr(residents, name)[:] = getattr(world.residents, name)
        first = world.places.first
        buildings = np.repeat(np.arange(len(first) - 1), np.diff(first)).tolist()
        self.households = [Household(self, world, i, b) for i, b in enumerate(buildings)]
        start, to = world.people.tie_start.tolist(), world.people.tie_to.tolist()
        for i, home in enumerate(self.households):
            home.neighbours = [self.households[j] for j in to[start[i] : start[i + 1]]]

    def step(self) -> None:
        """One week: the model's own, but for what households do."""
        self.simulation.world = with_room(self.simulation.world)
        for part in self.parts:
            part(self.simulation.world)

    def needs_and_voice(self, world: World) -> None:
        """Steps 1 and 2, agent by agent."""
        week = Week(self.simulation.parameters, world, self.draws)
        for home in self.households:
            home.voice(week)
        week.tell(world)

    def update_residents(self, world: World) -> None:
        """Step 7, agent by agent."""
        self._hear_of_service(world)
        rates, floor = mobilised(self.rates, world)
        broken = world.voices.broken.tolist()
        for home in self.households:
            home.change(rates, floor, broken)
        for home in self.households:
            home.p = home.next_p
        world.voices.broken[:] = 0.0
        self._tell(world)

    def _hear_of_service(self, world: World) -> None:
        """Needs that projects served this week are open no more."""
        residents = world.residents
        for i in np.flatnonzero(residents.served | residents.left_out).tolist():
            home = self.households[i]
            waiting = residents.waiting[:, i].tolist()
            home.waits = {k: w for k, w in home.waits.items() if waiting[k] != NO_NEED}
            home.served, home.left_out = int(residents.served[i]), int(residents.left_out[i])
        residents.served[:] = residents.left_out[:] = 0

    def _tell(self, world: World) -> None:
        """What votes and the week's record read."""
        homes, residents, voices = self.households, world.residents, world.voices
        table = np.array([(h.group, h.satisfaction, h.p, h.trust, h.member) for h in homes])
        group, p, member = table[:, 0].astype(int), table[:, 2], table[:, 4]
        residents.satisfaction[:], residents.participation[:] = table[:, 1], p
        residents.trust[:] = table[:, 3]
        active = p >= self.simulation.parameters.measures.active_from
        voices.groups[0] = [np.bincount(group, of, _G) for of in (None, table[:, 1], p)]
        voices.sums[0] = (
            table[:, 3].sum(), member.sum(), (p * member).sum(), active.sum(), p[active].sum()
        )  # fmt: skip
        bins = np.minimum(GINI_BINS - 1, (p * GINI_BINS).astype(int))
        counts = np.bincount(bins, minlength=GINI_BINS).astype(float)
        voices.gini[0] = gini_of_histogram(counts)
        voices.satisfaction[0] = table[:, 1].mean()


@contextmanager
def plain_model(parameters: Parameters, run_id: RunId) -> Iterator[PlainModel]:
    """A plain model; forgotten afterwards."""
    model = PlainModel(parameters, run_id)
    try:
        yield model
    finally:
        getattr(mesa.Agent, "_ids", {}).pop(model, None)  # else it would stay for good
