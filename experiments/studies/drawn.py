"""Findings with a figure; apart from others, since what draws takes half a second to load."""

from abc import abstractmethod
from pathlib import Path

from matplotlib.figure import Figure

from experiments.base.files import write_atomically
from experiments.figures import FORMATS, encoded
from experiments.figures.style import drawing
from experiments.studies.protocol import Findings
from experiments.words.speech import Speaker


class Drawn(Findings):
    """What came of a study, and one figure of it."""

    name: str
    """Of the figure's files."""

    @abstractmethod
    def figure(self, say: Speaker) -> Figure:
        """What is to be seen of it."""

    def draw(self, folder: Path, say: Speaker) -> bool:
        """Write the figure, once drawn, as ``NAME.LANG.png`` and ``.svg``."""
        with drawing():
            figure = self.figure(say)
            for form in FORMATS:
                path = folder / f"{self.name}.{say.lang}.{form}"
                write_atomically(path, encoded(figure, form))
        return True
