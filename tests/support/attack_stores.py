"""What is asked of damaged studies: they tell nothing wrong, and the same command mends them."""

import io
import random
import shutil
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from attack_damage import Harm, edit

COMMAND = ["compare", "community=village", "horizon=66", "arms=[none,party]", "processes=1"]
COMMAND += ["replicates=30"]
NAME = "s"
AGAIN = [*COMMAND, "seed=3", "--study", NAME]
LOOKS = (
    ["results", NAME], ["results"], ["results", NAME, "--export", "runs.csv", "--table", "runs"],
    ["results", NAME, "--export", "cells.csv"], ["report", NAME], ["plot", NAME],
    ["results", NAME, "--export", "outcomes.csv", "--table", "run_outcomes"],
    ["replay", NAME, "none/0"], ["compare", "--cells", f"{NAME}/none", f"{NAME}/party"],
)  # fmt: skip
ROWS = ["results", NAME, "--export", "runs.csv", "--table", "runs"]
ENDS = (0, 1, 2)


@dataclass
class Attacked:
    """A study of fabricated runs in the folder of this process, a copy of it, and what it holds."""

    study: Path
    foreign: Path
    kept: Path
    rows: frozenset[str]
    tables: dict[str, bytes]

    @staticmethod
    def made() -> "Attacked":
        """A new one."""
        assert called(AGAIN)[0] == 0
        assert called([*COMMAND, "seed=4", "--study", "f"])[0] == 0
        study, kept = Path("results", NAME), Path("kept")
        shutil.copytree(study, kept)
        assert called(ROWS)[0] == 0
        return Attacked(study, Path("results/f"), kept, rows_of("runs.csv"), tables_of(study))

    def faults(self, harm: Harm, looks: Sequence[list[str]] = LOOKS) -> list[str]:
        """What goes wrong once it is damaged, in words; empty where all is as it must be.

        Each command ends with a line where it refuses; what it tells of runs is theirs. The same
        command again makes the same tables, or says in a line why it can't.
        """
        shutil.rmtree(self.study)
        shutil.copytree(self.kept, self.study)
        steps = harm()
        found = [fault for words in looks for fault in self._looked(words)]
        return [f"{steps}: {fault}" for fault in (*found, *self._mended())]

    def _looked(self, words: list[str]) -> Iterator[str]:
        Path("runs.csv").unlink(missing_ok=True)
        status, told = called(words)
        yield from _told_badly(words, status, told)
        if Path("runs.csv").exists() and not rows_of("runs.csv") <= self.rows:
            yield f"{words}: rows that aren't the study's"

    def _mended(self) -> Iterator[str]:
        status, told = called(AGAIN)
        yield from _told_badly(AGAIN, status, told)
        if status == 0:
            now = tables_of(self.study)
            if any(now.get(name) != data for name, data in self.tables.items()):
                yield "again: other tables"
            status, told = called(ROWS)
            if status != 0 or rows_of("runs.csv") != self.rows:
                yield f"again: other rows, {status}: {told[-300:]}"


def _told_badly(words: list[str], status: int | str, told: str) -> Iterator[str]:
    lines = [line for line in told.splitlines() if line.startswith("coprod: ")]
    if status not in ENDS or "Traceback" in told:
        yield f"{words}: {status}: {told[-600:]}"
    elif status == ENDS[-1] and len(lines) != 1:
        yield f"{words}: {len(lines)} lines: {told[-600:]}"


def called(words: Sequence[str]) -> tuple[int | str, str]:
    """A command's exit status, or what it raised, and what it told on the error stream."""
    status, _, told = called_with_output(words)
    return status, told


def called_with_output(words: Sequence[str]) -> tuple[int | str, str, str]:
    """As ``called``, with what it printed between them."""
    from experiments.commands.cli import main

    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            status: int | str = main(list(words))
        except BaseException as error:
            status = repr(error)
    return status, out.getvalue(), err.getvalue()


def rows_of(path: str) -> frozenset[str]:
    """Lines of a file."""
    return frozenset(Path(path).read_text().splitlines())


def tables_of(study: Path) -> dict[str, bytes]:
    """Every table of a study, by where it is."""
    paths = [path for path in study.rglob("*-00*-00*.parquet") if path.is_file()]
    return {str(path.relative_to(study)): path.read_bytes() for path in paths}


SWEEP = ["sweep", "community=village", "horizon=80", "processes=1", "replicates=3"]
SWEEP += ["arrangement=none,party", "organisations.attention=2,3"]


def sweep_faults(number: int, seed: int) -> list[str]:
    """What goes wrong with a sweep of fabricated runs, in the folder of this process, whose own
    file was edited so often, in words."""
    luck = random.Random(seed)
    assert called(SWEEP)[0] == 0
    study = Path("results/sweep")
    expected, own = tables_of(study), (study / "sweep.json").read_bytes()
    found = []
    for _ in range(number):
        (study / "sweep.json").write_bytes(own)
        edit(study / "sweep.json", luck)
        edited = (study / "sweep.json").read_bytes()
        for words in (["results", "sweep"], [*SWEEP, "dry_run=true"], SWEEP):
            status, told = called(words)
            found += [f"{edited[:300]!r}: {fault}" for fault in _told_badly(words, status, told)]
        if tables_of(study) != expected:
            found.append(f"{edited[:300]!r}: other tables")
    return found
