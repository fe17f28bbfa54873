"""``coprod lab``: small paired experiments for teaching."""

import argparse

from experiments.base.errors import InputError
from experiments.commands import options as shared
from experiments.words.speech import Speaker

EXAMPLES = """  coprod lab
  coprod lab what_breaks
  coprod lab losing_hub seed=7 --lang zh"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.description = f"{parser.description} Without a name: list them."
    parser.add_argument("name", nargs="?", metavar="NAME", help="the lab to run")
    shared.add_overrides(parser)


def execute(options: argparse.Namespace) -> int:
    """List the labs, or run what is missing of one; print, tabulate and draw it."""
    if options.name is None:
        return _list(shared.speaker(options))
    if "=" in options.name:
        raise InputError(f"lab = {options.name}: the lab's name comes first; coprod lab lists them")
    from experiments.studies.labs.study import study

    lab = study(options.name, shared.overrides(options), options.config_dir)
    return shared.performed(lab, options)


def _list(say: Speaker) -> int:
    from experiments.studies.labs.declared import lab_names, read_lab

    print(say("lab.list"))
    for name in lab_names():
        print(f"  {name:18} {read_lab(name).title.said(say)}")
    return 0
