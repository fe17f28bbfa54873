"""What a study declares, whatever it is about; ``experiments.studies.perform`` does the rest.

A study has a name and a ``conduct``, which runs what it needs and gives its ``Findings``: tables,
figures and a document. One whose cells are known before it begins is a ``Plan``.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Generic, Protocol, TypeVar

import pandas as pd

from experiments.base.disarm import csv_of
from experiments.base.files import write_atomically
from experiments.config.alike import Spared
from experiments.config.compose import Composed
from experiments.document.terminal import Told
from experiments.run import runner
from experiments.run.progress import shown
from experiments.run.reporting import report_spared
from experiments.run.runner import Outcome, Progress
from experiments.store import Cell, Spec, Study
from experiments.store.cell import Weekly
from experiments.words.speech import Speaker


class Findings(ABC):
    """What came of a study, by name of a file: from what is stored alone, whoever ran it."""

    folder = ""
    """Of its files, inside that of the study."""

    @property
    @abstractmethod
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Every number found, by the name of a file."""

    @abstractmethod
    def document(self, say: Speaker) -> list[Told]:
        """What is told of it."""

    def keep(self, folder: Path) -> None:
        """Write its tables."""
        for name, table in self.tables.items():
            write_atomically(folder / f"{name}.csv", csv_of(table).encode())

    def draw(self, folder: Path, say: Speaker) -> bool:
        """Write its figures; whether there are any."""
        return False


Opening = Callable[[Study, Sequence[Spec]], list[Cell]]
Found = TypeVar("Found", bound=Findings)
Found_co = TypeVar("Found_co", bound=Findings, covariant=True)


class Work:
    """A study being carried out: its folder, whom it tells how far it is, what became of its runs.

    cells: those that ran, in order.
    """

    def __init__(self, folder: Path, say: Speaker) -> None:
        self.study, self.say = Study(folder), say
        self.cells: list[Cell] = []
        self.outcome = Outcome()
        self.progress: Progress = partial(shown, folder.name, say=say)

    def run(self, cells: Sequence[Cell], wanted: Composed, weekly: Weekly = "none") -> None:
        """Run what is missing of the replicates that are ``wanted``."""
        self.cells += cells
        one = runner.run_cells(cells, wanted.replicates, wanted.processes, self.progress, weekly)
        self.outcome.ran += one.ran
        self.outcome.failed += one.failed
        self.outcome.lost += one.lost
        self.outcome.refused += one.refused

    @contextmanager
    def counting(self, runs: int) -> Iterator[None]:
        """Count the runs of all that is run inside together."""
        alone = self.progress
        with alone(runs) as meter:
            self.progress = lambda _: nullcontext(meter)
            try:
                yield
            finally:
                self.progress = alone


class Declared(Protocol[Found_co]):
    """A study that can be performed; ``wanted``: how its cells are run."""

    @property
    def name(self) -> str: ...
    @property
    def wanted(self) -> Composed: ...

    def conduct(self, work: Work) -> Found_co:
        """Run what is missing, and say what it comes to. InputError where nothing can be said."""
        ...


@dataclass(frozen=True)
class Plan(Generic[Found]):
    """A study whose cells are known before it begins.

    specs: of its cells; the arms of a point one after the other. judge: what they come to, in that
    order. opened: how they are listed; of an arm one alone unless said. spared: what arms without
    a hub were not given.
    """

    name: str
    wanted: Composed
    specs: Sequence[Spec]
    judge: Callable[[list[Cell]], Found]
    weekly: Weekly = "none"
    opened: Opening = Study.open_study
    spared: Spared = field(default_factory=dict)

    def conduct(self, work: Work) -> Found:
        """Run what is missing of all cells, and judge them."""
        report_spared(self.spared, work.say)
        cells = self.opened(work.study, self.specs)
        work.run(cells, self.wanted, self.weekly)
        return self.judge(cells)
