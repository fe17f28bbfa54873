"""Faces of the world: what an agent is and does, read from the arrays that hold it."""

from __future__ import annotations

from typing import Any

import mesa

from sim.simulation import Simulation


class Face(mesa.Agent):
    """An agent whose state lies in the world's arrays, and whose decisions are the week's rules.

    A query changes nothing: it calls the very function that the week calls. A subclass may add
    queries; it can't replace a decision, for the week is compiled: to change one, change its rule.
    """

    def __init__(self, model: mesa.Model, simulation: Simulation, number: int) -> None:
        # Not by mesa's own: its table of numbers keeps every model alive for good.
        self.model, self.pos = model, None
        self.unique_id = number
        self.simulation = simulation
        model.register_agent(self)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not cls.__module__.startswith(__package__):
            _refuse_decisions(cls)

    @property
    def _world(self) -> Any:
        return self.simulation.world


def _refuse_decisions(cls: type) -> None:
    """A decision that the week would not ask for must not look as if it were made."""
    inherited = {name for base in cls.__mro__[1:] for name in vars(base)}
    replaced = sorted(n for n in vars(cls) if n in inherited and not n.startswith("__"))
    if replaced:
        raise TypeError(
            f"{cls.__name__}.{replaced[0]}: the week is compiled and would not ask it; change the "
            "rule in sim.rules or sim.week, or a parameter"
        )
