"""``coprod search``: the settings in which the coordinator makes things worst, or best."""

import argparse

from experiments.base.errors import InputError
from experiments.commands import options as shared

EXPERIMENT, SIZES = "experiment", ("trials", "fresh_replicates")
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
    from experiments.studies import search

    own, overrides = shared.split_own(shared.overrides(options), (EXPERIMENT, *SIZES))
    if EXPERIMENT not in own:
        raise InputError(f"{EXPERIMENT}: missing; say coprod search {EXPERIMENT}=where_it_fails")
    sizes = {key: shared.number_of(own, key) for key in SIZES}
    study = search.study(own[EXPERIMENT], overrides, options.config_dir, **sizes)
    return shared.performed(study, options)
