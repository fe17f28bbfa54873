"""``coprod mechanisms``: which of the hub's mechanisms and acts does what."""

import argparse

from experiments.commands import options as shared

EXAMPLES = """  coprod mechanisms
  coprod mechanisms community=jinsong_north --lang zh"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.description = f"{parser.description} It is declared in configs/mechanisms.yaml."
    shared.add_overrides(parser)


def execute(options: argparse.Namespace) -> int:
    """Run what is missing of every combination; print, tabulate and draw what each does."""
    from experiments.studies.mechanisms import study

    return shared.performed(study(shared.overrides(options), options.config_dir), options)
