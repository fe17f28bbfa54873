"""``coprod harm``: where in the declared ranges the coordinator helps, does little, or harms."""

import argparse

from experiments.commands import options as shared

EXAMPLES = """  coprod harm
  coprod harm points=124 replicates=4 --study quick
  coprod harm community=jinsong_north replicates=4 --lang zh"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.description = (
        f"{parser.description} Ranges and sizes are declared in configs/harm.yaml. points=N: so"
        " many points."
    )
    shared.add_overrides(parser)


def execute(options: argparse.Namespace) -> int:
    """Run what is missing of both arms at every point; print, tabulate and draw the map."""
    from experiments.studies import harm

    own, overrides = shared.split_own(shared.overrides(options), ("points",))
    points = shared.number_of(own, "points")
    return shared.performed(harm.study(overrides, options.config_dir, points), options)
