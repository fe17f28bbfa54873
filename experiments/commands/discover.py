"""``coprod discover``: where the hub lowers failure, and where it raises it."""

import argparse

from experiments.commands import options as shared

EXAMPLES = """  coprod discover
  coprod discover community=jinsong_north --study where_jinsong --lang zh"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.description = (
        f"{parser.description} It is declared in configs/discover.yaml. points=N: so many points"
        " among which a box is sought."
    )
    shared.add_overrides(parser)


def execute(options: argparse.Namespace) -> int:
    """Run what is missing; print, tabulate and draw the boxes."""
    from experiments.studies.discover import study

    own, overrides = shared.split_own(shared.overrides(options), ("points",))
    points = shared.number_of(own, "points")
    return shared.performed(study(overrides, options.config_dir, points), options)
