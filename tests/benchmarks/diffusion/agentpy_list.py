"""The workload with AgentPy: an AgentList whose agents hold lists of their neighbours."""

from __future__ import annotations

import agentpy
import numpy as np

from .workload import NEIGHBOURS, RATE, SIGMA, Steps, Trajectory, Workload

PACKAGES = ("agentpy",)
FORM = "agent list, lists of neighbours"


class Person(agentpy.Agent):
    """An agent with its state, its next state and its neighbours."""

    x: float
    next_x: float
    neighbours: list[Person]

    def setup(self) -> None:
        """Keep the generator's method at hand."""
        self.gauss = self.model.random.gauss

    def look(self) -> None:
        """Next state from the neighbours' present ones."""
        around = sum([other.x for other in self.neighbours]) / NEIGHBOURS
        x = self.x + RATE * (around - self.x) + self.gauss(0.0, SIGMA)
        self.next_x = 0.0 if x < 0.0 else 1.0 if x > 1.0 else x

    def move(self) -> None:
        """Take the next state."""
        self.x = self.next_x


class Diffusion(agentpy.Model):
    """All agents, stepped together."""

    def setup(self) -> None:
        """Agents, their states and neighbours."""
        workload = self.p.workload
        self.people = agentpy.AgentList(self, workload.agents, Person)
        people = list(self.people)
        rows = workload.neighbours().tolist()
        for person, x, row in zip(people, workload.start().tolist(), rows, strict=True):
            person.x = x
            person.neighbours = [people[j] for j in row]
        self.means: list[float] = []
        self.variances: list[float] = []

    def step(self) -> None:
        """Everyone looks, then everyone moves."""
        self.people.look()
        self.people.move()
        x = np.array([person.x for person in self.people])
        self.means.append(x.mean())
        self.variances.append(x.var())


def prepare(workload: Workload) -> Steps:
    """Set up."""
    model = Diffusion({"workload": workload})
    model.sim_setup(steps=workload.steps, seed=workload.luck)

    def run() -> Trajectory:
        while model.running:
            model.sim_step()
        return Trajectory(np.array(model.means), np.array(model.variances))

    return run
