"""``coprod honesty``: settings in which the coordinator could harm, and the headline's sign."""

import argparse

from experiments.commands import options as shared

EXAMPLES = """  coprod honesty
  coprod honesty replicates=20 --study quick
  coprod honesty "experiments=overload,captured" community=jinsong_north --lang zh"""
OWN = ("experiments",)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.description = (
        f"{parser.description} All are declared in configs/honesty.yaml. experiments=a,b: some of"
        " them only."
    )
    shared.add_overrides(parser)


def execute(options: argparse.Namespace) -> int:
    """Run what is missing of every arm; print, tabulate and draw the differences."""
    from experiments.studies import honesty

    own, overrides = shared.split_own(shared.overrides(options), ("experiments",))
    names = shared.names_of(own, "experiments")
    return shared.performed(honesty.study(overrides, options.config_dir, names), options)
