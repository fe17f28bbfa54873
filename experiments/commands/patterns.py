"""``coprod patterns``: what the model should show and was not fitted to, met or not."""

import argparse

from experiments.commands import options as shared

EXAMPLES = """  coprod patterns
  coprod patterns points=10 replicates=3 --study quick
  coprod patterns "patterns=whistle_shortens,monitoring_restores" --lang zh"""
OWN = ("points", "patterns")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.description = (
        f"{parser.description} All are declared in configs/patterns.yaml. points=N: fewer accepted"
        " points; patterns=a,b: some of them only."
    )
    shared.add_overrides(parser)


def execute(options: argparse.Namespace) -> int:
    """Run what is missing of every arm at every point; print, tabulate and draw the verdicts."""
    from experiments.studies import patterns

    own, overrides = shared.split_own(shared.overrides(options), ("points", "patterns"))
    names, points = shared.names_of(own, "patterns"), shared.number_of(own, "points")
    study = patterns.study(overrides, options.config_dir, names, points)
    return shared.performed(study, options)
