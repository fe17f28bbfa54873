"""``coprod compare``: the arms with the same luck, in one study."""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.commands import options as shared
from experiments.errors import InputError

if TYPE_CHECKING:
    from experiments.compare import Comparison
    from experiments.compose import Composed
    from experiments.store import Cell
    from sim.measure.breakdown import Definition

ARMS = ("none", "placebo", "blind_hub", "blind_pool", "equal_means", "party")
NO_HUB = "none"
"""The arm that pages and stories show as the one without a hub."""
MECHANISMS = ("mobilisation", "guidance", "resources", "integration")
FIXED_BY_ARM = tuple(f"coordinator.{name}=" for name in (*MECHANISMS, "informed", "handed_over"))
"""What tells arms apart; set for all alike, a placebo would act."""
TREATED = "party"
"""The arm that the others are compared with; the last one when it is not among the arms."""
FOLDER = "comparison"
"""Where tables and figures go, in the study's folder (of stored cells: beside the studies)."""
MEANS = ("attention", "attention_cost", "co_managers")
"""Values of a coordinator that make its budget: acts a week, their cost, and acts given unpaid."""
LEAST = 2
"""Cells or arms of a comparison."""
Spared = Mapping[str, Sequence[str]]
"""Arm -> overrides of the coordinator that it was not given, for it has no hub."""
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
    from experiments.pairing import compare_cells

    if shared.overrides(options) or options.equal_means:
        raise InputError("--cells: compares what is stored; nothing else can be set beside it")
    lang, cells = shared.language(options), chosen(options.out, options.cells)
    definition = followed_after(options.after, next(iter(cells.values())).parameters.horizon)
    found = compare_cells(cells, treated=list(cells)[-1], definition=definition)
    _show(options.out, found, lang)
    return 0


def chosen(out: Path, names: list[str]) -> "dict[str, Cell]":
    """Stored cells named STUDY/CELL, under their arms, or their full names where arms repeat."""
    cells = {name: stored_cell(out, name, "--cells ") for name in names}
    if len(cells) < len(names) or len(cells) < LEAST:
        raise InputError(f"--cells {' '.join(names)}: must be two cells or more, each once")
    arms = [cell.arm for cell in cells.values()]
    labels = arms if len(set(arms)) == len(arms) else list(cells)
    return dict(zip(labels, cells.values(), strict=True))


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


def stored_cell(out: Path, name: str, option: str = "") -> "Cell":
    """The cell STUDY/CELL; ``option`` is what the name was given to, to say so where it's wrong."""
    from experiments.store import Study

    study, slash, cell = name.rpartition("/")
    if not (slash and study and cell):
        raise InputError(f"{option}{name}: must be STUDY/CELL, such as headline/party")
    return Study(shared.study_folder(out, study)).cell(cell)


def _arms(options: argparse.Namespace) -> int:
    """Run what is missing of every arm, then print, tabulate and draw the comparison."""
    from functools import partial

    from experiments.commands.reporting import report_changes, report_spared, report_trouble
    from experiments.pairing import compare_cells
    from experiments.progress import shown
    from experiments.runner import run_cells
    from experiments.store import Spec, Study, input_checksums
    from experiments.study_name import is_named, study_name

    lang = shared.language(options)
    wanted, spared = _composed(options)
    report_spared(spared, lang)
    replicates, processes = wanted[0].replicates, wanted[0].processes
    definition = followed_after(options.after, wanted[0].parameters.horizon)
    named = is_named(shared.overrides(options))
    name = wanted[0].name if named else study_name(wanted, ARMS, options.config_dir)
    study = Study(options.out / name)
    inputs = input_checksums(wanted[0].parameters)
    report_changes(study, wanted[0].community, inputs, lang)
    cells = study.open_study(
        Spec(c.parameters, c.seed, c.arrangement, c.community, replicates) for c in wanted
    )
    outcome = run_cells(cells, replicates, processes, partial(shown, name, lang=lang))
    status = report_trouble(study, cells, outcome, lang)
    treated = TREATED if TREATED in (cell.arm for cell in cells) else cells[-1].arm
    by_arm = {cell.arm: cell for cell in cells}
    _show(study.path, compare_cells(by_arm, treated, replicates, definition), lang)
    return status


def _composed(options: argparse.Namespace) -> "tuple[list[Composed], Spared]":
    """Every arm's configuration, and what was not given to some; all validated before any runs."""
    arms, overrides = split_arms(shared.overrides(options))
    wanted, spared = composed_alike(arms, overrides, options.config_dir)
    return with_equal_means(wanted) if options.equal_means else wanted, spared


def composed_alike(
    arms: Sequence[str], overrides: list[str], config_dir: Path | None
) -> "tuple[list[Composed], Spared]":
    """Every arm with the same overrides; those that an arm without a hub was not given, by arm."""
    from experiments.compose import compose

    given = {arm: for_arm(arm, overrides, config_dir) for arm in arms}
    spared = {arm: [text for text in overrides if text not in kept] for arm, kept in given.items()}
    return [compose(kept, config_dir) for kept in given.values()], spared


def with_equal_means(wanted: "list[Composed]") -> "list[Composed]":
    """The arms, each hub with the budget of the treated one's; arms without attention as they are.

    What a hub does with its budget, who pays it, and what is moved from hand to hand, stay its own.
    """
    treated = next((c for c in wanted if c.arm == TREATED), wanted[-1])
    means = {name: getattr(treated.parameters.coordinator, name) for name in MEANS}
    if not means["attention"] + means["co_managers"] > 0.0:
        raise InputError(
            f"--equal-means: {treated.arm} has no attention that others could be given"
        )
    return [_with_means(each, means) for each in wanted]


def _with_means(arm: "Composed", means: dict[str, float]) -> "Composed":
    from dataclasses import replace

    hub = arm.parameters.coordinator
    if not hub.attention + hub.co_managers > 0.0:
        return arm
    given = arm.parameters.model_copy(update={"coordinator": hub.model_copy(update=means)})
    return replace(arm, parameters=given)


def for_arm(arm: str, overrides: list[str], config_dir: Path | None) -> list[str]:
    """Overrides of one arm; those of the coordinator leave an arm without a hub as it is."""
    from experiments.compose import own_coordinator
    from experiments.hub import HUB, has_hub

    others = [each for each in overrides if not each.startswith(HUB)]
    if len(others) < len(overrides) and has_hub(own_coordinator(arm, config_dir)):
        others = overrides
    return [*others, f"arrangement={arm}"]


def split_arms(overrides: list[str]) -> tuple[list[str], list[str]]:
    """The arms asked for (``arms=[a,b]``), and the other overrides."""
    others = [override for override in overrides if not override.startswith("arms=")]
    if any(override.startswith("arrangement=") for override in others):
        raise InputError("arrangement: compare sets it for each arm; say arms=[none,party]")
    for override in others:
        if override.startswith(FIXED_BY_ARM):
            raise InputError(f"{override}: tells the arms apart; write an arm in --config-dir")
    given = [override.removeprefix("arms=") for override in overrides if override not in others]
    if len(given) > 1:
        raise InputError("arms: given twice; give one list")
    arms = [arm.strip() for arm in given[-1].strip("[]").split(",")] if given else list(ARMS)
    if len(set(arms)) < len(arms) or len(arms) < 2 or "" in arms:
        raise InputError(f"arms = {given[-1]}: must be two arms or more, each once")
    return arms, others


def _show(place: Path, comparison: "Comparison", lang: str) -> None:
    from experiments.commands.words import tell
    from experiments.compare import write_tables
    from experiments.figures import Material, draw_all
    from experiments.results_text import render_text
    from experiments.store.files import one_clear_line

    print(render_text(comparison, lang))
    folder = place / FOLDER
    with one_clear_line(folder):
        folder.mkdir(parents=True, exist_ok=True)
        draw_all(Material(comparison), folder, lang)
        write_tables(comparison, folder)
    print(tell("written", lang, folder=folder))
