"""``coprod sweep``: many cells, on one machine or a cluster."""

import argparse
import sys
from typing import TYPE_CHECKING

from experiments.base.documents import document
from experiments.commands import options as shared

if TYPE_CHECKING:
    from experiments.run.sweep.job import Job
    from experiments.run.sweep.plan import Plan

FILE = "sweep.csv"
WEEKLY = ("none", "runs", "quantiles")
EXAMPLES = """  coprod sweep community=village "arrangement=none,party" replicates=20
  coprod sweep "arrangement=none,party" "coordinator.attention=6,12,24" --study attention
  coprod sweep experiment=attention_load replicates=50 --dry-run
  coprod sweep "arrangement=none,party" "coordinator.formalism=interval(0,.6)" samples=32
  coprod sweep experiment=headline precision=.02 replicates=400 hydra/launcher=joblib"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.description = (
        f"{parser.description} Axes: name=a,b or name=range(start,stop,step) or, for a design, "
        "name=interval(low,high); arms are arrangement=none,party."
        f" See {document('sweeps.md')}."
    )
    shared.add_overrides(parser)
    parser.add_argument(
        "--weekly", choices=WEEKLY, default=WEEKLY[0],
        help="how weekly measures are kept: not (default), run by run, or as quantiles over runs",
    )  # fmt: skip
    parser.add_argument(
        "--dry-run", action="store_true",
        help="run nothing: tell cells, runs, time, disk and replicates needed (or dry_run=true)",
    )  # fmt: skip
    parser.add_argument(
        "--accept-other-version", action="store_true",
        help="run all anew in a study that another version of the model made",
    )  # fmt: skip


def execute(options: argparse.Namespace) -> int:
    """Run what is missing of every cell, then print and write the table of cells."""
    from experiments.run.sweep.job import Job
    from experiments.run.sweep.start import start

    say = shared.speaker(options)
    dry = ["dry_run=true"] if options.dry_run else []
    job = Job(options.out, options.weekly, options.accept_other_version, say)
    start(job, [*shared.overrides(options), *dry], options.config_dir)
    return 0 if job.plan is None else _show(job.plan, job)


def _show(plan: "Plan", job: "Job") -> int:
    from experiments.base.disarm import csv_of
    from experiments.base.files import write_atomically
    from experiments.run.sweep.table import sweep_table
    from experiments.run.sweep.told import told_table, told_trouble

    table = sweep_table(plan, job.replicates)
    file = plan.study.path / FILE
    write_atomically(file, csv_of(table).encode())
    print(told_table(plan, table, file, job.say))
    trouble = list(told_trouble(table, job.say))
    for line in trouble:
        print(line, file=sys.stderr)
    return 1 if trouble else 0
