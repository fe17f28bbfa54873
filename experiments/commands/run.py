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
    from experiments.studies import single

    overrides = shared.overrides(options)
    study = single.study(overrides, options.config_dir, options.weekly)
    return shared.performed(study, options)
