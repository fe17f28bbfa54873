"""The phase diagram of a sweep over two parameters, from differences already found."""

from itertools import product
from typing import Any

import pandas as pd

from experiments.analysis.estimates import PER_HUNDRED
from experiments.analysis.pairing import arm_name
from experiments.figures import Material
from experiments.figures.phase import MEASURES, PhaseMap, on_grid
from experiments.report.space import Space
from experiments.report.subject import Subject

AXES = 2
SHARES = ("value", "low", "high")


def phase_material(space: Space, subject: Subject) -> Material:
    """Material for the phase diagram against the first comparator; empty where it can't be drawn.

    It needs treated cells on a grid of two parameters, each point there once.
    """
    mine = [i for i, cell in enumerate(subject.cells) if arm_name(cell) == space.treated]
    axes = [
        path for path in subject.differing if len({str(subject.values[i][path]) for i in mine}) > 1
    ]
    if len(axes) != AXES or not space.comparators:
        return Material()
    places = {i: tuple(_tick(subject.values[i][path]) for path in axes) for i in mine}
    if len(set(places.values())) < len(places) or not on_grid(places.values()):
        return Material()
    comparator = space.comparators[0]
    table = _table(space.against(comparator), places)
    return Material(phase=PhaseMap(space.treated, comparator, axes[0], axes[1], table))


def _tick(value: Any) -> Any:
    return str(value) if isinstance(value, list) else value


def _table(found: pd.DataFrame, places: dict[int, tuple[Any, Any]]) -> pd.DataFrame:
    """Every point of the grid by measure; nan and no pairs where nothing was found."""
    point = {place: i for i, place in places.items()}
    x, y = (list(dict.fromkeys(place[axis] for place in places.values())) for axis in range(AXES))
    grid = [
        {"measure": measure, "x": a, "y": b, "point": point.get((a, b))}
        for measure, b, a in product(MEASURES, y, x)
    ]
    columns = ["measure", "point", "pairs", *SHARES]
    table = pd.DataFrame(grid).merge(found[columns], how="left", on=["measure", "point"])
    table["pairs"] = table["pairs"].fillna(0).astype(int)
    table[list(SHARES)] *= PER_HUNDRED
    return table.drop(columns="point")
