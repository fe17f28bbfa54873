"""``coprod replay``: one stored replicate again."""

import argparse
import sys
from typing import TYPE_CHECKING

from experiments.commands import options as shared
from experiments.words.speech import Speaker

if TYPE_CHECKING:
    from experiments.run.replay import Again

EXAMPLES = """  coprod replay headline party/3
  coprod replay results/headline none/0 --lang zh"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    shared.add_stored_run(parser)
    shared.add_out(parser)


def execute(options: argparse.Namespace) -> int:
    """Run it again; status 0 when every stored number is the same."""
    from experiments.run.compiling import teller
    from experiments.run.replay import again
    from experiments.store import Study
    from experiments.store.named import study_folder

    say = shared.speaker(options)
    study = Study(study_folder(options.out, options.study))
    return _tell(again(study, options.run, teller(say)), say)


def _tell(found: "Again", say: Speaker) -> int:
    outcome = found.replay
    columns = ", ".join(outcome.differing)
    print(say("command.differs" if columns else "command.same", name=found.name, columns=columns))
    if outcome.skipped:
        print(say("command.skipped", tables=", ".join(outcome.skipped)))
    if outcome.unwritten:
        print(say("command.unwritten", reason=outcome.unwritten), file=sys.stderr)
    if outcome.files:
        print(say("command.networks", folder=found.folder))
    return 0 if outcome.same else 1
