"""Figures, from results only: PNG and SVG, in English or Chinese, with their numbers and words.

``draw`` and ``figure_bytes`` make a figure, ``figure_data`` its numbers as a tidy table,
``alt_text`` says in words what is to be seen. All take a name of FIGURES and a ``Material``. The
same material gives the same bytes.
"""

import io
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from experiments.analysis.notes import capital
from experiments.base.describe import offered
from experiments.base.errors import InputError
from experiments.base.files import write_atomically
from experiments.figures.material import Material, gather, refusal
from experiments.figures.registry import BODY, FIGURES, Kind
from experiments.figures.style import NARROW, WIDE, drawing, head
from experiments.words.speech import Speaker

__all__ = [
    "BODY", "FIGURES", "FORMATS", "Kind", "Material", "alt_text", "draw", "draw_all", "encoded",
    "figure_bytes", "figure_data", "figure_finding", "figure_name", "gather", "given", "refusal",
]  # fmt: skip

FORMATS = ("png", "svg")
DPI = 150
_NOT_THE_SAME_EACH_TIME: dict[str, dict[str, Any]] = {
    "png": {"Software": None},
    "svg": {"Date": None, "Creator": None},
}


def given(material: Material) -> list[str]:
    """Names of the figures that this material is enough for."""
    return [name for name, kind in FIGURES.items() if getattr(material, kind.part) is not None]


def draw(
    name: str, material: Material, say: Speaker, narrow: bool = False, headed: bool = True
) -> Figure:
    """The figure ``name``; ``narrow`` for a page of about 390 pixels; ``headed`` by its finding.

    Raises InputError for an unknown figure, or one that the material is not enough for.
    """
    with drawing(NARROW if narrow else WIDE):
        return _drawn(name, material, say, headed)


def figure_bytes(
    name: str,
    material: Material,
    say: Speaker,
    form: str = "svg",
    narrow: bool = False,
    headed: bool = True,
) -> bytes:
    """The figure as a file of one of FORMATS. InputError as for ``draw``."""
    if form not in FORMATS:
        raise InputError(f"format = {form}: must be one of {', '.join(FORMATS)}")
    with drawing(NARROW if narrow else WIDE):
        return encoded(_drawn(name, material, say, headed), form)


def _drawn(name: str, material: Material, say: Speaker, headed: bool) -> Figure:
    figure = _kind(name).draw(_part(name, material), say)
    if headed:
        head(figure, figure_finding(name, material, say))
    return figure


def encoded(figure: Figure, form: str) -> bytes:
    """A figure as a file of one of FORMATS; the same figure, the same bytes."""
    sink = io.BytesIO()
    figure.savefig(sink, format=form, dpi=DPI, metadata=_NOT_THE_SAME_EACH_TIME[form])
    return sink.getvalue()


def figure_data(name: str, material: Material) -> pd.DataFrame:
    """Every number that the figure shows, one row a thing. InputError as for ``draw``."""
    return _kind(name).data(_part(name, material)).reset_index(drop=True)


def alt_text(name: str, material: Material, say: Speaker) -> str:
    """What is to be seen, with numbers, in a few sentences. InputError as for ``draw``."""
    return _kind(name).alt(_part(name, material), say)


def figure_finding(name: str, material: Material, say: Speaker) -> str:
    """What the figure concludes, in a sentence. InputError as for ``draw``."""
    return capital(_kind(name).finding(_part(name, material), say))


def figure_name(name: str, say: Speaker) -> str:
    """What the figure is about, in a few words."""
    return say(f"figure.{name}.name")


def draw_all(material: Material, folder: Path, say: Speaker) -> list[Path]:
    """Draw each figure that is ``given`` as ``NAME.LANG.png`` and ``.svg``; returns the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name in given(material):
        for form in FORMATS:
            paths.append(folder / f"{name}.{say.lang}.{form}")
            write_atomically(paths[-1], figure_bytes(name, material, say, form))
    return paths


def _kind(name: str) -> Kind:
    if name not in FIGURES:
        raise InputError(f"figure = {name}: must be one of {offered(name, FIGURES)}")
    return FIGURES[name]


def _part(name: str, material: Material) -> Any:
    part = getattr(material, FIGURES[name].part)
    if part is None:
        raise InputError(f"figure = {name}: {FIGURES[name].part} is not given by this study")
    return part
