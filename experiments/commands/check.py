"""``coprod check``: every problem of a community's own tables, or a picture of it."""

import argparse
from pathlib import Path

from experiments.commands import options as shared
from experiments.words.speech import Speaker

EXAMPLES = """  coprod check my_place
  coprod check my_place --lang zh"""
WRONG_INPUT = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="as coprod init made it")
    shared.add_lang(parser)


def execute(options: argparse.Namespace) -> int:
    """Status 2 with every problem told, or 0 with the communities drawn into the folder."""
    from experiments.config.place.check import check_place, tables_of
    from experiments.config.place.configuration import configurations
    from experiments.run.compiling import compile_ahead, teller

    say, folder = shared.speaker(options), options.folder
    problems = check_place(folder)
    for problem in problems:
        print(problem.said(say))
    if problems:
        print(say("place.problems", number=len(problems), folder=folder))
        return WRONG_INPUT
    for tables, read, drawn in tables_of(folder):
        print(say("place.tables", folder=folder / tables, read=read, drawn=drawn))
    compile_ahead(teller(say))
    for path in configurations(folder):
        _show(folder, path.stem, say)
    return 0


def _show(folder: Path, name: str, say: Speaker) -> None:
    """Tell what the community consists of, and draw it."""
    from experiments.base.files import write_atomically
    from experiments.config.compose import compose
    from experiments.config.place.write import community_at_start
    from experiments.figures.place import picture
    from sim.parameters import Community

    composed = compose([f"community={name}"], folder)
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
