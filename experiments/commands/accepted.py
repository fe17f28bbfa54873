"""``coprod accepted``: the treated arm against the reference over the accepted set."""

import argparse
from typing import TYPE_CHECKING, Any

from experiments.commands import options as shared
from experiments.words.speech import Speaker

if TYPE_CHECKING:
    import pandas as pd


ARMS = ("none", "party")
REFERENCE, TREATED = ARMS
SUFFIX = "accepted"
EXAMPLES = """  coprod accepted replicates=10
  coprod accepted community=village replicates=4 --lang zh"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.description = (
        f"{parser.description} Runs {TREATED} and {REFERENCE} with the same luck at every point."
    )
    shared.add_overrides(parser)


def execute(options: argparse.Namespace) -> int:
    """Run what is missing at every accepted point, then print the spread and write the table."""
    from functools import partial

    from experiments.analysis.answer import PRIMARY
    from experiments.analysis.spread import landscape, shares, spread
    from experiments.base.disarm import csv_of
    from experiments.base.files import write_atomically
    from experiments.config.accepted import points_of
    from experiments.config.arms import composed_alike
    from experiments.config.study_name import is_named, study_name
    from experiments.run.progress import shown
    from experiments.run.reporting import report_spared, report_trouble
    from experiments.run.runner import run_cells
    from experiments.store import Spec, Study

    say = shared.speaker(options)
    overrides = shared.overrides(options)
    composed, spared = composed_alike(ARMS, overrides, options.config_dir)
    report_spared(spared, say)
    wanted = composed[0]
    replicates = wanted.replicates
    named = wanted.name if is_named(overrides) else study_name(composed, ARMS, options.config_dir)
    study = Study(options.out / f"{named}-{SUFFIX}")
    cells = study.open_study(
        Spec(parameters, wanted.seed, f"{each.arrangement}-{n:03d}", each.community, replicates)
        for each in composed
        for n, parameters in enumerate(points_of(each.parameters))
    )
    progress = partial(shown, study.path.name, say=say)
    half = len(cells) // len(ARMS)
    by_point = [cell for pair in zip(cells[:half], cells[half:], strict=True) for cell in pair]
    outcome = run_cells(by_point, replicates, wanted.processes, progress, weekly="none")
    status = report_trouble(study, cells, outcome, say)
    table = landscape(list(zip(cells[half:], cells[:half], strict=True)), replicates)
    write_atomically(study.path / "accepted.csv", csv_of(table).encode())
    table = table[table["measure"].isin(PRIMARY)]
    _show(spread(table), replicates, say)
    _show_shares(shares(table), say)
    print(say("note.conditional"))
    return status


def _show(found: "pd.DataFrame", replicates: int, say: Speaker) -> None:
    for row in found.to_dict("records"):
        print(_spread(row, replicates, say))
        if row["failed"]:
            print(_bounds(row, say))


def _spread(row: dict[str, Any], replicates: int, say: Speaker) -> str:

    return say(
        "command.spread",
        measure=say(f"measure.{row['measure']}"),
        number=row["points"],
        replicates=replicates,
        error=_per_100(row["monte_carlo"], ".1f"),
        treated=say.arm(TREATED),
        reference=say.arm(REFERENCE),
        **{key: _per_100(row[key], "+.1f") for key in ("median", "low", "high")},
        **{key: _per_100(row[key], ".0f") for key in ("lowers", "within", "raises", "negative")},
    )


def _bounds(row: dict[str, Any], say: Speaker) -> str:

    return say(
        "command.spread_bounds",
        measure=say(f"measure.{row['measure']}"),
        failed=row["failed"],
        **{key: _per_100(row[key], "+.1f") for key in ("bound_low", "bound_high")},
        **{key: _per_100(row[f"lowers_{key}"], ".0f") for key in ("certain", "possible")},
    )


def _per_100(value: float, form: str) -> str:
    from experiments.analysis.estimates import PER_HUNDRED

    return f"{PER_HUNDRED * value:{form}}"


def _show_shares(found: "pd.DataFrame", say: Speaker) -> None:
    from experiments.analysis.estimates import PER_HUNDRED

    for row in found.itertuples():
        parts = ("share", "low", "high", "clear", "expected", "monte_carlo")
        values = {name: f"{PER_HUNDRED * getattr(row, name):.0f}" for name in parts}
        measure = say(f"measure.{row.measure}")
        print(say(f"command.share.{row.region}", measure=measure, **values))
