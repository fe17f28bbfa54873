"""What happened to the runs of a study, told on the error stream."""

import sys
from collections.abc import Sequence

from experiments.commands.words import tell
from experiments.runner import Outcome
from experiments.store import Cell, Study

DONE, NOT_DONE = 0, 1


def report_trouble(study: Study, cells: Sequence[Cell], outcome: Outcome, lang: str) -> int:
    """Tell of runs that failed or were lost; returns the exit status: 1 if there are any."""
    for line in (*_failed(study, cells, outcome, lang), *_lost(outcome, lang)):
        print(line, file=sys.stderr)
    return NOT_DONE if outcome.failed or outcome.lost else DONE


def _failed(study: Study, cells: Sequence[Cell], outcome: Outcome, lang: str) -> list[str]:
    if not outcome.failed:
        return []
    arm, replicate = min(outcome.failed)
    runs = next(cell for cell in cells if cell.arm == arm).runs()
    error = runs.loc[runs["replicate"] == replicate, "error"].item()
    name = f"{arm}/{replicate}"
    values = {"number": len(outcome.failed), "name": name, "error": error, "folder": study.path}
    return [tell("failed", lang, **values)]


def _lost(outcome: Outcome, lang: str) -> list[str]:
    if not outcome.lost:
        return []
    arm, replicate = min(outcome.lost)
    return [tell("lost", lang, number=len(outcome.lost), name=f"{arm}/{replicate}")]
