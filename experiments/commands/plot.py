"""``coprod plot``: one figure of a stored study."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.base.errors import InputError
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
    from experiments.store import Study
    from experiments.store.named import study_folder

    say = shared.speaker(options)
    study = Study(study_folder(options.out, options.study))
    if options.figure is None:
        print(_list(study, say))
        return 0
    forms = FORMATS if options.format is None else (options.format,)
    for path in _draw(study, options.figure, forms, say):
        print(path)
    return 0


def _draw(study: "Study", name: str, forms: tuple[str, ...], say: Speaker) -> list[Path]:
    """Write the figure, and its numbers beside it; InputError where the study doesn't give it."""
    from experiments.base.describe import offered
    from experiments.base.disarm import csv_of
    from experiments.base.files import one_clear_line, write_atomically
    from experiments.figures import FIGURES, figure_bytes, figure_data, gather, refusal

    if name not in FIGURES:
        raise InputError(f"figure = {name}: must be one of {offered(name, FIGURES)}")
    part, cells = FIGURES[name].part, study.cells()
    reason = refusal(part, cells)
    if reason is not None:
        raise InputError(f"figure = {name}: {say(reason.key, **reason.values)}")
    material = gather(cells, [part])
    files = {f"{name}.{say.lang}.{form}": figure_bytes(name, material, say, form) for form in forms}
    files[f"{name}.csv"] = csv_of(figure_data(name, material)).encode()
    folder = study.path / FOLDER
    with one_clear_line(folder):
        folder.mkdir(exist_ok=True)
    for file, data in files.items():
        write_atomically(folder / file, data)
    return [folder / file for file in files]


def _list(study: "Study", say: Speaker) -> str:
    from experiments.figures import FIGURES, figure_name, refusal

    cells = study.cells()
    reasons = {part: refusal(part, cells) for part in {kind.part for kind in FIGURES.values()}}
    given, refused = [], []
    for name, kind in FIGURES.items():
        reason = reasons[kind.part]
        if reason is None:
            given.append(f"  {name:12} {figure_name(name, say)}")
        else:
            refused.append(f"  {name:12} {say(reason.key, **reason.values)}")
    blocks = [("given", given), ("not_given", refused)]
    return "\n".join(
        line for key, lines in blocks if lines for line in (say(f"plot.{key}") + ":", *lines)
    )
