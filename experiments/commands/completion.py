"""``coprod completion``: what shells complete, printed for one's own shell to keep."""

import argparse
import importlib.util
from pathlib import Path
from typing import Any

from experiments.base.documents import document
from experiments.base.errors import InputError

SHELLS = ("bash", "zsh", "fish", "powershell")
EXAMPLES = """  coprod completion bash
  coprod completion powershell"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.description = (
        f"{parser.description} Where each shell keeps it: {document('installation.md')}."
        " Needs the extra completion."
    )
    parser.add_argument("shell", choices=SHELLS, help="the shell")


def execute(options: argparse.Namespace) -> int:
    """Print it."""
    if importlib.util.find_spec("shtab") is None:
        raise InputError(
            'completion: needs the extra completion (shtab): pip install "coprod[completion]"'
        )
    import shtab

    print(shtab.complete(_whole(shtab), options.shell))
    return 0


def _whole(shtab: Any) -> argparse.ArgumentParser:
    """All commands in one parser; folders and files are completed where they are asked for."""
    from experiments.commands.cli import COMMANDS, command_of

    whole = argparse.ArgumentParser(prog="coprod")
    commands = whole.add_subparsers()
    for name, what in COMMANDS.items():
        parser = commands.add_parser(name, help=what, description=what)
        command_of(name).add_arguments(parser)
        for action in parser._actions:
            if action.type is Path:
                action.complete = shtab.FILE if action.metavar == "FILE" else shtab.DIRECTORY  # type: ignore[attr-defined]
    return whole
