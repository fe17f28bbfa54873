"""``coprod headline``: the treated arm against others over all that was not known."""

import argparse

from experiments.commands import options as shared

EXAMPLES = """  coprod headline
  coprod headline --lang zh
  coprod headline --whole"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.description = (
        f"{parser.description} The population and both sizes are declared in"
        " configs/population.yaml; what is run in short is the beginning of the whole."
    )
    shared.add_overrides(parser)
    parser.add_argument(
        "--whole", action="store_true", help="all points of the population: an hour or more"
    )


def execute(options: argparse.Namespace) -> int:
    """Run what is missing of every arm at every point; print, tabulate and draw the answer."""
    from experiments.studies.population import study

    headline = study(shared.overrides(options), options.config_dir, options.whole)
    return shared.performed(headline, options)
