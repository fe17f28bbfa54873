"""``coprod recovery``: how long a shock is felt."""

import argparse
from typing import TYPE_CHECKING

from experiments.commands import options as shared
from experiments.store.named import stored_cell
from experiments.words.speech import Speaker

if TYPE_CHECKING:
    import pandas as pd

EXAMPLES = """  coprod recovery shocks/party+lockdown shocks/party
before it: coprod run arrangement=party --study shocks
           coprod run arrangement=party shock=lockdown --study shocks"""
FILE = "recovery.csv"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.add_argument("shocked", metavar="STUDY/CELL", help="a stored cell that a shock strikes")
    parser.add_argument("twin", metavar="STUDY/CELL", help="the same without the shock")
    shared.add_out(parser)


def execute(options: argparse.Namespace) -> int:
    """Print recovery of the shocked cell, and keep the table in its folder."""
    from experiments.base.disarm import csv_of
    from experiments.base.files import one_clear_line
    from experiments.studies.recovery import recovery_of, struck_in

    say = shared.speaker(options)
    shocked, twin = (stored_cell(options.out, name) for name in (options.shocked, options.twin))
    table, week = recovery_of(shocked, twin), struck_in(shocked, twin)
    print(_text(table, say, cell=options.shocked, twin=options.twin, week=week))
    path = shocked.folder / FILE
    with one_clear_line(path):
        path.write_text(csv_of(table), "utf-8")
    print(say("command.recovery.written", path=path))
    return 0


def _text(table: "pd.DataFrame", say: Speaker, **names: object) -> str:

    from experiments.words.text_table import number, text_table

    columns = ("measure", "against", "hurt", "recovered", "weeks", "chance", "excess", "average")
    header = [say(f"command.recovery.{column}") for column in columns]
    rows = [
        [
            say(f"command.recovery.of.{row.measure}"),
            say(f"command.recovery.against.{row.against}"),
            f"{row.hurt}/{row.runs}",
            f"{row.recovered}/{row.hurt}",
            number(row.weeks, 1),
            number(row.chance_weeks, 1),
            f"{number(row.excess, 1, sign=True)} [{number(row.excess_low, 1, sign=True)},"
            f" {number(row.excess_high, 1, sign=True)}]",
            number(row.average, 0),
        ]
        for row in table.itertuples()
    ]
    title = say("command.recovery.title", tau=table["tau"].iloc[0], **names)
    return text_table(title, header, rows) + "\n\n" + say("command.recovery.note")
