"""``coprod lab``: small paired experiments for teaching."""

import argparse
from typing import TYPE_CHECKING

from experiments.base.errors import InputError
from experiments.commands import options as shared

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
    lang = shared.language(options)
    if options.name is None:
        return _list(lang)
    if "=" in options.name:
        raise InputError(f"lab = {options.name}: the lab's name comes first; coprod lab lists them")
    from experiments.run.reporting import report_trouble
    from experiments.studies.labs.run import run_lab

    ran = run_lab(options.name, shared.overrides(options), options.out, options.config_dir)
    status = report_trouble(ran.study, ran.cells, ran.outcome, lang)
    _show(ran, lang)
    return status


def _list(lang: str) -> int:
    from experiments.studies.labs.declared import lab_names, read_lab
    from experiments.words import say

    print(say("lab.list", lang))
    for name in lab_names():
        print(f"  {name:18} {read_lab(name).title.in_(lang)}")
    return 0


def _show(ran: "Ran", lang: str) -> None:
    from experiments.base.disarm import csv_of
    from experiments.base.files import write_atomically
    from experiments.figures import FORMATS, encoded
    from experiments.figures.style import drawing
    from experiments.studies.labs.card import card_file
    from experiments.studies.labs.figure import lab_figure
    from experiments.studies.labs.words import level_table, notice_text
    from experiments.words import say

    found, place = ran.found, ran.study.path
    print(level_table(found, lang), "", notice_text(found, lang), "", sep="\n")
    print(say("lab.conditional", lang))
    print(say("lab.unsettled", lang, page=f"docs/{card_file('headline', lang)}"))
    for name, table in (("levels", found.levels), ("claims", found.claims)):
        write_atomically(place / f"lab-{name}.csv", csv_of(table).encode())
    with drawing():
        figure = lab_figure(found, lang)
        for form in FORMATS:
            write_atomically(place / f"lab.{lang}.{form}", encoded(figure, form))
    print(say("lab.read", lang, card=_card(found.name, lang)))
    print(say("command.written", lang, folder=place))


def _card(name: str, lang: str) -> str:
    from experiments.studies.labs.card import card_file

    return f"docs/labs/{card_file(name, lang)}"
