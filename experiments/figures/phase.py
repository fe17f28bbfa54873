"""Phase diagram: the paired difference over two swept parameters, with the line where it is 0."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.base.describe import describe_field
from experiments.figures.heat import colour_bar, explain, heat, scale_of, zero_line
from experiments.figures.style import (
    LETTERS_PER_INCH,
    canvas,
    count_range,
    fold,
    side_by_side,
    title,
)
from experiments.words.catalogue import SOURCE
from experiments.words.speech import Speaker

MEASURES = ("breakdown", "failure")
CELL_HEIGHT, LEAST_HEIGHT, MOST_HEIGHT, MARGIN = 0.32, 2.4, 5.0, 0.8
"""Inches: of a row of cells, of a panel, and of what stands beside it."""


LEAST_FILLED = 0.5
"""Of a grid: with no more of it run, as of a hypercube's points, a map would be of gaps."""


@dataclass(frozen=True)
class PhaseMap:
    """Differences treated - reference, per 100 opportunities, over a grid of two parameters.

    x, y: the parameters' names. table: rows (measure, x, y) with value, low, high and pairs.
    """

    treated: str
    reference: str
    x: str
    y: str
    table: pd.DataFrame

    def ticks(self, axis: str) -> list[Any]:
        """Values of parameter ``axis`` ('x' or 'y'): numbers in order, others as they came."""
        values = list(dict.fromkeys(self.table[axis]))
        return sorted(values) if all(isinstance(v, int | float) for v in values) else values


def on_grid(points: Collection[tuple[Any, ...]]) -> bool:
    """Whether these pairs of values make a grid, but for some gaps."""
    x, y = (len({point[axis] for point in points}) for axis in range(2))
    return len(set(points)) > LEAST_FILLED * x * y


def phase(found: PhaseMap, say: Speaker) -> Figure:
    """One map for breakdown, one for failure."""
    x, y = found.ticks("x"), found.ticks("y")
    rows, columns = side_by_side(len(MEASURES))
    height = float(np.clip(CELL_HEIGHT * len(y), LEAST_HEIGHT, MOST_HEIGHT))
    figure, panels = canvas(rows, columns, 1.9 + rows * height, sharex=True, sharey=True)
    norm = scale_of(found.table["value"])
    for axes, measure in zip(panels, MEASURES, strict=True):
        mine = found.table[found.table["measure"] == measure]
        heat(axes, mine, x, y, norm)
        zero_line(axes, mine, x, y)
        axes.set_title(say(f"measure.{measure}"))
    for axes in panels[-columns:]:
        axes.set_xlabel(parameter_label(found.x, say, figure.get_figwidth() / columns - MARGIN))
    for axes in panels[::columns]:
        axes.set_ylabel(parameter_label(found.y, say, height - MARGIN / 2))
    colour_bar(figure, panels, norm, say("figure.phase.scale"))
    explain(figure, say)
    title(figure, _title(found, say))
    return figure


def _title(found: PhaseMap, say: Speaker) -> str:
    pairs = found.table["pairs"]
    return say(
        "figure.phase.title",
        treated=say.arm(found.treated),
        reference=say.arm(found.reference),
        runs=count_range(int(pairs.min()), int(pairs.max()), say),
    )


def parameter_words(path: str, say: Speaker) -> str:
    """A parameter in words; in English with its unit, which the catalogue has in English only."""
    field = describe_field(path)
    label = say.parameter(path, field.en)
    return f"{label} ({field.unit})" if field.unit and say.lang == SOURCE else label


def parameter_label(path: str, say: Speaker, inches: float) -> str:
    """A parameter in words and by the name that sets it, in lines ``inches`` long."""
    letters = round(inches * LETTERS_PER_INCH)
    return f"{fold(parameter_words(path, say), letters)}\n{fold(path, letters)}"


def phase_data(found: PhaseMap) -> pd.DataFrame:
    """Rows (measure, x, y): difference and interval per 100; columns named by the parameters."""
    return found.table.rename(columns={"x": found.x, "y": found.y})


def phase_finding(found: PhaseMap, say: Speaker) -> str:
    """At how many points fewer fail with the treated arm, and at how many more."""
    rows = found.table[found.table["measure"] == "failure"].dropna(subset="value")
    counts = {"lower": int((rows["high"] < 0).sum()), "higher": int((rows["low"] > 0).sum())}
    arms = {"treated": say.arm(found.treated), "reference": say.arm(found.reference)}
    return say("figure.phase.finding", points=len(rows), **counts, **arms)


def phase_alt(found: PhaseMap, say: Speaker) -> str:
    """How many points lie clearly under and over 0, and the extremes."""
    parts = [_part(found, measure, say) for measure in MEASURES]
    return say(
        "alt.phase",
        treated=say.arm(found.treated),
        reference=say.arm(found.reference),
        x=parameter_words(found.x, say),
        y=parameter_words(found.y, say),
        parts=say("alt.list").join(parts),
    )


def _part(found: PhaseMap, measure: str, say: Speaker) -> str:
    rows = found.table[found.table["measure"] == measure].dropna(subset="value")
    extremes = {"least": np.nan, "most": np.nan}
    if len(rows):
        extremes = {"least": rows["value"].min(), "most": rows["value"].max()}
    return say(
        "alt.phase.part",
        measure=say(f"measure.{measure}"),
        points=len(rows),
        lower=int((rows["high"] < 0).sum()),
        higher=int((rows["low"] > 0).sum()),
        **{name: f"{value:+.1f}" for name, value in extremes.items()},
    )
