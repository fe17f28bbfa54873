"""``coprod sweep``: many cells, on one machine or a cluster."""

import argparse
import sys

from experiments.base.documents import document
from experiments.commands import options as shared
from experiments.commands.hydra_words import shows_configuration
from experiments.words.speech import Speaker

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
    shared.add_overrides(parser, many=True)
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
    """Run what is missing of every cell, then print and write the table of cells; without anything
    to sweep over, say what there is."""
    from experiments.run.sweep.job import Job
    from experiments.run.sweep.whole import configuration, swept

    say = shared.speaker(options)
    if not options.overrides:
        return _explain(options, say)
    job = Job(options.out, options.weekly, options.accept_other_version, say)
    overrides = shared.overrides(options)
    if shows_configuration(options):
        return shared.print_documents(configuration(job, overrides, options.config_dir))
    dry = ["dry_run=true"] if options.dry_run else []
    found = swept(job, [*overrides, *dry], options.config_dir)
    if found is None:
        return 0
    print(found.text)
    for line in found.trouble:
        print(line, file=sys.stderr)
    return 1 if found.trouble else 0


def _explain(options: argparse.Namespace, say: Speaker) -> int:
    from experiments.commands.list import lines_of, ready_studies

    print(say("sweep.explained", document=document("sweeps.md")))
    print("\n".join(lines_of(ready_studies(options.config_dir), say)))
    return 0
