"""What happened to the runs of a study, told on the error stream."""

import sys
from collections.abc import Mapping, Sequence

from experiments.run.runner import Outcome
from experiments.store import Cell, Study
from experiments.words.speech import Speaker

DONE, NOT_DONE = 0, 1


def report_changes(study: Study, community: str, inputs: Mapping[str, str], say: Speaker) -> None:
    """Tell of a community's own tables that changed since the study last ran it."""
    changed = study.changed_tables(community, inputs)
    if changed:
        values = {"community": community, "tables": ", ".join(changed)}
        print(say("place.changed", **values), file=sys.stderr)


def report_spared(spared: Mapping[str, Sequence[str]], say: Speaker) -> None:
    """Tell of arms without a hub what is said of the coordinator and leaves them as they are."""
    for line in spared_lines(spared, say):
        print(line, file=sys.stderr)


def spared_lines(spared: Mapping[str, Sequence[str]], say: Speaker) -> list[str]:
    """A line for each arm (key) of which something is said (value) that it isn't given."""
    return [
        say("command.spared", arm=say.arm(arm), said=", ".join(said))
        for arm, said in spared.items()
        if said
    ]


def report_trouble(study: Study, cells: Sequence[Cell], outcome: Outcome, say: Speaker) -> int:
    """Tell of chunks that did not count and of runs that failed or were lost; returns the exit
    status: 1 if runs failed or were lost."""
    by_hash = {cell.hash: cell for cell in reversed(cells)}
    report_refused(outcome, say)
    lines = [*_failed(study, by_hash, outcome, say), *_lost(by_hash, outcome, say)]
    for line in (*lines, *outcome.elsewhere):
        print(line, file=sys.stderr)
    return NOT_DONE if lines or outcome.elsewhere else DONE


def report_refused(outcome: Outcome, say: Speaker) -> None:
    """Tell, in one line, of chunks that did not count."""
    if outcome.refused:
        path, reason = outcome.refused[0]
        values = {"number": len(outcome.refused), "path": path, "reason": reason}
        print(say("study.refused", **values), file=sys.stderr)


def _failed(study: Study, cells: Mapping[str, Cell], outcome: Outcome, say: Speaker) -> list[str]:
    if not outcome.failed:
        return []
    cell, replicate, name = _first(cells, outcome.failed)
    runs = cell.runs()
    error = runs.loc[runs["replicate"] == replicate, "error"].item()
    values = {"number": len(outcome.failed), "name": name, "error": error, "folder": study.path}
    return [say("command.failed", **values)]


def _lost(cells: Mapping[str, Cell], outcome: Outcome, say: Speaker) -> list[str]:
    if not outcome.lost:
        return []
    _, _, name = _first(cells, outcome.lost)
    return [say("command.lost", number=len(outcome.lost), name=name)]


def _first(cells: Mapping[str, Cell], runs: list[tuple[str, int]]) -> tuple[Cell, int, str]:
    """The first of some runs: its cell, number, and name."""
    arm, replicate, key = min((cells[key].arm, number, key) for key, number in runs)
    return cells[key], replicate, f"{arm}/{replicate}"
