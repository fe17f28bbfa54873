"""What all figures share: colours that colour-blind readers tell apart, fonts, titles, files.

Colours are those of Okabe & Ito (2008). No meaning rests on colour alone: bars carry hatches,
lines and points differ in style, so that a grey print says the same.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.compare import Comparison
from experiments.fonts import use_fonts
from experiments.messages import arm_label, say

matplotlib.use("Agg")

BLACK, ORANGE, SKY, GREEN, YELLOW, BLUE, VERMILION, PURPLE = (
    "#000000", "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7",
)  # fmt: skip
LIGHT_GREY, GREY, WHITE = "#D9D9D9", "#8C8C8C", "#FFFFFF"
WIDTH = 9.0
COLUMN = 1.7
"""Inches: of a figure, and of the least a column of panels needs."""
DPI = 150
_SETTINGS: dict[Any, Any] = {
    "font.size": 10,
    "figure.titlesize": 11,
    "axes.titlesize": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "hatch.linewidth": 0.6,
    "legend.frameon": False,
    "svg.hashsalt": "coprod",
    "figure.constrained_layout.use": True,
}


@contextmanager
def drawing() -> Iterator[None]:
    """Fonts and settings of the figures, taken back afterwards."""
    with rc_context():
        use_fonts()
        matplotlib.rcParams.update(_SETTINGS)
        yield


def canvas(rows: int, columns: int, height: float, **options: Any) -> tuple[Figure, list[Axes]]:
    """A figure ``height`` inches high and its axes, row by row."""
    figure = Figure(figsize=(max(WIDTH, COLUMN * columns), height))
    axes: Any = figure.subplots(rows, columns, squeeze=False, **options)
    return figure, list(axes.ravel())


def title(figure: Figure, comparison: Comparison, name: str, lang: str, **values: object) -> None:
    """Two lines at the left: the subject, then n and what shows the uncertainty."""
    text = say(
        f"figure.{name}.title",
        lang,
        runs=runs_text(comparison, name, lang),
        treated=arm_label(comparison.treated, lang),
        **values,
    )
    figure.suptitle(text, x=0.01, ha="left", linespacing=1.3)


def runs_text(comparison: Comparison, name: str, lang: str) -> str:
    """Number of replicates, or of pairs for the differences; a range where arms differ."""
    pairs = name == "differences"
    counts = comparison.differences["pairs"] if pairs else comparison.arms["runs"]
    low, high = int(counts.min()), int(counts.max())
    return str(low) if low == high else say("figure.runs_range", lang, low=low, high=high)


def arm_axis(panels: list[Axes], names: list[str], lang: str) -> None:
    """Arms down the left of panels that share their y axis, the first on top."""
    panels[0].set_yticks(range(len(names)), [arm_label(name, lang) for name in names])
    panels[0].set_ylim(len(names) - 0.5, -0.5)
    for axes in panels:
        axes.tick_params(axis="y", length=0)


def save(figure: Figure, stem: Path) -> list[Path]:
    """Write ``stem``.png and .svg, the same bytes for the same figure; returns the paths."""
    png, svg = Path(f"{stem}.png"), Path(f"{stem}.svg")
    figure.savefig(png, dpi=DPI, metadata={"Software": None})
    figure.savefig(svg, metadata={"Date": None})
    return [png, svg]
