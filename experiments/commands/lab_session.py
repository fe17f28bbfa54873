"""One call that runs a lab from a notebook or any Python session, with figure and texts at hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.base.prepare import prepare
from experiments.words.speech import speak

if TYPE_CHECKING:
    from experiments.studies.labs.study import Found


@dataclass(frozen=True)
class Picture:
    """A figure as PNG, which a notebook shows by itself."""

    png: bytes = field(repr=False)

    def _repr_png_(self) -> bytes:
        return self.png


@dataclass(frozen=True)
class Session:
    """A lab that ran: what was found, table and notice as text, and the figure."""

    found: Found
    table: str
    notice: str
    figure: Picture


def run_here(
    name: str,
    lang: str = "en",
    overrides: Sequence[str] = (),
    out: Path = Path("results"),
) -> Session:
    """Run what is missing of a lab, store it under ``out``, and say what came of it."""
    prepare()
    from experiments.document.terminal import text_of
    from experiments.figures import encoded
    from experiments.figures.style import drawing
    from experiments.studies.labs.study import study
    from experiments.studies.perform import carry_out

    say = speak(lang)
    found = carry_out(study(name, overrides), out, say).found
    with drawing():
        picture = Picture(encoded(found.figure(say), "png"))
    return Session(found, text_of(found.table(say)), text_of(found.notice(say)), picture)
