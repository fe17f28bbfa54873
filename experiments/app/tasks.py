"""What a worker does for the page: the same pieces as the command line's, telling as it goes."""

import io
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from experiments.app.show import html_of
from experiments.base.disarm import csv_of
from experiments.words.speech import Speaker, speak

REPORT = "report.html"
TABLES = "tables.zip"
BETWEEN = 0.1
"""Seconds between two tellings of progress."""
FEW = 150
"""Runs that one process, which is ready, has done before others have begun."""
Tell = Callable[..., None]
"""tell(kind, *values): stage, runs (done, total, seconds left or None), html (lang, html),
file (name, bytes), payload (anything), note (key, values)."""


class Task(Protocol):
    """Something a worker can do."""

    @property
    def key(self) -> str:
        """Tasks of one key are done one after the other."""

    def __call__(self, tell: Tell) -> None:
        """Do it."""


@dataclass(frozen=True)
class CompareArms:
    """Run what is missing of a comparison, as ``coprod compare`` does, and show what it says.

    langs: all are shown, in this order. Who asks in another order asks for the same.
    """

    results: Path
    name: str
    overrides: tuple[str, ...]
    langs: tuple[str, ...] = field(compare=False)
    config_dir: Path | None = None

    @property
    def key(self) -> str:
        return self.name

    def __call__(self, tell: Tell) -> None:
        from experiments.config.alike import composed_alike
        from experiments.config.arms import split_arms
        from experiments.run.runner import run_cells
        from experiments.store import Spec, Study

        tell("stage", "preparing")
        arms, overrides = split_arms([*self.overrides, f'name="{self.name}"'])
        wanted, _ = composed_alike(arms, overrides, self.config_dir)
        study = Study(self.results / self.name)
        cells = study.open_study(
            Spec(c.parameters, c.seed, c.arm, c.community, c.replicates) for c in wanted
        )
        first = wanted[0]
        few = len(cells) * first.replicates <= FEW
        processes = 1 if few else first.processes
        outcome = run_cells(cells, first.replicates, processes, _meter(tell))
        if outcome.lost:
            tell("note", "app.lost", {"number": len(outcome.lost)})
        ShowStudy(self.results, self.name, self.langs)(tell)


@dataclass(frozen=True)
class ShowStudy:
    """What a stored study says: the answer first, then all that its report finds, its files.

    langs: as of CompareArms.
    """

    results: Path
    name: str
    langs: tuple[str, ...] = field(compare=False)

    @property
    def key(self) -> str:
        return self.name

    def __call__(self, tell: Tell) -> None:
        from experiments.report.assemble import findings, written
        from experiments.report.subject import COMPARISON, subject_of
        from experiments.store import Study

        study = Study(self.results / self.name)
        subject = subject_of(study)
        tell("stage", "reading")
        if subject.kind == COMPARISON:
            _answer_first(subject.cells, self.langs, tell)
        found, tallies = findings(subject)
        sections = cache(found)  # figures take seconds, and the report shows the same ones
        tell("stage", "drawing")
        for say in map(speak, self.langs):
            tell("html", say.lang, html_of(sections(say), say))
        tell("stage", "packing")
        tell("file", REPORT, written(subject, sections, tallies, self.langs[0]).encode())
        _pack(subject.cells, speak(self.langs[0]), tell)


@dataclass(frozen=True)
class ShowCells:
    """Two stored cells of any studies compared, as ``coprod compare --cells`` does.

    langs: as of CompareArms.
    """

    results: Path
    names: tuple[str, ...]
    langs: tuple[str, ...] = field(compare=False)

    @property
    def key(self) -> str:
        return " ".join(self.names)

    def __call__(self, tell: Tell) -> None:
        from experiments.analysis.pairing import compare_cells
        from experiments.document.blocks import Section
        from experiments.figures import Material
        from experiments.report.answer import answer_section, basis_section
        from experiments.report.pictures import figures_section
        from experiments.store.named import chosen
        from experiments.studies.beside import asked

        tell("stage", "reading")
        cells = chosen(self.results, list(self.names))
        found = compare_cells(cells, treated=list(cells)[-1])
        told = asked(found, list(cells.values()))
        tell("stage", "drawing")
        for say in map(speak, self.langs):
            first = [answer_section(told, say), basis_section(found, say)]
            tell("html", say.lang, html_of(first, say))
            figures: list[Section] = [figures_section(Material(found), ("icons",), say)]
            tell("html", say.lang, html_of([*first, *figures], say))
        tell("file", TABLES, _tables_zip(found))


@dataclass(frozen=True)
class Watch:
    """One replicate without and with a coordinator, week by week."""

    community: str
    overrides: tuple[str, ...]
    arm: str
    seed: int
    replicate: int
    config_dir: Path | None = None

    @property
    def key(self) -> str:
        place = "" if self.config_dir is None else self.config_dir.name
        run = (self.arm, str(self.seed), str(self.replicate))
        return " ".join(("watch", self.community, place, *self.overrides, *run))

    def __call__(self, tell: Tell) -> None:
        from experiments.app.watching import watched
        from experiments.config.alike import composed_alike
        from experiments.config.arms import NO_HUB

        tell("stage", "watching")
        overrides = [f"community={self.community}", *self.overrides, f"seed={self.seed}"]
        arms = list(dict.fromkeys((NO_HUB, self.arm)))
        composed, _ = composed_alike(arms, overrides, self.config_dir)
        tell("payload", watched(composed, self.replicate))


def _answer_first(cells: Sequence[Any], langs: Sequence[str], tell: Tell) -> None:
    """The answer before the figures, which take longer. What can't be answered says so later."""
    from experiments.figures import gather
    from experiments.report.answer import answer_section
    from experiments.studies.beside import asked

    found = gather(cells, ["comparison"]).comparison
    if found is not None:
        told = asked(found, cells)
        for say in map(speak, langs):
            tell("html", say.lang, html_of([answer_section(told, say)], say))


def _pack(cells: Sequence[Any], say: Speaker, tell: Tell) -> None:
    """Tables and figures as files, where the study gives a comparison."""
    from experiments.figures import figure_bytes, figure_data, gather, given

    material = gather(cells)
    if material.comparison is not None:
        tell("file", TABLES, _tables_zip(material.comparison))
    drawn: dict[str, bytes] = {}
    for name in given(material):
        for form in ("png", "svg"):
            drawn[f"{name}.{say.lang}.{form}"] = figure_bytes(name, material, say, form)
        drawn[f"{name}.csv"] = csv_of(figure_data(name, material)).encode()
    if drawn:
        tell("file", figures_name(say.lang), zipped(drawn))


def figures_name(lang: str) -> str:
    """Name of the file that holds all figures in a language."""
    return f"figures.{lang}.zip"


def _tables_zip(comparison: Any) -> bytes:
    """Every table of a comparison as CSV."""
    import pandas as pd

    tables = {name: table for name, table in vars(comparison).items()}
    return zipped(
        {
            f"comparison_{name}.csv": csv_of(table).encode()
            for name, table in tables.items()
            if isinstance(table, pd.DataFrame)
        }
    )


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Files as one ZIP; the same files, the same bytes."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return sink.getvalue()


class _Meter:
    """Counts runs for the page; those that were there already count as done."""

    def __init__(self, total: int, tell: Tell) -> None:
        self.done, self.total, self.tell, self.told = 0, total, tell, 0.0
        self.ran, self.first = 0, 0.0

    def __call__(self, runs: int = 1) -> None:
        if not self.ran:
            self.first = time.monotonic()
        self.ran += runs
        self._more(runs)

    def found(self, runs: int) -> None:
        self._more(runs)

    def _more(self, runs: int) -> None:
        self.done += runs
        now = time.monotonic()
        if now - self.told >= BETWEEN or self.done == self.total:
            self.told = now
            self.tell("runs", self.done, self.total, self._left(now))

    def _left(self, now: float) -> float | None:
        """Seconds for the runs that are left, at the pace since the first ended; what was before
        it is of another kind."""
        if self.ran <= 1:
            return None
        return (now - self.first) / (self.ran - 1) * (self.total - self.done)

    def compiling(self, what: str) -> None:
        self.tell("stage", what)


def _meter(tell: Tell) -> Callable[[int], Any]:
    @contextmanager
    def progress(total: int) -> Iterator[_Meter]:
        yield _Meter(total, tell)

    return progress
