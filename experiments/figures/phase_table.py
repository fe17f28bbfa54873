"""The table of a phase diagram, from the cells of a study: arms paired at each point."""

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from experiments.analysis import statistics as st
from experiments.analysis.estimates import PER_HUNDRED
from experiments.analysis.outcomes import Arm, opportunity_counts
from experiments.base.errors import InputError
from experiments.figures.phase import MEASURES, PhaseMap, on_grid
from experiments.figures.reason import Reason
from experiments.store import Cell
from experiments.words.speech import speak
from sim.measure.breakdown import DEFAULT

AXES = 2
Values = dict[str, Any]
"""A cell's parameters by their full names."""


def flat(cell: Cell) -> Values:
    """Every parameter of a cell, such as ``coordinator.attention``; lists as tuples."""
    return dict(_leaves("", cell.parameters.model_dump(mode="json")))


def _leaves(prefix: str, node: dict[str, Any]) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name, value in node.items():
        path = f"{prefix}{name}"
        if isinstance(value, dict):
            found += _leaves(f"{path}.", value)
        else:
            found.append((path, str(value) if isinstance(value, list) else value))
    return found


def swept(cells: Sequence[Cell]) -> list[str]:
    """Parameters in which these cells of one arm differ, in order of declaration."""
    values = [flat(cell) for cell in cells]
    return [path for path in values[0] if len({each[path] for each in values}) > 1]


def phase_refusal(treated: Sequence[Cell], reference: Sequence[Cell]) -> Reason | None:
    """Why there is no phase diagram of these cells of two arms; None when there is."""
    axes = swept(treated)
    if len(axes) != AXES:
        names = ", ".join(axes) or "–"
        return Reason("plot.swept", {"number": len(axes), "names": names})
    also = [path for path in swept(reference) if path not in axes]
    if also:
        return Reason("plot.also_swept", {"arm": reference[0].arm, "names": ", ".join(also)})
    if len({cell.seed for cell in (*treated, *reference)}) > 1:
        return Reason("plot.seeds", {})
    for cells, free in ((treated, axes), (reference, swept(reference))):
        if len({_point(cell, free) for cell in cells}) < len(cells):
            return Reason("plot.twice", {"arm": cells[0].arm})
        if not any((cell.runs()["status"] == "ok").any() for cell in cells):
            return Reason("plot.no_runs", {"arm": cells[0].arm})
    if not on_grid([_point(cell, axes) for cell in treated]):
        return Reason("plot.no_grid", {"number": len(treated), "names": ", ".join(axes)})
    return None


def phase_map(treated: Sequence[Cell], reference: Sequence[Cell]) -> PhaseMap:
    """Pair the cells of two arms at each point of a grid of two swept parameters.

    What doesn't vary in the reference (a coordinator's settings, for the arm without one) is
    matched by any value. A point that one arm lacks has nan and 0 pairs. Raises InputError where
    ``phase_refusal`` has a reason.
    """
    reason = phase_refusal(treated, reference)
    if reason is not None:
        raise InputError(f"phase: {speak('en')(reason.key, **reason.values)}")
    axes = swept(treated)
    shared = [axis for axis in axes if axis in swept(reference)]
    mine = {_point(cell, axes): _counts(cell) for cell in treated}
    others = {_point(cell, shared): _counts(cell) for cell in reference}
    x, y = (list(dict.fromkeys(point[i] for point in mine)) for i in range(AXES))
    rows = []
    for here in product(x, y):
        there = tuple(value for axis, value in zip(axes, here, strict=True) if axis in shared)
        rows += [_row(measure, here, mine.get(here), others.get(there)) for measure in MEASURES]
    return PhaseMap(treated[0].arm, reference[0].arm, axes[0], axes[1], pd.DataFrame(rows))


def _point(cell: Cell, axes: Sequence[str]) -> tuple[Any, ...]:
    values = flat(cell)
    return tuple(values[axis] for axis in axes)


def _counts(cell: Cell) -> pd.DataFrame:
    tables = (cell.runs(), cell.projects(), cell.history())
    return opportunity_counts(Arm(cell.arm, *tables, weekly=pd.DataFrame()), DEFAULT)


def _row(
    measure: str, here: tuple[Any, ...], mine: pd.DataFrame | None, other: pd.DataFrame | None
) -> dict[str, Any]:
    head = {"measure": measure, "x": here[0], "y": here[1]}
    if mine is None or other is None:
        return head | {"value": np.nan, "low": np.nan, "high": np.nan, "pairs": 0}
    both = mine.index.intersection(other.index)
    sample = (
        table.loc[both, name] for table in (mine, other) for name in (measure, "opportunities")
    )
    found = st.ratio_difference(*sample)
    bounds = {name: PER_HUNDRED * getattr(found, name) for name in ("value", "low", "high")}
    return head | bounds | {"pairs": len(both)}
