"""Pure: which combinations of mechanisms and acts are run, and what of a hub is off in each."""

from collections.abc import Iterable
from itertools import combinations, product

from sim.base.vocabulary import Act
from sim.parameters import Parameters

MECHANISMS = ("mobilisation", "guidance", "resources", "integration")
ACTS = tuple(act.name.lower() for act in Act)
GENERATORS = {6: (0, 1, 2, 3), 7: (0, 1, 4, 5)}
"""Of the acts, by place: whether the last two are on follows from the number of these that are
(Box, Hunter & Hunter: 2^(8-2), resolution V)."""
Combination = frozenset[str]


def mechanism_combinations() -> list[Combination]:
    """All subsets of the mechanisms, the smaller first."""
    sizes = range(len(MECHANISMS) + 1)
    return [frozenset(some) for size in sizes for some in combinations(MECHANISMS, size)]


def act_combinations() -> list[Combination]:
    """A quarter of the subsets of the acts, all of them together among it."""
    chosen = []
    for free in product((True, False), repeat=len(ACTS) - len(GENERATORS)):
        on = [*free, *(sum(not free[i] for i in of) % 2 == 0 for of in GENERATORS.values())]
        chosen.append(frozenset(name for name, is_on in zip(ACTS, on, strict=True) if is_on))
    return chosen


def with_mechanisms(parameters: Parameters, on: Combination) -> Parameters:
    """The same with these mechanisms only, each as strong as it was."""
    return _without(parameters, {name: 0.0 for name in MECHANISMS if name not in on})


def with_acts(parameters: Parameters, on: Combination) -> Parameters:
    """The same with these acts only."""
    return _without(parameters, {f"share_{name}": 0.0 for name in ACTS if name not in on})


def _without(parameters: Parameters, off: dict[str, float]) -> Parameters:
    hub = parameters.coordinator.model_copy(update=off)
    return parameters.model_copy(update={"coordinator": hub})


def label_of(some: Iterable[str], of: tuple[str, ...]) -> str:
    """A combination in a name of a cell: a digit for each, 1 where it is on."""
    known = frozenset(some)
    return "".join("1" if name in known else "0" for name in of)
