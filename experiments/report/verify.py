"""Checking an archive that ``experiments.report.bundle`` made, on whatever machine this is."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from experiments.base.errors import InputError
from experiments.base.files import checksum, read_json
from experiments.report.bundle import METADATA, STUDY, SUMS, VERSIONS, files_in
from experiments.run.replay import Replay, replay
from experiments.store import Cell, Study
from experiments.store.provenance import machine

Again = Callable[[Cell, int, Path], Replay]
SAME, DIFFERS, ELSEWHERE, DAMAGED = "same", "differs", "elsewhere", "damaged"


@dataclass(frozen=True)
class Verified:
    """changed, missing, added: files, against the sums. replayed: runs, ``CELL/REPLICATE``;
    differing: those whose numbers differ, with the columns. made_on, here: platforms."""

    changed: list[str]
    missing: list[str]
    added: list[str]
    replayed: list[str]
    differing: list[str]
    made_on: str
    here: str

    @property
    def verdict(self) -> str:
        """SAME to the bit; DAMAGED files; runs that DIFFER, here or on another platform
        (ELSEWHERE), for which equality isn't promised."""
        if self.changed or self.missing:
            return DAMAGED
        if not self.differing:
            return SAME
        return DIFFERS if self.made_on == self.here else ELSEWHERE


def verify(folder: Path, sample: int, again: Again = replay) -> Verified:
    """Check every sum, then run so many stored replicates again, evenly over the cells.

    InputError where ``folder`` is no such archive. Damaged files are told; what they hold isn't
    run again.
    """
    sums = _sums(folder)
    present = set(files_in(folder, (SUMS, METADATA)))
    missing = sorted(set(sums) - present)
    changed = [n for n in sorted(set(sums) & present) if checksum(_read(folder / n)) != sums[n]]
    made = read_json(folder / VERSIONS)
    made_on = str(made.get("platform")) if isinstance(made, dict) else ""
    replayed: list[str] = []
    differing: list[str] = []
    if not (missing or changed):
        for cell, number in chosen(Study(folder / STUDY).cells(), sample):
            name = f"{cell.arm}/{number}"
            columns = _differing(again, cell, number)
            replayed.append(name)
            differing += [f"{name}: {', '.join(columns)}"] if columns else []
    added = sorted(present - set(sums))
    return Verified(changed, missing, added, replayed, differing, made_on, machine()["platform"])


def _read(path: Path) -> bytes:
    return path.read_bytes()


def _sums(folder: Path) -> dict[str, str]:
    path = folder / SUMS
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"{path}: no archive of coprod here; make one with coprod bundle"
        ) from error
    pairs = (line.split("  ", 1) for line in lines)
    found = {pair[1]: pair[0] for pair in pairs if len(pair) > 1}
    if len(found) < len(lines) or not found:
        raise InputError(f"{path}: damaged; each line must be a sum, two blanks, a file")
    return found


def chosen(cells: Sequence[Cell], sample: int) -> list[tuple[Cell, int]]:
    """So many (cell, replicate) of all that are stored, evenly from the first to the last."""
    every = [(cell, int(n)) for cell in cells for n in cell.runs()["replicate"]]
    if len(every) <= sample:
        return every
    ranks = np.rint(np.linspace(0, len(every) - 1, sample)).astype(int)
    return [every[rank] for rank in ranks]


def _differing(again: Again, cell: Cell, number: int) -> list[str]:
    with tempfile.TemporaryDirectory() as place:
        return again(cell, number, Path(place)).differing
