"""``coprod run``: one cell."""

import argparse

from experiments.commands import options as shared

EXAMPLES = """  coprod run
  coprod run community=village arrangement=party replicates=20 seed=0
  coprod run arrangement=party coordinator.attention=10 --study attention --weekly quantiles"""
WEEKLY = ("runs", "quantiles", "none")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    shared.add_overrides(parser)
    parser.add_argument(
        "--weekly", choices=WEEKLY, default=WEEKLY[0],
        help="how weekly measures are kept: run by run (default), as quantiles over runs, or not",
    )  # fmt: skip


def execute(options: argparse.Namespace) -> int:
    """Run what is missing of the cell, and print how its opportunities ended."""
    from functools import partial

    from experiments.analysis.pairing import arm_of
    from experiments.config.compose import compose
    from experiments.config.study_name import is_named, study_name
    from experiments.document.summary import summary
    from experiments.run.progress import shown
    from experiments.run.reporting import report_changes, report_trouble
    from experiments.run.runner import run_cells
    from experiments.store import Study, input_checksums

    say = shared.speaker(options)
    wanted = compose(shared.overrides(options), options.config_dir)
    named = is_named(shared.overrides(options))
    name = wanted.name if named else study_name([wanted], config_dir=options.config_dir)
    study = Study(options.out / name)
    report_changes(study, wanted.community, input_checksums(wanted.parameters), say)
    labels = (wanted.seed, wanted.arm, wanted.community)
    cell = study.open_cell(wanted.parameters, *labels, replicates=wanted.replicates)
    progress = partial(shown, wanted.arm, say=say)
    outcome = run_cells([cell], wanted.replicates, wanted.processes, progress, options.weekly)
    status = report_trouble(study, [cell], outcome, say)
    arm = arm_of(cell, wanted.replicates)
    runs = len(arm.replicates)
    print(say("command.stored", arm=cell.arm, runs=runs, seed=cell.seed, folder=cell.folder))
    if runs > 0:
        print(summary(cell, arm, say))
    return status
