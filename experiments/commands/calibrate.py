"""``coprod calibrate``: the community's parameters, from patterns without a coordinator."""

import argparse
from pathlib import Path

from experiments.base.errors import InputError

EXAMPLES = """  coprod calibrate --help
  coprod calibrate"""
MOST_POINTS = 1_000_000
MOST_PROCESSES = 256


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.add_argument("--points", metavar="N", help="points sampled (default: as declared)")
    parser.add_argument("--processes", metavar="N", help="processes that run at the same time")
    parser.add_argument(
        "--short", action="store_true", help="a handful of points in a hamlet, to try the command"
    )
    parser.add_argument(
        "--adopt", action="store_true",
        help="make the accepted set the project's: configs/accepted.* and docs/calibration.md",
    )  # fmt: skip
    parser.add_argument(
        "--out", type=Path, default=Path("results"), metavar="DIR",
        help="folder of results (default: results)",
    )  # fmt: skip


def execute(options: argparse.Namespace) -> int:
    """Check the options, then calibrate. InputError, one line, for what isn't allowed."""
    from experiments.studies import calibration

    options.points = _whole("--points", options.points, 2, MOST_POINTS)
    options.processes = _whole("--processes", options.processes, 1, MOST_PROCESSES)
    if options.short and options.adopt:
        raise InputError("--adopt: not with --short, which is too small to accept in earnest")
    return calibration.main(options)


def _whole(name: str, text: str | None, low: int, high: int) -> int | None:
    if text is None:
        return None
    if text.isascii() and text.isdigit() and low <= int(text) <= high:
        return int(text)
    raise InputError(f"{name} {text}: must be a whole number in [{low}, {high}]")
