"""``coprod plot``: one figure of a stored study."""

import argparse
from typing import TYPE_CHECKING

from experiments.commands import options as shared
from experiments.words.speech import Speaker

if TYPE_CHECKING:
    from experiments.store import Study

FOLDER = "figures"
"""Where figures go, in the study's folder."""
FORMATS = ("png", "svg")
EXAMPLES = """  coprod plot headline
  coprod plot headline ends
  coprod plot results/headline differences --lang zh --format svg"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.description = (
        f"{parser.description} Figures go to STUDY/{FOLDER}, each with its numbers as CSV."
    )
    parser.add_argument("study", metavar="STUDY", help="name of a study, or its folder")
    parser.add_argument(
        "figure", metavar="FIGURE", nargs="?", help="name of a figure; without it, all are listed"
    )
    parser.add_argument("--format", choices=FORMATS, help="one of them only (default: both)")
    shared.add_out(parser)


def execute(options: argparse.Namespace) -> int:
    """Draw the figure, or say which figures the study gives and why it doesn't give others."""
    from experiments.figures.drawn import drawings
    from experiments.store import Study
    from experiments.store.named import study_folder

    say = shared.speaker(options)
    study = Study(study_folder(options.out, options.study))
    if options.figure is None:
        print(_list(study, say))
        return 0
    forms = FORMATS if options.format is None else (options.format,)
    (drawing,) = drawings(study, [options.figure], say)
    for path in drawing.save(forms):
        print(path)
    return 0


def _list(study: "Study", say: Speaker) -> str:
    from experiments.figures import FIGURES, figure_name
    from experiments.figures.drawn import reasons_of

    given, refused = [], []
    for name, reason in reasons_of(study.cells(), FIGURES).items():
        if reason is None:
            given.append(f"  {name:12} {figure_name(name, say)}")
        else:
            refused.append(f"  {name:12} {say(reason.key, **reason.values)}")
    blocks = [("given", given), ("not_given", refused)]
    return "\n".join(
        line for key, lines in blocks if lines for line in (say(f"plot.{key}") + ":", *lines)
    )
