"""``coprod recovery``: how long a shock is felt."""

import argparse

from experiments.commands import options as shared

EXAMPLES = """  coprod recovery shocks/party+lockdown shocks/party
before it: coprod run arrangement=party --study shocks
           coprod run arrangement=party shock=lockdown --study shocks"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.add_argument("shocked", metavar="STUDY/CELL", help="a stored cell that a shock strikes")
    parser.add_argument("twin", metavar="STUDY/CELL", help="the same without the shock")
    shared.add_out(parser)


def execute(options: argparse.Namespace) -> int:
    """Print recovery of the shocked cell, and keep the table in its folder."""
    from experiments.studies import recovery

    found, folder = recovery.stored(options.out, options.shocked, options.twin)
    return shared.shown(found, folder, options)
