"""``coprod bundle``: a study as an archive takes it."""

import argparse
from pathlib import Path

from experiments.commands import options as shared

EXAMPLES = """  coprod bundle headline
  coprod bundle results/teaching --to teaching-archive"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.description = (
        f"{parser.description} An RO-Crate: configuration, inputs, results, tables, report, model "
        "description, versions, licence, citation and checksums; coprod verify checks it anywhere."
    )
    parser.add_argument("study", metavar="STUDY", help="name of a study, or its folder")
    parser.add_argument(
        "--to", type=Path, metavar="FOLDER", help="a new folder (default: STUDY-archive)"
    )
    shared.add_out(parser)


def execute(options: argparse.Namespace) -> int:
    """Write the archive and tell where it is."""
    from experiments.report.bundle import bundle, files_in
    from experiments.store import Study
    from experiments.store.named import study_folder

    say = shared.speaker(options)
    folder = study_folder(options.out, options.study)
    target = options.to or folder.with_name(f"{folder.name}-archive")
    path = bundle(Study(folder), target, say)
    print(say("bundle.written", folder=path, files=len(files_in(path))))
    return 0
