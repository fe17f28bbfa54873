"""``coprod init``: a folder with an example community, to make one's own of."""

import argparse
from pathlib import Path

from experiments.commands import options as shared

EXAMPLES = """  coprod init my_place
  coprod init my_place --lang zh"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.add_argument(
        "folder", type=Path, metavar="FOLDER", help="a new folder; never an old one"
    )
    shared.add_lang(parser)


def execute(options: argparse.Namespace) -> int:
    """Write the example, and say what to do next."""
    from experiments.config.place.init import init_place

    say = shared.speaker(options)
    paths = init_place(options.folder, say)
    print(say("place.written", files="\n".join(f"  {path}" for path in paths)))
    name = options.folder.resolve().name
    print(say("place.next", folder=options.folder, name=name))
    return 0
