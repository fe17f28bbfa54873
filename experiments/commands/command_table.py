"""docs/commands.md; ``python -m experiments.commands.command_table`` writes it."""

import argparse
from textwrap import dedent

from experiments.commands.cli import COMMANDS, command_of, parser_of
from experiments.words.markdown import markdown_table, write_document

DOCUMENT = "commands.md"
HEADER = ("word", "what it says")
SIGNS = {*"=_*<["}
INTRODUCTION = """# Commands

[中文](commands.zh.md)

Generated from what reads the command line by `python -m experiments.commands.command_table`; a
test fails when it is out of date. `coprod COMMAND --help` shows the same. `KEY=VALUE` is any
parameter of [parameters.md](parameters.md), and `seed`, `replicates`, `processes` and `name` (of
the study). What is unknown, out of range, given twice or without meaning is refused in one line,
with exit status 2, and nothing is written. In a clone the command is `.venv/bin/coprod`, on
Windows `.venv\\Scripts\\coprod`.
"""


def render() -> str:
    """The whole document."""
    return "\n".join([INTRODUCTION, *map(_section, COMMANDS)])


def _section(name: str) -> str:
    parser, examples = parser_of(name), dedent(command_of(name).EXAMPLES)
    rows = [_row(parser, action) for action in parser._actions if action.dest != "help"]
    words = f"{markdown_table(HEADER, rows)}\n\n" if rows else ""
    return f"## {name}\n\n{_code_kept(parser.description or '')}\n\n{words}```\n{examples}\n```\n"


def _row(parser: argparse.ArgumentParser, action: argparse.Action) -> tuple[str, str]:
    """An argument as it is typed, and its help."""
    value = action.metavar or "|".join(map(str, action.choices or [action.dest.upper()]))
    shown = str(value) if action.nargs != 0 else ""
    typed = " ".join(filter(None, [", ".join(action.option_strings), shown]))
    return f"`{typed}`", _code_kept((action.help or "") % vars(action))


def _code_kept(text: str) -> str:
    """Words that Markdown would read as more than words, as code."""
    return " ".join(_as_code(word) if SIGNS & {*word} else word for word in text.split())


def _as_code(word: str) -> str:
    """Without the punctuation of the sentence that it ends."""
    core = word.rstrip(".,:;" if "(" in word else ".,:;)")
    return f"`{core}`{word[len(core) :]}"


if __name__ == "__main__":
    write_document(DOCUMENT, render())
