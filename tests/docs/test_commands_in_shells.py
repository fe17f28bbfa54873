"""Every documented command is read alike by bash, zsh, PowerShell and cmd, and is understood."""

import re
import shlex
from importlib import import_module

import pytest
import yaml
from root import ROOT

from experiments.base.errors import InputError
from experiments.base.shells import PLAIN
from experiments.commands.cli import COMMANDS, parser_of

FENCED = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`((?:coprod|python|pip|pipx|uv|make) [^`]+)`")
BEGIN = re.compile(r"\s*(?:\S*/)?(?:coprod|python3?|pip|pipx|uv|make) ")
COPROD = re.compile(r"\s*(?:\S*/)?coprod ")
QUOTED = re.compile(r'"[^"$`!%\\]*"')


def odd_words(command: str) -> list[str]:
    """Words of a command that some shell would read as something else."""
    words = re.findall(r'(?:"[^"]*"|\S)+', command.partition(" #")[0])
    return [word for word in words if not (PLAIN.fullmatch(word) or QUOTED.fullmatch(word))]


def commands_of(text: str) -> list[str]:
    lines = [line for block in FENCED.findall(text) for line in block.splitlines()]
    return [*filter(BEGIN.match, lines), *INLINE.findall(FENCED.sub("", text))]


PAGES = [
    path.relative_to(ROOT).as_posix() for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))
]


def not_understood(line: str) -> str | None:
    """What the command itself says against its words; None where it takes them."""
    name, *words = shlex.split(line, comments=True)[1:] or [""]
    if name not in COMMANDS:
        return f"{name}: no such command"
    try:
        parser_of(name).parse_intermixed_args([word for word in words if word != "--help"])
    except InputError as error:
        return str(error)
    return None


@pytest.mark.parametrize("name", PAGES)
def test_commands_of_a_document_are_understood_by_the_command_that_they_name(name: str) -> None:
    blocks = FENCED.findall((ROOT / name).read_text("utf-8"))
    lines = [line for block in blocks for line in block.splitlines() if COPROD.match(line)]
    complaints = {line: found for line in lines if (found := not_understood(line))}
    assert complaints == {}


def test_what_a_command_does_not_understand_is_found() -> None:
    assert not_understood("coprod run community=village --study x  # why") is None
    assert not_understood("coprod rum") == "rum: no such command"
    assert "--repeats" in (not_understood("bin/coprod run --repeats 3") or "")


@pytest.mark.parametrize("name", PAGES)
def test_commands_of_a_document_are_plain_or_quoted(name: str) -> None:
    found = {
        line: odd
        for line in commands_of((ROOT / name).read_text("utf-8"))
        if (odd := odd_words(line))
    }
    assert found == {}


@pytest.mark.parametrize("name", COMMANDS)
def test_examples_of_a_command_are_plain_or_quoted(name: str) -> None:
    module = import_module(f"experiments.commands.{name.replace('-', '_')}")
    assert "coprod" in module.EXAMPLES
    for line in module.EXAMPLES.splitlines():
        assert odd_words(line) == []


def test_what_a_labs_card_tells_to_try_is_plain_or_quoted() -> None:
    for path in (ROOT / "configs" / "lab").glob("*.yaml"):
        for trial in yaml.safe_load(path.read_text("utf-8"))["card"]["trials"]:
            assert odd_words(trial["command"]) == []


def test_what_shells_read_as_something_else_is_found() -> None:
    assert odd_words("coprod compare a=1,2 b=[1] 'c d' $e --out x") == [
        "a=1,2",
        "b=[1]",
        "'c",
        "d'",
        "$e",
    ]
    assert odd_words('coprod lab x "a=[1,2]" "b c"  # [why]') == []
