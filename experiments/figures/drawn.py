"""Figures of a stored study: drawn, with their numbers and words, and written as files."""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from experiments.base.describe import offered
from experiments.base.disarm import csv_of
from experiments.base.errors import InputError
from experiments.base.files import one_clear_line, write_atomically
from experiments.figures import (
    FORMATS,
    alt_text,
    draw,
    encoded,
    figure_bytes,
    figure_data,
    figure_name,
)
from experiments.figures.material import Material, gather, refusal
from experiments.figures.reason import Reason
from experiments.figures.registry import FIGURES
from experiments.figures.style import drawing
from experiments.store import Cell, Study
from experiments.words.speech import Speaker

FOLDER = "figures"
"""Where figures go, in the study's folder."""


@dataclass(frozen=True)
class Drawing:
    """A figure that a study gives. A notebook shows it with its words.

    figure: matplotlib's, to change and to save as one likes. data: every number drawn, one row a
    thing. words: what is to be seen, for who can't see it. folder: where ``save`` puts it.
    """

    name: str
    title: str
    figure: Figure
    data: pd.DataFrame = field(repr=False)
    words: str
    folder: Path
    _material: Material = field(repr=False)
    _say: Speaker = field(repr=False)

    def save(self, forms: Sequence[str] = FORMATS) -> list[Path]:
        """Write it, drawn anew, as ``NAME.LANG.png`` and ``.svg``, and its numbers as ``NAME.csv``;
        returns the paths."""
        files = {
            f"{self.name}.{self._say.lang}.{form}": figure_bytes(
                self.name, self._material, self._say, form
            )
            for form in forms
        }
        files[f"{self.name}.csv"] = csv_of(self.data).encode()
        with one_clear_line(self.folder):
            self.folder.mkdir(exist_ok=True)
        for file, data in files.items():
            write_atomically(self.folder / file, data)
        return [self.folder / file for file in files]

    def _repr_html_(self) -> str:
        """The figure as it is now."""
        with drawing():
            image = b64encode(encoded(self.figure, "png")).decode("ascii")
        return f'<img alt="{escape(self.words)}" src="data:image/png;base64,{image}">'


def reasons_of(cells: Sequence[Cell], names: Iterable[str]) -> dict[str, Reason | None]:
    """Why these cells of a study don't give a figure, by its name; None where they do."""
    parts = dict.fromkeys(FIGURES[name].part for name in names)
    reasons = {part: refusal(part, cells) for part in parts}
    return {name: reasons[FIGURES[name].part] for name in names}


def drawings(study: Study, names: Sequence[str], say: Speaker) -> list[Drawing]:
    """The figures named; InputError where there is none of a name, or the study doesn't give it."""
    for name in names:
        if name not in FIGURES:
            raise InputError(f"figure = {name}: must be one of {offered(name, FIGURES)}")
    cells = study.cells()
    for name, reason in reasons_of(cells, names).items():
        if reason is not None:
            raise InputError(f"figure = {name}: {say(reason.key, **reason.values)}")
    material = gather(cells, dict.fromkeys(FIGURES[name].part for name in names))
    return [_drawing(name, material, study.path / FOLDER, say) for name in names]


def _drawing(name: str, material: Material, folder: Path, say: Speaker) -> Drawing:
    figure, data = draw(name, material, say), figure_data(name, material)
    words, title = alt_text(name, material, say), figure_name(name, say)
    return Drawing(name, title, figure, data, words, folder, material, say)
