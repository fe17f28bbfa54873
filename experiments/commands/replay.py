"""``coprod replay``: one stored replicate again."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.base.errors import InputError
from experiments.commands import options as shared
from experiments.words.speech import Speaker

if TYPE_CHECKING:
    from experiments.run.replay import Replay

EXAMPLES = """  coprod replay headline party/3
  coprod replay results/headline none/0 --lang zh"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    shared.add_stored_run(parser)
    shared.add_out(parser)


def execute(options: argparse.Namespace) -> int:
    """Run it again; status 0 when every stored number is the same."""
    from experiments.run.compiling import compile_ahead, teller
    from experiments.run.replay import replay
    from experiments.store import Study
    from experiments.store.named import study_folder

    say = shared.speaker(options)
    name, replicate = split_run(options.run)
    study = Study(study_folder(options.out, options.study))
    cell = study.cell(name)
    folder = study.path / "replay" / f"{cell.arm}-{replicate:05d}"
    compile_ahead(teller(say))
    return _tell(replay(cell, replicate, folder), f"{cell.arm}/{replicate}", folder, say)


def split_run(text: str) -> tuple[str, int]:
    """``party/3`` as cell and number of the replicate."""
    cell, slash, number = text.rpartition("/")
    if not (slash and cell and number.isdecimal()):
        raise InputError(f"run = {text}: must be CELL/REPLICATE, such as party/3")
    return cell, int(number)


def _tell(outcome: "Replay", name: str, folder: Path, say: Speaker) -> int:

    columns = ", ".join(outcome.differing)
    print(say("command.differs" if columns else "command.same", name=name, columns=columns))
    if outcome.skipped:
        print(say("command.skipped", tables=", ".join(outcome.skipped)))
    if outcome.unwritten:
        print(say("command.unwritten", reason=outcome.unwritten), file=sys.stderr)
    if outcome.files:
        print(say("command.networks", folder=folder))
    return 1 if outcome.differing else 0
