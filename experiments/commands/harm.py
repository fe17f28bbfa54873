"""``coprod harm``: where in the declared ranges the coordinator helps, does little, or harms."""

import argparse
from typing import TYPE_CHECKING

from experiments.commands import options as shared
from experiments.words.speech import Speaker

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from experiments.studies.harm_words import Size

STUDY = "harm"
OWN = ("points",)
EXAMPLES = """  coprod harm
  coprod harm points=124 replicates=4 --study quick
  coprod harm community=jinsong_north replicates=4 --lang zh"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.description = (
        f"{parser.description} Ranges and sizes are declared in configs/harm.yaml. points=N: so"
        " many points."
    )
    shared.add_overrides(parser)


def execute(options: argparse.Namespace) -> int:
    """Run what is missing of both arms at every point; print, tabulate and draw the map."""
    from functools import partial

    from experiments.base.errors import InputError
    from experiments.run.progress import shown
    from experiments.run.reporting import report_trouble
    from experiments.run.runner import run_cells
    from experiments.store import Study
    from experiments.studies.harm_run import ground_of, paired, point_table, specs_at
    from experiments.studies.harm_space import hypercube, read_declaration
    from experiments.studies.harm_words import Size

    say, declared = shared.speaker(options), read_declaration()
    own, overrides = shared.split_own(shared.overrides(options), OWN)
    number = shared.number_of(own, "points")
    number = declared.points if number is None else number
    if number < 1:
        raise InputError(f"points = {number}: must be a whole number from 1 on")
    usual = declared.model_dump(include={"community", "seed", "replicates"}) | {"name": STUDY}
    ground = ground_of(usual, declared.ranges, overrides, options.config_dir)
    wanted = ground.treated
    points = hypercube(declared.ranges, len(ground.treated_points), number, wanted.seed)
    study = Study(options.out / wanted.name)
    cells = study.open_cells(specs_at(ground, points, wanted.seed, wanted.replicates))
    study.keep_only(cells)
    progress = partial(shown, wanted.name)
    outcome = run_cells(cells, wanted.replicates, wanted.processes, progress, weekly="none")
    status = report_trouble(study, cells, outcome, say)
    table = point_table(paired(cells), points, wanted.replicates)
    arms = ground.treated.arrangement, ground.reference.arrangement
    _show(study.path, table, Size(wanted.community, *arms, number, wanted.replicates), say)
    return status


def _show(place: "Path", table: "pd.DataFrame", size: "Size", say: Speaker) -> None:
    from experiments.base.disarm import csv_of
    from experiments.base.files import write_atomically
    from experiments.figures import FORMATS, encoded
    from experiments.figures.style import drawing
    from experiments.studies.harm_analysis import associations, regions
    from experiments.studies.harm_figure import harm
    from experiments.studies.harm_words import association_table, share_table, told_failed

    names = list(table.columns[table.columns.get_loc("reference") + 2 :])
    found, related = regions(table), associations(table, names)
    tables = {"points": table, "shares": found, "parameters": related}
    for name, each in tables.items():
        write_atomically(place / f"harm-{name}.csv", csv_of(each).encode())
    with drawing():
        figure = harm(found, related, size, say)
        for form in FORMATS:
            write_atomically(place / f"harm.{say.lang}.{form}", encoded(figure, form))
    print(share_table(found, size, say))
    for line in (*told_failed(found, say), say("harm.note")):
        print(line)
    if len(related):
        print(association_table(related, say))
        print(say("harm.exploratory_note"))
    print(say("note.conditional"))
    print(say("command.written", folder=place))
