"""``coprod report``: one HTML file from a study."""

import argparse
from pathlib import Path

from experiments.commands import options as shared

EXAMPLES = """  coprod report headline
  coprod report results/teaching --lang zh
  coprod report teaching --file teaching.html"""
NAME = "report.html"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.description = (
        f"{parser.description} It holds both languages and all its figures and data, and needs "
        "neither a network nor a server."
    )
    parser.add_argument("study", metavar="STUDY", help="name of a study, or its folder")
    parser.add_argument(
        "--file",
        type=Path,
        metavar="FILE",
        help=f"where to write it (default: {NAME} in the study)",
    )
    shared.add_out(parser)


def execute(options: argparse.Namespace) -> int:
    """Write the report and tell where it is, with its checksum."""
    from experiments.base.files import checksum, write_atomically
    from experiments.report import report
    from experiments.store import Study
    from experiments.store.named import study_folder

    say = shared.speaker(options)
    folder = study_folder(options.out, options.study)
    data = report(Study(folder), say.lang).encode()
    path = folder / NAME if options.file is None else options.file
    write_atomically(path, data)
    size = say.number(len(data) / 1e6, 1)
    print(say("command.report", path=path, size=size, sum=checksum(data)))
    return 0
