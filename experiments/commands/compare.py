"""``coprod compare``: the arms with the same luck, in one study."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.base.errors import InputError
from experiments.commands import options as shared
from experiments.config.arms import (
    ARMS,
    TREATED,
    Spared,
    composed_alike,
    split_arms,
    with_equal_means,
)
from experiments.words.speech import Speaker

if TYPE_CHECKING:
    from experiments.analysis.compare import Comparison
    from experiments.config.compose import Composed
    from sim.measure.breakdown import Definition

FOLDER = "comparison"
"""Where tables and figures go, in the study's folder (of stored cells: beside the studies)."""
EXAMPLES = """  coprod compare
  coprod compare community=village replicates=20 --study teaching
  coprod compare arms=[none,party,npo_hub,outsourcing] --equal-means --study rivals
  coprod compare arms=[none,party] coordinator.formalism=0.5 seed=7 --processes 2
  coprod compare --cells headline/none headline/party captured/party"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.description = (
        f"{parser.description} Unless said otherwise: arms=[{','.join(ARMS)}]. "
        "What is said of the coordinator holds for every arm that has one."
    )
    shared.add_overrides(parser)
    parser.add_argument(
        "--cells",
        nargs="+",
        metavar="STUDY/CELL",
        help="compare stored cells instead, of one study or several: the last with each other one;"
        " a cell is an arm, or the beginning of a cell's hash",
    )
    parser.add_argument(
        "--equal-means",
        action="store_true",
        help=f"give every hub the attention and the cost of {TREATED}'s, or of the last arm's"
        " where that isn't among the arms; otherwise each has its own",
    )
    parser.add_argument(
        "--after",
        type=int,
        metavar="WEEK",
        help="judge on opportunities that start in this week or later, as after a removal",
    )


def execute(options: argparse.Namespace) -> int:
    """Compare stored cells, or run what is missing of every arm and compare them."""
    return _arms(options) if options.cells is None else _cells(options)


def _cells(options: argparse.Namespace) -> int:
    from experiments.analysis.pairing import compare_cells
    from experiments.store.named import chosen

    if shared.overrides(options) or options.equal_means:
        raise InputError("--cells: compares what is stored; nothing else can be set beside it")
    say, cells = shared.speaker(options), chosen(options.out, options.cells)
    definition = followed_after(options.after, next(iter(cells.values())).parameters.horizon)
    found = compare_cells(cells, treated=list(cells)[-1], definition=definition)
    _show(options.out, found, say)
    return 0


def followed_after(week: int | None, horizon: int) -> "Definition":
    """The definition whose cohort starts in ``week`` at the earliest; as declared where None."""
    from sim.measure.breakdown import DEFAULT, after

    last = horizon - DEFAULT.followed
    if week is not None and not 0 <= week <= last:
        raise InputError(
            f"--after {week}: must be a week in [0, {last}], for an opportunity is followed"
            f" {DEFAULT.followed} of {horizon} weeks"
        )
    return DEFAULT if week is None else after(week)


def _arms(options: argparse.Namespace) -> int:
    """Run what is missing of every arm, then print, tabulate and draw the comparison."""
    from functools import partial

    from experiments.analysis.pairing import compare_cells
    from experiments.config.study_name import is_named, study_name
    from experiments.run.progress import shown
    from experiments.run.reporting import report_changes, report_spared, report_trouble
    from experiments.run.runner import run_cells
    from experiments.store import Spec, Study, input_checksums

    say = shared.speaker(options)
    wanted, spared = _composed(options)
    report_spared(spared, say)
    replicates, processes = wanted[0].replicates, wanted[0].processes
    definition = followed_after(options.after, wanted[0].parameters.horizon)
    named = is_named(shared.overrides(options))
    name = wanted[0].name if named else study_name(wanted, ARMS, options.config_dir)
    study = Study(options.out / name)
    inputs = input_checksums(wanted[0].parameters)
    report_changes(study, wanted[0].community, inputs, say)
    cells = study.open_study(
        Spec(c.parameters, c.seed, c.arrangement, c.community, replicates) for c in wanted
    )
    outcome = run_cells(cells, replicates, processes, partial(shown, name, say=say))
    status = report_trouble(study, cells, outcome, say)
    treated = TREATED if TREATED in (cell.arm for cell in cells) else cells[-1].arm
    by_arm = {cell.arm: cell for cell in cells}
    _show(study.path, compare_cells(by_arm, treated, replicates, definition), say)
    return status


def _composed(options: argparse.Namespace) -> "tuple[list[Composed], Spared]":
    """Every arm's configuration, and what was not given to some; all validated before any runs."""
    arms, overrides = split_arms(shared.overrides(options))
    wanted, spared = composed_alike(arms, overrides, options.config_dir)
    return with_equal_means(wanted) if options.equal_means else wanted, spared


def _show(place: Path, comparison: "Comparison", say: Speaker) -> None:
    from experiments.analysis.compare import write_tables
    from experiments.base.files import one_clear_line
    from experiments.document.results_text import render_text
    from experiments.figures import Material, draw_all

    print(render_text(comparison, say))
    folder = place / FOLDER
    with one_clear_line(folder):
        folder.mkdir(parents=True, exist_ok=True)
        draw_all(Material(comparison), folder, say)
        write_tables(comparison, folder)
    print(say("command.written", folder=folder))
