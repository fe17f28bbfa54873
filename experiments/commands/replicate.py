"""``coprod replicate``: published results as experiments, met or not."""

import argparse

from experiments.commands import options as shared

EXAMPLES = """  coprod replicate
  coprod replicate replicates=50 --study quick --lang zh"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.description = f"{parser.description} It is declared in configs/replicate.yaml."
    shared.add_overrides(parser)


def execute(options: argparse.Namespace) -> int:
    """Run the experiments; print, tabulate and draw what was met and what wasn't."""
    from experiments.studies import replicate

    study = replicate.study(shared.overrides(options), options.config_dir)
    return shared.performed(study, options)
