"""``coprod case``: what the hub did in the one case that is known, given facts of it."""

import argparse

from experiments.commands import options as shared

EXAMPLES = """  coprod case
  coprod case particles=256 --lang zh
  coprod case --whole"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.description = (
        f"{parser.description} Facts, tolerances and both sizes are declared in configs/case.yaml."
        " particles=N: so many, the first of the whole. It calibrates a hub, and is about this case"
        " alone: docs/case.md."
    )
    shared.add_overrides(parser)
    parser.add_argument("--whole", action="store_true", help="all particles: an hour or less")


def execute(options: argparse.Namespace) -> int:
    """Run what is missing of every particle; print, tabulate and draw the answer."""
    from experiments.studies import case

    own, overrides = shared.split_own(shared.overrides(options), ("particles",))
    particles = shared.number_of(own, "particles")
    return shared.performed(
        case.study(overrides, options.config_dir, options.whole, particles), options
    )
