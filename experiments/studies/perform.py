"""How every study is carried out: told what is odd, run, told what failed, written down."""

from pathlib import Path
from typing import Generic, NamedTuple

from experiments.base.files import one_clear_line
from experiments.document.blocks import Prose
from experiments.document.terminal import Told
from experiments.run.reporting import report_changes, report_trouble
from experiments.store import input_checksums
from experiments.studies.protocol import Declared, Findings, Found, Work
from experiments.words.speech import Speaker


class Carried(NamedTuple, Generic[Found]):
    """A study that was carried out. status: of a command, 1 where runs failed or were lost."""

    found: Found
    folder: Path
    status: int


def carry_out(study: Declared[Found], out: Path, say: Speaker) -> Carried[Found]:
    """Run what is missing of a study in its folder under ``out``, and judge it.

    Progress, changed tables of a community and failed runs are told on the error stream.
    """
    work = Work(out / study.name, say)
    inputs = input_checksums(study.wanted.parameters)
    report_changes(work.study, study.wanted.community, inputs, say)
    try:
        found = study.conduct(work)
    finally:
        status = report_trouble(work.study, work.cells, work.outcome, say)
    return Carried(found, work.study.path, status)


def written(found: Findings, place: Path, say: Speaker) -> list[Told]:
    """Write tables and figures into the folder ``place``; the document, with where they are."""
    folder = place / found.folder
    with one_clear_line(folder):
        folder.mkdir(parents=True, exist_ok=True)
    found.keep(folder)
    drawn = found.draw(folder, say)
    return [*found.document(say), *_where(found, folder, drawn, say)]


def _where(found: Findings, folder: Path, drawn: bool, say: Speaker) -> list[Told]:
    if drawn:
        return [Prose(say("command.written", folder=folder))]
    return [Prose(say("command.table", path=folder / f"{name}.csv")) for name in found.tables]


def perform(study: Declared[Findings], out: Path, say: Speaker) -> tuple[list[Told], int]:
    """Carry a study out and write it down: the document to show, and a command's exit status."""
    carried = carry_out(study, out, say)
    return written(carried.found, carried.folder, say), carried.status
