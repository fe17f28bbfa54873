"""``coprod compare``: the arms with the same luck, in one study."""

import argparse

from experiments.base.errors import InputError
from experiments.commands import options as shared
from experiments.commands.hydra_words import shows_configuration
from experiments.config.arms import ARMS, TREATED

EXAMPLES = """  coprod compare
  coprod compare community=village replicates=20 --study teaching
  coprod compare "arms=none,party,npo_hub,outsourcing" --equal-means --study rivals
  coprod compare "arms=none,party" coordinator.formalism=0.5 seed=7 --processes 2
  coprod compare --cells headline/none headline/party captured/party"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.description = (
        f"{parser.description} Unless said otherwise: arms={','.join(ARMS)}. "
        "What is said of the coordinator holds for every arm that has one."
    )
    shared.add_overrides(parser)
    parser.add_argument(
        "--cells",
        nargs="+",
        metavar="STUDY/CELL",
        help="compare stored cells instead, of one study or several: the last with each other one;"
        " a cell is an arm, or the beginning of a cell's hash",
    )
    parser.add_argument(
        "--equal-means",
        action="store_true",
        help=f"give every hub the attention and the cost of {TREATED}'s, or of the last arm's"
        " where that isn't among the arms; otherwise each has its own",
    )
    parser.add_argument(
        "--after",
        type=int,
        metavar="WEEK",
        help="judge on opportunities that start in this week or later, as after a removal",
    )


def execute(options: argparse.Namespace) -> int:
    """Compare stored cells, or run what is missing of every arm and compare them."""
    from experiments.studies import comparing

    overrides, equal_means = shared.overrides(options), options.equal_means
    if options.cells is None:
        study = comparing.study(overrides, options.config_dir, options.after, equal_means)
        return shared.performed(study, options)
    if overrides or equal_means or shows_configuration(options):
        raise InputError("--cells: compares what is stored; nothing else can be set beside it")
    found = comparing.stored(options.out, options.cells, options.after)
    return shared.shown(found, options.out, options)
