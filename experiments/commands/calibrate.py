"""``coprod calibrate``: the community's parameters, from patterns without a coordinator."""

import argparse

EXAMPLES = """  coprod calibrate --help
  coprod calibrate"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    from experiments import calibrate

    calibrate.add_arguments(parser)


def execute(options: argparse.Namespace) -> int:
    """Calibrate; see ``experiments.calibrate``."""
    from experiments import calibrate

    status: int = calibrate.main(options)
    return status
