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
from unittest.mock import patch

import mesa
import numpy as np
from sim.households import GINI_BINS, Residence, Voices, gini_of_histogram

from sim.base.vocabulary import CATEGORIES, GROUPS
from sim.measure.records import RunId
from sim.model import CoProductionModel
from sim.parameters import Parameters
from sim.state.population import NO_NEED

_K, _G = len(CATEGORIES), len(GROUPS)


class Household(mesa.Agent):
    """One household with its needs, feelings and neighbours."""

    def __init__(self, model: mesa.Model, i: int, people: Any) -> None:
        super().__init__(model)
        self.building, self.group = int(people.building[i]), int(people.group[i])
        self.member, self.baseline = bool(people.member[i]), float(people.baseline[i])
        self.p, self.next_p = float(people.participation[i]), 0.0
        self.satisfaction, self.trust = float(people.satisfaction[i]), float(people.trust[i])
        waits = people.waiting[:, i].tolist()
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
                week.arrived[k] += 1
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

    def change(self, r: Any, mobilisation: Any, broken: list[float]) -> None:
        """Next participation from the neighbours' present one; satisfaction and trust."""
        p, around = self.p, self.p
        if self.neighbours:
            around = sum([n.p for n in self.neighbours]) / len(self.neighbours)
        burden = min(len(self.waits), r.cap) / r.cap
        new = (
            p + r.contagion * (around - p) + r.habit * (self.baseline - p)
            - r.discouragement * p * burden + r.encouragement * self.served
            - r.slight * self.left_out + mobilisation.rise * (1.0 - p)
        )  # fmt: skip
        new = min(1.0, max(0.0, new))
        self.next_p = max(new, mobilisation.floor) if self.member else new
        s, t = self.satisfaction, self.trust
        s += r.recovery * (r.rest - s) + r.relief * self.served * (1.0 - s) - r.strain * s * burden
        t += r.trust_gain * self.served * (1.0 - t) - r.trust_break * broken[self.building] * t
        self.satisfaction, self.trust = min(1.0, max(0.0, s)), min(1.0, max(0.0, t))
        self.served = self.left_out = 0


class Week:
    """What a week's voices need and count."""

    def __init__(self, parameters: Parameters, cumulative: Any, buildings: int, rng: Random):
        self.random = rng.random
        self.rate = parameters.community.arrival_rate
        self.other = 1.0 - parameters.residents.selectivity
        self.late_after = parameters.measures.late_after
        self.cumulative = cumulative.tolist()
        self.opened = [[0.0] * _K for _ in range(buildings)]
        self.voiced = [[0.0] * _K for _ in range(buildings)]
        self.late, self.arrived = [0] * _K, [0] * _K

    def voices(self) -> Voices:
        """As the model has them."""
        late, arrived = np.array(self.late), np.array(self.arrived)
        return Voices(np.array(self.voiced), np.array(self.opened), late, arrived)


class PlainModel(CoProductionModel):
    """The model with plain households; organisations, projects and records as they are."""

    def __init__(self, parameters: Parameters, run_id: RunId) -> None:
        super().__init__(parameters, run_id)
        self.draws = Random(run_id.replicate)
        self.copy_households(self)

    def copy_households(self, other: CoProductionModel) -> None:
        """Make agents of another model's households, as they are now."""
        people = other.people.population
        self.households = [Household(self, i, people) for i in range(people.size)]
        start, to = people.tie_start.tolist(), people.tie_to.tolist()
        for i, home in enumerate(self.households):
            home.neighbours = [self.households[j] for j in to[start[i] : start[i + 1]]]

    def needs_and_voice(self) -> None:
        week = Week(self.parameters, self._cumulative, self.people.population.buildings, self.draws)
        for home in self.households:
            home.voice(week)
        self.voices = week.voices()

    def update_residents(self) -> None:
        people = self.people
        mobilisation, broken = self.coordinator.mobilisation(), people.broken.tolist()
        for home in self.households:
            home.change(self._rates, mobilisation, broken)
        for home in self.households:
            home.p = home.next_p
        self.residence = self._seen()
        people.broken[:] = 0.0
        people.population.participation[:] = [h.p for h in self.households]  # votes read them
        people.population.trust[:] = [h.trust for h in self.households]
        total = self.residence.households.sum()
        self.mean_satisfaction = float(self.residence.satisfaction.sum() / total)
        self.areas[0].satisfaction = self.mean_satisfaction

    def _seen(self) -> Residence:
        homes, active_from = self.households, self._rates.active_from
        table = np.array([(h.group, h.satisfaction, h.p, h.trust, h.member) for h in homes])
        group, p, member = table[:, 0].astype(int), table[:, 2], table[:, 4]
        active = p >= active_from
        bins = np.minimum(GINI_BINS - 1, (p * GINI_BINS).astype(int))
        return Residence(
            *(np.bincount(group, weights, _G) for weights in (None, table[:, 1], p)),
            table[:, 3].sum(), member.sum(), (p * member).sum(), active.sum(), p[active].sum(),
            gini_of_histogram(np.bincount(bins, minlength=GINI_BINS).astype(float)),
        )  # fmt: skip

    def serve(self, waiting: Any, places: Any, key: Any, category: int, supply: float,
              group: Any, served_now: Any, left_out: Any, served_group: Any,
              *luck: Any) -> Any:  # fmt: skip
        """``sim.households.serve`` on agents: longest waiting first, ties by luck."""
        homes = [h for a, b in places for h in self.households[a:b] if category in h.waits]
        homes.sort(key=lambda h: self.draws.random() - h.waits[category])
        whole = int(supply)
        amount = min(len(homes), whole + (self.draws.random() < supply - whole))
        waited = 0.0
        for home in homes[:amount]:
            waited += home.waits.pop(category)
            home.served += 1
            served_group[home.group] += 1
        for home in homes[amount:]:
            home.left_out = 1
        return len(homes), amount, waited


@contextmanager
def plain_model(parameters: Parameters, run_id: RunId) -> Iterator[PlainModel]:
    """A plain model whose projects serve its agents; forgotten afterwards."""
    model = PlainModel(parameters, run_id)
    try:
        with patch("sim.delivery.serve", model.serve):
            yield model
    finally:
        mesa.Agent._ids.pop(model, None)
