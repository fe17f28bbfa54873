"""Faces of the world: what an agent is and does, read from the arrays that hold it."""

from __future__ import annotations

from typing import Any

import mesa
from numpy.typing import NDArray

from sim.simulation import Simulation

OWN = f"{__package__}."


class Face(mesa.Agent):
    """An agent whose state lies in the world's arrays, whose decisions are the week's own rules.

    What it holds is read as of now, as copies that can't be written to. A query changes nothing: it
    calls the very function that the week calls. A subclass may add queries; it can't replace a
    decision, for the week is compiled: to change one, change its rule.

    Raises TypeError where a subclass replaces what is there.
    """

    def __init__(self, model: mesa.Model, simulation: Simulation, number: int) -> None:
        # Not by mesa's own: its table of numbers keeps every model alive for good.
        self.model, self.pos = model, None
        self.unique_id = number
        self.simulation = simulation
        model.register_agent(self)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not cls.__module__.startswith(OWN):
            _refuse_decisions(cls)

    @property
    def _world(self) -> Any:
        return self.simulation.world


def snapshot(values: NDArray[Any]) -> NDArray[Any]:
    """Values as they are now, which stay so, and can't be written to."""
    kept = values.copy()
    kept.flags.writeable = False
    return kept


def _refuse_decisions(cls: type) -> None:
    """A decision that the week would not ask for must not look as if it were made."""
    own = [base for base in cls.__mro__ if base is mesa.Agent or base.__module__.startswith(OWN)]
    added = [base for base in cls.__mro__ if base not in own and base is not object]
    # what Mesa keeps for itself it may set on every subclass
    mesas = {name for name in vars(mesa.Agent) if name.startswith("_")}
    ours = {name for base in own for name in vars(base) if not name.startswith("__")} - mesas
    replaced = sorted(name for base in added for name in vars(base) if name in ours)
    if replaced:
        raise TypeError(
            f"{cls.__name__}.{replaced[0]}: the week is compiled and would not ask it; change the "
            "rule in sim.rules or sim.week, or a parameter"
        )
