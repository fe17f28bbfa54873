"""``coprod patterns``: what the model should show and was not fitted to, met or not."""

import argparse
from typing import TYPE_CHECKING

from experiments.commands import options as shared
from experiments.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from experiments.patterns.run import Judged

EXAMPLES = """  coprod patterns
  coprod patterns points=10 replicates=3 --study quick
  coprod patterns patterns=[whistle_shortens,monitoring_restores] --lang zh"""
OWN = ("points", "patterns")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.description = (
        f"{parser.description} All are declared in configs/patterns.yaml. points=N: fewer accepted"
        " points; patterns=[a,b]: some of them only."
    )
    shared.add_overrides(parser)


def execute(options: argparse.Namespace) -> int:
    """Run what is missing of every arm at every point; print, tabulate and draw the verdicts."""
    from functools import partial

    from experiments.commands.reporting import report_trouble
    from experiments.patterns.declared import read_declaration
    from experiments.patterns.run import composed_arms, judge_all, open_cells
    from experiments.progress import shown
    from experiments.runner import run_cells
    from experiments.store import Study

    lang, declared = shared.language(options), read_declaration()
    own, overrides = split_own(shared.overrides(options))
    patterns = declared.only(_names(own))
    arms = [a for a in declared.arms if any(a in p.contrast for p in patterns.values())]
    composed = composed_arms(declared, arms, overrides, options.config_dir)
    wanted = composed[arms[0]]
    study = Study(options.out / wanted.name)
    cells = open_cells(study, composed, _points(own))
    each = [cell for mine in zip(*cells.values(), strict=True) for cell in mine]
    outcome = run_cells(
        each, wanted.replicates, wanted.processes, partial(shown, wanted.name, lang=lang)
    )
    status = report_trouble(study, each, outcome, lang)
    judged = judge_all(declared, patterns, cells, wanted.replicates)
    _show(study.path, judged, wanted.replicates, lang)
    return status


def split_own(overrides: list[str]) -> tuple[dict[str, str], list[str]]:
    """What is said to this command alone (``points=``, ``patterns=``), and the other overrides."""
    split = [override.partition("=") for override in overrides]
    own = {name: value for name, _, value in split if name in OWN}
    return own, ["".join(parts) for parts in split if parts[0] not in OWN]


def _names(own: dict[str, str]) -> list[str]:
    if "patterns" not in own:
        return []
    return [name.strip() for name in own["patterns"].strip("[]").split(",")]


def _points(own: dict[str, str]) -> int | None:
    if "points" not in own:
        return None
    if not own["points"].isdecimal():
        raise InputError(f"points = {own['points']}: must be a whole number from 1 on")
    return int(own["points"])


def _show(place: "Path", judged: "Judged", replicates: int, lang: str) -> None:
    from experiments.commands.words import tell
    from experiments.figures import FORMATS, encoded
    from experiments.figures.patterns import patterns
    from experiments.figures.style import drawing
    from experiments.messages import say
    from experiments.patterns.words import verdict_table
    from experiments.store.files import write_atomically

    print(verdict_table(judged.summary, replicates, lang))
    print(say("patterns.rule", lang))
    print(say("note.conditional", lang))
    for name, table in judged._asdict().items():
        write_atomically(place / f"patterns-{name}.csv", table.to_csv(index=False).encode())
    with drawing():
        figure = patterns(judged.summary, replicates, lang)
        for form in FORMATS:
            write_atomically(place / f"patterns.{lang}.{form}", encoded(figure, form))
    print(tell("written", lang, folder=place))
