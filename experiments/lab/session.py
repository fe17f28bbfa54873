"""One call that runs a lab from a notebook or any Python session, with figure and texts at hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.cli import prepare

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from experiments.lab.run import Found


@dataclass(frozen=True)
class Session:
    """A lab that ran: table and notice as text, figure as matplotlib draws it."""

    found: Found
    table: str
    notice: str
    figure: Figure


def run_here(
    name: str, lang: str = "en", overrides: Sequence[str] = (), out: Path = Path("results")
) -> Session:
    """Run what is missing of a lab, store it under ``out``, and say what came of it."""
    prepare()
    from experiments.figures.lab import lab_figure
    from experiments.figures.style import drawing
    from experiments.lab.run import run_lab
    from experiments.lab.words import level_table, notice_text

    found = run_lab(name, overrides, out).found
    with drawing():
        figure = lab_figure(found, lang)
    return Session(found, level_table(found, lang), notice_text(found, lang), figure)
