"""Heat maps of paired differences: colour, number, zero line, and hatches where 0 is covered."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, Normalize, TwoSlopeNorm
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from numpy.typing import NDArray

from experiments.figures import style
from experiments.figures.style import legend
from experiments.words.speech import Speaker

FEWER_MORE = LinearSegmentedColormap.from_list(
    "fewer_more", [style.BLUE, "#9CCBE8", style.WHITE, "#F3B68A", style.VERMILION]
)
"""Under 0 blue, over 0 vermilion; what a grey print loses, sign and zero line say."""
NOTHING, HATCH_COLOUR = "#BDBDBD", "#6E6E6E"
UNCLEAR_HATCH, NO_DATA_HATCH = "///", "xx"
NUMBERS_UP_TO = 150
"""Cells of a map up to which each shows its number; beyond, its sign."""
LEAST_SCALE = 1.0
DARK = 0.45
"""Share of the colour scale beyond which a number is written in white."""
Floats = NDArray[np.float64]


def scale_of(values: "pd.Series[float]") -> Normalize:
    """A colour scale with 0 in the middle that holds all ``values``."""
    known = values.abs().dropna()
    most = max(float(known.max()) if len(known) else 0.0, LEAST_SCALE)
    return TwoSlopeNorm(0.0, -most, most)


def heat(axes: Axes, rows: pd.DataFrame, x: list[Any], y: list[Any], norm: Normalize) -> None:
    """Draw ``rows`` (x, y, value, low, high) on a grid of the values ``x`` by ``y``.

    Cells are equally wide, whatever the steps between the values. A cell without a number is
    grey and crossed.
    """
    value, low, high = (_grid(rows, column, x, y) for column in ("value", "low", "high"))
    axes.set_facecolor(NOTHING)
    axes.pcolormesh(
        np.arange(len(x)), np.arange(len(y)), np.ma.masked_invalid(value), cmap=FEWER_MORE,
        norm=norm, shading="nearest", edgecolors=style.WHITE, linewidth=0.5,
    )  # fmt: skip
    for j, i in np.ndindex(value.shape):
        _cell(axes, i, j, float(value[j, i]), bool(low[j, i] <= 0.0 <= high[j, i]))
        _write(axes, i, j, float(value[j, i]), norm, value.size)
    axes.set_xticks(range(len(x)), [tick(each) for each in x])
    axes.set_yticks(range(len(y)), [tick(each) for each in y])
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)


def tick(value: Any) -> str:
    """A parameter's value as it stands beside an axis."""
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def _grid(rows: pd.DataFrame, column: str, x: list[Any], y: list[Any]) -> Floats:
    table = rows.pivot(index="y", columns="x", values=column).reindex(index=y, columns=x)
    values: Floats = table.to_numpy(np.float64)
    return values


def _cell(axes: Axes, i: int, j: int, value: float, unclear: bool) -> None:
    hatch = NO_DATA_HATCH if np.isnan(value) else UNCLEAR_HATCH if unclear else None
    if hatch is not None:
        axes.add_patch(
            Rectangle(
                (i - 0.5, j - 0.5),
                1,
                1,
                fill=False,
                hatch=hatch,
                edgecolor=HATCH_COLOUR,
                linewidth=0,
            )
        )


def _write(axes: Axes, i: int, j: int, value: float, norm: Normalize, cells: int) -> None:
    if np.isnan(value):
        return
    text = f"{value:+.0f}" if cells <= NUMBERS_UP_TO else f"{value:+.0f}"[0]
    text = text.replace("-", "−") if round(value) != 0 else "0"
    strong = abs(float(norm(value)) - 0.5) > DARK
    back = FEWER_MORE(norm(value))
    box = {"boxstyle": "round,pad=0.1", "facecolor": back, "edgecolor": "none", "alpha": 0.85}
    colour = style.WHITE if strong and value < 0 else style.BLACK
    axes.text(i, j, text, ha="center", va="center", size=8, color=colour, bbox=box)


def zero_line(axes: Axes, rows: pd.DataFrame, x: list[Any], y: list[Any]) -> None:
    """The line where the difference is 0, interpolated between centres of cells."""
    value = _grid(rows, "value", x, y)
    known = value[~np.isnan(value)]
    if min(value.shape) > 1 and len(known) and known.min() < 0 < known.max():
        axes.contour(np.ma.masked_invalid(value), levels=[0.0], colors=style.BLACK, linewidths=2.2)


def colour_bar(figure: Figure, panels: list[Axes], norm: Normalize, label: str) -> None:
    """The scale beside the panels, or under them on a narrow page."""
    mappable = ScalarMappable(norm, FEWER_MORE)
    narrow = style.is_narrow()
    bar = figure.colorbar(
        mappable,
        ax=panels,
        orientation="horizontal" if narrow else "vertical",
        fraction=0.05,
        pad=0.02,
        label=label,
    )
    bar.outline.set_visible(False)


def explain(figure: Figure, say: Speaker, *, declared: bool = False) -> None:
    """Legend: hatches, zero line, and, where it is marked, the declared definition."""
    handles: list[Any] = [
        Patch(facecolor=style.WHITE, edgecolor=style.GREY, hatch=UNCLEAR_HATCH),
        Patch(facecolor=NOTHING, edgecolor=style.GREY, hatch=NO_DATA_HATCH),
    ]
    words = ["unclear", "not_tried" if declared else "no_data"]
    if declared:
        handles.append(Patch(facecolor="none", edgecolor=style.BLACK, linewidth=2.2))
        words.append("declared")
    else:
        handles.append(Line2D([], [], color=style.BLACK, linewidth=2.2))
        words.append("zero_line")
    legend(figure, handles, [say(f"figure.heat.{word}") for word in words])
