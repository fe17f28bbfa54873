"""What Hydra's users type out of habit: it works where it makes sense, or a line says what does."""

import argparse
from typing import Any, NoReturn

from experiments.base.errors import InputError

ADDED = "+experiment="
"""How Hydra has a group added that isn't in its list of defaults; here it is simply chosen."""
MANY = ("-m", "--multirun")
ELSEWHERE = {
    ("-cn", "--config-name"): "there is one configuration; choose files in it, such as"
    " community=village",
    ("-cp", "--config-path"): "a folder that adds to the configurations is given with --config-dir",
    ("-cd",): "a folder that adds to the configurations is given with --config-dir",
    ("--info", "-i"): "--cfg job shows what is composed, coprod doctor what is installed",
    ("--package", "-p"): "--cfg job shows all that is composed",
}
"""Options of Hydra -> what is used in their place."""


class Elsewhere(argparse.Action):
    """Says what is used instead of an option."""

    def __call__(self, parser: object, options: object, values: object, name: Any = "") -> NoReturn:
        raise InputError(f"{name}: {self.const}")


def add_hydra_words(parser: argparse.ArgumentParser, many: bool) -> None:
    """``--cfg`` and ``--resolve``, which do what they do in Hydra, and options that do not.

    many: whether the command runs many configurations, as ``-m`` asks for.
    """
    parser.add_argument(
        "--cfg", choices=("job",), help="print the composed configuration as YAML, one document"
        " a cell, and run nothing",
    )  # fmt: skip
    parser.add_argument(
        "--resolve", action="store_true", help="with --cfg; values are always resolved"
    )
    hidden = argparse.SUPPRESS
    if many:
        parser.add_argument(*MANY, action="store_true", help=hidden)
    else:
        said = "many configurations are run by coprod sweep"
        parser.add_argument(*MANY, action=Elsewhere, nargs=0, const=said, help=hidden)
    for flags, instead in ELSEWHERE.items():
        parser.add_argument(*flags, action=Elsewhere, nargs="?", const=instead, help=hidden)


def shows_configuration(options: argparse.Namespace) -> bool:
    """Whether the configuration is printed and nothing run. InputError for --resolve alone."""
    if options.resolve and not options.cfg:
        raise InputError("--resolve: goes with --cfg job")
    return options.cfg is not None
