"""``coprod patterns``: what the model should show and was not fitted to, met or not."""

import argparse
from typing import TYPE_CHECKING

from experiments.commands import options as shared
from experiments.words.speech import Speaker

if TYPE_CHECKING:
    from pathlib import Path

    from experiments.studies.patterns_run import Judged

EXAMPLES = """  coprod patterns
  coprod patterns points=10 replicates=3 --study quick
  coprod patterns patterns=[whistle_shortens,monitoring_restores] --lang zh"""
OWN = ("points", "patterns")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.description = (
        f"{parser.description} All are declared in configs/patterns.yaml. points=N: fewer accepted"
        " points; patterns=[a,b]: some of them only."
    )
    shared.add_overrides(parser)


def execute(options: argparse.Namespace) -> int:
    """Run what is missing of every arm at every point; print, tabulate and draw the verdicts."""
    from functools import partial

    from experiments.run.progress import shown
    from experiments.run.reporting import report_trouble
    from experiments.run.runner import run_cells
    from experiments.store import Study
    from experiments.studies.patterns_declared import read_declaration
    from experiments.studies.patterns_run import composed_arms, judge_all, open_cells

    say, declared = shared.speaker(options), read_declaration()
    own, overrides = shared.split_own(shared.overrides(options), OWN)
    patterns = declared.only(shared.names_of(own, "patterns"))
    arms = [a for a in declared.arms if any(a in p.contrast for p in patterns.values())]
    composed = composed_arms(declared, arms, overrides, options.config_dir)
    wanted = composed[arms[0]]
    study = Study(options.out / wanted.name)
    cells = open_cells(study, composed, shared.number_of(own, "points"))
    each = [cell for mine in zip(*cells.values(), strict=True) for cell in mine]
    outcome = run_cells(
        each, wanted.replicates, wanted.processes, partial(shown, wanted.name, say=say)
    )
    status = report_trouble(study, each, outcome, say)
    judged = judge_all(declared, patterns, cells, wanted.replicates)
    _show(study.path, judged, wanted.replicates, say)
    return status


def _show(place: "Path", judged: "Judged", replicates: int, say: Speaker) -> None:
    from experiments.base.disarm import csv_of
    from experiments.base.files import write_atomically
    from experiments.figures import FORMATS, encoded
    from experiments.figures.style import drawing
    from experiments.studies.patterns_figure import patterns
    from experiments.studies.patterns_words import verdict_table

    for name, table in judged._asdict().items():
        write_atomically(place / f"patterns-{name}.csv", csv_of(table).encode())
    with drawing():
        figure = patterns(judged.summary, replicates, say)
        for form in FORMATS:
            write_atomically(place / f"patterns.{say.lang}.{form}", encoded(figure, form))
    print(verdict_table(judged.summary, replicates, say))
    print(say("patterns.rule"))
    print(say("note.conditional"))
    print(say("command.written", folder=place))
