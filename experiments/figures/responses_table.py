"""Levels of each arm, and paired differences, along every parameter that a study sweeps."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from experiments.analysis import statistics as st
from experiments.analysis.cell_counts import counts_of
from experiments.analysis.estimates import PER_HUNDRED
from experiments.analysis.pairing import arm_name, partners, varied
from experiments.figures.reason import Reason
from experiments.store import Cell

MEASURES = ("breakdown", "failure")
DIFFERENCE = "difference"
MOST_VALUES = 8
"""Values of a parameter up to which each stands for itself; of more, points are put together."""
BINS = 6
ENDS = ("value", "low", "high")
Told = dict[tuple[str, str], list[st.Estimate]]
"""What each point shows, by line and measure."""


class Responses(NamedTuple):
    """What is told along swept parameters.

    reference: None where the study has one arm. runs: least and most replicates of a cell. table: a
    row a parameter, group of points, line (an arm, or DIFFERENCE) and measure: parameter, x (the
    mean of its values in the group, or its only one), group (its number), line, measure; value,
    low, high per 100; points. points: a row a point, line and measure: every swept parameter; line,
    measure; value, low, high per 100.
    """

    treated: str
    reference: str | None
    runs: tuple[int, int]
    table: pd.DataFrame
    points: pd.DataFrame


def responses_refusal(treated: Sequence[Cell], reference: Sequence[Cell]) -> Reason | None:
    """Why nothing can be told along a parameter of these cells; None where it can."""
    if varied(treated).empty:
        return Reason("plot.nothing_swept", {})
    for cells in filter(None, (treated, reference)):
        if not any((cell.runs()["status"] == "ok").any() for cell in cells):
            return Reason("plot.no_runs", {"arm": arm_name(cells[0])})
    if reference and not partners([*treated, *reference], *map(_arm, (treated, reference))):
        return Reason("plot.no_pair", {})
    return None


def _arm(cells: Sequence[Cell]) -> str:
    return arm_name(cells[0])


def responses(treated: Sequence[Cell], reference: Sequence[Cell]) -> Responses:
    """Along every parameter that the treated cells differ by. At a value, or a range of values, a
    line is the mean over the cells there, with its 95% interval over them; of a single cell it is
    that cell's own, over replicates."""
    arms = [_arm(cells) for cells in (treated, reference) if cells]
    pairs = partners([*treated, *reference], *arms) if reference else []
    cells = [one for one, _ in pairs] if pairs else list(treated)
    others = {one.hash: two for one, two in pairs}
    counts = counts_of([*cells, *others.values()])
    lines: dict[str, Callable[[Cell, str], st.Estimate]] = {
        arms[0]: lambda cell, measure: _level(counts[cell.hash], measure)
    }
    if pairs:
        lines[arms[1]] = lambda cell, measure: _level(counts[others[cell.hash].hash], measure)
        lines[DIFFERENCE] = lambda cell, measure: _difference(
            counts[cell.hash], counts[others[cell.hash].hash], measure
        )
    told = {
        (line, measure): [found(cell, measure) for cell in cells]
        for line, found in lines.items()
        for measure in MEASURES
    }
    values = varied(cells)
    rows = [row for name in values for row in _along(str(name), values[name], told)]
    runs = [len(each) for each in counts.values()]
    reference_arm = arms[1] if pairs else None
    table, points = pd.DataFrame(rows), _points(values, told)
    return Responses(arms[0], reference_arm, (min(runs), max(runs)), table, points)


def _points(values: pd.DataFrame, told: Told) -> pd.DataFrame:
    parts = [
        values.assign(line=line, measure=measure, **{end: _ends(found, end) for end in ENDS})
        for (line, measure), found in told.items()
    ]
    return pd.concat(parts, ignore_index=True)


def _ends(found: Sequence[st.Estimate], end: str) -> list[float]:
    return [PER_HUNDRED * getattr(each, end) for each in found]


def _level(counts: pd.DataFrame, measure: str) -> st.Estimate:
    return st.ratio_interval(counts[measure], counts["opportunities"])


def _difference(mine: pd.DataFrame, other: pd.DataFrame, measure: str) -> st.Estimate:
    both = mine.index.intersection(other.index)
    columns = [t.loc[both, name] for t in (mine, other) for name in (measure, "opportunities")]
    return st.ratio_difference(*columns) if len(both) else st.UNKNOWN


def _along(name: str, values: "pd.Series[Any]", told: Told) -> Iterator[dict[str, Any]]:
    for number, (x, own) in enumerate(groups_of(values)):
        for (line, measure), estimates in told.items():
            here = [estimates[i] for i in own if np.isfinite(estimates[i].value)]
            found = _together(here)
            bounds = {end: PER_HUNDRED * getattr(found, end) for end in ENDS}
            yield {"parameter": name, "x": x, "group": number, "line": line, "measure": measure,
                   "points": len(here), **bounds}  # fmt: skip


def groups_of(values: "pd.Series[Any]") -> list[tuple[Any, list[int]]]:
    """Values of a parameter in order, each with the numbers of its points; where there are many
    numbers, points of about as many in a group, under their mean."""
    numeric = all(isinstance(v, int | float) and not isinstance(v, bool) for v in values)
    if not numeric:
        texts = values.map(str)
        return [(text, np.flatnonzero(texts == text).tolist()) for text in dict.fromkeys(texts)]
    x = values.to_numpy(np.float64)
    single = np.unique(x)
    if len(single) <= MOST_VALUES:
        return [(float(value), np.flatnonzero(x == value).tolist()) for value in single]
    parts = np.array_split(np.argsort(x, kind="stable"), BINS)
    return [(float(x[part].mean()), part.tolist()) for part in parts]


def _together(estimates: Sequence[st.Estimate]) -> st.Estimate:
    if len(estimates) == 1:
        return estimates[0]
    return st.mean_interval([each.value for each in estimates])
