"""Every documented command is read alike by bash, zsh, PowerShell and cmd."""

import re
from importlib import import_module

import pytest
import yaml
from root import ROOT

from experiments.base.shells import PLAIN
from experiments.commands.cli import COMMANDS

FENCED = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`((?:coprod|python|pip|pipx|uv|make) [^`]+)`")
BEGIN = re.compile(r"\s*(?:\S*/)?(?:coprod|python3?|pip|pipx|uv|make) ")
QUOTED = re.compile(r'"[^"$`!%\\]*"')


def odd_words(command: str) -> list[str]:
    """Words of a command that some shell would read as something else."""
    words = re.findall(r'(?:"[^"]*"|\S)+', command.partition(" #")[0])
    return [word for word in words if not (PLAIN.fullmatch(word) or QUOTED.fullmatch(word))]


def commands_of(text: str) -> list[str]:
    lines = [line for block in FENCED.findall(text) for line in block.splitlines()]
    return [*filter(BEGIN.match, lines), *INLINE.findall(FENCED.sub("", text))]


@pytest.mark.parametrize(
    "name",
    [
        path.relative_to(ROOT).as_posix()
        for path in (*ROOT.glob("*.md"), *ROOT.rglob("docs/**/*.md"))
    ],
)
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
