"""``coprod honesty``: settings in which the coordinator could harm, and the headline's sign."""

import argparse
from typing import TYPE_CHECKING

from experiments.commands import options as shared
from experiments.words.speech import Speaker

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

    from experiments.studies.honesty_declared import Experiment

EXAMPLES = """  coprod honesty
  coprod honesty replicates=20 --study quick
  coprod honesty experiments=[overload,captured] community=jinsong_north --lang zh"""
OWN = ("experiments",)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.description = (
        f"{parser.description} All are declared in configs/honesty.yaml. experiments=[a,b]: some of"
        " them only."
    )
    shared.add_overrides(parser)


def execute(options: argparse.Namespace) -> int:
    """Run what is missing of every arm; print, tabulate and draw the differences."""
    from functools import partial

    from experiments.run.progress import shown
    from experiments.run.reporting import report_trouble
    from experiments.run.runner import run_cells
    from experiments.store import Study
    from experiments.studies.honesty_declared import read_declaration
    from experiments.studies.honesty_run import compose_arms, differ, open_cells

    say, declared = shared.speaker(options), read_declaration()
    own, overrides = shared.split_own(shared.overrides(options), OWN)
    experiments = declared.only(shared.names_of(own, "experiments"))
    composed = compose_arms(declared, experiments, overrides, options.config_dir)
    wanted = next(iter(composed.values()))
    study = Study(options.out / wanted.name)
    cells = open_cells(study, composed)
    progress = partial(shown, wanted.name)
    each = list(cells.values())
    outcome = run_cells(each, wanted.replicates, wanted.processes, progress, weekly="none")
    status = report_trouble(study, each, outcome, say)
    table = differ(experiments, cells, wanted.replicates)
    _show(study.path, table, experiments, wanted.community, say)
    return status


def _show(
    place: "Path",
    table: "pd.DataFrame",
    experiments: "Mapping[str, Experiment]",
    community: str,
    say: Speaker,
) -> None:
    from experiments.base.disarm import csv_of
    from experiments.base.files import write_atomically
    from experiments.figures import FORMATS, encoded
    from experiments.figures.style import drawing
    from experiments.studies.honesty_figure import honesty
    from experiments.studies.honesty_words import difference_table, told_failed

    write_atomically(place / "honesty.csv", csv_of(table).encode())
    with drawing():
        figure = honesty(table, experiments, community, say)
        for form in FORMATS:
            write_atomically(place / f"honesty.{say.lang}.{form}", encoded(figure, form))
    print(difference_table(table, experiments, community, say))
    for line in told_failed(table, experiments, say):
        print(line)
    print(say("honesty.rule", number=len(table)))
    print(say("note.conditional"))
    print(say("command.written", folder=place))
