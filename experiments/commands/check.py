"""``coprod check``: every problem of a community's own tables, or a picture of it."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.base.errors import InputError
from experiments.commands import options as shared
from experiments.words.speech import Message, Sayable, Speaker

if TYPE_CHECKING:
    from experiments.config.compose import Composed

EXAMPLES = """  coprod check my_place
  coprod check my_place --lang zh"""
WRONG_INPUT = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="as coprod init made it")
    shared.add_lang(parser)


def execute(options: argparse.Namespace) -> int:
    """Status 2 with every problem told, or 0 with the communities drawn into the folder."""
    from experiments.config.place.check import check_place, reading_of
    from experiments.run.compiling import compile_ahead, teller

    say, folder = shared.speaker(options), options.folder
    problems: list[Sayable] = [*check_place(folder)]
    composed = {} if problems else _composed(folder, problems)
    for problem in problems:
        print(problem.said(say), file=sys.stderr)
    if problems:
        told = say("place.problems", number=len(problems), folder=folder)
        print(told, file=sys.stderr)
        return WRONG_INPUT
    for read in reading_of(folder, folder):
        print(read.said(say))
    compile_ahead(teller(say))
    for name, each in composed.items():
        _show(folder, name, each, say)
    return 0


def _composed(folder: Path, problems: list[Sayable]) -> dict[str, "Composed"]:
    """Each community as a run would have it; adds why one can't be had."""
    from experiments.config.compose import compose
    from experiments.config.place.configuration import configurations
    from experiments.config.place.refusal import RefusedError

    found = {}
    for path in configurations(folder):
        try:
            found[path.stem] = compose([f"community={path.stem}"], folder)
        except InputError as error:
            why = error.why if isinstance(error, RefusedError) else str(error)
            file = path.relative_to(folder)
            problems.append(Message("place.composed", {"file": file, "why": why}))
    return found


def _show(folder: Path, name: str, composed: "Composed", say: Speaker) -> None:
    """Tell what the community consists of, and draw it."""
    from experiments.base.files import write_atomically
    from experiments.config.place.write import community_at_start
    from experiments.figures.place import picture
    from sim.parameters import Community

    community = community_at_start(composed.parameters, composed.seed, 0)
    people = community.people
    counts = {
        "households": people.size,
        "buildings": people.buildings,
        "organisations": len(community.names),
        "ties": int((community.trust + community.trust.T > 0.0).sum()) // 2,
        "waiting": int((people.waiting >= 0).sum()),
    }
    target = folder / f"{name}.{say.lang}.png"
    write_atomically(target, picture(community, composed.parameters, name, say))
    print(say("place.good", name=name, **counts))
    print(say("place.drawn", path=target))
    usual, own = Community(), composed.parameters.community
    if own.yuan_per_unit == usual.yuan_per_unit and people.size != usual.households:
        fitting = round(usual.yuan_per_unit / usual.households * people.size)
        values = {"default": f"{usual.yuan_per_unit:g}", "usual": usual.households}
        print(say("place.unit", households=people.size, fitting=fitting, **values))
    print(say("place.use", folder=folder, name=name))
