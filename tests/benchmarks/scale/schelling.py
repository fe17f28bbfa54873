"""Schelling's segregation model as plain Mesa, at the sizes of the field's common suite.

Rules and sizes are those that ABMFrameworksComparison declares (JuliaDynamics, February 2026). In
random order every agent counts its like within ``radius`` of a grid with edges, one agent a cell:
with ``wanted`` of them it is happy and stays, else it moves to an empty cell at random.
"""

from __future__ import annotations

from dataclasses import dataclass

import mesa
from mesa.discrete_space import Cell, CellAgent, OrthogonalMooreGrid

STEPS = 20


@dataclass(frozen=True)
class Size:
    """A version of the suite: cells a side, agents, how far they look, how many like they want."""

    name: str
    side: int
    agents: int
    radius: int
    wanted: int


SMALL = Size("small", side=40, agents=1_000, radius=1, wanted=3)
LARGE = Size("large", side=100, agents=8_000, radius=2, wanted=8)


class Person(CellAgent):
    """An agent of one of two groups."""

    model: Schelling

    def __init__(self, model: Schelling, cell: Cell, group: int) -> None:
        super().__init__(model)
        self.cell, self.group, self.happy = cell, group, False

    def step(self) -> None:
        """Stay among one's like, or move."""
        around = self.cell.get_neighborhood(self.model.size.radius)
        alike = sum(1 for other in around.agents if other.group == self.group)
        self.happy = alike >= self.model.size.wanted
        if not self.happy:
            self.cell = self.model.grid.select_random_empty_cell()


class Schelling(mesa.Model):
    """Half of the agents of each group, on cells at random."""

    def __init__(self, size: Size, luck: int) -> None:
        super().__init__(rng=luck)
        self.size = size
        self.grid = OrthogonalMooreGrid((size.side, size.side), capacity=1, random=self.random)
        cells = self.random.sample(list(self.grid.all_cells), size.agents)
        for number, cell in enumerate(cells):
            Person(self, cell, number % 2)

    def step(self) -> None:
        """Everyone once, in random order."""
        self.agents.shuffle_do("step")
