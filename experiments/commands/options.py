"""Options that commands share."""

import argparse
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.base.errors import InputError
from experiments.base.streams import set_streams
from experiments.commands.hydra_words import ADDED, add_hydra_words, shows_configuration
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import Speaker, speak

if TYPE_CHECKING:
    from experiments.studies.protocol import Declared, Findings

LANGUAGE_VARIABLE = "COPROD_LANG"
OVERRIDES = (
    "what differs from the defaults, such as community=village negotiation.rounds=20 "
    "replicates=20 seed=0"
)


def add_overrides(parser: argparse.ArgumentParser, many: bool = False) -> None:
    """The configuration and where its results go. many: whether the command runs more than one."""
    parser.add_argument("overrides", nargs="*", metavar="KEY=VALUE", help=OVERRIDES)
    parser.add_argument(
        "--study", metavar="NAME", help="name of the study (default: after what is in it)"
    )
    parser.add_argument("--processes", metavar="N", help="processes that run at the same time")
    parser.add_argument(
        "--config-dir", type=Path, metavar="DIR", help="a folder that adds to the configurations"
    )
    add_out(parser)
    add_hydra_words(parser, many)


def add_stored_run(parser: argparse.ArgumentParser) -> None:
    """Which stored replicate: a study, and CELL/REPLICATE in it."""
    parser.add_argument("study", metavar="STUDY", help="name of a study, or its folder")
    parser.add_argument(
        "run",
        metavar="CELL/REPLICATE",
        help="an arm, or the beginning of a cell's hash, and a number",
    )


def add_out(parser: argparse.ArgumentParser) -> None:
    """Where results are, and the language in which to speak of them."""
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("results"),
        metavar="DIR",
        help="folder of results (default: results)",
    )
    add_lang(parser)


def add_lang(parser: argparse.ArgumentParser) -> None:
    """The language in which to speak."""
    parser.add_argument(
        "--lang",
        choices=LANGUAGES,
        help=f"language of what is shown (default: {LANGUAGE_VARIABLE}, or en)",
    )


def speaker(options: argparse.Namespace) -> Speaker:
    """Speaks the language asked for, on streams that can show it. InputError where the environment
    asks for another."""
    say = spoken(options.lang)
    set_streams(say.lang)
    return say


def spoken(lang: str | None) -> Speaker:
    """The language asked for, else the environment's, else the first. InputError for another."""
    chosen = lang or os.environ.get(LANGUAGE_VARIABLE) or LANGUAGES[0]
    if chosen not in LANGUAGES:
        name = "lang" if lang else LANGUAGE_VARIABLE
        raise InputError(f"{name} = {chosen}: must be one of {', '.join(LANGUAGES)}")
    return speak(chosen)


def overrides(options: argparse.Namespace) -> list[str]:
    """Overrides with the options that stand for one, so that all are checked in one place."""
    return given(options.overrides, options.study, options.processes)


def given(overrides: Sequence[str], study: str | None, processes: int | str | None) -> list[str]:
    """Overrides, with the study's name and the processes where these are given apart."""
    overrides = [text[1:] if text.startswith(ADDED) else text for text in overrides]
    name = [] if study is None else [f'name="{study}"']
    return [*overrides, *name, *([] if processes is None else [f"processes={processes}"])]


def split_own(overrides: list[str], own: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """What is said to one command alone, such as ``points=``, and the other overrides."""
    split = [override.partition("=") for override in overrides]
    names = [name for name, _, _ in split if name in own]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"{name}: given twice; give one value")
    mine = {name: value for name, _, value in split if name in own}
    return mine, ["".join(parts) for parts in split if parts[0] not in own]


def names_of(own: Mapping[str, str], key: str) -> list[str]:
    """``key=a,b``, in brackets or not, as names; none where it isn't given."""
    return [name.strip() for name in own[key].strip("[]").split(",")] if key in own else []


def number_of(own: Mapping[str, str], key: str) -> int | None:
    """``key=N`` as a number; None where it isn't given. InputError unless a whole number."""
    if key not in own:
        return None
    if not (own[key].isascii() and own[key].isdecimal() and int(own[key]) > 0):
        raise InputError(f"{key} = {own[key]}: must be a whole number from 1 on")
    return int(own[key])


def performed(study: "Declared[Findings]", options: argparse.Namespace) -> int:
    """Perform a study and print its document, or print what it is composed of; the exit status."""
    from experiments.document.terminal import text_of
    from experiments.studies.perform import perform

    if shows_configuration(options):
        from experiments.studies.configuration import configuration

        return print_documents(configuration(study))
    document, status = perform(study, options.out, speaker(options))
    print(text_of(document))
    return status


def print_documents(documents: Iterable[str]) -> int:
    """Print documents of YAML, one after the other; the exit status."""
    for number, document in enumerate(documents):
        print("---\n" * (number > 0) + document, end="")
    return 0


def shown(found: "Findings", place: Path, options: argparse.Namespace) -> int:
    """Write what was found in stored cells into the folder ``place``, and print its document."""
    from experiments.document.terminal import text_of
    from experiments.studies.perform import written

    print(text_of(written(found, place, speaker(options))))
    return 0
