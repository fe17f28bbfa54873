"""``coprod lab``: small paired experiments for teaching."""

import argparse
from typing import TYPE_CHECKING

from experiments.base.errors import InputError
from experiments.commands import options as shared
from experiments.words.speech import Speaker

if TYPE_CHECKING:
    from experiments.studies.labs.run import Ran

EXAMPLES = """  coprod lab
  coprod lab what_breaks
  coprod lab losing_hub seed=7 --lang zh"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.description = f"{parser.description} Without a name: list them."
    parser.add_argument("name", nargs="?", metavar="NAME", help="the lab to run")
    shared.add_overrides(parser)


def execute(options: argparse.Namespace) -> int:
    """List the labs, or run what is missing of one; print, tabulate and draw it."""
    say = shared.speaker(options)
    if options.name is None:
        return _list(say)
    if "=" in options.name:
        raise InputError(f"lab = {options.name}: the lab's name comes first; coprod lab lists them")
    from experiments.run.reporting import report_trouble
    from experiments.studies.labs.run import run_lab

    ran = run_lab(options.name, shared.overrides(options), options.out, options.config_dir)
    status = report_trouble(ran.study, ran.cells, ran.outcome, say)
    _show(ran, say)
    return status


def _list(say: Speaker) -> int:
    from experiments.studies.labs.declared import lab_names, read_lab

    print(say("lab.list"))
    for name in lab_names():
        print(f"  {name:18} {read_lab(name).title.in_(say)}")
    return 0


def _show(ran: "Ran", say: Speaker) -> None:
    from experiments.base.disarm import csv_of
    from experiments.base.files import write_atomically
    from experiments.figures import FORMATS, encoded
    from experiments.figures.style import drawing
    from experiments.studies.labs.card import card_file
    from experiments.studies.labs.figure import lab_figure
    from experiments.studies.labs.words import level_table, notice_text

    found, place = ran.found, ran.study.path
    print(level_table(found, say), "", notice_text(found, say), "", sep="\n")
    print(say("lab.conditional"))
    print(say("lab.unsettled", page=f"docs/{card_file('headline', say)}"))
    for name, table in (("levels", found.levels), ("claims", found.claims)):
        write_atomically(place / f"lab-{name}.csv", csv_of(table).encode())
    with drawing():
        figure = lab_figure(found, say)
        for form in FORMATS:
            write_atomically(place / f"lab.{say.lang}.{form}", encoded(figure, form))
    print(say("lab.read", card=_card(found.name, say)))
    print(say("command.written", folder=place))


def _card(name: str, say: Speaker) -> str:
    from experiments.studies.labs.card import card_file

    return f"docs/labs/{card_file(name, say)}"
