"""``coprod accepted``: the treated arm against the reference over the accepted set."""

import argparse

from experiments.commands import options as shared

EXAMPLES = """  coprod accepted replicates=10
  coprod accepted community=village replicates=4 --lang zh"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.description = (
        f"{parser.description} Runs party and none with the same luck at every point."
    )
    shared.add_overrides(parser)


def execute(options: argparse.Namespace) -> int:
    """Run what is missing at every accepted point, then print the spread and write the table."""
    from experiments.studies import accepted

    study = accepted.study(shared.overrides(options), options.config_dir)
    return shared.performed(study, options)
