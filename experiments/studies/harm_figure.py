"""The harm map: shares of the space by measure, and what harm goes with."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from experiments.analysis.estimates import PER_HUNDRED
from experiments.figures import style
from experiments.figures.intervals import POINT
from experiments.figures.style import fold, legend, page_width, title
from experiments.studies.harm_analysis import STRONGEST
from experiments.studies.ranges import label
from experiments.words.speech import Speaker

FILLS: dict[str, tuple[str, str]] = {
    "helps": (style.SKY, ""), "within": (style.WHITE, "..."), "harms": (style.VERMILION, "///"),
}  # fmt: skip
"""Colour and hatch by region."""
MEASURES = ("failure", "breakdown")
BAR, ROW, MARGIN = 0.55, 0.36, 2.6
"""Inches."""
LETTERS = 46
"""Half-width letters of a parameter's name in one line."""
LEAST_WRITTEN = 5.0
"""Share in % from which a part of a bar holds its number."""


def harm(regions: pd.DataFrame, associations: pd.DataFrame, heading: str, say: Speaker) -> Figure:
    """regions, associations: as ``experiments.studies.harm_analysis`` gives them."""
    strongest = associations.head(STRONGEST)
    heights = [BAR * len(MEASURES), ROW * max(len(strongest), 1)]
    figure = Figure(figsize=(page_width(), MARGIN + sum(heights)))
    panels: Any = figure.subplots(2, 1, height_ratios=heights)
    _bars(panels[0], regions, say)
    _correlations(panels[1], strongest, say)
    _explain(figure, say)
    title(figure, heading)
    return figure


def _bars(axes: Axes, regions: pd.DataFrame, say: Speaker) -> None:
    table = regions.set_index(["measure", "region"])
    for i, measure in enumerate(MEASURES):
        left = 0.0
        for region, (colour, hatch) in FILLS.items():
            row = table.loc[(measure, region)]
            width = PER_HUNDRED * float(row["expected"])
            axes.barh(i, width, left=left, color=colour, hatch=hatch, **style.EDGE)
            if width >= LEAST_WRITTEN:
                _write(axes, left + width / 2, i, row, say)
            left += width
    axes.set_yticks(range(len(MEASURES)), [say(f"measure.{name}") for name in MEASURES])
    axes.set_ylim(len(MEASURES) - 0.5, -0.5)
    axes.set_xlim(0, PER_HUNDRED)
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel(say("harm.share_axis"))


def _write(axes: Axes, x: float, y: int, row: Mapping[str, Any], say: Speaker) -> None:
    names = ("expected", "low", "high")
    value, low, high = (say.number(row[name], 0, PER_HUNDRED) for name in names)
    box = {"facecolor": style.WHITE, "edgecolor": "none", "pad": 1.5}
    text = f"{value}\n[{low}, {high}]"
    axes.text(x, y, text, ha="center", va="center", fontsize=style.SMALL, bbox=box)


def _correlations(axes: Axes, rows: pd.DataFrame, say: Speaker) -> None:
    for i, row in enumerate(rows.itertuples()):
        spread = [[row.rank_correlation - row.low], [row.high - row.rank_correlation]]
        fill = style.BLUE if row.clear else style.WHITE
        axes.errorbar(
            row.rank_correlation, i, xerr=spread, color=style.BLUE, marker="o",
            markerfacecolor=fill, **POINT,
        )  # fmt: skip
    names = [fold(label(name, say), LETTERS) for name in rows["parameter"]]
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(max(len(names), 1) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.axvline(0, color=style.BLACK, linewidth=1)
    axes.set_xlabel(fold(say("harm.axis"), LETTERS))


def _explain(figure: Figure, say: Speaker) -> None:
    patches = [
        Patch(facecolor=colour, hatch=hatch, **style.EDGE) for colour, hatch in FILLS.values()
    ]
    points = [
        Line2D([], [], color=style.BLUE, marker="o", linestyle="none", markerfacecolor=fill)
        for fill in (style.BLUE, style.WHITE)
    ]
    words = [say(f"harm.region.{name}") for name in FILLS]
    words += [say(f"harm.{name}") for name in ("clear", "unclear")]
    legend(figure, [*patches, *points], words, most=3)
