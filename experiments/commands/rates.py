"""``coprod rates``: how often opportunities fail, by supply, year and tenure."""

import argparse

from experiments.commands import options as shared

EXAMPLES = """  coprod rates
  coprod rates community=village replicates=10 --lang zh"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.description = f"{parser.description} It is declared in configs/rates.yaml."
    shared.add_overrides(parser)


def execute(options: argparse.Namespace) -> int:
    """Run what is missing; print, tabulate and draw the rates."""
    from experiments.studies import rates

    study = rates.study(shared.overrides(options), options.config_dir)
    return shared.performed(study, options)
