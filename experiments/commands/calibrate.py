"""``coprod calibrate``: the community's parameters, from patterns without a coordinator."""

import argparse

from experiments.base.errors import InputError
from experiments.commands import options as shared

EXAMPLES = """  coprod calibrate --help
  coprod calibrate
  coprod calibrate --short --lang zh"""
MOST_PROCESSES = 256


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.add_argument("--processes", metavar="N", help="processes that run at the same time")
    parser.add_argument(
        "--short", action="store_true", help="a handful of points in a hamlet, to try the command"
    )
    parser.add_argument(
        "--adopt", action="store_true",
        help="make the accepted set the project's: configs/accepted.csv, its .json, and the page",
    )  # fmt: skip
    shared.add_out(parser)


def execute(options: argparse.Namespace) -> int:
    """Check the options, run what is missing, print and keep what came of it; the exit status: 1
    where no point is accepted. InputError, one line, for what isn't allowed."""
    from experiments.base.settings import usable_processors
    from experiments.studies.calibration import conduct

    processes = _processes(options.processes) or usable_processors()
    if options.short and options.adopt:
        raise InputError("--adopt: not with --short, which is too small to accept in earnest")
    if options.adopt and not conduct.PAGE.exists():
        raise InputError("--adopt: changes the project's own files; run it in a clone of it")
    say = shared.speaker(options)
    found, folder = conduct.calibrate(options.out, say, processes, options.short)
    shared.shown(found, folder, options)
    if options.adopt:
        conduct.adopt(found)
    return 0 if found.content["accepted"] else 1


def _processes(text: str | None) -> int | None:
    if text is None:
        return None
    if text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_PROCESSES:
        return int(text)
    raise InputError(f"--processes {text}: must be a whole number in [1, {MOST_PROCESSES}]")
