"""What the library says of studies beside their names: how far they are, and what they found."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from experiments.app.tasks import Tell
from experiments.base.errors import InputError

if TYPE_CHECKING:
    from experiments.store import Cell, Study

MOST = 1_000_000
"""Replicates: more than any cell has."""
OK = "ok"
MOST_COMPARED = 16
"""Cells up to which the arms of a study are compared for a line."""
Judged = Mapping[str, Mapping[str, Any]]
"""By study: least and most replicates asked for, state; of a comparison kind, treated, ahead."""


@dataclass(frozen=True)
class Judge:
    """Look through studies, one after the other. stamp: differs when something was stored since."""

    results: Path
    names: tuple[str, ...]
    stamp: str = field(repr=False)

    @property
    def key(self) -> str:
        return f"library {self.stamp}"

    def __call__(self, tell: Tell) -> None:
        from experiments.store import Study

        tell("stage", "reading")
        found: dict[str, Mapping[str, Any]] = {}
        for name in self.names:
            try:
                found[name] = dict(_judged(Study(self.results / name)))
            except InputError:
                continue  # opened, it says why
            tell("payload", dict(found))


def _judged(study: "Study") -> Iterator[tuple[str, Any]]:
    cells = study.cells()
    runs = [_runs(cell) for cell in cells]
    asked = [each.asked for each in runs]
    yield "least", min(asked, default=0)
    yield "most", max(asked, default=0)
    yield "state", _state(sum(asked), sum(e.well for e in runs), sum(e.failed for e in runs))
    if cells and len(cells) <= MOST_COMPARED and all(each.well for each in runs):
        yield from _found(study)


class Runs(NamedTuple):
    """Replicates of a cell: asked for, ended well, failed."""

    asked: int
    well: int
    failed: int


def _runs(cell: "Cell") -> Runs:
    """What is there of a cell; where nobody said how many are asked for, those that are there."""
    from experiments.store.cell import CHUNK

    status: dict[int, str] = {}
    for start in range(0, MOST if cell.replicates is None else cell.replicates, CHUNK):
        part = cell.chunk(start).status if cell.folder.is_dir() else {}
        if not part and cell.replicates is None:
            break
        status |= part
    well = sum(each == OK for each in status.values())
    return Runs(cell.replicates or len(status), well, len(status) - well)


def _state(asked: int, well: int, failed: int) -> str:
    if well + failed == 0:
        return "not_started"
    if well + failed < asked:
        return "incomplete"
    return "failed" if failed else "complete"


def _found(study: "Study") -> Iterator[tuple[str, Any]]:
    """What a comparison comes to."""
    from experiments.analysis.answer import answer_of
    from experiments.figures import gather
    from experiments.report.subject import COMPARISON, subject_of

    subject = subject_of(study)
    if subject.kind != COMPARISON:
        return
    comparison = gather(subject.cells, ["comparison"]).comparison
    answer = None if comparison is None else answer_of(comparison)
    if comparison is None or answer is None:
        return
    yield "kind", answer.kind
    yield "treated", comparison.treated
    yield "ahead", list(answer.ahead)
