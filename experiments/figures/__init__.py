"""Figures of a comparison, from its tables only: PNG and SVG, in English or Chinese."""

from collections.abc import Callable
from pathlib import Path

from matplotlib.figure import Figure

from experiments.compare import Comparison
from experiments.figures.bars import ends, resources
from experiments.figures.intervals import differences, rates
from experiments.figures.style import drawing, save
from experiments.figures.weeks import imbalances, survival, weekly

FIGURES: dict[str, Callable[[Comparison, str], Figure]] = {
    "ends": ends,
    "rates": rates,
    "differences": differences,
    "imbalances": imbalances,
    "resources": resources,
    "survival": survival,
    "weekly": weekly,
}


def draw_all(comparison: Comparison, folder: Path, lang: str) -> list[Path]:
    """Draw every figure into ``folder`` as ``NAME.LANG.png`` and ``.svg``; returns the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    with drawing():
        for name, draw in FIGURES.items():
            paths += save(draw(comparison, lang), folder / f"{name}.{lang}")
    return paths
