"""The workload with Mesa agents that hold lists of their neighbours, called in plain loops."""

from __future__ import annotations

import mesa
import numpy as np

from .workload import NEIGHBOURS, RATE, SIGMA, Steps, Trajectory, Workload

PACKAGES = ("mesa",)
FORM = "agents with lists of neighbours"


class Person(mesa.Agent):
    """An agent with its state, its next state and its neighbours."""

    def __init__(self, model: Diffusion, x: float) -> None:
        super().__init__(model)
        self.x, self.next_x = x, x
        self.gauss = model.random.gauss
        self.neighbours: list[Person] = []

    def look(self) -> None:
        """Next state from the neighbours' present ones."""
        around = sum([other.x for other in self.neighbours]) / NEIGHBOURS
        x = self.x + RATE * (around - self.x) + self.gauss(0.0, SIGMA)
        self.next_x = 0.0 if x < 0.0 else 1.0 if x > 1.0 else x


class Diffusion(mesa.Model):
    """All agents, stepped together."""

    def __init__(self, workload: Workload) -> None:
        super().__init__(rng=workload.luck)
        self.people = [Person(self, x) for x in workload.start().tolist()]
        for person, row in zip(self.people, workload.neighbours().tolist(), strict=True):
            person.neighbours = [self.people[j] for j in row]

    def step(self) -> None:
        """Everyone looks, then everyone moves."""
        for person in self.people:
            person.look()
        for person in self.people:
            person.x = person.next_x


def prepare(workload: Workload) -> Steps:
    """Set up."""
    model = Diffusion(workload)

    def run() -> Trajectory:
        record = np.empty((2, workload.steps))
        for step in range(workload.steps):
            model.step()
            x = np.array([person.x for person in model.people])
            record[:, step] = x.mean(), x.var()
        getattr(mesa.Agent, "_ids", {}).pop(model, None)  # Mesa would keep every model for ever
        return Trajectory(*record)

    return run
