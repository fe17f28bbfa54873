"""The command ``coprod``: reads the command line, calls a command, turns errors into one line."""

import argparse
import errno
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from typing import Any, NoReturn

from experiments.base.errors import InputError
from experiments.base.interrupts import Ears
from experiments.base.prepare import prepare
from experiments.base.streams import set_streams

COMMANDS = {
    "run": "run one configuration and show what came of it",
    "compare": "run the arms with the same luck and compare them",
    "sweep": "run many configurations, on a grid or a design, here or on a cluster",
    "power": "tell, before a study, how many replicates it needs",
    "headline": "compare the hub with other arms over all that was not known",
    "case": "say what the hub did in the one case that is known, given facts of it",
    "rates": "tell how often opportunities fail, by supply, year and tenure",
    "mechanisms": "tell which of the hub's mechanisms and acts does what",
    "sensitivity": "tell on which rules and parameters the hub's effect hangs",
    "discover": "find conditions under which the hub lowers failure, or raises it",
    "accepted": "compare two arms at every point that calibration accepted",
    "recovery": "tell how long a shock is felt, against the same without it",
    "patterns": "test the model on patterns that it was not fitted to",
    "replicate": "hold the model's own rules against published results",
    "honesty": "show settings in which the coordinator could harm, and whether the sign holds",
    "harm": "map where in the declared ranges the coordinator helps, does little, or harms",
    "search": "look for the settings in which the coordinator does worst, or best",
    "plot": "draw one figure of a stored study, or list those it gives",
    "report": "make one HTML file of a study, for policy staff and reviewers",
    "brief": "make one page of a comparison, for who decides: to print, edit or show",
    "explore": "make one HTML file with sliders over what was computed, for who has no Python",
    "app": "open a page in the browser: compare, watch, look at studies",
    "results": "show what is there of a study, or export it",
    "bundle": "pack a study for an archive, with all that one needs to check it",
    "verify": "check an archive: is it whole, and do its runs come out the same here?",
    "replay": "run one stored replicate again and check that it is the same",
    "list": "list what can be named: communities, arms, parameters, figures and others",
    "init": "write a folder with an example community, to make one's own of",
    "check": "tell every problem of a community's own tables, and draw it when there is none",
    "explain": "tell the story of one breakdown in plain words",
    "lab": "run a small experiment for teaching, or list them",
    "doctor": "tell what this machine has and lacks, and what to do",
    "completion": "print what lets a shell complete names of commands and options",
    "warm-up": "compile the model for this machine ahead of the first run",
    "calibrate": "fit the community to patterns seen without a coordinator",
}
WRONG_INPUT = 2
INTERRUPTED = 130
"""128 + SIGINT, as shells have it."""
NOBODY_LISTENS = 141
"""128 + SIGPIPE, as shells have it."""
NO_READER = (errno.EPIPE, errno.EINVAL) if os.name == "nt" else (errno.EPIPE,)
"""What a write says when whoever read the output has seen enough, as in ``| head``."""


class Version(argparse.Action):
    """Tells the package's version and the model's, and ends."""

    def __call__(self, *_: object) -> NoReturn:
        from importlib.metadata import version

        from sim import MODEL_VERSION

        print(f"coprod {version('coprod')}, model {MODEL_VERSION}")
        sys.exit(0)


class Parser(argparse.ArgumentParser):
    """Raises InputError where argparse would print its usage and exit."""

    def error(self, message: str) -> NoReturn:
        raise InputError(f"{message}; see {self.prog} --help")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status: 0 done, 1 not, 2 wrong input, 130 stopped.

    arguments: None for those of this process, which then hears no Ctrl-C while it ends.
    """
    set_streams()
    with Ears(last=arguments is None) as ears:
        try:
            return _status(sys.argv[1:] if arguments is None else list(arguments))
        except BaseException as error:
            ears.closed = True
            if not (ears.heard or isinstance(error, KeyboardInterrupt)):
                raise
            message = "coprod: stopped; finished runs are kept, the same command goes on from there"
            print(message, file=sys.stderr)
            return INTERRUPTED


def _status(arguments: list[str]) -> int:
    try:
        _refuse_unreadable(arguments)
        return _dispatch(arguments)
    except InputError as error:
        print(f"coprod: {error}", file=sys.stderr)
        return WRONG_INPUT
    except OSError as error:  # no more files, memory or processes: nothing a traceback could tell
        if error.errno in NO_READER and error.filename is None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return NOBODY_LISTENS
        where = f"{error.filename}: " if error.filename else ""
        print(f"coprod: {where}{error.strerror or error}", file=sys.stderr)
        return WRONG_INPUT


def _refuse_unreadable(arguments: Sequence[str]) -> None:
    """InputError for a name that is not UTF-8: tables and databases could not be told it."""
    for text in arguments:
        data = os.fsencode(text)
        if data.decode(errors="replace") != text:
            shown = data.decode(errors="backslashreplace")
            raise InputError(f"{shown}: not UTF-8; name files and folders in UTF-8")


def _dispatch(arguments: list[str]) -> int:
    name = _top().parse_args(arguments[:1]).command
    if name not in COMMANDS:
        raise InputError(f"{name}: no such command{_near(name)}; see coprod --help")
    command = command_of(name)
    options = parser_of(name).parse_intermixed_args(arguments[1:])
    prepare()
    status: int = command.execute(options)
    return status


def command_of(name: str) -> Any:
    """The module of a command: EXAMPLES, ``add_arguments`` and ``execute``."""
    return import_module(f"experiments.commands.{name.replace('-', '_')}")


def parser_of(name: str) -> argparse.ArgumentParser:
    """What reads the words after a command's name; InputError where they mean nothing."""
    command = command_of(name)
    parser = _parser(f"coprod {name}", f"{COMMANDS[name]}.", command.EXAMPLES)
    command.add_arguments(parser)
    return parser


def _near(name: str) -> str:
    """The command that was perhaps meant."""
    near = get_close_matches(name, COMMANDS, 1)
    return f", did you mean {near[0]}?" if near else ""


def _parser(prog: str, description: str, examples: str) -> Parser:
    epilog = f"examples:\n{examples}"
    form = argparse.RawDescriptionHelpFormatter
    first = description[0].upper() + description[1:]
    return Parser(prog=prog, description=first, epilog=epilog, formatter_class=form)


def _top() -> Parser:
    lines = "\n".join(f"  {name:10} {what}" for name, what in COMMANDS.items())
    about = f"co-production in a community, with and without a coordinator.\n\ncommands:\n{lines}"
    parser = _parser("coprod", about, "  coprod run community=village\n  coprod compare --help")
    parser.add_argument("--version", action=Version, nargs=0, help="tell the version")
    parser.add_argument("command", metavar="COMMAND", help="one of the above")
    return parser


if __name__ == "__main__":
    sys.exit(main())
