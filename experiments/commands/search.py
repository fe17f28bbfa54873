"""``coprod search``: the settings in which the coordinator makes things worst, or best."""

import argparse
from typing import TYPE_CHECKING

from experiments.base.errors import InputError
from experiments.commands import options as shared
from experiments.words.speech import Speaker

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

    from experiments.studies.harm_space import Range
    from experiments.studies.search_declared import Declaration
    from experiments.studies.search_words import Effort

EXPERIMENT, TRIALS, FRESH = "experiment", "trials", "fresh_replicates"
OWN = (EXPERIMENT, TRIALS, FRESH)
EXAMPLES = """  coprod search experiment=where_it_fails
  coprod search experiment=where_it_helps trials=120
  coprod search experiment=where_it_fails community=jinsong_north trials=400 --study worst"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.description = (
        f"{parser.description} experiment=NAME: declared in configs/search/, or search/ of"
        " --config-dir. trials=N: settings that are tried; fresh_replicates=N: runs of the best of"
        " them with another seed. Needs the extra search."
    )
    shared.add_overrides(parser)


def execute(options: argparse.Namespace) -> int:
    """Search, going on where it was stopped; run the best again; print, tabulate and draw."""
    from experiments.run.reporting import report_trouble
    from experiments.store import Study
    from experiments.studies.harm_run import ground_of
    from experiments.studies.search_run import conduct
    from experiments.studies.search_words import Effort

    say = shared.speaker(options)
    own, overrides = shared.split_own(shared.overrides(options), OWN)
    declared = _declared(own, options.config_dir)
    usual = declared.model_dump(include={"community", "seed", "replicates"})
    arms = (declared.treated, declared.reference)
    base = usual | {"name": own[EXPERIMENT]}
    ground = ground_of(base, declared.ground, overrides, options.config_dir, arms)
    wanted = ground.treated
    if wanted.seed == declared.fresh_seed:
        raise InputError(f"seed = {wanted.seed}: that of the fresh runs; must be another one")
    study = Study(options.out / wanted.name)
    found = conduct(declared, ground, study)
    parts = (found.trials, found.fresh)
    statuses = [report_trouble(study, each.cells, each.outcome, say) for each in parts]
    effort = Effort(
        declared.direction, wanted.community, *arms, declared.trials, declared.startup,
        wanted.replicates, declared.fresh_replicates,
    )  # fmt: skip
    _show(study.path, found.trials.table, found.finalists, effort, declared.ground, say)
    return max(statuses)


def _declared(own: "Mapping[str, str]", config_dir: "Path | None") -> "Declaration":
    from experiments.studies.search_declared import read_declaration

    if EXPERIMENT not in own:
        raise InputError(f"{EXPERIMENT}: missing; say coprod search {EXPERIMENT}=where_it_fails")
    sizes = {key: shared.number_of(own, key) for key in (TRIALS, FRESH) if key in own}
    for key, number in sizes.items():
        if number == 0:
            raise InputError(f"{key} = 0: must be a whole number from 1 on")
    return read_declaration(own[EXPERIMENT], config_dir).model_copy(update=sizes)


def _show(
    place: "Path",
    trials: "pd.DataFrame",
    found: "pd.DataFrame",
    effort: "Effort",
    ranges: "Mapping[str, Range]",
    say: Speaker,
) -> None:
    from experiments.base.disarm import csv_of
    from experiments.base.files import write_atomically
    from experiments.figures import FORMATS, encoded
    from experiments.figures.style import drawing
    from experiments.studies.search_figure import search
    from experiments.studies.search_words import finalist_table, setting_table, told_failed

    for name, table in {"trials": trials, "found": found}.items():
        write_atomically(place / f"search-{name}.csv", csv_of(table).encode())
    with drawing():
        figure = search(trials, found, effort, say)
        for form in FORMATS:
            write_atomically(place / f"search.{say.lang}.{form}", encoded(figure, form))
    print(finalist_table(found, effort, say))
    for line in told_failed(trials, found, say):
        print(line)
    print(say("search.note"))
    print(setting_table(found, ranges, say))
    print(say("note.conditional"))
    print(say("command.written", folder=place))
