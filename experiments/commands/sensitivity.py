"""``coprod sensitivity``: on which rules and parameters the hub's effect hangs."""

import argparse

from experiments.commands import options as shared

EXAMPLES = """  coprod sensitivity
  coprod sensitivity community=jinsong_north --study hangs_jinsong --lang zh
  coprod sensitivity --box"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.description = (
        f"{parser.description} It is declared in configs/sensitivity.yaml. points=N: so many points"
        " of each sample."
    )
    shared.add_overrides(parser)
    parser.add_argument(
        "--box",
        action="store_true",
        help="move the community's parameters alone, over the ranges that calibration began from",
    )


def execute(options: argparse.Namespace) -> int:
    """Run what is missing; print, tabulate and draw what the effect hangs on."""
    from experiments.studies.sensitivity import study

    own, overrides = shared.split_own(shared.overrides(options), ("points",))
    points = shared.number_of(own, "points")
    return shared.performed(study(overrides, options.config_dir, options.box, points), options)
