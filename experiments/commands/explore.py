"""``coprod explore``: one HTML file that answers at once, from what was computed."""

import argparse
from pathlib import Path

from experiments.commands import options as shared

EXAMPLES = """  coprod explore headline
  coprod explore explore_village --lang zh
  coprod explore attention_load supply_demand --file both.html"""
NAME = "explore.html"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.description = (
        f"{parser.description} It needs neither Python nor a network: a double-click opens it. It "
        "holds both languages, every computed setting, and the command that runs one again."
    )
    parser.add_argument(
        "studies", metavar="STUDY", nargs="+", help="name of a study, or its folder; or several"
    )
    parser.add_argument(
        "--file",
        type=Path,
        metavar="FILE",
        help=f"where to write it (default: {NAME} in the first study)",
    )
    shared.add_out(parser)


def execute(options: argparse.Namespace) -> int:
    """Write the explorer and tell where it is."""
    from experiments.base.files import write_atomically
    from experiments.report.explore import explore
    from experiments.store import Study
    from experiments.store.named import study_folder

    say = shared.speaker(options)
    folders = [study_folder(options.out, name) for name in options.studies]
    data = explore([Study(folder) for folder in folders], say.lang).encode()
    path = folders[0] / NAME if options.file is None else options.file
    write_atomically(path, data)
    print(say("command.explore", path=path, size=say.number(len(data) / 1e6, 1)))
    return 0
