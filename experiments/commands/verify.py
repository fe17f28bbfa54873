"""``coprod verify``: is an archive whole, and do its runs come out the same here?"""

import argparse
from pathlib import Path

from experiments.commands import options as shared

EXAMPLES = """  coprod verify headline-archive
  coprod verify headline-archive --sample 20 --lang zh"""
SAMPLE = 6
"""Runs that are run again, unless said."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.description = f"{parser.description} Status 0 where all is the same to the bit."
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="an archive")
    parser.add_argument(
        "--sample", type=int, default=SAMPLE, metavar="N", help=f"runs again (default: {SAMPLE})"
    )
    shared.add_lang(parser)


def execute(options: argparse.Namespace) -> int:
    """Check sums, run a sample again, and say what came of it."""
    from experiments.base.errors import InputError
    from experiments.report.verify import SAME, verify
    from experiments.run.compiling import compile_ahead, teller

    if options.sample < 0:
        raise InputError(f"--sample {options.sample}: must be 0 or more")
    say = shared.speaker(options)
    if options.sample:
        compile_ahead(teller(say))
    found = verify(options.folder, options.sample)
    for kind in ("changed", "missing", "added", "differing"):
        for name in getattr(found, kind):
            print(say(f"verify.{kind}", name=name))
    print(
        say(
            f"verify.verdict.{found.verdict}",
            runs=len(found.replayed),
            made=found.made_on,
            here=found.here,
        )
    )
    return 0 if found.verdict == SAME else 1
