"""``coprod power``: before a study, how many pairs of replicates it needs."""

import argparse

from experiments.base.documents import document
from experiments.base.errors import InputError
from experiments.commands import options as shared

NUMBERS = (
    "rate", "other", "opportunities", "overdispersion", "correlation", "margin", "replicates",
    "measure",
)  # fmt: skip
EXAMPLES = """  coprod power rate=.40 other=.45 opportunities=60
  coprod power rate=.40 other=.45 opportunities=60 overdispersion=2 correlation=.3 replicates=100
  coprod power teaching rate=.40
  coprod power first/party second/none measure=breakdown margin=.03"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.description = (
        f"{parser.description} Shares lie between 0 and 1. rate, other: of the two arms;"
        " opportunities: of a run; overdispersion (default 1): variance of a run's share over that"
        " of independent opportunities; correlation (default 0): of shares within pairs; margin"
        " (default .05): a difference that is to be ruled out. What isn't given is taken from a"
        f" stored study, where one is named. See {document('power.md')}."
    )
    parser.add_argument(
        "asked", nargs="*", metavar="STUDY or NAME=VALUE",
        help="a stored study with arms party and none, or two of its cells STUDY/CELL, treated"
        " first; and numbers: " + ", ".join(NUMBERS),
    )  # fmt: skip
    shared.add_out(parser)


def execute(options: argparse.Namespace) -> int:
    """Print pairs needed, and what numbers of pairs can do; nothing is run or written."""
    from experiments.document.terminal import text_of
    from experiments.studies import power, power_text

    own, names = shared.split_own(options.asked, NUMBERS)
    for name in names:
        if "=" in name:
            raise InputError(f"{name}: no such number; there are: {', '.join(NUMBERS)}")
    given = power.read_given(own)
    stored = power.stored_pair(options.out, names, given.measure) if names else None
    found = power.assumed(given, stored)
    print(text_of(power_text.document(given, found, shared.speaker(options))))
    return 0
